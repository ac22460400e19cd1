"""What a process of the site has before it begins (tests/journeys/forked.py): its code, and the dictionary it reads."""

from commands import importing, seeding, serving, working  # noqa: F401  that they are loaded is all that is wanted
from nlp import pipeline

pipeline.load()
