"""Who is told of an answer by letter or on the telephone, and whether they were."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Select, UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from models import answers, clock, history, replies, statuses
from models.accounts import Account
from models.answers import Answer
from models.base import among, moment, points_to, word
from models.contacts import Contact
from models.coverages import Coverage
from models.ideas import Idea
from models.languages import Language
from models.replies import Reply
from models.statuses import Channel, Heard, OutreachState
from models.wording import plural

OUT_OF_REACH_SHOWN = 100
# What can come of each.
ROUTES = {Channel.PAPER: (OutreachState.SENT,), Channel.PHONE: (OutreachState.REACHED, OutreachState.NOT_REACHED)}


class Outreach(SQLModel, table=True):
    """What came of it. As long as nothing has, there is no row."""

    __table_args__ = (UniqueConstraint("answer_id", "idea_id"),)

    id: int = Field(default=None, primary_key=True)
    answer_id: int = points_to("answer", index=False)
    idea_id: int = points_to("idea")
    channel: Channel = word(Channel, Channel.PAPER)
    state: OutreachState = word(OutreachState, OutreachState.SENT)
    by_id: int | None = points_to("account", optional=True)
    at: datetime = moment()


def people(answer_id: int) -> Select[Any]:
    """Whoever can only be told by letter or telephone, with their words, what came of it, and what they said then."""
    rows = answers.each_covered(answer_id)
    here, said = (sa.and_(col(one.idea_id) == Idea.id, col(one.answer_id) == answer_id) for one in (Outreach, Reply))
    rows = rows.join(Contact, col(Contact.idea_id) == Idea.id).outerjoin(Outreach, here).outerjoin(Reply, said)
    return rows.add_columns(Contact, col(Idea.channel), col(Outreach.state), col(Outreach.at).label("done_at"),
                            col(Reply.heard), col(Reply.sentence))


def person(answer_id: int, idea_id: int) -> Select[Any]:
    """One of them who was told of it, and can say whether it answers their point."""
    return people(answer_id).where(col(Idea.id) == idea_id, among(Outreach.state, statuses.TOLD_OFFLINE))


def of_idea(idea_id: int) -> Select[Any]:
    """The public answers to an idea, the newest first: whether its author was told by letter or telephone, and said
    what they think of it."""
    here, said = (sa.and_(col(one.idea_id) == idea_id, col(one.answer_id) == Answer.id) for one in (Outreach, Reply))
    columns: list[Any] = [Answer.id, Answer.summary, Outreach.state, Reply.heard]
    rows = sa.select(*columns).join(Coverage, col(Coverage.answer_id) == Answer.id)
    rows = rows.outerjoin(Outreach, here).outerjoin(Reply, said)
    return rows.where(col(Coverage.idea_id) == idea_id).order_by(col(Answer.published_at).desc(), col(Answer.id))


@dataclass(frozen=True)
class Told:
    """How many letters and calls there are, or were. `languages` are those that some of these people asked for; of
    `nobody` there is neither an account nor an address."""

    letters: int
    calls: int
    languages: tuple[Language, ...] = ()
    nobody: int = 0

    def __bool__(self) -> bool:
        return bool(self.letters or self.calls)

    @property
    def words(self) -> str:
        """2 letters and 1 call: there is one for each idea, and who wrote twice gets two."""
        each = (self.letters, "letter"), (self.calls, "call")
        return " and ".join(plural(number, one) for number, one in each if number)


def foreseen(
    db: Session, answer_id: int, *, untold: bool = False, late: Select[Any] | None = None
) -> Told:
    """How many are to be written to and rung up; where it says so, without those who were told already. Of `late`
    ideas, which the answer is none to yet, where these are given."""
    wished = func.array_agg(sa.distinct(sa.cast(Contact.language, sa.String)))
    reached: Any = col(Contact.id).is_not(None)
    if untold:
        mine = sa.select(col(Outreach.id)).where(col(Outreach.answer_id) == answer_id, col(Outreach.idea_id) == Idea.id)
        reached = sa.and_(reached, ~mine.where(among(Outreach.state, statuses.TOLD_OFFLINE)).correlate(Idea).exists())
    each = [number.filter(reached) for number in _each(Idea.channel)]
    nobody = func.count().filter(col(Idea.author_id).is_(None), col(Contact.id).is_(None))
    rows: Any = sa.select(*each, wished, nobody).outerjoin(Contact, col(Contact.idea_id) == Idea.id)
    ideas = answers.covered(answer_id) if late is None else late
    letters, calls, codes, lost = db.execute(rows.where(col(Idea.id).in_(ideas))).one()
    languages = tuple(Language(one) for one in codes or () if one and one != Language.ENGLISH)
    return Told(letters, calls, languages, lost)


def told(db: Session, answer_id: int) -> Told:
    """How many letters were sent, and how many people were reached on the telephone."""
    rows: Any = sa.select(*_each(Outreach.channel)).where(col(Outreach.answer_id) == answer_id)
    return Told(*db.execute(rows.where(among(Outreach.state, statuses.TOLD_OFFLINE))).one())


def told_by_hand() -> Any:
    """As a column beside an answer: how many letters were sent, and how many calls got through."""
    mine = col(Outreach.answer_id) == Answer.id, among(Outreach.state, statuses.TOLD_OFFLINE)
    return sa.select(func.count()).select_from(Outreach).where(*mine).correlate(Answer).scalar_subquery()


def _each(channel: Any) -> list[Any]:
    return [func.count().filter(channel == one) for one in (Channel.PAPER, Channel.PHONE)]


def out_of_reach(answer_id: int) -> Select[Any]:
    """Those whose mails come back, with their words."""
    rows = answers.each_covered(answer_id).join(Account, col(Account.id) == Idea.author_id)
    gone = col(Account.unreachable_at).is_not(None)
    return rows.where(gone).limit(OUT_OF_REACH_SHOWN)


def mark(db: Session, answer: Answer, idea_id: int, state: OutreachState, *, by: Account) -> bool:
    """Says what came of it; saying the same again changes nothing. False for somebody who is not on the list."""
    row = db.execute(_held(people(answer.id).where(col(Idea.id) == idea_id))).first()
    if row is None or not answer.published or state not in ROUTES[row.channel]:
        return False
    outreach = db.exec(_of(answer, idea_id)).one_or_none()
    outreach = outreach or Outreach(answer_id=answer.id, idea_id=idea_id, channel=row.channel)
    if outreach.id is None or outreach.state is not state:
        outreach.state, outreach.by_id, outreach.at = state, by.id, clock.now()
        db.add(outreach)
        if not state.tells:
            replies.take_back(db, answer.id, idea_id)
        history.record(db, f"outreach.{state.value}", by=by.id, idea=idea_id, answer=answer.id)
    return True


def take_back(db: Session, answer: Answer, idea_id: int, *, by: Account) -> bool:
    """Nothing came of it yet: it was the wrong button. What they are said to have replied goes with it."""
    if db.execute(_held(people(answer.id).where(col(Idea.id) == idea_id))).first() is None:
        return False
    outreach = db.exec(_of(answer, idea_id)).one_or_none()
    if outreach is not None:
        replies.take_back(db, answer.id, idea_id)
        db.delete(outreach)
        history.record(db, "outreach.taken_back", by=by.id, idea=idea_id, answer=answer.id, state=outreach.state.value)
    return True


def reply(db: Session, answer: Answer, idea_id: int, *, heard: Heard, sentence: str, by: Account) -> bool:
    """What somebody said of the answer when they wrote back or were rung up. False for somebody who was not told."""
    if db.execute(_held(person(answer.id, idea_id))).first() is None:
        return False
    replies.take_down(db, answer, idea_id, heard=heard, sentence=sentence, by=by)
    return True


def _held(rows: Select[Any]) -> Select[Any]:
    """Nobody else says at the same time what came of it."""
    return rows.with_for_update(of=Idea, key_share=True)


def _of(answer: Answer, idea_id: int) -> SelectOfScalar[Outreach]:
    return select(Outreach).where(Outreach.answer_id == answer.id, Outreach.idea_id == idea_id)
