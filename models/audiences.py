"""Who is told of a public answer: those who wrote what it answers, and those who follow it. Each is told once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select
from sqlmodel import Session, col, func

from models import accounts, statuses
from models.accounts import Account
from models.base import among
from models.ideas import Idea
from models.languages import Language
from models.notifications import Notification
from models.settings import settings
from models.subscriptions import Subscription

TOLD_OF = ("answer.published", "answer.reached", "answer.told")


@dataclass(frozen=True)
class Audience:
    """People, each counted once: who `wrote` one of the ideas, or else follows one. Who chose no mail is `silent`,
    and mails to who is `lost` come back. `wishes` is how many would like to be answered in another language than
    English."""

    wrote: int
    follow: int
    silent: int
    wishes: Mapping[Language, int] = field(default_factory=dict)
    lost: int = 0

    @property
    def told(self) -> int:
        return self.wrote + self.follow


def count_each(db: Session, people: Select[Any], *, but_for: Account | None) -> dict[int, Audience]:
    """The same for several answers at once: rows of an answer, an account, and whether it wrote."""
    each = people.subquery()
    person = sa.select(each.c.answer_id, each.c.account_id, func.bool_or(each.c.wrote).label("wrote"))
    person = person.where(each.c.account_id != (but_for.id if but_for else 0))
    once = person.group_by(each.c.answer_id, each.c.account_id).subquery()
    rows = sa.select(once.c.answer_id, *_numbers(once)[:3]).join(once, once.c.account_id == Account.id)
    return {row[0]: Audience(*row[1:]) for row in db.execute(rows.group_by(once.c.answer_id))}


def count(db: Session, *people: Select[Any], but_for: Account | None) -> Audience:
    """Whoever publishes, moves or merges knows it already."""
    each = sa.union_all(*people).subquery()
    person = sa.select(each.c.account_id, func.bool_or(each.c.wrote).label("wrote")).group_by(each.c.account_id)
    person = person.where(each.c.account_id != (but_for.id if but_for else 0))
    once = person.subquery()
    more = settings().further_languages
    columns = _numbers(once) + [func.count().filter(col(Account.language) == one) for one in more]
    rows = sa.select(*columns).join(once, once.c.account_id == Account.id)
    wrote, follow, silent, lost, *wish = db.execute(rows).one()
    wishes = {one: people for one, people in zip(more, wish, strict=True) if people}
    return Audience(wrote, follow, silent, wishes, lost)


def _numbers(once: Any) -> list[Any]:
    number, mailed, lost = func.count(), accounts.mailed(), col(Account.unreachable_at).is_not(None)
    return [number.filter(mailed, once.c.wrote), number.filter(mailed, ~once.c.wrote), number.filter(~mailed, ~lost),
            number.filter(lost)]


def of(idea_ids: Select[Any], *, untold_of: int | None = None) -> Select[Any]:
    """A row for everyone whom an answer to these ideas concerns, and whether they wrote one themselves.

    Without those who were told of this answer already.
    """
    columns: list[Any] = [col(Idea.author_id).label("account_id"), sa.true().label("wrote")]
    wrote = sa.select(*columns).where(col(Idea.id).in_(idea_ids), col(Idea.author_id).is_not(None))
    follow = sa.select(col(Subscription.account_id), sa.false()).where(col(Subscription.idea_id).in_(idea_ids))
    if untold_of is not None:
        wrote, follow = wrote.where(untold(untold_of)), follow.where(not_told(untold_of))
    return sa.select(sa.union_all(wrote, follow).subquery())


def of_call(call_id: Select[Any], *, untold_of: int | None = None) -> Select[Any]:
    """The same row for everyone who follows the call."""
    columns: list[Any] = [col(Subscription.account_id).label("account_id"), sa.false().label("wrote")]
    follow = sa.select(*columns).where(col(Subscription.call_id) == call_id.scalar_subquery())
    return follow if untold_of is None else follow.where(not_told(untold_of))


def untold(answer_id: int) -> ColumnElement[bool]:
    """The condition on an idea's row that its author was not told of this answer with the words of this idea."""
    this: Any = func.jsonb_build_object("passages", func.jsonb_build_array(
        func.jsonb_build_object("idea_id", col(Idea.id))))
    theirs = _told(answer_id).where(col(Notification.account_id) == Idea.author_id)
    return ~theirs.where(col(Notification.data).contains(this)).correlate(Idea).exists()


def not_told(answer_id: int) -> ColumnElement[bool]:
    """The condition on a subscription's row that its account was not told of this answer."""
    mine = _told(answer_id).where(col(Notification.account_id) == Subscription.account_id)
    return ~mine.correlate(Subscription).exists()


def _told(answer_id: int) -> Select[Any]:
    return sa.select(col(Notification.id)).where(
        col(Notification.answer_id) == answer_id, col(Notification.kind).in_(TOLD_OF))


def public() -> ColumnElement[bool]:
    """The condition on an idea's row that what becomes of it is told."""
    return sa.and_(col(Idea.hidden_at).is_(None), among(Idea.status, statuses.TOLD))
