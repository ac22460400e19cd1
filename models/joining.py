"""Joining an idea with another that asks for the same: it goes on there, and stays readable at its own address.

No support goes along. Whoever wrote, supports or follows it is told, and may support the other with their own click.
What others are joined with is never joined itself: whatever was joined with it goes on with it.
"""

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Select
from sqlmodel import Session, col, select

from models import audiences, history, memberships, standing, themes
from models.accounts import Account
from models.audiences import Audience
from models.ideas import Idea
from models.statuses import Status
from models.supports import Support


def whole(db: Session, reference: str) -> Idea | None:
    """The idea with this reference, or the one in which it goes on, when an idea can be joined with it."""
    found = db.exec(select(Idea).where(Idea.reference == reference)).one_or_none()
    if found is not None and found.joined_id is not None:
        found = db.get(Idea, found.joined_id)
    return found if found is not None and found.takes_others else None


def join(db: Session, idea: Idea, other: Idea, *, by: Account) -> bool:
    """False when they cannot be joined any more, as when somebody else was a moment earlier: nothing is changed."""
    _hold(db, idea, other)
    if idea.id == other.id or not idea.takes_joining or not other.takes_others:
        return False
    along = _joined_with(db, idea)
    for one in (idea, *along):
        one.joined_id = other.id
    idea.status = Status.JOINED
    _recount(db, idea)
    history.record(db, "idea.joined", by=by.id, idea=idea.id, call=idea.call_id, into=other.id,
                   along=[one.id for one in along])
    return True


def part(db: Session, idea: Idea, *, by: Account) -> bool:
    """It stands by itself again, where it stood before."""
    _hold(db, idea)
    if not idea.merged:
        return False
    idea.joined_id, idea.status = None, Status.PUBLISHED
    standing.settle(db, ideas=[idea.id])
    _recount(db, idea)
    history.record(db, "idea.parted", by=by.id, idea=idea.id, call=idea.call_id)
    return True


def people(idea_ids: Collection[int]) -> Select[Any]:
    """A row for everyone who is told that these ideas were joined, and whether they wrote one of them."""
    mine = sa.select(col(Idea.id)).where(col(Idea.id).in_(idea_ids), audiences.public())
    support = sa.select(col(Support.account_id), sa.false()).where(col(Support.idea_id).in_(mine))
    return sa.select(sa.union_all(audiences.of(mine), support).subquery())


def audience(db: Session, idea: Idea, *, by: Account) -> Audience:
    """How many people are told when this person joins the idea with another."""
    along = db.exec(select(Idea.id).where(Idea.joined_id == idea.id)).all()
    return audiences.count(db, people([idea.id, *along]), but_for=by)


def _hold(db: Session, *ideas: Idea) -> None:
    """One joining at a time, because ideas that nobody named go along. Then themes, then ideas, each in the order of
    their ids: whoever else works on them waits, and never both."""
    db.execute(sa.text("SELECT pg_advisory_xact_lock(4202, 0)"))
    themes.hold(db, {idea.theme_id for idea in ideas if idea.theme_id is not None})
    rows = select(Idea).where(col(Idea.id).in_([idea.id for idea in ideas])).order_by(col(Idea.id))
    db.exec(rows.with_for_update(key_share=True).execution_options(populate_existing=True)).all()


def _joined_with(db: Session, idea: Idea) -> Sequence[Idea]:
    """Nobody can add another to them while the idea itself is held."""
    rows = select(Idea).where(Idea.joined_id == idea.id).order_by(col(Idea.id))
    return db.exec(rows.with_for_update(key_share=True)).all()


def _recount(db: Session, idea: Idea) -> None:
    db.flush()
    if idea.theme_id is not None:
        memberships.recount(db, {idea.theme_id})
