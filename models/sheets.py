"""A coder's own sheets: one idea after the other, what they chose, and handing it in. Nobody sees another's choices
before both are done."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Row, Select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from models import clock, history, ideas
from models.accounts import Account
from models.codings import Choice, Coder, Coding, Sheet
from models.ideas import Idea


class NotTheirs(Exception):
    """A theme was chosen that is none of the sample's list."""


@dataclass(frozen=True)
class Progress:
    """How far one coder is. Ideas that were taken back or hidden meanwhile count no more."""

    coder: Coder
    name: str
    done: int
    of: int

    @property
    def left(self) -> int:
        return self.of - self.done

    @property
    def handed_in(self) -> bool:
        return self.coder.handed_in_at is not None


def progress(db: Session, coding_ids: list[int]) -> dict[int, list[Progress]]:
    """Both coders of each check, in the order they were named."""
    shown = sa.select(func.count()).select_from(Sheet).join(Idea, col(Idea.id) == Sheet.idea_id)
    shown = shown.where(col(Sheet.coding_id) == Coder.coding_id, ideas.listed()).correlate(Coder)
    done = shown.join(Choice, (col(Choice.sheet_id) == Sheet.id) & (col(Choice.coder_id) == Coder.id))
    columns: list[Any] = [
        Coder, Account.name, done.scalar_subquery().label("done"), shown.scalar_subquery().label("of")]
    rows = sa.select(*columns).outerjoin(Account, col(Account.id) == Coder.account_id)
    found: dict[int, list[Progress]] = {coding_id: [] for coding_id in coding_ids}
    for row in db.execute(rows.where(col(Coder.coding_id).in_(coding_ids)).order_by(col(Coder.id))):
        told = Progress(row.Coder, row.name or "Somebody who has left", row.done, row.of)
        found[row.Coder.coding_id].append(told)
    return found


def own(account: Account) -> Select[Any]:
    """The checks that this person codes, as rows of `Coder` and `Coding`. One that was stopped is nobody's any more."""
    columns: list[Any] = [Coder, Coding]
    rows = sa.select(*columns).select_from(Coder).join(Coding, col(Coding.id) == Coder.coding_id)
    return rows.where(col(Coder.account_id) == account.id, col(Coding.stopped_at).is_(None))


def readable(coder: Coder) -> Select[Any]:
    """The sheets of a coder that can be coded, in order: each with its idea's words and the coder's own choice."""
    chosen = (col(Choice.sheet_id) == Sheet.id) & (col(Choice.coder_id) == coder.id)
    columns: list[Any] = [
        col(Sheet.id).label("id"), Sheet.place, Idea.title, Idea.body, col(Choice.id).label("choice"),
        Choice.theme_id,
    ]
    rows = sa.select(*columns).join(Idea, col(Idea.id) == Sheet.idea_id).outerjoin(Choice, chosen)
    return rows.where(col(Sheet.coding_id) == coder.coding_id, ideas.listed()).order_by(col(Sheet.place))


def at(db: Session, coder: Coder, place: int) -> Row[Any] | None:
    """The sheet at this place, or the first after it that can still be read."""
    return db.execute(readable(coder).where(col(Sheet.place) >= place).limit(1)).first()


def before(db: Session, coder: Coder, place: int) -> int | None:
    rows = readable(coder).where(col(Sheet.place) < place).order_by(None).order_by(col(Sheet.place).desc())
    row = db.execute(rows.limit(1)).first()
    return row.place if row is not None else None


def next_place(db: Session, coder: Coder, after: int = 0) -> int | None:
    """The first that is not coded, after this place or else from the beginning; none when all are."""
    rows = readable(coder).where(col(Choice.id).is_(None))
    row = db.execute(rows.order_by(None).order_by(col(Sheet.place) <= after, col(Sheet.place)).limit(1)).first()
    return row.place if row is not None else None


def choose(db: Session, coding: Coding, coder: Coder, sheet_id: int, theme_id: int | None, *, by: Account) -> bool:
    """Keeps the coder's choice for one idea, over what they chose before. Not after they handed in."""
    if theme_id is not None and theme_id not in {theme["id"] for theme in coding.themes}:
        raise NotTheirs
    db.refresh(coder, with_for_update=ideas.COUNTER)
    if coder.handed_in_at is not None:
        return False
    choice = db.exec(select(Choice).where(Choice.sheet_id == sheet_id, Choice.coder_id == coder.id)).one_or_none()
    if choice is None or choice.theme_id != theme_id:
        choice = choice or Choice(sheet_id=sheet_id, coder_id=coder.id)
        choice.theme_id, choice.at = theme_id, clock.now()
        db.add(choice)
        history.record(db, "idea.coded", by=by.id, call=coding.call_id, coding=coding.id, sheet=sheet_id)
    return True


def hand_in(db: Session, coding: Coding, coder: Coder, *, by: Account) -> bool:
    """The coder is done, and changes nothing any more. With the second one the check is finished."""
    db.refresh(coding, with_for_update=True)
    db.refresh(coder, with_for_update=ideas.COUNTER)
    if not coding.running or coder.handed_in_at is not None or next_place(db, coder) is not None:
        return False
    coder.handed_in_at = clock.now()
    db.flush()
    others = select(Coder.id).where(Coder.coding_id == coding.id, col(Coder.handed_in_at).is_(None))
    if db.exec(others).first() is None:
        coding.finished_at = clock.now()
    history.record(db, "coding.handed_in", by=by.id, call=coding.call_id, coding=coding.id, last=coding.finished)
    return True


def compared(db: Session, coding: Coding) -> list[Row[Any]]:
    """Every idea of a finished check with both choices and the machine's. `shown` is whether it still stands in lists;
    what is not, or was not coded by both, is skipped by whoever counts."""
    first, second = db.exec(select(Coder.id).where(Coder.coding_id == coding.id).order_by(col(Coder.id))).all()
    one, other = aliased(Choice), aliased(Choice)
    columns: list[Any] = [
        Sheet.place, Idea.id, Idea.reference, Idea.title, ideas.listed().label("shown"), Sheet.machine_id,
        col(one.theme_id).label("first"), col(other.theme_id).label("second"),
        (col(one.id).is_not(None) & col(other.id).is_not(None)).label("coded"),
    ]
    rows = sa.select(*columns).select_from(Sheet).join(Idea, col(Idea.id) == Sheet.idea_id)
    rows = rows.outerjoin(one, (col(one.sheet_id) == Sheet.id) & (col(one.coder_id) == first))
    rows = rows.outerjoin(other, (col(other.sheet_id) == Sheet.id) & (col(other.coder_id) == second))
    return list(db.execute(rows.where(col(Sheet.coding_id) == coding.id).order_by(col(Sheet.place))).all())
