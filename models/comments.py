"""What people say about an idea; replies go one level deep."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Index, UniqueConstraint, and_, text
from sqlmodel import Field, Session, SQLModel, col, delete, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from models import clock, history
from models.accounts import Account
from models.base import json, maybe_moment, moment, points_to
from models.ideas import COUNTER, Idea, shown_to

BODY_LIMIT = 5_000
EDIT_MINUTES = 30


def fresh(written_at: datetime) -> bool:
    """Whether its author may still change it."""
    return (clock.now() - written_at).total_seconds() < EDIT_MINUTES * 60


class Closed(Exception):
    """Nobody can comment on the idea: it was hidden, taken back or joined with another, perhaps just now."""


SAYS_IT_CANNOT_WAIT = text("comment.signals <> '[]'")


class Comment(SQLModel, table=True):
    """`signals` say what in it cannot wait: moderators see that first. One with a question asks the idea’s author."""

    __table_args__ = (
        Index("ix_comment_idea_id_id", "idea_id", "id"),
        Index("ix_comment_cannot_wait", "id", postgresql_where=text("signals <> '[]'")),
    )

    id: int = Field(default=None, primary_key=True)
    idea_id: int = points_to("idea", index=False)
    parent_id: int | None = points_to("comment", optional=True)
    author_id: int | None = points_to("account", optional=True)
    body: str
    written_at: datetime = moment()
    edited_at: datetime | None = maybe_moment()
    hidden_at: datetime | None = maybe_moment()
    withdrawn_at: datetime | None = maybe_moment()
    useful_count: int = 0
    question_id: int | None = points_to("question", optional=True)
    signals: list[dict[str, Any]] = json(list)

    @property
    def shown(self) -> bool:
        return self.hidden_at is None and self.withdrawn_at is None

    def in_public_on(self, idea: Idea) -> bool:
        """Whether everybody can read it there."""
        return self.shown and idea.in_public

    def by(self, account: Account | None) -> bool:
        """Whether this person wrote it."""
        return account is not None and account.id == self.author_id

    def editable_by(self, account: Account | None) -> bool:
        if account is None or account.id != self.author_id or not self.shown or self.question_id is not None:
            return False
        return fresh(self.written_at)


class Useful(SQLModel, table=True):
    """One account's mark that a comment was useful."""

    __table_args__ = (UniqueConstraint("comment_id", "account_id"),)

    id: int = Field(default=None, primary_key=True)
    comment_id: int = points_to("comment", index=False)
    account_id: int = points_to("account")
    at: datetime = moment()


def shown() -> ColumnElement[bool]:
    """The condition that whoever reads the idea may read the comment: nobody hid it, and its author kept it."""
    return and_(col(Comment.hidden_at).is_(None), col(Comment.withdrawn_at).is_(None))


def visible_to(account: Account | None) -> SelectOfScalar[Comment]:
    """Comments on ideas that this person may see. What is not shown is there for its author and moderators."""
    rows = select(Comment).join(Idea, col(Idea.id) == Comment.idea_id).where(shown_to(account))
    if account is not None and account.moderates:
        return rows
    return rows.where(shown() if account is None else or_(shown(), col(Comment.author_id) == account.id))


def write(
    db: Session, idea: Idea, *, body: str, by: Account, parent: Comment | None = None,
    signals: Sequence[dict[str, Any]] = (),
) -> Comment:
    """Adds a comment. A reply to a reply goes beside it, under the same comment. Raises Closed."""
    under = (parent.parent_id or parent.id) if parent else None
    db.refresh(idea, with_for_update=COUNTER)
    if not idea.takes_comments:
        raise Closed
    comment = Comment(idea_id=idea.id, parent_id=under, author_id=by.id, body=body, signals=list(signals))
    db.add(comment)
    idea.comments_count += 1
    db.flush()
    history.record(db, "comment.written", by=by.id, idea=idea.id, comment=comment.id, call=idea.call_id)
    return comment


def withdraw(db: Session, comment: Comment, *, by: Account) -> None:
    """Takes it back: others no longer read it. What was replied stays. Again changes nothing."""
    idea = db.get_one(Idea, comment.idea_id, with_for_update=COUNTER, populate_existing=True)
    db.refresh(comment, with_for_update=COUNTER)
    if comment.withdrawn_at is not None:
        return
    if comment.shown:
        idea.comments_count -= 1
    comment.withdrawn_at = clock.now()
    history.record(db, "comment.withdrawn", by=by.id, idea=idea.id, comment=comment.id)


def mark_useful(db: Session, comment: Comment, *, by: Account, wanted: bool) -> None:
    db.refresh(comment, with_for_update=COUNTER)
    marks = select(Useful).where(Useful.comment_id == comment.id, Useful.account_id == by.id)
    mine = db.exec(marks).one_or_none()
    if wanted and mine is None and not comment.by(by):
        db.add(Useful(comment_id=comment.id, account_id=by.id))
        comment.useful_count += 1
        history.record(db, "comment.found_useful", by=by.id, idea=comment.idea_id, comment=comment.id)
    elif mine is not None and not wanted:
        db.exec(delete(Useful).where(col(Useful.id) == mine.id))
        comment.useful_count -= 1
        history.record(db, "comment.found_less_useful", by=by.id, idea=comment.idea_id, comment=comment.id)
