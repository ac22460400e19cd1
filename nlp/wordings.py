"""How a phrase is worded: of all the ways people put it, the one that reads best as a title, in its natural case."""

import re
from collections import Counter
from collections.abc import Sequence

from spacy.tokens import Doc

from nlp.lists import listed
from nlp.terms import Word
from nlp.words import can_be, known, lemma

_REFUSES = listed("don't dont doesn't doesnt didn't can't cant cannot won't isn't aren't")
_AGAINST = _REFUSES | listed("no not never without lack nobody")
_LEADS = _AGAINST | listed("do does did enough more too better fewer less one two three four")
_DO = listed("do does did")
_WHERE = listed("in on at to into onto across along through over under around off")
_JOINED = re.compile(r"[\w'’]+-$")
_PERSONAL = listed(
    "i i'm i've my me we our us you your he she his her they their it its this that these those there here who which"
)
_LOOSE = listed(
    "and or but so because if when while as than then is are was were be been have has had which also where"
)
_NOUN_BEFORE = listed(
    "the a an this that these those no of more on in at with my our your their some any each every for by"
)
_VERB_BEFORE = listed(
    "to will would can can't could should don't doesn't not they we people i you who never must cannot"
)
PLURAL_SHARE = 0.06
_PUNCTUATION = re.compile(r"[^\w\s'’/&-]")


class Usage:
    """How words are used in a set of texts: as names, as things, in which case."""

    def __init__(self, docs: Sequence[Doc]) -> None:
        self.names: set[str] = set()
        self._cases: dict[str, Counter[str]] = {}
        self._things: Counter[str] = Counter()
        self._deeds: Counter[str] = Counter()
        capital: Counter[str] = Counter()
        plain: Counter[str] = Counter()
        for doc in docs:
            if doc.text.isupper():
                continue
            for word in _inside_sentences(doc._.words):
                said = doc.text[word.start : word.end]
                self._note(said, doc[word.place - 1].lower_.replace("’", "'"), word.lemma)
                if not (said.isupper() and len(said) > 1):
                    (capital if said[0].isupper() else plain)[word.lemma] += 1
        self.names = {t for t, c in capital.items() if c > plain[t] * (1.0 if known(t) else 0.3)}

    def _note(self, said: str, before: str, word: str) -> None:
        self._cases.setdefault(said.lower(), Counter())[said] += 1
        self._things[word] += before in _NOUN_BEFORE
        self._deeds[word] += before in _VERB_BEFORE

    def thing(self, word: str) -> bool:
        """Whether people use the word for a thing rather than for what somebody does."""
        if not can_be("verb", word):
            return True
        return can_be("noun", word) and self._things[word] > 2 * self._deeds[word]

    def deed(self, word: str) -> bool:
        """Whether people use the word for what somebody does."""
        return can_be("verb", word) and (not can_be("noun", word) or self._deeds[word] >= self._things[word])

    def cased(self, wording: str) -> str:
        """A wording in small letters, with short forms and names as people write them, and a capital to begin with."""
        words = [self._case(word) for word in wording.split()]
        joined = " ".join(words)
        return joined[:1].upper() + joined[1:]

    def several(self, said: str) -> str:
        """A wording of more than one thing, where people also speak of more than one: "bus stop", "bus stops"."""
        words = said.split()
        last, plural = words[-1], words[-1] + "s"
        if (
            len(words) > 3
            or (_NOUN_BEFORE | _AGAINST).intersection(words)
            or lemma(plural) != last
            or not can_be("noun", last)
        ):
            return said
        counted = [self._cases.get(word, Counter()).total() for word in (last, plural)]
        return said + "s" if counted[1] > PLURAL_SHARE * counted[0] else said

    def _case(self, word: str) -> str:
        cases = self._cases.get(word)
        if not cases:
            return word
        said, count = max(cases.items(), key=lambda pair: (pair[1], pair[0]))
        return said if count > 0.6 * cases.total() else word


def wording(text: str, start: int, end: int) -> str:
    """The words of a phrase in small letters, with the "no" or "do not" or "not enough" that stands before it.

    `start` and `end` are characters of `text`.
    """
    joined = _JOINED.search(text, max(0, start - 24), start)
    start = joined.start() if joined else start
    before = text[max(0, start - 24) : start].lower().replace("’", "'")
    for word in reversed(before.split(" ")[:-1]) if before.endswith(" ") else ():
        if word not in _LEADS:
            break
        start -= len(word) + 1
    said = text[start:end].lower().replace("’", "'").split()
    return " ".join(said[1:] if said[0] in _DO and said[1:2] != ["not"] else said)


def best(wordings: Counter[str], usage: Usage) -> tuple[str, float]:
    """The wording that reads best, and how well it reads (0 to 1). Raises `ValueError` when there is none.

    When most people say "no" or "don't", so does the wording; when most do not, neither does it.
    """
    against = {said: count for said, count in wordings.items() if _AGAINST.intersection(said.split())}
    mostly = 2 * sum(against.values()) > wordings.total()
    open_to = {said: count for said, count in wordings.items() if (said in against) == mostly}
    most = max(open_to.values())
    reads = {said: _reads(said, usage) for said in open_to}
    ranked = {
        said: reads[said] * (min(1.0, count / (0.3 * most)) + 0.1 * count / most) for said, count in open_to.items()
    }
    found = max(sorted(ranked), key=lambda said: ranked[said])
    return usage.several(found), min(1.2, reads[found])


def _reads(said: str, usage: Usage) -> float:
    words = said.split()
    inner = words[1:-1]
    worth = 0.4 if any(word in _PERSONAL for word in words) else 1.0
    worth *= 0.3 if _PUNCTUATION.search(said) else 1.0
    worth *= 0.6 if any(word in _LOOSE for word in inner) else 1.0
    return worth * _opening(said, usage) * _ending(words, usage) * 0.96 ** max(0, len(words) - 4)


def _opening(said: str, usage: Usage) -> float:
    """ "Running red lights" opens better than "run red lights", which sounds like an order."""
    words = said.split()
    if words[0] in _DO | _REFUSES:
        return 0.7
    first = next((word for word in words if word not in _LEADS), words[0])
    if first.endswith("ing") and can_be("verb", lemma(first)):
        return 1.2
    if usage.deed(lemma(first)) or bids(said):
        return 0.75 if len(words) > 1 else 0.5
    return 1.0


def bids(said: str) -> bool:
    """Whether a wording sounds as if it told somebody to do it: "walk in the street"."""
    first, *others = said.split()
    return bool(_WHERE.intersection(others[:1])) and not first.endswith(("ing", "s")) and can_be("verb", lemma(first))


def _ending(words: Sequence[str], usage: Usage) -> float:
    """More than one of a thing names a theme best: "bike lanes"; a verb that wants its object is a poor end."""
    last = words[-1]
    if usage.thing(lemma(last)):
        return 1.15 if last.endswith(("s", "ing")) and lemma(last) != last else 1.0
    return 0.9


def _inside_sentences(words: Sequence[Word]) -> list[Word]:
    """Words that do not open a sentence, where a capital letter tells nothing."""
    return [
        word for before, word in zip([None, *words], words, strict=False) if before and before.sentence == word.sentence
    ]
