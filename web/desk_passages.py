"""The words that an idea's author is sent with an answer, chosen from the idea's own sentences."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row
from starlette.responses import Response

from models import passages
from models.passages import ChangedSince, Span
from models.proofs import PASSAGE_LIMIT
from nlp.passages import sentences
from web import desk_beside
from web.desk import ticked
from web.kit.forms import Filled, Form
from web.kit.visit import Visit, found

NONE = "Tick at least one sentence."
APART = "Tick only sentences that stand next to each other, and untick the rest."
LONG = f"Tick fewer sentences: together they can have up to {PASSAGE_LIMIT:,} characters."
WHOLE, MACHINE = "whole", "machine"  # the other two buttons


class PassageForm(Form):
    """Which sentences are ticked, by their places in the text."""

    sentences: str


@dataclass(frozen=True)
class Sentence:
    place: int
    words: str
    ticked: bool


def show(visit: Visit, idea_id: int) -> Response:
    return _page(visit, _one(visit, idea_id), PassageForm.blank())


def choose(visit: Visit, idea_id: int) -> Response:
    one, draft, seen = _one(visit, idea_id), PassageForm.blank(), str(visit.form.get("seen", ""))
    body = passages.text_seen(visit.db, one.Idea, seen)
    span = _span(visit, draft, body) if body is not None else None
    if body != one.Idea.body:
        return _changed(visit, idea_id, body, span)
    if draft.errors:
        return _page(visit, one, draft, 422, ticks=_ticks(visit))
    try:
        new = passages.choose(visit.db, one.Idea, one.Membership, span, by=visit.member, seen=seen)
    except ChangedSince:
        return _changed(visit, idea_id, body, span)
    done = "passage-same" if not new else "passage-chosen" if span else "passage-left"
    return visit.go(_back(visit, one), done=done, anchor=f"idea-{idea_id}")


def _one(visit: Visit, idea_id: int) -> Row[Any]:
    return found(visit.db.execute(passages.at_desk(idea_id).execution_options(populate_existing=True)).first())


def _ticks(visit: Visit) -> list[int]:
    return ticked(visit.form.getlist("sentences"), most=PASSAGE_LIMIT)


def _span(visit: Visit, draft: Filled[PassageForm], body: str) -> Span | None:
    """Where the ticked sentences begin and end; none where the machine is to choose, or they cannot be a passage."""
    if visit.form.get("wanted") == MACHINE:
        return None
    told = sentences(body)
    places = list(range(len(told))) if visit.form.get("wanted") == WHOLE else _ticks(visit)
    chosen = [told[place] for place in places if place < len(told)]
    if not chosen:
        draft.refuse("sentences", NONE)
        return None
    if places != list(range(places[0], places[0] + len(chosen))):
        draft.refuse("sentences", APART)
    if len(chosen) > 1 and chosen[-1].end - chosen[0].start > PASSAGE_LIMIT:
        draft.refuse("sentences", LONG)
    return chosen[0].start, chosen[-1].end


def _changed(visit: Visit, idea_id: int, body: str | None, span: Span | None) -> Response:
    """The text or its passage is another one by now: what stands now is shown, and what this person chose."""
    one = _one(visit, idea_id)
    yours = body[slice(*span)] if body is not None and span else ""
    if visit.form.get("wanted") == MACHINE:
        yours = one.Membership.found.get("words", one.Membership.words)
    begins = one.Idea.body.find(yours) if yours else -1
    there = (begins, begins + len(yours)) if begins >= 0 else (one.Membership.begins, one.Membership.ends)
    return _page(visit, one, PassageForm.blank(), 409, ticks=_within(one.Idea.body, there), yours=yours)


def _within(body: str, span: Span) -> list[int]:
    """The places of the sentences that these characters run through."""
    return [place for place, one in enumerate(sentences(body)) if one.start < span[1] and one.end > span[0]]


def _page(
    visit: Visit, one: Row[Any], draft: Filled[PassageForm], status: int = 200, *, ticks: list[int] | None = None,
    yours: str | None = None,
) -> Response:
    idea, member = one.Idea, one.Membership
    told = sentences(idea.body)
    chosen = _within(idea.body, (member.begins, member.ends)) if ticks is None else ticks
    shown = [Sentence(at, idea.body[span.start:span.end], at in chosen) for at, span in enumerate(told)]
    return visit.render(
        "desk/passage.html", status, idea=idea, member=member, theme=one.theme, chooser=one.chooser, draft=draft,
        shown=shown, yours=yours, sent=visit.db.execute(passages.sent(idea.id)).all(), back=_back(visit, one),
        seen=passages.print_of(idea, member), ways=_ways(visit), anchor=f"idea-{idea.id}",
        short=bool(told) and told[-1].end - told[0].start <= PASSAGE_LIMIT)


def _ways(visit: Visit) -> dict[str, Any]:
    """Where the person came from, as the address says it."""
    asked = {name: visit.asked_id(name) for name in ("answer", "newcomers")}
    return {name: value for name, value in asked.items() if value} | desk_beside.page(visit) | desk_beside.ways(visit)


def _back(visit: Visit, one: Row[Any]) -> str:
    ways = _ways(visit)
    after = {"after": ways["after"]} if "after" in ways else {}
    if "answer" in ways:
        return visit.link("desk_publications.preview", answer_id=ways["answer"], **after)
    if "newcomers" in ways:
        return visit.link("desk_newcomers.show", answer_id=ways["newcomers"], **after)
    return visit.link("desk_themes.show", theme_id=one.Membership.theme_id, **ways)
