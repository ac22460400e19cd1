"""Near copies: letters planted among the texts of a set as people send them, and how many of them are found."""

import random
from collections.abc import Sequence

import numpy as np

from nlp import duplicates
from nlp.duplicates import Copies
from nlp.vectors import State, Vectors

SEED = 11
PLANTED = 200
FEWEST_WORDS = 8  # of a text that is sent again with changes
WORDS_A_CHANGE = 12
LETTER_WORDS = 60
OWN = ["Thank you for reading this.", "I have lived here for thirty years.", "Please do something about it soon.",
       "My neighbours say the same.", "Hello,", "I wrote about this last year as well."]

Pairs = set[tuple[int, int]]


def edited(texts: Sequence[str], rows: Vectors, state: State) -> float | None:
    """Pair F1 on copies with edits: letters left out or swapped, words changed for others of the set, sentences left
    out or added; each copy has one or two kinds of edit, a change for every twelve words.

    Counted are pairs with a planted copy in them; a pair with a text that was a near copy of the origin before
    anything was planted is neither right nor wrong. None without a text of eight words.
    """
    chance = random.Random(SEED)
    long = [i for i, text in enumerate(texts) if len(text.split()) >= FEWEST_WORDS]
    origins = sorted(chance.sample(long, min(PLANTED, len(long))))
    if not origins:
        return None
    words = [word for text in texts for word in text.split()]
    planted = [_edit(texts[i], words, chance) for i in origins]
    before = _joined(duplicates.find(texts, rows))
    pairs = _found(texts, rows, planted, state)
    wanted = {(i, len(texts) + at) for at, i in enumerate(origins)}
    counted = {(a, b) for a, b in pairs if b >= len(texts)}
    excused = {(a, b) for a, b in counted - wanted if _known(a, b, origins, before, len(texts))}
    right = len(counted & wanted)
    return round(2 * right / (len(counted - excused) + len(wanted)), 4)


def quoted(texts: Sequence[str], rows: Vectors, state: State) -> float | None:
    """The share of half-quoted letters that are found to belong to their letter.

    A letter is a text of sixty words or more, or as many texts one after the other as it takes; half of it, from one
    place on, is sent in the middle of somebody's own words, another text of the set and a sentence. None for a set
    that is too small.
    """
    chance = random.Random(SEED)
    if len(texts) < 2 * PLANTED // 10:
        return None
    letters = [_letter(texts, chance) for _ in range(min(PLANTED, len(texts) // 4))]
    sent = [_quote(letter, texts, chance) for letter in letters]
    pairs = _found(texts, rows, [*letters, *sent], state)
    first = len(texts)
    return round(sum((first + at, first + len(letters) + at) in pairs for at in range(len(letters))) / len(letters), 4)


def _edit(text: str, words: Sequence[str], chance: random.Random) -> str:
    for change in chance.sample([_mistyped, _reworded, _sentences_changed], chance.randint(1, 2)):
        text = change(text, words, chance)
    return text


def _mistyped(text: str, words: Sequence[str], chance: random.Random) -> str:
    letters = list(text)
    for _ in range(max(1, len(text.split()) // WORDS_A_CHANGE)):
        at = chance.randrange(len(letters) - 1)
        letters[at : at + 2] = chance.choice([letters[at + 1] + letters[at], letters[at], letters[at] * 2])
    return "".join(letters)


def _reworded(text: str, words: Sequence[str], chance: random.Random) -> str:
    said = text.split()
    for _ in range(max(1, len(said) // WORDS_A_CHANGE)):
        said[chance.randrange(len(said))] = chance.choice(words)
    return " ".join(said)


def _sentences_changed(text: str, words: Sequence[str], chance: random.Random) -> str:
    sentences = text.split(". ")
    if len(sentences) > 2 and chance.random() < 0.5:
        sentences.pop(chance.randrange(len(sentences)))
        return ". ".join(sentences)
    own = chance.choice(OWN)
    return chance.choice([f"{own} {text}", f"{text} {own}"])


def _letter(texts: Sequence[str], chance: random.Random) -> str:
    letter = chance.choice(texts)
    while len(letter.split()) < LETTER_WORDS:
        letter += " " + chance.choice(texts)
    return letter


def _quote(letter: str, texts: Sequence[str], chance: random.Random) -> str:
    words = letter.split()
    half = len(words) // 2
    at = chance.randint(0, len(words) - half)
    own = " ".join(chance.choice(texts).split()[:half])
    return f"{own} {' '.join(words[at : at + half])} {chance.choice(OWN)}"


def _found(texts: Sequence[str], rows: Vectors, planted: Sequence[str], state: State) -> Pairs:
    return _joined(duplicates.find([*texts, *planted], np.vstack([rows, state.embed(planted)])))


def _joined(found: Sequence[Copies]) -> Pairs:
    return {(a, b) for same in found for a in same.members for b in same.members if a < b}


def _known(a: int, b: int, origins: Sequence[int], before: Pairs, first: int) -> bool:
    """Whether the texts behind two places were near copies before anything was planted."""
    one, other = sorted(origins[i - first] if i >= first else i for i in (a, b))
    return one == other or (one, other) in before
