"""What a contributor says of an answer: it answered my point, partly, not. One each, and it may be changed."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models import clock, history
from models.accounts import Account
from models.answers import Answer
from models.base import moment, points_to, word
from models.statuses import Heard

SENTENCE_LIMIT = 500


class Reply(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("answer_id", "account_id"),)

    id: int = Field(default=None, primary_key=True)
    answer_id: int = points_to("answer", index=False)
    account_id: int = points_to("account")
    heard: Heard = word(Heard, Heard.ANSWERED)
    sentence: str = Field(default="", max_length=SENTENCE_LIMIT)
    at: datetime = moment()


def give(db: Session, answer: Answer, *, heard: Heard, sentence: str, by: Account) -> Reply:
    mine = select(Reply).where(Reply.answer_id == answer.id, Reply.account_id == by.id).with_for_update()
    reply = db.exec(mine).one_or_none() or Reply(answer_id=answer.id, account_id=by.id)
    if reply.id is None or (reply.heard, reply.sentence) != (heard, sentence):
        reply.heard, reply.sentence, reply.at = heard, sentence, clock.now()
        db.add(reply)
        history.record(db, "answer.replied_to", by=by.id, answer=answer.id, theme=answer.theme_id,
                       idea=answer.idea_id, heard=heard.value)
    return reply


def sentences(answer_id: int) -> SelectOfScalar[Reply]:
    """What people wrote beside their choice, the newest first."""
    said = select(Reply).where(Reply.answer_id == answer_id, Reply.sentence != "")
    return said.order_by(col(Reply.at).desc(), col(Reply.id))
