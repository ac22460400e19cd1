"""What a person is shown before they send: each answer, and what in it looks like somebody's private details."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from models import text
from models.calls import Call
from models.drafts import Draft
from models.statuses import Stance, Waste
from nlp import private, urgent
from web.kit.forms import Filled
from web.kit.visit import Visit


@dataclass(frozen=True)
class Piece:
    """A run of words; `kind` says what private detail they look like, as a sentence goes on."""

    words: str
    kind: str | None = None


@dataclass(frozen=True)
class Row:
    question: str
    step: str
    pieces: list[Piece]

    @property
    def own_words(self) -> bool:
        return len(self.pieces) != 1 or (self.step, self.pieces[0].words) not in OURS


KINDS: dict[private.Kind, str] = {
    "telephone": "a telephone number",
    "email": "an e-mail address",
    "postcode": "a postcode",
    "nhs number": "an NHS number",
    "national insurance number": "a National Insurance number",
    "registration plate": "a number plate",
    "bank details": "bank details",
    "date of birth": "a date of birth",
    "address": "somebody’s address",
    "name": "somebody’s name",
}
URGENT: dict[urgent.Kind, str] = {
    "danger": "a danger that cannot wait",
    "safeguarding": "somebody who may need protecting",
}
# Answers that were chosen, not written.
OURS = frozenset({*(("improvement", waste.words) for waste in Waste), *(("stance", stance.words) for stance in Stance)})


def rows(proposal: Draft, call: Call | None) -> list[Row]:
    """Every answer that was given, in the order of the questions."""
    waste = Waste(proposal.waste).words if proposal.is_improvement else ""
    stance = proposal.stance_on(call)
    it = "improvement" if proposal.is_improvement else "idea"
    answers = (
        (f"Your {it} in one line", "title", proposal.title),
        ("What happens today", "details", proposal.today),
        ("What would be better", "details", proposal.better),
        ("The place it is about", "details", proposal.place),
        ("The waste it removes", "improvement", waste),
        ("A small test", "improvement", proposal.small_test),
        ("What it would save", "improvement", proposal.saving),
        (f"For or against “{proposal.proposition}”", "stance", stance.words if stance else ""),
    )
    return [Row(asked, step, pieces(words)) for asked, step, words in answers if words]


def found(shown: list[Row]) -> list[Piece]:
    return [piece for row in shown for piece in row.pieces if piece.kind]


def pieces(words: str) -> list[Piece]:
    """The text cut where private details begin and end."""
    out: list[Piece] = []
    at = 0
    for finding in private.find(words):
        out.append(Piece(words[at:finding.start]))
        out.append(Piece(words[finding.start:finding.end], KINDS[finding.kind]))
        at = finding.end
    out.append(Piece(words[at:]))
    return [piece for piece in out if piece.words]


def asks(visit: Visit, draft: Filled[Any], *names: str) -> bool:
    """Whether its author is first shown what looks private in these fields, or whom to ring when it cannot wait.
    Sending the same again means it."""
    typed = [draft.typed[name] for name in names]
    draft.found = [piece for words in typed for piece in pieces(words) if piece.kind]
    cries = [words[one.start:one.end] for words in typed for one in urgent.find(words)]
    draft.urgent = bool(cries)
    draft.meant = text.print_of([*(piece.words for piece in draft.found), *cries])
    return bool(draft.found or cries) and visit.form.get("meant") != draft.meant


def took_out(before: Iterable[str], now: Iterable[str]) -> bool:
    """Whether something that looks private stood there and stands there no more."""
    return bool(_private(before) - _private(now))


def _private(texts: Iterable[str]) -> set[str]:
    return {piece.words for words in texts for piece in pieces(words) if piece.kind}


def signals(words: str) -> list[dict[str, Any]]:
    """What in a text cannot wait, as it is stored beside it for moderators."""
    return [{"kind": one.kind, "begins": one.start, "ends": one.end} for one in urgent.find(words)]


def pointed_out(body: str, findings: list[dict[str, Any]]) -> list[Piece]:
    """What was found in a stored text earlier, as far as it still stands there."""
    names = KINDS | URGENT
    found = [Piece(body[one["begins"]:one["ends"]], names.get(one["kind"])) for one in findings]
    return [piece for piece in found if piece.words and piece.kind]


def cannot_wait(pieces_found: list[Piece]) -> bool:
    return any(piece.kind in URGENT.values() for piece in pieces_found)


def is_urgent(shown: list[Row]) -> bool:
    """Whether something is said that should be rung about at once, not only written here."""
    return any(urgent.find("".join(piece.words for piece in row.pieces)) for row in shown)
