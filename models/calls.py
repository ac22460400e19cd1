"""A question put to everyone, with a sponsor, dates, and a commitment made before it opens."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ColumnElement, Select
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by
from sqlmodel import Field, Session, SQLModel, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from models import clock, history, ideas, statuses, wording, working_days
from models.accounts import Account
from models.base import among, moment, points_to, word
from models.history import Event
from models.ideas import Idea
from models.statuses import CallState, Kind

QUESTION_LIMIT = 160
SUMMARY_LIMIT = 2_000
PROPOSITION_LIMIT = 160
SPONSOR_LIMIT = 120
ROLE_LIMIT = 160
LINES_LIMIT = 2_000
DECIDES_LIMIT = 300
SOURCE_LIMIT = 120
MOST_DAYS = 250  # working days in a year
MOST_VOICES = 20
RESULTS = "Every answer is published here, and mailed to everyone whose idea it answers."
COMMITMENT = ("can_change", "cannot_change", "decides", "answer_by", "results")
TO_OPEN = ("sponsor", *COMMITMENT, "closes_on")
COMMITTED = (
    "state = 'draft' OR "
    "(can_change <> '' AND cannot_change <> '' AND decides <> '' AND results <> '' AND answer_by IS NOT NULL)"
)


class CommitmentMissing(ValueError):
    """A call would be public without saying what can change, what cannot, who decides and by when."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


class AskedAlready(Exception):
    """What a call asks for or against would change after people have answered it."""


class NotFromHere(Exception):
    """A call cannot go from where it stands to where it should, as from a draft to answered."""


class Call(SQLModel, table=True):
    __table_args__ = (CheckConstraint(COMMITTED, name="committed"),)

    id: int = Field(default=None, primary_key=True)
    question: str = Field(max_length=QUESTION_LIMIT)
    summary: str = ""
    proposition: str = Field(default="", max_length=PROPOSITION_LIMIT)  # asked for or against; empty asks nothing
    sponsor: str = Field(default="", max_length=SPONSOR_LIMIT)
    sponsor_role: str = Field(default="", max_length=ROLE_LIMIT)
    can_change: str = ""
    cannot_change: str = ""
    decides: str = Field(default="", max_length=DECIDES_LIMIT)
    results: str = Field(default=RESULTS, max_length=DECIDES_LIMIT)  # how the results will be published
    answer_days: int | None = None  # working days from its last day to its answer; none where a day was chosen
    fewest: int = 1  # a theme of fewer ideas needs no answer of its own
    owner_id: int | None = points_to("account", optional=True)
    team_id: int | None = points_to("team", optional=True)
    state: CallState = word(CallState, CallState.DRAFT)
    opens_on: date | None = None
    closes_on: date | None = None
    answer_by: date | None = None
    source: str = Field(default="", max_length=SOURCE_LIMIT, index=True)
    created_at: datetime = moment()

    @property
    def over(self) -> bool:
        """Whether its last day for ideas has passed."""
        return self.closes_on is not None and self.closes_on < clock.today()

    @property
    def open(self) -> bool:
        """Whether it is still to be closed, also where its last day has just passed."""
        return self.state in statuses.OPEN_CALLS

    @property
    def takes_ideas(self) -> bool:
        return self.open and not self.over

    @property
    def asks(self) -> bool:
        """Whether those who answer it now say that they are for or against."""
        return self.takes_ideas and self.proposition != ""

    @property
    def closed(self) -> bool:
        return self.public and not self.takes_ideas

    @property
    def public(self) -> bool:
        return self.state in statuses.PUBLIC_CALLS

    @property
    def answered(self) -> bool:
        return self.state == CallState.ANSWERED

    @property
    def days_left(self) -> int | None:
        """Days that people still have to send ideas; none when the call is not open or has no last day."""
        return max(0, wording.days_until(self.closes_on)) if self.takes_ideas and self.closes_on else None

    @property
    def answer_late(self) -> bool:
        promised = self.answer_by if self.public and not self.answered else None
        return promised is not None and promised < clock.today()

    def promised_days(self, closed_early: datetime | None) -> int | None:
        """Working days from its last day to its answer, unless it closed before the day that they were counted from."""
        early = closed_early is not None and wording.local_day(closed_early) == self.closes_on
        if early or self.closes_on is None or self.answer_by is None:
            return None
        return working_days.between(self.closes_on, self.answer_by)

    @property
    def missing(self) -> list[str]:
        """What must still be written before it opens."""
        return [name for name in TO_OPEN if not getattr(self, name)]

    @property
    def changeable(self) -> list[str]:
        return [line for line in self.can_change.split("\n") if line]

    @property
    def unchangeable(self) -> list[str]:
        return [line for line in self.cannot_change.split("\n") if line]


def shown_to(account: Account | None) -> Any:
    """The condition on a call's row that this person may see it: drafts are the desk's own."""
    if account is not None and account.works_at_desk:
        return sa.true()
    return among(Call.state, statuses.PUBLIC_CALLS)


def visible_to(account: Account | None) -> SelectOfScalar[Call]:
    return select(Call).where(shown_to(account))


def open_now() -> SelectOfScalar[Call]:
    rows = select(Call).where(among(Call.state, statuses.OPEN_CALLS), ~_over())
    return rows.order_by(col(Call.closes_on), col(Call.id))


def _over() -> ColumnElement[bool]:
    return func.coalesce(col(Call.closes_on) < clock.today(), False)


def takes_grouping() -> Any:
    """The condition on a call's row that the machine goes on grouping it by itself."""
    return among(Call.state, statuses.GROWING_CALLS)


