"""Blind checks at the desk: drawing a sample for two people, seeing how far they are, and what came of it."""

from typing import Any

from sqlmodel import col, select
from starlette.responses import Response

from models import calls, codings, sheets
from models.accounts import Account
from models.calls import Call
from models.codings import ASSESSMENTS_LIMIT, OWNER_LIMIT, Coding
from models.settings import settings
from models.teams import Team
from web import measured, records
from web.kit.forms import Email, Filled, Form, line, words
from web.kit.visit import Visit

BOUNDS = f"Enter a whole number from {codings.FEWEST} to {codings.MOST}."


class DrawForm(Form):
    size: line("how many ideas", least=1, most=6)  # type: ignore[valid-type]
    first: line("who codes", most=12)  # type: ignore[valid-type]
    second: line("who codes", most=12)  # type: ignore[valid-type]


class PublishForm(Form):
    owner: line("who answers for this", least=3, most=OWNER_LIMIT)  # type: ignore[valid-type]
    contact: Email
    assessments: words("the assessments", most=ASSESSMENTS_LIMIT)  # type: ignore[valid-type]


def index(visit: Visit) -> Response:
    call_id = visit.asked_id("call")
    rows = visit.db.execute(codings.listed(call_id)).all()
    call = visit.one(calls.visible_to(visit.member).where(Call.id == call_id)) if call_id else None
    progress = sheets.progress(visit.db, [row.Coding.id for row in rows])
    return visit.render("desk/codings.html", rows=rows, call=call, progress=progress)


def new(visit: Visit) -> Response:
    call = _call(visit, visit.asked_id("call"))
    return _form(visit, call, None, codings.drawable(visit.db, call.id))


def create(visit: Visit) -> Response:
    call, draft, coders = _call(visit, visit.typed_id("call")), DrawForm.read(visit.form), _coders(visit)
    there = codings.drawable(visit.db, call.id)
    size = _checked(draft, coders, available=there[0])
    if draft.accepted:
        try:
            coding = codings.draw(visit.db, call, size=size, coders=coders, by=visit.member)
        except codings.UnderWay:
            return visit.redirect("desk_codings.index", call=call.id, done="coding-under-way")
        except codings.TooFew:
            draft.refuse("size", "There are too few ideas or themes to draw from.")
    if not draft.accepted:
        return _form(visit, call, draft, there)
    return visit.redirect("desk_codings.show", coding_id=coding.id, done="coding-drawn")


def _call(visit: Visit, call_id: int | None) -> Call:
    return visit.one(calls.visible_to(visit.member).where(Call.id == (call_id or 0)))


def _form(visit: Visit, call: Call, draft: Filled[DrawForm] | None, there: tuple[int, int]) -> Response:
    (available, by_hand), themes = there, codings.choosable(visit.db, call.id)
    people = visit.db.exec(codings.at_desk()).all()
    draft = draft or DrawForm.blank(size=min(codings.USUAL, available), first=visit.member.id)
    enough = available >= codings.FEWEST and len(themes) >= codings.FEWEST_THEMES
    return visit.render(
        "desk/coding_new.html", 422 if draft.errors else 200, call=call, draft=draft, enough=enough, people=people,
        available=available, by_hand=by_hand, themes=themes, fewest=codings.FEWEST, most=codings.MOST)


def _coders(visit: Visit) -> list[Account]:
    """The people who were chosen, of those who work at the desk."""
    ids = [visit.typed_id("first"), visit.typed_id("second")]
    known = {account.id: account for account in visit.db.exec(codings.at_desk())}
    return [known[one] for one in ids if one in known]


