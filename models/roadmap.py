"""What was promised in public, by where it stands and when."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Date, Integer, Select
from sqlmodel import and_, col

from models import answers, clock, commitments
from models.answers import Answer
from models.calls import Call
from models.commitments import Commitment, Progress
from models.ideas import Idea
from models.settings import settings
from models.statuses import CommitmentState, ProgressKind
from models.teams import Team
from models.themes import Theme
from models.wording import local_day

IN_ORDER = (CommitmentState.UNDER_WAY, CommitmentState.PLANNED, CommitmentState.DELIVERED, CommitmentState.DROPPED)
FAR = 1_000_000  # days: where what has no day stands among what is still to come
_BEGINNING = date(2000, 1, 1)

_ENDED = sa.func.coalesce(col(Commitment.delivered_at), col(Commitment.dropped_at))
standing = commitments.state_of()
RANK: Any = sa.case(
    *((standing == state, sa.literal_column(str(n))) for n, state in enumerate(IN_ORDER)), else_=len(IN_ORDER)
).cast(Integer)


def _days(value: Any) -> Any:
    return sa.cast(value, Date) - sa.literal(_BEGINNING, Date)


def days() -> Any:
    """What rises down the list: the days to come, then back from the last day that something ended."""
    ended = _days(sa.func.timezone(settings().timezone, _ENDED))
    to_come = sa.func.coalesce(_days(col(Commitment.due_on)), FAR)
    return sa.case((_ENDED.is_not(None), -ended), else_=to_come).cast(Integer)


def listed(*, call_id: int | None = None, state: CommitmentState | None = None) -> Select[Any]:
    """Promises of public answers, each with why its day was moved last and how it ended."""
    slip, end = _last(ProgressKind.MOVED), _last(ProgressKind.DELIVERED, ProgressKind.DROPPED)
    columns: list[Any] = [
        Commitment.id, Commitment.promise, Commitment.who, Commitment.due_on, Commitment.begun_at,
        Commitment.delivered_at, Commitment.dropped_at, _first_due().label("first_due"),
        sa.and_(_ENDED.is_(None), col(Commitment.due_on) < clock.today()).is_(True).label("late"),
        kept_late().label("kept_late"),
        standing.label("state"), _ENDED.label("ended_at"), slip.c.sentence.label("moved_because"),
        end.c.sentence.label("how_it_ended"),
        end.c.link, col(Answer.id).label("answer_id"), Answer.theme_id, Answer.idea_id, Answer.published_at,
        sa.func.coalesce(Theme.title, Idea.title).label("about"), col(Team.name).label("team"),
        col(Call.id).label("call_id"), Call.question,
    ]
    rows: Select[Any] = of_public(sa.select(*columns)).outerjoin(slip, sa.true()).outerjoin(end, sa.true())
    rows = rows.where(col(Call.id) == call_id) if call_id else rows
    return rows.where(standing == state) if state else rows


def _last(*kinds: ProgressKind) -> Any:
    rows = sa.select(col(Progress.sentence), col(Progress.link)).where(
        col(Progress.commitment_id) == Commitment.id, col(Progress.kind).in_(kinds))
    return rows.order_by(col(Progress.id).desc()).limit(1).correlate(Commitment).lateral()


def _first_due() -> Any:
    """The day that it had before it was given another for the first time."""
    rows = sa.select(col(Progress.due_before)).where(
        col(Progress.commitment_id) == Commitment.id, col(Progress.due_before).is_not(None))
    first = rows.order_by(col(Progress.id)).limit(1).correlate(Commitment).scalar_subquery()
    return sa.func.coalesce(first, col(Commitment.due_on))


def kept_late() -> Any:
    """Whether it was done after the day that it was promised for at first."""
    done = sa.cast(sa.func.timezone(settings().timezone, col(Commitment.delivered_at)), Date)
    return (done > _first_due()).is_(True)


def of_public(rows: Any, thing: Any = Commitment) -> Any:
    """What belongs to a public answer, with what that answers beside it."""
    return (
        rows.select_from(thing).join(Answer, col(Answer.id) == thing.answer_id)
        .outerjoin(Theme, col(Theme.id) == Answer.theme_id).outerjoin(Idea, col(Idea.id) == Answer.idea_id)
        .outerjoin(Team, col(Team.id) == Answer.team_id)
        .outerjoin(Call, col(Call.id) == sa.func.coalesce(Theme.call_id, Idea.call_id))
        .where(and_(col(Answer.published_at).is_not(None), answers.shown_to(None)))
    )


def counts() -> Select[Any]:
    """How many promises stand where, in each call, and how many of them were kept late."""
    of = standing, col(Call.id), col(Call.question)
    columns: list[Any] = [of[0].label("state"), of[1].label("call_id"), of[2], sa.func.count().label("promises"),
                          sa.func.count().filter(kept_late()).label("kept_late")]
    rows: Select[Any] = of_public(sa.select(*columns)).group_by(*of)
    return rows


def quarter(row: Any) -> str:
    """October to December 2026: when it is due, or when it ended."""
    on = local_day(row.ended_at) if row.ended_at else row.due_on
    if on is None:
        return "Without a day"
    first = 3 * ((on.month - 1) // 3) + 1
    return f"{date(on.year, first, 1):%B} to {date(on.year, first + 2, 1):%B} {on.year}"


def calls_with(thing: Any) -> Select[Any]:
    """The calls whose public answers have one."""
    rows: Select[Any] = of_public(sa.select(col(Call.id).label("call_id"), col(Call.question)).distinct(), thing)
    return rows.where(col(Call.id).is_not(None)).limit(200)