def rows(account: Account | None) -> Select[Any]:
    """What a list of calls shows of each, with how many ideas stand in it."""
    mine = sa.select(func.count(col(Idea.id))).where(col(Idea.call_id) == Call.id, ideas.listed())
    columns: list[Any] = [Call, mine.scalar_subquery().label("ideas_count")]
    return sa.select(*columns).where(shown_to(account))


def counts(call_id: int) -> Select[Any]:
    """One row: how much was said in a call, how much of it was answered, and what of it waits."""
    number, waits = func.count(col(Idea.id)), among(Idea.status, statuses.WAITING)
    columns: list[Any] = [
        number.label("ideas"),
        number.filter(col(Idea.kind) == Kind.IMPROVEMENT).label("staff"),
        number.filter(among(Idea.status, statuses.SETTLED)).label("answered"),
        func.count(col(Idea.theme_id)).label("grouped"),
        number.filter(waits).label("waiting"),
        func.count(sa.distinct(col(Idea.theme_id))).filter(waits).label("themes_waiting"),
        number.filter(waits, col(Idea.theme_id).is_(None)).label("single_waiting"),
        func.coalesce(func.sum(Idea.supports_count), 0).label("supports"),
        func.coalesce(func.sum(Idea.comments_count), 0).label("comments"),
    ]
    return sa.select(*columns).where(col(Idea.call_id) == call_id, ideas.listed())


def draft(db: Session, *, by: Account | None, question: str, **words: Any) -> Call:
    call = Call(question=question, owner_id=by.id if by else None, **words)
    db.add(call)
    db.flush()
    history.record(db, "call.drafted", by=by.id if by else None, call=call.id)
    return call


def write(db: Session, call: Call, *, by: Account, **words: Any) -> None:
    """Changes what a call says, and keeps what it said before. A public one keeps all that it opened with, or
    CommitmentMissing is raised; one that has ideas keeps its proposition, or AskedAlready is."""
    hold(db, call)  # whoever is just writing it, or sending an idea, comes first
    emptied = [name for name in TO_OPEN if name in words and getattr(call, name) and not words[name]]
    if call.public and emptied:
        raise CommitmentMissing(emptied)
    after = {name: value for name, value in sorted(words.items()) if getattr(call, name) != value}
    if "proposition" in after and has_ideas(db, call):
        raise AskedAlready
    before = {name: getattr(call, name) for name in after}
    for name, value in after.items():
        setattr(call, name, value)
    if after:
        history.record(db, "call.written", by=by.id, call=call.id, public=call.public, before=_plain(before),
                       after=_plain(after))


def has_ideas(db: Session, call: Call) -> bool:
    """Whether anybody has answered it, in public or not."""
    return bool(db.execute(sa.select(sa.exists().where(col(Idea.call_id) == call.id))).scalar_one())


def _plain(words: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in words.items()}


def promised_before(call_id: int) -> Any:
    """As a column: each day that an answer was promised for and then moved while the call was public, and when."""
    line = func.jsonb_build_object("promised", Event.data["before"]["answer_by"], "moved", Event.at)
    moved = col(Event.data)["before"].has_key("answer_by"), col(Event.data)["public"].as_boolean()
    rows = sa.select(func.jsonb_agg(aggregate_order_by(line, col(Event.id)), type_=JSONB))
    return rows.where(col(Event.call_id) == call_id, col(Event.kind) == "call.written", *moved).scalar_subquery()


def closed_early(call_id: int) -> Any:
    """As a column: when it was last closed before the last day that people were told."""
    told = sa.select(func.max(Event.at)).where(col(Event.call_id) == call_id, col(Event.kind) == "call.closed")
    return told.where(col(Event.data)["closes_on"].is_not(None)).scalar_subquery()


def concluded_at(call_id: int) -> Any:
    """As a column: when somebody last said that the call is answered."""
    said = sa.select(func.max(Event.at)).where(col(Event.call_id) == call_id, col(Event.kind) == "call.answered")
    return said.scalar_subquery()


def open_up(db: Session, call: Call, *, by: Account | None) -> None:
    """Opens the call to ideas. Raises CommitmentMissing while a part of the commitment is not written, and while its
    last day is over."""
    if call.over or call.missing:
        raise CommitmentMissing([*(["closes_on"] if call.over else []), *call.missing])
    move(db, call, CallState.OPEN, "call.opened", by)


def close(db: Session, call: Call, *, by: Account | None) -> None:
    """Closes the call to ideas. Before its last day, today is its last day: everybody reads when it closed."""
    hold(db, call)
    early = call.takes_ideas and call.closes_on is not None and call.closes_on > clock.today()
    meant = _plain({"closes_on": call.closes_on, "answer_days": call.answer_days}) if early else {}
    move(db, call, CallState.READING, "call.closed", by, **meant)
    if early:
        call.closes_on, call.answer_days = clock.today(), None  # the day of the answer stays


def close_those_over(db: Session) -> None:
    """Closes each call whose last day has passed. No officer did it."""
    rows = select(Call).where(among(Call.state, statuses.OPEN_CALLS), _over()).order_by(col(Call.id))
    for call in db.exec(rows.with_for_update()).all():
        close(db, call, by=None)


def hold(db: Session, call: Call) -> None:
    """Two who change a call take turns, and each knows what the other did."""
    db.flush()
    db.refresh(call, with_for_update=ideas.COUNTER)


def move(db: Session, call: Call, state: CallState, kind: str, by: Account | None, **data: Any) -> None:
    hold(db, call)
    if call.state != state:
        if state not in dict(call.state.next_states):
            raise NotFromHere
        before, call.state = call.state, state
        if state == CallState.OPEN and call.opens_on is None:
            call.opens_on = clock.today()
        history.record(db, kind, by=by.id if by else None, call=call.id, before=before.value, **data)
