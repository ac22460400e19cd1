"""What an answer claims, held against what is so: its figures, and the words that it says people wrote.

Figures are written as tokens, and so are passages: `{people}`, `{quote FM-1042}`. Once an answer is published, what it
quotes between marks is a token too, `{said FM-1042-0f3a…}`: hidden with its idea. Nothing here asks the database:
models/evidence.py does.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from hashlib import sha256
from typing import Any

from models.faults import Fault
from models.text import print_of
from models.wording import number, plural

PASSAGE_LIMIT = 2_000  # characters of several sentences together; one sentence may be longer
FEWEST_WORDS = 5  # of what stands between quote marks, from which on it is held against what people wrote
FIGURES = {
    "ideas": "how many ideas this answers", "people": "how many people sent them",
    "supports": "how often they were supported", "staff": "how many of the ideas are from staff",
    "for": "how many people chose for it", "against": "how many people chose against it",
}
_NOUNS = {"idea": "ideas", "people": "people", "person": "people", "supporter": "supports", "support": "supports"}
GONE = "(These words are no longer shown.)"
_TOKEN = re.compile(r"\{([^{}\n]*)\}")
_QUOTE = re.compile(r"\{quote (FM-\d{1,9})\}")
_SAID = re.compile(r"\{said ([^{}\s]+)\}")
_NEXT = r"\n(?!\s*\n)"  # the next line of the same paragraph
_OPENS, _CLOSES = r"(?<![^\s(\[“\"—–])", r"(?!\w)"  # where single marks stand; apostrophes are in a word, or end one
_APOSTROPHE = r"(?<=\w){0}(?=\w)|(?<=s){0}(?=\s\w)"
_CUT_SHORT = r"(?:em|til|tis|twas|cause|cos|n|\d0s)\b"  # 'em: no quote begins there
_BETWEEN_MARKS = re.compile("|".join([
    r"“([^“”]+)”", r"«([^«»]+)»", r"„([^„“”]+)[“”]", r"‹([^‹›]+)›", rf"\"((?:[^\"\n]|{_NEXT})+)\"",
    rf"{_OPENS}‘((?:[^‘’\n]|{_NEXT}|{_APOSTROPHE.format('’')})+)’{_CLOSES}",
    rf"{_OPENS}'(?=\S)(?!{_CUT_SHORT})((?:[^'\n]|{_NEXT}|{_APOSTROPHE.format(chr(39))})+)(?<=\S)'{_CLOSES}",
]))
_NUMBER = r"(?<![\w.,£$€-])(\d{1,3}(?:,\d{3})+|\d{1,9})"
_COUNTED = re.compile(rf"{_NUMBER}\s+(ideas?|people|persons?|supporters?|supports)\b", re.I)


@dataclass(frozen=True)
class Passage:
    """Words of an idea that everyone can read."""

    idea_id: int
    reference: str
    words: str
    language: str = "en"  # as nlp/languages.py tells it

    @classmethod
    def stored(cls, quote: Mapping[str, Any]) -> "Passage":
        """As it was kept, also by a later version, which may know more of it."""
        return cls(**{one.name: quote[one.name] for one in fields(cls) if one.name in quote})


@dataclass(frozen=True)
class Facts:
    """What is so: the figures, the passages that may be quoted, and which of the typed quotes stand in an idea."""

    counts: Mapping[str, int] = field(default_factory=dict)
    passages: Mapping[str, Passage] = field(default_factory=dict)
    said: Mapping[str, Passage] = field(default_factory=dict)  # by its words

    @property
    def quoted(self) -> str:
        """The same for the same passages of the same ideas; nothing for none."""
        words = [part for reference in sorted(self.passages) for part in (reference, self.passages[reference].words)]
        return print_of(words) if words else ""


def figures_in(*texts: str) -> list[str]:
    return [name for name in FIGURES if any(f"{{{name}}}" in text for text in texts)]


def references_in(text: str) -> list[str]:
    return list(dict.fromkeys(_QUOTE.findall(text)))


def quotes_in(*texts: str) -> list[str]:
    """What stands between quote marks and is long enough to be somebody's words."""
    found = (_words(between) for text in texts for between in _BETWEEN_MARKS.finditer(text))
    return list(dict.fromkeys(words for words in found if len(words.split()) >= FEWEST_WORDS))


def _words(between: re.Match[str]) -> str:
    return between[between.lastindex or 0]


def fill(text: str, counts: Mapping[str, int]) -> str:
    """The text with its figures; what is no figure stays as it was written."""
    return _TOKEN.sub(lambda token: number(counts[token[1]]) if token[1] in counts else token[0], text)


def plain(text: str, passages: Mapping[str, Passage]) -> str:
    """The text with its passages between quote marks, for where there are no links. What is gone is left out."""
    def quoted(token: re.Match[str]) -> str:
        passage = passages.get(token[1])
        return f"“{passage.words}” ({passage.reference})" if passage else GONE

    return _QUOTE.sub(quoted, text)