def _checked(draft: Filled[DrawForm], coders: list[Account], *, available: int) -> int:
    """How many ideas; what is wrong with the choices is said beside each field."""
    typed, known = draft.typed["size"].strip(), {str(coder.id) for coder in coders}
    size = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else 0
    if not codings.FEWEST <= size <= codings.MOST:
        draft.refuse("size", BOUNDS)
    elif size > available:
        draft.refuse("size", f"Only {available} ideas can be drawn. Enter {available} or fewer.")
    for name in ("first", "second"):
        if draft.typed[name] not in known:
            draft.refuse(name, "Choose somebody who works at the desk.")
    if not draft.errors and draft.typed["first"] == draft.typed["second"]:
        draft.refuse("second", "Choose another person: nobody can check their own choices.")
    return size


def show(visit: Visit, coding_id: int) -> Response:
    return _page(visit, _coding(visit, coding_id), None)


def _coding(visit: Visit, coding_id: int) -> Coding:
    return visit.one(select(Coding).where(Coding.id == coding_id))


def _page(visit: Visit, coding: Coding, draft: Filled[PublishForm] | None) -> Response:
    call = visit.db.get_one(Call, coding.call_id)
    if coding.finished:
        return _found(visit, coding, call, draft)
    progress = sheets.progress(visit.db, [coding.id])[coding.id]
    mine = next((one for one in progress if one.coder.account_id == visit.member.id), None)
    following = sheets.next_place(visit.db, mine.coder) if mine and coding.running else None
    return visit.render("desk/coding.html", coding=coding, call=call, progress=progress, mine=mine, following=following)


def _found(visit: Visit, coding: Coding, call: Call, sent: Filled[PublishForm] | None) -> Response:
    """What came of it: the figures, what they mean, and the ideas on which the two people disagreed."""
    rows = sheets.compared(visit.db, coding)
    apart = [row for row in measured.counted(rows) if row.first != row.second]
    figures = measured.kept(visit.db, coding, rows)
    publishable = not coding.published and figures["coded"] > 0
    status = 200 if sent is None else 422 if publishable else 409
    return visit.render(
        "desk/coding_found.html", status, coding=coding, call=call, apart=apart, publishable=publishable,
        draft=sent or PublishForm.blank(owner=call.sponsor_role or call.sponsor), not_used=status == 409,
        name_of=measured.name_of, progress=sheets.progress(visit.db, [coding.id])[coding.id], **told(figures))


def told(found: dict[str, Any]) -> dict[str, Any]:
    """What a page that shows figures needs."""
    return {"found": found, "sentences": measured.sentences(found), "doubts": measured.doubts(found),
            "short": measured.short, "span": measured.span, "against": measured.AGAINST}


def stop(visit: Visit, coding_id: int) -> Response:
    coding = _coding(visit, coding_id)
    stopped = codings.stop(visit.db, coding, by=visit.member)
    done = "coding-stopped" if stopped else "coding-over"
    return visit.redirect("desk_codings.show", coding_id=coding.id, done=done)


def publish(visit: Visit, coding_id: int) -> Response:
    finished = select(Coding).where(Coding.id == coding_id, col(Coding.finished_at).is_not(None))
    coding, draft = visit.one(finished), PublishForm.read(visit.form)
    if not draft.accepted or not _made_public(visit, coding, draft.accepted):
        return _page(visit, coding, draft)
    return visit.redirect("codings.show", coding_id=coding.id, done="coding-published")


def _made_public(visit: Visit, coding: Coding, form: PublishForm) -> bool:
    """Not where somebody else did it meanwhile, or where no idea is left that could be counted."""
    figures = measured.kept(visit.db, coding, sheets.compared(visit.db, coding))
    record = _record(visit, coding, figures, form)
    return codings.publish(visit.db, coding, figures=figures, record=record, by=visit.member)


def _record(visit: Visit, coding: Coding, figures: dict[str, Any], form: PublishForm) -> records.Sections:
    call = visit.db.get_one(Call, coding.call_id)
    team = visit.db.get(Team, call.team_id) if call.team_id else None
    address = settings().base_url + visit.link("codings.show", coding_id=coding.id)
    said = records.Said(form.owner, form.contact, form.assessments)
    return records.record(coding, call, team, figures=figures, said=said, address=address)
