"""A blind check of a call's themes: two people sort the same ideas by themselves, and the machine is measured by them.

What is checked is fixed when the sample is drawn: the themes to choose from, the ideas, and where the machine had each.
"""

import random
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Index, Select, UniqueConstraint, text
from sqlmodel import Field, Session, SQLModel, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from models import calls, clock, groupings, history, ideas, roles, themes
from models.accounts import Account
from models.base import among, json, maybe_moment, moment, points_to
from models.calls import Call
from models.ideas import Idea
from models.memberships import Membership
from models.themes import Theme

FEWEST = 20
USUAL = 60
MOST = 300
FEWEST_THEMES = 2
LARGEST_SEED = 2**31 - 1
OWNER_LIMIT = 120
ASSESSMENTS_LIMIT = 2_000
TOLD = ("version", "model", "sources", "ideas", "found")  # of a grouping, in the record


class Coding(SQLModel, table=True):
    """`themes` and `facts` are as they were when it was drawn, `figures` and `record` as they were published.

    Until then `figures` are those of the ideas at the places `counted`."""

    __table_args__ = (
        Index("uq_coding_running", "call_id", unique=True,
              postgresql_where=text("finished_at IS NULL AND stopped_at IS NULL")),
    )

    id: int = Field(default=None, primary_key=True)
    call_id: int = points_to("call")
    drawn_by_id: int | None = points_to("account", optional=True)
    drawn_at: datetime = moment()
    seed: int
    size: int
    themes: list[dict[str, Any]] = json(list)
    facts: dict[str, Any] = json()
    finished_at: datetime | None = maybe_moment()
    stopped_at: datetime | None = maybe_moment()
    published_at: datetime | None = maybe_moment()
    figures: dict[str, Any] = json()
    counted: list[int] = json(list)
    record: list[dict[str, Any]] = json(list)

    @property
    def running(self) -> bool:
        return self.finished_at is None and self.stopped_at is None

    @property
    def finished(self) -> bool:
        return self.finished_at is not None

    @property
    def published(self) -> bool:
        return self.published_at is not None

    @property
    def words(self) -> tuple[str, str]:
        """How it stands, and how that is drawn."""
        if self.published:
            return "Public", "done"
        if self.finished:
            return "Finished", "done"
        return ("Under way", "now") if self.running else ("Stopped", "off")


class Coder(SQLModel, table=True):
    """One of the two people. Their choices stay when their account goes."""

    __table_args__ = (UniqueConstraint("coding_id", "account_id"),)

    id: int = Field(default=None, primary_key=True)
    coding_id: int = points_to("coding", index=False)
    account_id: int | None = points_to("account", optional=True)
    told_at: datetime | None = maybe_moment()
    handed_in_at: datetime | None = maybe_moment()


class Sheet(SQLModel, table=True):
    """One idea of the sample, and the theme that the machine had it in; none where it stood in no theme."""

    __table_args__ = (UniqueConstraint("coding_id", "place"), UniqueConstraint("idea_id", "coding_id"))

    id: int = Field(default=None, primary_key=True)
    coding_id: int = points_to("coding", index=False)
    place: int
    idea_id: int = points_to("idea", index=False)
    machine_id: int | None = points_to("theme", optional=True)


class Choice(SQLModel, table=True):
    """The theme that a coder chose for an idea; none for "none of these"."""

    __table_args__ = (UniqueConstraint("sheet_id", "coder_id"),)

    id: int = Field(default=None, primary_key=True)
    sheet_id: int = points_to("sheet", index=False)
    coder_id: int = points_to("coder")
    theme_id: int | None = points_to("theme", optional=True)
    at: datetime = moment()


class TooFew(Exception):
    """There is not enough to draw from."""


class UnderWay(Exception):
    """Another check of this call is not finished."""


def running(call_id: int) -> SelectOfScalar[Coding]:
    return select(Coding).where(
        Coding.call_id == call_id, col(Coding.finished_at).is_(None), col(Coding.stopped_at).is_(None))


def at_desk() -> SelectOfScalar[Account]:
    """Who may be asked to code, by name."""
    known = among(Account.role, roles.WORKS_AT_DESK), col(Account.confirmed_at).is_not(None)
    return select(Account).where(*known).order_by(col(Account.name), col(Account.id))


_HAND: Any = sa.exists().where(
    col(Membership.idea_id) == Idea.id, col(Membership.primary), col(Membership.by_id).is_not(None))


def choosable(db: Session, call_id: int) -> Sequence[Theme]:
    """The themes that coders would choose from."""
    return db.exec(themes.current(call_id).order_by(None).order_by(func.lower(Theme.title), col(Theme.id))).all()


def drawable(db: Session, call_id: int) -> tuple[int, int]:
    """How many ideas can be drawn; and how many are left out, since a person placed or kept them: there the machine
    would be measured by what it was told."""
    counts = sa.select(func.count().filter(~_HAND), func.count().filter(_HAND)).select_from(Idea)
    by_machine, by_hand = db.execute(counts.where(col(Idea.call_id) == call_id, ideas.listed())).one()
    return by_machine, by_hand


def to_draw_from(db: Session, call_id: int) -> list[tuple[int, int | None]]:
    """The ideas that the machine placed, or left in no theme, and where."""
    rows = select(Idea.id, Idea.theme_id).where(Idea.call_id == call_id, ideas.listed(), ~_HAND)
    return list(db.exec(rows.order_by(col(Idea.id))).all())


