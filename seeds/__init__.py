"""The sample service: a believable district, told with the domain's own verbs over a year of its clock.

`content/` holds the words, one file a call; `story` turns them into acts in the order of time; `telling` acts them out.
"""
