"""The site: one file a noun, and `routes`, where every address stands beside who may use it."""
