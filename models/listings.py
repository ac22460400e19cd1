"""Lists of ideas: what a reader may ask for, in which order, and how many there are."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select, exists, literal
from sqlmodel import Session, col, func

from models import authors, clock, statuses
from models.accounts import Account
from models.base import among
from models.calls import Call
from models.ideas import LOTS, SEARCH, Idea
from models.readers import Reader
from models.similar import ENGLISH
from models.statuses import Kind, Status
from models.supports import Support
from models.teams import Team
from models.themes import Theme

COUNTED_TO = 10_000
SEARCHED_TO = 1_000
EXCERPT = 320
THEMES_OFFERED = 12

Columns = tuple[tuple[Any, bool], ...]


class Sorting(StrEnum):
    NEWEST = "newest"
    SUPPORTED = "supported"
    DISCUSSED = "discussed"
    WAITING = "waiting"
    RANDOM = "random"

    @property
    def words(self) -> str:
        return {"newest": "Newest", "supported": "Most supported", "discussed": "Most discussed",
                "waiting": "Waiting longest", "random": "Random today"}[self.value]


@dataclass(frozen=True)
class Wanted:
    """What a reader asked a list for. Any value of a group will do; every group that is given must fit."""

    sorting: Sorting = Sorting.NEWEST
    calls: tuple[int, ...] = ()
    themes: tuple[int, ...] = ()
    statuses: tuple[Status, ...] = ()
    places: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    words: str = ""

    @property
    def narrowed(self) -> bool:
        return bool(self.calls or self.themes or self.statuses or self.places or self.kinds or self.words)

    @property
    def counted_to(self) -> int:
        """How far the ideas are counted: less far where no index holds all that is asked for."""
        return SEARCHED_TO if self.words or self.places else COUNTED_TO


def matching(words: Any) -> ColumnElement[bool]:
    """The condition that an idea says these words. What cannot be read matches nothing."""
    said: ColumnElement[bool] = SEARCH.op("@@")(func.websearch_to_tsquery(ENGLISH, words))
    return said


def conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    asked: list[tuple[Any, ColumnElement[bool]]] = [
        (wanted.calls, col(Idea.call_id).in_(wanted.calls)),
        (wanted.themes, col(Idea.theme_id).in_(wanted.themes)),
        (wanted.places, func.lower(Idea.place).in_([place.lower() for place in wanted.places])),
        (wanted.kinds, col(Idea.kind).in_(wanted.kinds)),
        (wanted.words, matching(wanted.words)),
    ]
    return [_listed(wanted)] + [condition for given, condition in asked if given]


def _listed(wanted: Wanted) -> ColumnElement[bool]:
    """The list itself, of the statuses that were asked for; what waits longest is looked for among what waits."""
    possible = statuses.WAITING if wanted.sorting == Sorting.WAITING else statuses.LISTED
    chosen = possible & set(wanted.statuses) if wanted.statuses else possible
    return sa.and_(col(Idea.hidden_at).is_(None), among(Idea.status, chosen))


def order(sorting: Sorting) -> Columns:
    """The columns of a list's order, each with whether it falls. The last is unique."""
    newest: Columns = (Idea.proposed_at, True), (Idea.id, True)
    orders: dict[Sorting, Columns] = {
        Sorting.NEWEST: newest,
        Sorting.SUPPORTED: ((Idea.supports_count, True), (Idea.id, True)),
        Sorting.DISCUSSED: ((Idea.comments_count, True), (Idea.id, True)),
        Sorting.WAITING: ((Idea.proposed_at, False), (Idea.id, False)),
        Sorting.RANDOM: ((Idea.lot, False), (Idea.id, False)),
    }
    return orders[sorting]


def first_lot(day: date | None = None) -> int:
    """The lot that today's random order begins with; tomorrow's begins somewhere else."""
    return ((day or clock.today()).toordinal() * 618_033) % LOTS


def cards(account: Account | Reader | None, *, whole: bool = False) -> Select[Any]:
    """An idea as a list shows it: columns, not rows; with the `whole` text where a list is data."""
    columns: list[Any] = [
        Idea.id, Idea.reference, Idea.title, Idea.status, Idea.kind, Idea.place, Idea.channel, Idea.author_private,
        Idea.supports_count, Idea.staff_supports_count, Idea.comments_count, Idea.proposed_at, Idea.edited_at,
        Idea.call_id, Idea.theme_id, (col(Idea.body) if whole else func.left(Idea.body, EXCERPT)).label("body"),
        col(Theme.title).label("theme_title"), col(Call.question).label("call_question"),
        _supported(account).label("mine"), *authors.COLUMNS,
    ]
    return (
        sa.select(*columns)
        .select_from(Idea)
        .outerjoin(Account, col(Account.id) == Idea.author_id)
        .outerjoin(Team, col(Team.id) == Account.team_id)
        .outerjoin(Theme, col(Theme.id) == Idea.theme_id)
        .outerjoin(Call, col(Call.id) == Idea.call_id)
    )


def _supported(account: Account | Reader | None) -> Any:
    if account is None:
        return literal(False)
    return exists().where(col(Support.idea_id) == Idea.id, col(Support.account_id) == account.id)


def count(db: Session, wanted: Wanted) -> int:
    """How many ideas there are; one more than `counted_to` stands for any larger number."""
    some = sa.select(literal(1)).select_from(Idea).where(*conditions(wanted)).limit(wanted.counted_to + 1)
    return int(db.execute(sa.select(func.count()).select_from(some.subquery())).scalar_one())


def calls_offered() -> Select[Any]:
    """Every public call, the newest first."""
    columns: list[Any] = [Call.id, Call.question]
    rows = sa.select(*columns).where(among(Call.state, statuses.PUBLIC_CALLS))
    return rows.order_by(col(Call.id).desc())


def themes_offered(wanted: Wanted) -> Select[Any]:
    """The largest themes to choose from, of the chosen calls when there are any, and those already chosen."""
    largest = sa.select(col(Theme.id)).where(
        col(Theme.merged_into_id).is_(None), col(Theme.retired_at).is_(None), col(Theme.ideas_count) > 0)
    if wanted.calls:
        largest = largest.where(col(Theme.call_id).in_(wanted.calls))
    largest = largest.order_by(col(Theme.ideas_count).desc(), col(Theme.id)).limit(THEMES_OFFERED)
    columns: list[Any] = [Theme.id, Theme.title, Theme.ideas_count]
    rows = sa.select(*columns)
    either = col(Theme.id).in_(largest.scalar_subquery()) | col(Theme.id).in_(wanted.themes)
    return rows.where(either).order_by(col(Theme.ideas_count).desc(), col(Theme.id))
