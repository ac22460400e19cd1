"""Lists of words, as a file writes them. Light: the site reads it too, and it loads no language library."""


def listed(words: str) -> frozenset[str]:
    """A list of words as it is written in a file: with white space between them."""
    return frozenset(words.split())
