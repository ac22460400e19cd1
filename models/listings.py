"""Lists of ideas: what a reader may ask for, in which order, and how many there are."""

import re
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select, bindparam, exists, literal, literal_column
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Session, col, func

from models import authors, clock, statuses
from models.accounts import Account
from models.base import Written, among, so_many, written
from models.calls import Call
from models.coverages import Coverage
from models.ideas import LOTS, SEARCH, Idea
from models.improvements import Improvement
from models.readers import Reader
from models.similar import ENGLISH
from models.statuses import Kind, Stance, Status
from models.supports import Support
from models.teams import Team
from models.themes import Theme

COUNTED_TO = 10_000
SEARCHED_TO = 1_000
EXCERPT = 320
THEMES_OFFERED = 12  # where no call is chosen; of a call, all of them
AS_WRITTEN: ColumnElement[Any] = literal_column("'simple'::regconfig")
SHAPES = 500  # of lists whose queries are kept

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
    stances: tuple[Stance, ...] = ()
    words: str = ""
    unknown: tuple[tuple[str, str], ...] = ()  # names and values that mean nothing here
    nothing: bool = False  # whether all that was asked for in one group is unknown: then no idea fits

    @property
    def narrowed(self) -> bool:
        return bool(self.calls or self.themes or self.statuses or self.places or self.kinds or self.stances
                    or self.words or self.unknown)

    @property
    def counted_to(self) -> int:
        """How far the ideas are counted: less far where no index holds all that is asked for."""
        return SEARCHED_TO if self.words or self.places else COUNTED_TO

    @property
    def shape(self) -> "Wanted":
        """What the query depends on: our own words, and for all else whether it is given. The rest is `given` to it."""
        return replace(self, calls=self.calls and (0,), themes=self.themes and (0,), places=self.places and ("",),
                       words=self.words and "…", unknown=())

    @property
    def given(self) -> dict[str, Any]:
        places = " or ".join(" ".join(f'"{word}"' for word in re.findall(r"\w+", place)) for place in self.places)
        return {"calls": self.calls, "themes": self.themes, "places": places, "words": self.words}


def matching(words: Any) -> ColumnElement[bool]:
    """The condition that an idea says these words. What cannot be read matches nothing."""
    said: ColumnElement[bool] = SEARCH.op("@@")(func.websearch_to_tsquery(ENGLISH, words))
    return said


def conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    """What narrows the list. A query with these waits for `wanted.given`."""
    asked: list[tuple[Any, ColumnElement[bool]]] = [
        (wanted.calls, _one_of(Idea.call_id, "calls")), (wanted.themes, _one_of(Idea.theme_id, "themes")),
        (wanted.kinds, among(Idea.kind, wanted.kinds)), (wanted.stances, among(Idea.stance, wanted.stances)),
        (wanted.nothing, sa.false()),
        (wanted.words, matching(bindparam("words", type_=sa.String))),
        (wanted.places, _somewhere(bindparam("places", type_=sa.String))),
    ]
    return [_listed(wanted)] + [condition for given, condition in asked if given]


def _somewhere(places: Any) -> ColumnElement[bool]:
    """The condition that an idea's place says all the words of one of these, in any order."""
    said: ColumnElement[bool] = func.to_tsvector(AS_WRITTEN, Idea.place).op("@@")(
        func.websearch_to_tsquery(AS_WRITTEN, places))
    return said


def _one_of(column: Any, name: str) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = column == sa.any_(bindparam(name, type_=ARRAY(sa.Integer)))
    return condition


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
        Idea.id, Idea.reference, Idea.title, Idea.status, Idea.kind, Idea.place, Idea.channel,
        Idea.supports_count, Idea.staff_supports_count, Idea.comments_count, Idea.proposed_at, Idea.edited_at,
        Idea.call_id, Idea.theme_id, (col(Idea.body) if whole else func.left(Idea.body, EXCERPT)).label("body"),
        col(Theme.title).label("theme_title"), col(Call.question).label("call_question"),
        _supported(account).label("mine"), *authors.OF_IDEA,
    ]
    rows = (
        sa.select(*columns)
        .select_from(Idea)
        .outerjoin(Account, col(Account.id) == Idea.author_id)
        .outerjoin(Team, col(Team.id) == Account.team_id)
        .outerjoin(Theme, col(Theme.id) == Idea.theme_id)
        .outerjoin(Call, col(Call.id) == Idea.call_id)
    )
    if not whole:
        return rows
    added: list[Any] = [Improvement.waste, Improvement.small_test, Improvement.saving, Idea.stance]
    return rows.add_columns(*added).outerjoin(Improvement, col(Improvement.idea_id) == Idea.id)


def answered_at() -> Any:
    """As a column: when an idea was answered last."""
    given = sa.select(func.max(Coverage.at)).where(col(Coverage.idea_id) == Idea.id).correlate(Idea)
    return given.scalar_subquery().label("answered_at")


def _supported(account: Account | Reader | None) -> Any:
    if account is None:
        return literal(False)
    return exists().where(col(Support.idea_id) == Idea.id, col(Support.account_id) == account.id)


def beside(db: Session, wanted: Wanted) -> Any:
    """What stands beside a list, in one row: its `count`, where one more than `counted_to` stands for any larger
    number, and the `calls` and `themes` to choose from, each with its id and its name."""
    return db.connection().execute(_beside(wanted.shape), wanted.given).one()


@lru_cache(maxsize=SHAPES)
def _beside(shape: Wanted) -> Written:
    most: Any = so_many(shape.counted_to + 1)
    some = sa.select(literal(1)).select_from(Idea).where(*conditions(shape)).limit(most).subquery()
    count = sa.select(func.count()).select_from(some).scalar_subquery()
    return written(
        sa.select(count.label("count"), _named(_calls()).label("calls"), _named(_themes(shape)).label("themes")))


def _named(rows: Select[Any]) -> Any:
    """Rows of an id and a name as one value."""
    offered = rows.subquery()
    id_, name = list(offered.c)[:2]
    pairs = func.jsonb_agg(func.jsonb_build_array(id_, name), type_=JSONB)
    return sa.select(func.coalesce(pairs, literal_column("'[]'::jsonb"), type_=JSONB)).scalar_subquery()


def _calls() -> Select[Any]:
    """Every public call, the newest first."""
    columns: list[Any] = [Call.id, Call.question]
    return sa.select(*columns).where(among(Call.state, statuses.PUBLIC_CALLS)).order_by(col(Call.id).desc())


def _themes(shape: Wanted) -> Select[Any]:
    """All themes of the chosen calls to choose from, or else the largest of any; and those already chosen."""
    largest = sa.select(col(Theme.id)).where(
        col(Theme.merged_into_id).is_(None), col(Theme.retired_at).is_(None), col(Theme.ideas_count) > 0)
    if shape.calls:
        largest = largest.where(_one_of(Theme.call_id, "calls"))
    else:
        largest = largest.order_by(col(Theme.ideas_count).desc(), col(Theme.id)).limit(THEMES_OFFERED)
    offered = col(Theme.id).in_(largest.scalar_subquery())
    columns: list[Any] = [Theme.id, Theme.title]
    rows = sa.select(*columns).where(offered | _one_of(Theme.id, "themes") if shape.themes else offered)
    return rows.order_by(col(Theme.ideas_count).desc(), col(Theme.id))
