"""Calls: a question put to everyone, what it commits to, where it has got to, and what came of it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any

import sqlalchemy as sa
from pydantic import AfterValidator
from sqlalchemy import Row
from sqlmodel import col
from starlette.responses import Response

from models import (
    answered,
    audiences,
    calls,
    closing,
    codings,
    overviews,
    stances,
    subscriptions,
    text,
    timelines,
    waiting,
    wording,
    working_days,
)
from models.answers import Answer
from models.calls import AskedAlready, Call, CommitmentMissing, NotFromHere
from models.closing import StillWaits
from models.listings import Wanted
from models.statuses import CallState
from models.themes import Theme
from models.timelines import Step
from web import listings
from web import themes as theme_pages
from web.kit import formats, paging
from web.kit.formats import Entry
from web.kit.forms import Day, Filled, Form, line, whole, words
from web.kit.paging import Order
from web.kit.visit import Visit, found
from web.subscriptions import told_of_following

THEMES_SHOWN = 6
IDEAS_SHOWN = 4
NEWEST_FIRST = Order(((Call.id, True),))  # type: ignore[arg-type]
FIELDS = ("id", "question", "summary", "proposition", "sponsor", "sponsor_role", "can_change", "cannot_change",
          "decides", "results", "opens_on", "closes_on", "answer_by", "answer_days", "fewest", "state", "ideas")
STATES = {"open": (calls.open_up, "call-opened"), "reading": (calls.close, "call-closed"),
          "answered": (closing.conclude, "call-answered")}
MISSING = {
    "sponsor": "Before this call opens, say who asks.",
    "closes_on": "Before this call opens, choose a last day for ideas that is not over.",
    "can_change": "Before this call opens, say what can change.",
    "cannot_change": "Before this call opens, say what cannot change.",
    "decides": "Before this call opens, say who decides.",
    "answer_by": "Before this call opens, say by when people will be answered.",
    "results": "Before this call opens, say how the results will be published.",
}
ASKED = "People have answered this already, so it stays as it was asked: “{}”"
NOT_ASKED = "People have answered this call already and were not asked this, so it stays empty."


class CallForm(Form):
    question: line("the question", least=10, most=calls.QUESTION_LIMIT)  # type: ignore[valid-type]
    summary: words("what this is about", most=calls.SUMMARY_LIMIT)  # type: ignore[valid-type]
    proposition: line("what people may be for or against", most=calls.PROPOSITION_LIMIT)  # type: ignore[valid-type]
    sponsor: line("who asks", most=calls.SPONSOR_LIMIT)  # type: ignore[valid-type]
    sponsor_role: line("their role", most=calls.ROLE_LIMIT)  # type: ignore[valid-type]
    can_change: words("what can change", most=calls.LINES_LIMIT)  # type: ignore[valid-type]
    cannot_change: words("what cannot change", most=calls.LINES_LIMIT)  # type: ignore[valid-type]
    decides: line("who decides", most=calls.DECIDES_LIMIT)  # type: ignore[valid-type]
    opens_on: Day
    closes_on: Day
    answer_by: Day
    answer_days: whole("the working days", most=calls.MOST_DAYS)  # type: ignore[valid-type]
    results: line("how the results are published", most=calls.DECIDES_LIMIT)  # type: ignore[valid-type]
    fewest: Annotated[whole("the number of people", most=calls.MOST_VOICES), AfterValidator(lambda typed: typed or 1)]  # type: ignore[valid-type]


def index(visit: Visit) -> Response:
    rows = calls.rows(visit.account).add_columns(waiting.put_off_in())
    page = paging.fetch(visit.db, rows, NEWEST_FIRST, **visit.place())
    here = "calls.index" if visit.format == "html" else "calls.index_as"
    next_href = visit.link(here, **visit.request.path_params, after=page.after) if page.after else None
    if visit.format != "html":
        entries = [_entry(visit, row.Call, row.ideas_count) for row in page.rows]
        return formats.answer(visit, title="Calls", names=FIELDS, entries=entries, next_path=next_href)
    return visit.render("calls/index.html", calls=[(row, _put_off(row)) for row in page.rows], next_href=next_href)


def _entry(visit: Visit, call: Call, ideas_count: int) -> Entry:
    fields = {name: getattr(call, name, None) for name in FIELDS}
    fields |= {"state": call.state.value, "ideas": ideas_count}
    path = visit.link("calls.show", call_id=call.id)
    return Entry(call.question, path, call.created_at, call.summary, fields)


def data(visit: Visit, call_id: int) -> Response:
    row = found(visit.db.execute(calls.rows(None).where(col(Call.id) == call_id)).first())
    return formats.one(_entry(visit, row.Call, row.ideas_count))


def show(visit: Visit, call_id: int) -> Response:
    return _page(visit, _call(visit, call_id))


def _page(visit: Visit, call: Call, status: int = 200, waits: StillWaits | None = None) -> Response:
    all_themes = visit.db.execute(overviews.of_themes(call.id).order_by(*_largest_first())).all()
    answers, counts = visit.db.execute(overviews.answers_in(call.id)).all(), _counts(visit, call)
    chains = _chains(visit, answers) if call.closed else {}
    return visit.render(
        "calls/show.html", status, call=call, waits=waits, counts=counts, moved=_moved(counts),
        put_off=_put_off(counts), steps=steps(call, counts.concluded_at),
        promised_days=call.promised_days(counts.closed_early),
        chains=chains, themes=all_themes, shown=all_themes[:THEMES_SHOWN], answers=answers,
        chosen=stances.tally(counts.chosen), newest=_newest(visit, call), **theme_pages.drawn(all_themes))


def _chains(visit: Visit, answers: Sequence[Row[Any]]) -> dict[int, list[Step]]:
    """What followed from each answer: promises, moved days, what was done and what was measured."""
    told = answered.find(visit.db, col(Answer.id).in_([row.id for row in answers]), None) if answers else []
    return {one.answer.id: timelines.of_answer(one) for one in told}


def _largest_first() -> tuple[Any, Any]:
    return col(Theme.ideas_count).desc(), col(Theme.id)


def _call(visit: Visit, call_id: int) -> Call:
    return visit.one(calls.visible_to(visit.account).where(Call.id == call_id))


def _counts(visit: Visit, call: Call) -> Row[Any]:
    """The call's figures, whether this person follows it, the days that an answer was promised for before, how many
    people are for and against what it asks, the public check of its themes, what is owed an answer since, when it
    was answered, until when it was put off, and when it was closed early."""
    follows = subscriptions.followed_by(visit.account, call_id=call.id).label("followed")
    before = calls.promised_before(call.id).label("promised_before")
    chosen = (stances.in_call(call.id) if call.proposition else sa.null()).label("chosen")
    checked = codings.newest_of(call.id).label("checked")
    owed = (waiting.voices_in(call.id) if call.answered else sa.null()).label("owed")
    concluded = (calls.concluded_at(call.id) if call.answered else sa.null()).label("concluded_at")
    put_off = sa.select(waiting.put_off_in()).where(col(Call.id) == call.id).scalar_subquery()
    late = (put_off if call.answer_late else sa.null()).label("put_off")
    more = follows, before, chosen, checked, owed, concluded, late, calls.closed_early(call.id).label("closed_early")
    return visit.db.execute(calls.counts(call.id).add_columns(*more)).one()


def _moved(counts: Row[Any]) -> list[tuple[date, datetime]]:
    """Each day that an answer was promised for, and when that was changed."""
    return [(date.fromisoformat(one["promised"]), datetime.fromisoformat(one["moved"]))
            for one in counts.promised_before or ()]


def _put_off(row: Row[Any]) -> tuple[date, str] | None:
    """The new day for an answer that is late, and why."""
    return (date.fromisoformat(row.put_off[0]), row.put_off[1]) if row.put_off else None


def _newest(visit: Visit, call: Call) -> list[Row[Any]]:
    return listings.first_of(visit, Wanted(calls=(call.id,)), IDEAS_SHOWN)


def steps(call: Call, concluded_at: datetime | None) -> list[dict[str, str]]:
    """Where a call has got to, as knots of the thread."""
    at = list(CallState).index(call.state)
    due = f"by {wording.day(call.answer_by)}{': late' if call.answer_late else ''}" if call.answer_by else ""
    told = [
        (1, "Open for ideas", f"from {wording.day(call.opens_on)}" if call.opens_on else ""),
        (2, "Being read", f"from {wording.day(call.closes_on)}" if call.closes_on else ""),
        (3, "Answered", due if not call.answered else wording.day(concluded_at) if concluded_at else ""),
    ]
    return [{"what": what, "when": when, "state": _state(call, step, at)} for step, what, when in told]


def _state(call: Call, step: int, at: int) -> str:
    if step < at or call.answered:
        return "done"
    if step == at:
        return "now"
    return "late" if step == 3 and call.answer_late else "promised"


def new(visit: Visit) -> Response:
    draft = CallForm.blank(results=calls.RESULTS, fewest=1)
    return visit.render("calls/new.html", draft=draft, asked=False)


def create(visit: Visit) -> Response:
    draft = _read(visit)
    if not draft.accepted:
        return visit.render("calls/new.html", status=422, draft=draft, asked=False)
    call = calls.draft(visit.db, by=visit.member, team_id=visit.member.team_id, **dict(draft.accepted))
    return visit.redirect("calls.show", call_id=call.id, done="call-saved")


def edit(visit: Visit, call_id: int) -> Response:
    call = _call(visit, call_id)
    return _form(visit, call, _stored(call))


def update(visit: Visit, call_id: int) -> Response:
    """Stores the change, unless the call no longer says what it said when the form was opened: then both are shown."""
    call, draft = _call(visit, call_id), _read(visit)
    calls.hold(visit.db, call)
    if saved := _saved_since(visit, call, draft):
        return _form(visit, call, draft, 409, saved)
    _write(visit, call, draft)
    if not draft.accepted:
        return _form(visit, call, draft, 422)
    return visit.redirect("calls.show", call_id=call.id, done="call-saved")


def _saved_since(visit: Visit, call: Call, draft: Filled[CallForm]) -> list[str]:
    """What it says now and this form says otherwise, if somebody changed it after the form was opened."""
    stale = draft.accepted and visit.asked("seen") != _print(call)
    return [name for name, typed in draft.accepted if getattr(call, name) != typed] if draft.accepted and stale else []


def _write(visit: Visit, call: Call, draft: Filled[CallForm]) -> None:
    """Stores what was accepted, or says beside its field why it cannot be."""
    try:
        calls.write(visit.db, call, by=visit.member, **dict(draft.accepted or ()))
    except CommitmentMissing as error:
        _refuse(draft, error)
    except AskedAlready:
        draft.refuse("proposition", ASKED.format(call.proposition) if call.proposition else NOT_ASKED)


def close(visit: Visit, call_id: int) -> Response:
    """Asks first: what will happen, and who is told of it."""
    call = _call(visit, call_id)
    if not call.open:
        return visit.redirect("calls.show", call_id=call.id, done="call-not-moved")
    followers = audiences.of_call(sa.select(sa.literal(call.id)))
    return visit.render("calls/close.html", call=call, ideas=_counts(visit, call).ideas,
                        audience=audiences.count(visit.db, followers, but_for=visit.member))


def move(visit: Visit, call_id: int) -> Response:
    """Opens, closes or concludes. What is missing for that is shown beside each field."""
    call, (verb, done) = _call(visit, call_id), STATES[visit.chosen(*STATES)]
    try:
        verb(visit.db, call, by=visit.member)
    except CommitmentMissing as error:
        return _form(visit, call, _refuse(_stored(call), error), 422)
    except StillWaits as waits:
        return _page(visit, call, 422, waits)
    except NotFromHere:
        done = "call-not-moved"
    return visit.redirect("calls.show", call_id=call.id, done=done)


def _form(
    visit: Visit, call: Call, draft: Filled[CallForm], status: int = 200, saved: Sequence[str] = ()
) -> Response:
    seen = "" if saved else visit.asked("seen")
    return visit.render("calls/edit.html", status, call=call, draft=draft, saved=saved, seen=seen or _print(call),
                        asked=calls.has_ideas(visit.db, call))


def follow(visit: Visit, call_id: int) -> Response:
    call, wanted = _call(visit, call_id), visit.switched_on
    (subscriptions.follow if wanted else subscriptions.unfollow)(visit.db, visit.member, call_id=call.id)
    done = told_of_following(visit.member) if wanted else "unfollowed"
    return visit.redirect("calls.show", call_id=call.id, done=done)


def _stored(call: Call) -> Filled[CallForm]:
    return CallForm.blank(**{name: getattr(call, name) or "" for name in CallForm.model_fields})


def _print(call: Call) -> str:
    return text.print_of(_stored(call).typed.values())


def _refuse(draft: Filled[CallForm], error: CommitmentMissing) -> Filled[CallForm]:
    for name in error.missing:
        draft.refuse(name, MISSING[name])
    return draft


def _read(visit: Visit) -> Filled[CallForm]:
    draft = CallForm.read(visit.form)
    form = draft.accepted
    if form and form.answer_days and form.closes_on:
        form.answer_by = working_days.add(form.closes_on, form.answer_days)
    if form and form.opens_on and form.closes_on and form.closes_on < form.opens_on:
        draft.refuse("closes_on", "The last day must come after the first day.")
    if form and form.closes_on and form.answer_by and form.answer_by < form.closes_on:
        draft.refuse("answer_by", "The answer must come after the last day for ideas.")
    return draft
