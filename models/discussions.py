"""What is said under an idea, as a reader sees it: each comment with its replies, in an order they choose."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Select, case, exists, literal, null
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func

from models import authors, clock, comments, decisions, questions
from models.accounts import Account
from models.authors import Author
from models.comments import Comment, Useful
from models.decisions import Decision
from models.ideas import Idea
from models.questions import Asking, Question
from models.readers import Reader
from models.teams import Team

SIZE = 50
LAST = 2**31 - 1

Root: Any = aliased(Comment, name="root")
ROOT_ID = func.coalesce(Comment.parent_id, Comment.id)


class Reading(StrEnum):
    OLDEST = "oldest"
    NEWEST = "newest"
    USEFUL = "useful"

    @property
    def words(self) -> str:
        return {"oldest": "Oldest first", "newest": "Newest first", "useful": "Most useful"}[self.value]


def order(reading: Reading) -> tuple[tuple[Any, bool], ...]:
    """Conversations in the chosen order; inside each, the comment first and its replies as they came."""
    under = (col(Comment.id), False)
    return {
        Reading.OLDEST: ((ROOT_ID, False), under),
        Reading.NEWEST: ((ROOT_ID, True), under),
        Reading.USEFUL: ((col(Root.useful_count), True), (ROOT_ID, True), under),
    }[reading]


@cache
def of_idea(reader: Reader | None) -> Select[Any]:
    """Every comment of `idea` with its author and whether the reader found it useful, in one query to be asked."""
    columns: list[Any] = [
        Comment.id, Comment.parent_id, Comment.author_id, Comment.body, Comment.written_at, Comment.edited_at,
        Comment.hidden_at, Comment.withdrawn_at, Comment.useful_count, _found_useful(reader).label("found_useful"),
        _why().label("why_hidden"), *authors.OF_COMMENT, Comment.question_id,
        col(Question.answer_by).label("answer_by"), col(Question.closed_at).label("closed_at"),
        _asked(reader).label("asking_id"),
    ]
    return (
        sa.select(*columns)
        .select_from(Comment)
        .join(Idea, col(Idea.id) == Comment.idea_id)
        .join(Root, Root.id == ROOT_ID)
        .outerjoin(Question, col(Question.id) == Comment.question_id)
        .outerjoin(Account, col(Account.id) == Comment.author_id)
        .outerjoin(Team, col(Team.id) == Account.team_id)
        .where(col(Comment.idea_id) == sa.bindparam("idea", type_=sa.Integer))
    )


def _found_useful(account: Reader | None) -> Any:
    if account is None:
        return literal(False)
    return exists().where(col(Useful.comment_id) == Comment.id, col(Useful.account_id) == account.id)


def _asked(account: Reader | None) -> Any:
    """The asking by which the reader is asked this, if they are."""
    if account is None:
        return null()
    mine = sa.select(col(Asking.id)).where(col(Asking.comment_id) == Comment.id, col(Asking.account_id) == account.id)
    return mine.correlate(Comment).scalar_subquery()


def _why() -> Any:
    """The reason that a comment is hidden for."""
    mine = decisions.newest_reason().where(col(Decision.comment_id) == Comment.id)
    reason = mine.correlate(Comment).scalar_subquery()
    return case((col(Comment.hidden_at).is_not(None), reason), else_=null())


@dataclass(frozen=True)
class Asks:
    """What stands beside a question that a team asked: until when, and the asking of a reader who may answer it."""

    answer_by: date
    closed: bool
    asking_id: int | None


@dataclass(frozen=True)
class Said:
    """One comment as this reader sees it. `body` is empty where its words are not for them."""

    id: int
    parent_id: int | None
    author: Author
    body: str
    written_at: datetime
    edited_at: datetime | None
    hidden_at: datetime | None
    withdrawn_at: datetime | None
    why_hidden: str | None
    useful_count: int
    found_useful: bool
    mine: bool
    editable: bool
    asks: Asks | None


@dataclass
class Thread:
    """A comment and its replies. Without its first comment when that stands on the page before."""

    first: Said | None
    replies: list[Said] = field(default_factory=list)


@dataclass(frozen=True)
class Discussion:
    """A page of a discussion, as a value: whoever is shown the same has an equal one. `mine` and `editable`: ids of
    what the reader wrote, and of what they may still change."""

    rows: tuple[Any, ...]
    mine: frozenset[int]
    editable: frozenset[int]
    moderates: bool

    @property
    def threads(self) -> list[Thread]:
        return _together(_said(row, self) for row in self.rows)


def read_by(account: Account | None, rows: Iterable[Any]) -> Discussion:
    """Rows in one of the orders, as this person reads them."""
    kept = tuple(rows)
    own = [row for row in kept if account is not None and row.author_id == account.id]
    editable = (row.id for row in own if _shown(row) and row.question_id is None
                and comments.fresh(row.written_at))
    return Discussion(kept, frozenset(row.id for row in own), frozenset(editable),
                      account is not None and account.moderates)


def _shown(row: Any) -> bool:
    return row.hidden_at is None and row.withdrawn_at is None


def _said(row: Any, read: Discussion) -> Said:
    mine = row.id in read.mine
    readable = _shown(row) or mine or read.moderates
    return Said(
        row.id, row.parent_id, authors.of_comment(row), row.body if readable else "", row.written_at, row.edited_at,
        row.hidden_at, row.withdrawn_at, row.why_hidden, row.useful_count, row.found_useful, mine,
        row.id in read.editable, _asks(row) if row.question_id else None,
    )


def _asks(row: Any) -> Asks:
    closed = row.closed_at is not None or clock.today() > row.answer_by + timedelta(days=questions.DAYS_AFTER)
    return Asks(row.answer_by, closed, None if closed else row.asking_id)


def _together(said: Iterable[Said]) -> list[Thread]:
    found: list[Thread] = []
    for one in said:
        if one.parent_id is None:
            found.append(Thread(one))
            continue
        if not found or not _belongs(one, found[-1]):
            found.append(Thread(None))
        found[-1].replies.append(one)
    return found


def _belongs(reply: Said, thread: Thread) -> bool:
    root = thread.first.id if thread.first else thread.replies[0].parent_id
    return reply.parent_id == root


def place_of(db: Session, comment: Comment) -> list[int] | None:
    """Where to begin reading, oldest first, to meet this comment; None when it is on the first page."""
    root = comment.parent_id or comment.id
    thread = ROOT_ID
    in_thread = sa.and_(thread == root, col(Comment.id) <= comment.id)
    count = sa.select(func.count(), func.count().filter(in_thread)).select_from(Comment)
    earlier = count.where(col(Comment.idea_id) == comment.idea_id, (thread < root) | in_thread)
    before, beside = db.execute(earlier).one()
    if before <= SIZE:
        return None
    return [root - 1, LAST] if beside <= SIZE else [root, comment.id - 1]