def sample(placed: Sequence[tuple[int, int | None]], size: int, seed: int) -> list[tuple[int, int | None]]:
    """Ideas drawn at random, each theme with its share: the same seed draws the same ones.

    The ideas are laid in a row by theme, in random order within each, and every (N ÷ size)-th is taken from a random
    start: systematic sampling from an ordered list, which stratifies by theme in proportion (Cochran 1977, chapter 8).
    So every idea has exactly the same chance, and figures of the sample need no weights. They vary a little less than
    those of a simple random sample: an interval that takes it for one is, if anything, too wide. No theme is drawn more
    often than its share: a small one may have one idea in it, or none, and then little or nothing is known of it.
    """
    chance = random.Random(seed)
    row = sorted(placed, key=lambda one: (one[1] or 0, chance.random()))
    start = chance.randrange(len(row))
    drawn = [row[(start + k * len(row)) // size] for k in range(size)]
    chance.shuffle(drawn)
    return drawn


def draw(
    db: Session, call: Call, *, size: int, coders: Sequence[Account], by: Account, seed: int | None = None
) -> Coding:
    """Draws the sample, and fixes what is checked. Raises TooFew or UnderWay."""
    _hold(db, call)
    if db.exec(running(call.id)).first() is not None:
        raise UnderWay
    offered, placed, (_, by_hand) = choosable(db, call.id), to_draw_from(db, call.id), drawable(db, call.id)
    if len(offered) < FEWEST_THEMES or not FEWEST <= size <= min(len(placed), MOST):
        raise TooFew
    seed = secrets.randbelow(LARGEST_SEED) if seed is None else seed
    listed = [{"id": theme.id, "title": theme.title, "description": theme.description} for theme in offered]
    facts = _facts(db, call.id) | {"drawn_from": len(placed), "placed_by_people": by_hand}
    coding = Coding(call_id=call.id, drawn_by_id=by.id, seed=seed, size=size, themes=listed, facts=facts)
    db.add(coding)
    db.flush()
    db.add_all([Coder(coding_id=coding.id, account_id=coder.id) for coder in coders])
    db.add_all([Sheet(coding_id=coding.id, place=place, idea_id=idea_id, machine_id=theme_id)
                for place, (idea_id, theme_id) in enumerate(sample(placed, size, seed), start=1)])
    history.record(db, "coding.drawn", by=by.id, call=call.id, coding=coding.id, size=size, seed=seed,
                   coders=[coder.id for coder in coders])
    return coding


def _hold(db: Session, call: Call) -> None:
    db.refresh(call, with_for_update=ideas.COUNTER)


def _facts(db: Session, call_id: int) -> dict[str, Any]:
    """What is known of the machine that made the themes: its last finished run over this call."""
    done = select(groupings.Grouping).where(
        groupings.Grouping.call_id == call_id, col(groupings.Grouping.finished_at).is_not(None),
        groupings.Grouping.error == "").order_by(col(groupings.Grouping.id).desc())
    run = db.exec(done.limit(1)).first()
    if run is None or run.finished_at is None:
        return {}
    kept = {name: run.figures[name] for name in TOLD if name in run.figures}
    return kept | {"grouping": run.id, "grouped_at": run.finished_at.isoformat()}


def stop(db: Session, coding: Coding, *, by: Account) -> bool:
    """Ends a check that nobody will finish. What was chosen is kept and shown to nobody."""
    db.refresh(coding, with_for_update=True)
    if not coding.running:
        return False
    coding.stopped_at = clock.now()
    history.record(db, "coding.stopped", by=by.id, call=coding.call_id, coding=coding.id)
    return True


def keep(db: Session, coding: Coding, figures: dict[str, Any], counted: list[int]) -> None:
    """Keeps the figures, so that they are not worked out again while the same ideas count. Public ones stay."""
    db.refresh(coding, with_for_update=True)
    if not coding.published:
        coding.figures, coding.counted = figures, counted


def publish(
    db: Session, coding: Coding, *, figures: dict[str, Any], record: list[dict[str, Any]], by: Account
) -> bool:
    """Makes the figures public with their record, as they are now. Once they are, nothing changes them.

    Where nothing could be counted there is nothing to make public."""
    db.refresh(coding, with_for_update=True)
    if not coding.finished or coding.published or not figures["coded"]:
        return False
    coding.published_at, coding.figures, coding.record = clock.now(), figures, record
    history.record(db, "coding.published", by=by.id, call=coding.call_id, coding=coding.id)
    return True


def public(account: Account | None) -> SelectOfScalar[Coding]:
    """Checks that everyone may read, of calls that this person may see."""
    rows = select(Coding).join(Call, col(Call.id) == Coding.call_id)
    return rows.where(col(Coding.published_at).is_not(None), calls.shown_to(account))


def newest_of(call_id: Any) -> Any:
    """As a column: the newest check of a call that is public; none without one."""
    rows = sa.select(col(Coding.id)).where(col(Coding.call_id) == call_id, col(Coding.published_at).is_not(None))
    return rows.order_by(col(Coding.published_at).desc(), col(Coding.id).desc()).limit(1).scalar_subquery()


def listed(call_id: int | None) -> Select[Any]:
    """The checks for the desk, the newest first, each with its call's question."""
    columns: list[Any] = [Coding, col(Call.question).label("question")]
    rows = sa.select(*columns).join(Call, col(Call.id) == Coding.call_id)
    rows = rows.where(col(Coding.call_id) == call_id) if call_id is not None else rows
    return rows.order_by(col(Coding.id).desc()).limit(50)
