"""What a contributor says of an answer: it answered my point, partly, not. One each, and it may be changed.

Who was told by letter or on the telephone has no account: the desk takes down what they say, beside their idea.

An answer that too few find an answer brings its theme back to the desk, until a further one is given.
"""

from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import CheckConstraint, ColumnElement, UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, delete, func, select
from sqlmodel.sql.expression import SelectOfScalar

from models import clock, history
from models.accounts import Account
from models.answers import Answer
from models.base import moment, points_to, so_many, word
from models.settings import settings
from models.statuses import Heard
from models.themes import Theme

SENTENCE_LIMIT = 500
LEAST = 5  # fewer replies than this say nothing about the answer
FEWEST_UNKNOWN = 5  # people who were told: of fewer, others can guess who replied what
SHARE = 2  # one in so many must say that it answers their point
DAYS_OF_A_LINK = 180


class Reply(SQLModel, table=True):
    __table_args__ = (
        UniqueConstraint("answer_id", "account_id"), UniqueConstraint("idea_id", "answer_id"),
        CheckConstraint("num_nonnulls(account_id, idea_id) = 1", name="one_voice"))

    id: int = Field(default=None, primary_key=True)
    answer_id: int = points_to("answer", index=False)
    account_id: int | None = points_to("account", optional=True)
    idea_id: int | None = points_to("idea", optional=True, index=False)
    heard: Heard = word(Heard, Heard.ANSWERED)
    sentence: str = Field(default="", max_length=SENTENCE_LIMIT)
    at: datetime = moment()


def give(db: Session, answer: Answer, *, heard: Heard, sentence: str, by: Account) -> Reply:
    mine = select(Reply).where(Reply.answer_id == answer.id, Reply.account_id == by.id).with_for_update()
    reply = db.exec(mine).one_or_none() or Reply(answer_id=answer.id, account_id=by.id)
    if _says(db, reply, heard, sentence):
        history.record(db, "answer.replied_to", by=by.id, answer=answer.id, theme=answer.theme_id,
                       idea=answer.idea_id, heard=heard.value)
    return reply


def take_down(db: Session, answer: Answer, idea_id: int, *, heard: Heard, sentence: str, by: Account) -> Reply:
    """What the person who has no account said, whose idea this is."""
    theirs = select(Reply).where(Reply.answer_id == answer.id, Reply.idea_id == idea_id).with_for_update()
    reply = db.exec(theirs).one_or_none() or Reply(answer_id=answer.id, idea_id=idea_id)
    if _says(db, reply, heard, sentence):
        history.record(db, "outreach.replied", by=by.id, answer=answer.id, theme=answer.theme_id, idea=idea_id,
                       heard=heard.value)
    return reply


def take_back(db: Session, answer_id: int, idea_id: int) -> None:
    """Who was not told of it said nothing of it."""
    db.exec(delete(Reply).where(col(Reply.answer_id) == answer_id, col(Reply.idea_id) == idea_id))


def _says(db: Session, reply: Reply, heard: Heard, sentence: str) -> bool:
    """Keeps it; false where they had said the same."""
    if reply.id is not None and (reply.heard, reply.sentence) == (heard, sentence):
        return False
    reply.heard, reply.sentence, reply.at = heard, sentence, clock.now()
    db.add(reply)
    return True


def sentences(answer_id: int) -> SelectOfScalar[Reply]:
    """What people wrote beside their choice, the newest first."""
    said = select(Reply).where(Reply.answer_id == answer_id, Reply.sentence != "")
    return said.order_by(col(Reply.at).desc(), col(Reply.id))


def who_sees(told: int) -> str:
    """What somebody is told who is asked whether an answer answers their point, where so many were told of it."""
    who = "Nobody sees who." if told >= FEWEST_UNKNOWN else "So few were asked that others may guess who."
    return f"Everyone sees how many say so. {who}"


def missed(theme_id: Any, most: int = 5) -> ColumnElement[Any]:
    """What those wrote whose point the newest answer to this theme does not answer, the newest first."""
    said: Any = sa.select(col(Reply.sentence))
    said = said.where(col(Reply.answer_id) == _newest(theme_id), col(Reply.heard) != Heard.ANSWERED)
    said = said.where(col(Reply.sentence) != "")
    few = said.order_by(col(Reply.at).desc(), col(Reply.id).desc()).limit(most)
    return func.array(few.scalar_subquery()).label("missed")


def falls_short(heard: Any, replied: Any) -> Any:
    """Whether too few of those who replied say that it answers their point; of numbers, or as a condition."""
    return (replied >= LEAST) & (heard * SHARE < replied)


def _newest(theme_id: Any) -> Any:
    """The newest public answer to a theme. It stands two queries deep, so it must be told that the theme is outside."""
    newest = sa.select(col(Answer.id)).where(col(Answer.theme_id) == theme_id, col(Answer.published_at).is_not(None))
    newest = newest.order_by(col(Answer.published_at).desc(), col(Answer.id).desc()).limit(so_many(1))
    return newest.correlate(Theme).scalar_subquery()


def newest_falls_short(theme_id: Any) -> ColumnElement[bool]:
    """The condition that the newest public answer to this theme falls short."""
    heard = func.count().filter(col(Reply.heard) == Heard.ANSWERED)
    said = sa.select(falls_short(heard, func.count())).select_from(Reply)
    said = said.where(col(Reply.answer_id) == _newest(theme_id))
    return func.coalesce(said.scalar_subquery(), sa.false())


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key, salt="reply")


def path(answer_id: int, account_id: int) -> str:
    """The address in a mail that says this of this answer without signing in, for as long as a link lasts."""
    return f"/replies/{_signer().dumps([answer_id, account_id, clock.today().toordinal()])}"


def by_token(db: Session, token: str) -> tuple[int, Account] | None:
    """The answer and who was told of it; none for a link that we did not make, or made long ago."""
    try:
        answer_id, account_id, day = _signer().loads(token)
    except (BadSignature, ValueError, TypeError):
        return None
    account = db.get(Account, account_id)
    over = clock.today() > date.fromordinal(day) + timedelta(days=DAYS_OF_A_LINK)
    return (answer_id, account) if account is not None and not over else None
