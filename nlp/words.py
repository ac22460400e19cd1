"""What is known of English words before any text is read: which carry meaning, and what kinds of word they can be."""

import re
from functools import cache

from spacy.lang.en.stop_words import STOP_WORDS
from spacy.lookups import Lookups, load_lookups

from nlp.lists import listed as listed

# Said of places and sides far more often than of leaving.
_AS_IT_IS = {"left"}
# A plural that the dictionary does not list; words in -ss, -us and -is are none.
_PLURAL = re.compile(r"[a-z]{2}[^siu\W]s$")

# spaCy's list also silences words that public services are about.
_MEANT = {
    "amount",
    "back",
    "bottom",
    "call",
    "empty",
    "front",
    "full",
    "move",
    "part",
    "serious",
    "show",
    "side",
    "top",
}
_ALSO_SILENT = listed(
    """
    also always anyway bit cant can't come could couldnt course definitely did didnt does doesnt dont don't
    especially etc even ever every everyone everything extremely feel get gets getting go goes going gonna good
    got great guy hadnt happen happens hasnt havent hi hello hes huge id idea im isnt ive just kind know let
    like likely literally lot lots make makes making many maybe mean might much must need needs never nice nt
    often ok okay one ones people person please pretty probably put quite really right said say says see seems
    should shouldnt simply someone something sometimes soon sort stuff sure take takes taking tell thank thanks
    that's thats theyre thing things think tons totally try trying two unfortunately use used using usually
    various very want wants wasnt well werent whole will wont won't would wouldnt yes youre 's 've 're 'll
    'd 'm n't n’t ’s ’ve ’re ’ll ’d ’m gon na ta
    """
)
NOT = frozenset({"n't", "n’t", "nt"})  # after a word of its own: "wo" and "n't"
SILENT: frozenset[str] = (frozenset(STOP_WORDS) - _MEANT) | _ALSO_SILENT


@cache
def _tables() -> Lookups:
    return load_lookups("en", ["lemma_lookup", "lemma_index"])


@cache
def _kinds() -> dict[str, frozenset[str]]:
    index = _tables().get_table("lemma_index")
    return {kind: frozenset(index[kind]) for kind in ("noun", "verb", "adj", "adv")}


def lemma(word: str) -> str:
    """The dictionary form of a word in small letters: "Crossings" and "crossing" are one. Any string has one; the
    table is spaCy's (lookups for English, from WordNet: Miller, 1995)."""
    small = word.lower()
    if small in _AS_IT_IS:
        return small
    table = _tables().get_table("lemma_lookup")
    if (small.endswith("ings") and len(small) > 5) or (_PLURAL.search(small) and small not in table):
        small = small[:-1]
    return str(table.get(small, small))


def can_be(kind: str, word: str) -> bool:
    """Whether the dictionary knows this lemma as a "noun", "verb", "adj" or "adv"; `KeyError` for another kind."""
    return word in _kinds()[kind]


def known(word: str) -> bool:
    """Whether the dictionary knows the word at all."""
    return any(word in words for words in _kinds().values())