def hold_said(text: str, said: Mapping[str, Passage]) -> tuple[str, list[Passage]]:
    """The text with a token for each typed quote, and what the tokens stand for."""
    held: dict[str, Passage] = {}

    def token(between: re.Match[str]) -> str:
        words = _words(between)
        if words not in said:
            return between[0]
        key = _key(said[words])
        held[key] = replace(said[words], reference=key)
        return between[0].replace(words, f"{{said {key}}}")

    return _BETWEEN_MARKS.sub(token, text), list(held.values())


def in_own_words(text: str, facts: Facts) -> str:
    """The text without its figures, and without the words that it proves to be somebody else's."""
    return _TOKEN.sub(" ", hold_said(text, facts.said)[0])


@dataclass(frozen=True)
class Frozen:
    """A text as it is published: its figures stand in it, and what it quotes beside it."""

    summary: str
    body: str
    quotes: list[dict[str, Any]]


def freeze(summary: str, body: str, facts: Facts) -> Frozen:
    picked = [facts.passages[reference] for reference in references_in(body)]
    body, said = hold_said(body, facts.said)
    quotes = [asdict(passage) for passage in (*picked, *said)]
    return Frozen(fill(summary, facts.counts), fill(body, facts.counts), quotes)


def _key(passage: Passage) -> str:
    """The same for the same words of the same idea only: the earlier versions of an answer keep theirs beside these."""
    return f"{passage.reference}-{sha256(passage.words.encode()).hexdigest()[:16]}"


def say_again(text: str, passages: Mapping[str, Passage]) -> str:
    """The text with its typed quotes, as they were typed. What is gone is left out."""
    return _SAID.sub(lambda token: passages[token[1]].words if token[1] in passages else GONE, text)


def parts(text: str) -> list[tuple[str, str]]:
    """A text in the order it is read: words as they are, and references of passages, each with what it is."""
    split = _QUOTE.split(text)
    kinds = [("words", part.strip("\n")) if place % 2 == 0 else ("quote", part) for place, part in enumerate(split)]
    return [(kind, part) for kind, part in kinds if part.strip()]


def quote_token(reference: str) -> str:
    return f"{{quote {reference}}}"


def faults(summary: str, body: str, facts: Facts) -> list[Fault]:
    """What cannot be proved, each a sentence that says what to do, and where."""
    found = [(sentence, name) for name, text in (("summary", summary), ("body", body))
             for sentence in (*_unknown(text, facts), *_untrue(text, facts), *_stale(text, facts))]
    found += [(sentence, "summary") for sentence in _unfit(summary, facts)]
    found += [(sentence, "body") for sentence in _unquotable(body, facts)]
    return list(dict.fromkeys(Fault(*one) for one in found))


def _untrue(text: str, facts: Facts) -> list[str]:
    return [f"“{words}” stands in no idea that this answers. Copy the words again, or take the quote marks away."
            for words in quotes_in(text) if words not in facts.said]


def _unknown(text: str, facts: Facts) -> list[str]:
    said = []
    for name in _TOKEN.findall(text):
        if name in FIGURES and name not in facts.counts:
            said.append(f"{{{name}}} has no number here: nobody was asked to choose for or against. Take it out.")
        elif name not in FIGURES and not _QUOTE.fullmatch(f"{{{name}}}"):
            known = ", ".join(f"{{{one}}}" for one in FIGURES)
            said.append(f"{{{name}}} is no figure that we know. Write one of these: {known}.")
    return said


def _unfit(summary: str, facts: Facts) -> list[str]:
    # The short answer goes into mails and lists, which nothing can be taken from any more.
    quotes = _QUOTE.search(summary) or any(words in facts.said for words in quotes_in(summary))
    return ["Quote people in the full answer: the short one has no room for it."] if quotes else []


def _unquotable(body: str, facts: Facts) -> list[str]:
    return [f"{reference} has no passage that can be quoted here. Quote another idea that this answers."
            for reference in references_in(body) if reference not in facts.passages]


def _stale(text: str, facts: Facts) -> list[str]:
    said = []
    for typed, noun in _COUNTED.findall(text):
        name = _NOUNS[_singular(noun.lower())]
        now = facts.counts.get(name, 0)
        if int(typed.replace(",", "")) != now:
            verb = "is" if now == 1 else "are"
            said.append(f"You wrote {typed} {noun}; there {verb} {number(now)} now. Write {{{name}}}, or say in other "
                        f"words whom you mean.")
    return said


def _singular(noun: str) -> str:
    return noun if noun in _NOUNS else noun.removesuffix("s")


def in_words(figures: Mapping[str, int]) -> str:
    """45 people, 61 ideas."""
    words = {"ideas": ("idea", None), "people": ("person", "people"), "supports": ("time supported", "times supported"),
             "staff": ("idea from staff", "ideas from staff"), "for": ("for it", "for it"),
             "against": ("against it", "against it")}
    return ", ".join(plural(figures[name], *words[name]) for name in FIGURES if name in figures)
