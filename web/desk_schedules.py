"""Publishing later, and several at once: the drafts that are ready, what each would do, and one button for all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator
from sqlmodel import Session, col, select
from starlette.responses import Response

from models import (
    answered,
    answers,
    clock,
    database,
    desk_counts,
    evidence,
    publications,
    releases,
    reviews,
    schedules,
    wording,
)
from models.accounts import Account
from models.answered import Answered
from models.answers import Answer, SavedSince
from models.audiences import Audience
from models.faults import Blocked
from models.schedules import Schedule
from models.settings import settings
from web.kit.forms import Filled, Form, day
from web.kit.visit import Visit

MOST_AT_ONCE = 50
SAVED_SINCE = "Somebody saved another text meanwhile. Read it again first."


def _time(typed: object) -> time | None:
    shown = str(typed).strip()
    try:
        return time.fromisoformat(shown) if shown else None
    except ValueError:
        raise ValueError("Enter the time like 09:30.") from None


class HourForm(Form):
    publish_on: day("the day")  # type: ignore[valid-type]
    publish_at: Annotated[time | None, BeforeValidator(_time)]

    @property
    def moment(self) -> datetime | None:
        """The hour that was chosen, as it is where the site is."""
        if self.publish_on is None or self.publish_at is None:
            return None
        chosen: date = self.publish_on
        return datetime.combine(chosen, self.publish_at, ZoneInfo(settings().timezone)).astimezone(UTC)


def read(posted: Mapping[str, Any]) -> tuple[Filled[HourForm], datetime]:
    """The hour that was chosen, and what is wrong with it."""
    form = HourForm.read(posted)
    chosen = form.accepted.moment if form.accepted else None
    if form.accepted and form.accepted.publish_on is None:
        form.refuse("publish_on", "Enter the day it is to be published.")
    elif form.accepted and chosen is None:
        form.refuse("publish_at", "Enter the time it is to be published.")
    elif chosen is not None and chosen <= clock.now():
        form.refuse("publish_on", f"Choose an hour that is still to come: {wording.moment(chosen)} is over.")
    elif chosen is not None and chosen > schedules.latest():
        form.refuse("publish_on", f"Choose a day in the next {schedules.MOST_DAYS} days.")
    return form, chosen or clock.now()


@dataclass(frozen=True)
class Ready:
    """A draft on the way to the public: what stands in its way, and who would be told."""

    told: Answered
    audience: Audience
    missing: list[str]
    unread: list[str]
    refused: str = ""

    @property
    def may_go(self) -> bool:
        return not self.missing and not self.unread and not self.told.scheduled


def index(visit: Visit) -> Response:
    return _page(visit)


def _page(
    visit: Visit, status: int = 200, *, draft: Filled[HourForm] | None = None, refused: Mapping[int, str] | None = None,
    chosen: frozenset[int] = frozenset(), nothing: bool = False,
) -> Response:
    readers = reviews.readers(visit.db)
    drafts = answered.find(visit.db, col(Answer.published_at).is_(None), None, most=MOST_AT_ONCE)
    facts = evidence.of(visit.db, {told.answer.id: (told.answer.summary, told.answer.body) for told in drafts})
    people = answers.audiences_of_drafts(visit.db, list(facts), by=visit.member)
    rows = [
        Ready(told, people.get(told.answer.id, Audience(0, 0, 0)),
              [*told.missing, *publications.faults(told.answer, facts[told.answer.id])],
              publications.unread(told, readers), (refused or {}).get(told.answer.id, ""))
        for told in (draft.with_facts(facts[draft.answer.id]) for draft in drafts)]
    return visit.render("desk/publication.html", status, rows=rows, readers=readers, draft=draft or HourForm.blank(),
                        chosen=chosen, nothing=nothing, tally=desk_counts.tally(visit.db, None), call_id=None)


def publish(visit: Visit) -> Response:
    """Publishes or schedules what is ticked, each by itself: one that is held up holds up no other."""
    ids = _ticked(visit)
    later = visit.form.get("then") == "later"
    form, due_at = read(visit.form) if later else (None, None)
    if form is not None and not form.accepted:
        return _page(visit, 422, draft=form, chosen=frozenset(ids))
    refused = {id: why for id in ids if (why := _release(visit, id, due_at))}
    if refused or not ids:
        return _page(visit, 422, draft=form, refused=refused, chosen=frozenset(refused), nothing=not ids)
    return visit.redirect("desk_schedules.index", done="answers-scheduled" if later else "answers-published")


def _ticked(visit: Visit) -> list[int]:
    """In the order of their ids, so that two people who publish the same ones do not wait for each other."""
    typed = [str(value) for value in visit.form.getlist("answers")][:MOST_AT_ONCE]
    return sorted({int(value) for value in typed if value.isascii() and value.isdigit() and len(value) < 10})


def _release(visit: Visit, answer_id: int, due_at: datetime | None) -> str:
    """Why it was not done; nothing where it was."""
    seen = moment_of(visit.form.get(f"seen-{answer_id}", ""))
    try:
        with database.transaction() as db:
            _act(db, answer_id, visit.member, seen, due_at, visit.tells)
    except Blocked as blocked:
        return " ".join(blocked.sentences)
    except SavedSince:
        return SAVED_SINCE
    return ""


def _act(
    db: Session, answer_id: int, account: Account, seen: datetime, due_at: datetime | None, tells: bool
) -> None:
    answer, by = db.get(Answer, answer_id), db.get_one(Account, account.id)
    if answer is None:
        return
    if due_at is None:
        publications.publish(db, answer, by=by, seen=seen, tell=tells)
    else:
        releases.set_hour(db, answer, due_at=due_at, by=by, seen=seen, tell=tells)


def moment_of(typed: object) -> datetime:
    """When a text had been saved; the beginning of time for a form that does not say."""
    try:
        return datetime.fromisoformat(str(typed))
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)


def call_off(visit: Visit, schedule_id: int) -> Response:
    schedule = visit.one(select(Schedule).where(Schedule.id == schedule_id))
    answer = visit.db.get_one(Answer, schedule.answer_id)
    ended = releases.call_off(visit.db, schedule, answer, by=visit.member)
    return visit.redirect("desk_schedules.index", done="called-off" if ended else "not-called-off")
