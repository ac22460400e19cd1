"""What fifty people of a small town said, in their own words, before Maya came. Each is a title and a text."""

from pathlib import Path

_LINES = (Path(__file__).parent / "voices.txt").read_text().splitlines()
# Each line is a title and a text; the first ten are about letters, and the first of them is Noor's.
ALL = [(title, said) for title, _, said in (line.partition(": ") for line in _LINES) if said]
NOORS_TITLE = ALL[0][0]

MAYAS_TITLE = "Send appointment letters by text message too"
MAYAS_TODAY = (
    "My appointment letter went to the house I left last year. The clinic says the letter was sent, and that is all "
    "they can do. I waited eleven weeks for that appointment.")
MAYAS_BETTER = "A text message with the day, the time and the ward. I always have my telephone with me."
BENS_COMMENT = "The same happened to me in March. I only heard of it when the bill came."
SUMMARY = "From May you can choose how we write to you: by letter, by text message, or both."
BODY = "We start with the eye clinic and the heart clinic. By the end of the year every clinic does it."
MAYAS_REPLY = "Good, but I still cannot move an appointment by text."
