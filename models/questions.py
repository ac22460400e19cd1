"""What a team asks back: one author, or everyone who wrote about a theme.

A question stands under each idea as the team's comment, and the answer to it below: there the conversation goes on.
An `Asking` is one person who is asked. The link in their mail answers this one question, without signing in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import CheckConstraint, ColumnElement, Select, UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, func, select, update
from sqlmodel.sql.expression import SelectOfScalar

from models import accounts, clock, comments, history, ideas, revisions, themes
from models.accounts import Account
from models.base import maybe_moment, moment, points_to
from models.comments import Comment
from models.ideas import COUNTER, Idea
from models.settings import settings
from models.statuses import QuestionState
from models.themes import Theme

WORDS_LIMIT = 500
OPEN_AT_ONCE = 3
DAYS_LEAST = 7  # who is mailed once a week reads it in time
DAYS_MOST = 60
DAYS_AFTER = 14  # who is late by no more than this can still answer


class TooMany(Exception):
    """As many questions as may be open at once wait for answers here already."""


class Nobody(Exception):
    """Nobody who wrote about it can be asked."""


class Closed(Exception):
    """The question takes no answer any more, or not from here."""


class Question(SQLModel, table=True):
    __table_args__ = (CheckConstraint("num_nonnulls(theme_id, idea_id) = 1", name="one_thing"),)

    id: int = Field(default=None, primary_key=True)
    theme_id: int | None = points_to("theme", optional=True)
    idea_id: int | None = points_to("idea", optional=True)
    words: str = Field(max_length=WORDS_LIMIT)
    author_id: int | None = points_to("account", optional=True)
    team_id: int | None = points_to("team", optional=True)
    answer_by: date
    asked_at: datetime = moment()
    closed_at: datetime | None = maybe_moment()

    @property
    def open(self) -> bool:
        return self.closed_at is None and clock.today() <= self.answer_by + timedelta(days=DAYS_AFTER)

    @property
    def past(self) -> bool:
        """Whether its last day is over. What comes a little later is taken all the same."""
        return clock.today() > self.answer_by

    def state(self, answers: int, asked: int) -> QuestionState:
        if not self.open:
            return QuestionState.CLOSED
        return QuestionState.ANSWERED if 0 < asked <= answers else QuestionState.ASKED


class Asking(SQLModel, table=True):
    """One person who is asked, at one idea of theirs: once, however often they wrote."""

    __table_args__ = (UniqueConstraint("question_id", "account_id"),)

    id: int = Field(default=None, primary_key=True)
    question_id: int = points_to("question", index=False)
    account_id: int = points_to("account")
    idea_id: int = points_to("idea")
    comment_id: int = points_to("comment")
    response_id: int | None = points_to("comment", optional=True)
    answered_at: datetime | None = maybe_moment()
    revoked_at: datetime | None = maybe_moment()

    @property
    def path(self) -> str:
        """The address that answers without signing in."""
        return f"/questions/link/{_signer().dumps(self.id)}"


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key, salt="question")


def by_token(db: Session, token: str) -> Asking | None:
    try:
        known: Any = _signer().loads(token)
    except BadSignature:
        return None
    return db.get(Asking, known) if isinstance(known, int) else None


def own(account: Account, asking_id: int) -> SelectOfScalar[Asking]:
    return select(Asking).where(Asking.id == asking_id, Asking.account_id == account.id)


@dataclass(frozen=True)
class Reach:
    """Whom a question would be put to: by mail, or only here because they want none. `others` left no address."""

    mailed: int
    silent: int
    others: int

    @property
    def asked(self) -> int:
        return self.mailed + self.silent


def reach(db: Session, *, theme_id: int | None = None, idea_id: int | None = None, by: Account) -> Reach:
    each = _askable(theme_id, idea_id, by).subquery()
    mailed = accounts.mailed()
    unknown = sa.select(func.count(col(Idea.id))).where(_about(theme_id, idea_id), col(Idea.author_id).is_(None))
    columns = [func.count().filter(mailed), func.count().filter(~mailed), unknown.scalar_subquery()]
    return Reach(*db.execute(sa.select(*columns).join(each, each.c.account_id == Account.id)).one())


def _about(theme_id: int | None, idea_id: int | None) -> ColumnElement[bool]:
    here = col(Idea.theme_id) == theme_id if theme_id is not None else col(Idea.id) == idea_id
    return sa.and_(here, ideas.listed())


def _askable(theme_id: int | None, idea_id: int | None, by: Account) -> Select[Any]:
    """Each author once, with the first idea of theirs that it is about. Nobody asks themselves."""
    columns: list[Any] = [col(Idea.author_id).label("account_id"), func.min(Idea.id).label("idea_id")]
    rows = sa.select(*columns)
    rows = rows.where(_about(theme_id, idea_id), col(Idea.author_id).is_not(None), col(Idea.author_id) != by.id)
    return rows.group_by(col(Idea.author_id))


def ask(
    db: Session, *, words: str, answer_by: date, by: Account, theme_id: int | None = None, idea_id: int | None = None,
) -> Question:
    """Puts the question under the ideas, and to their authors. Raises TooMany or Nobody."""
    theme_id = _one_at_a_time(db, theme_id, idea_id)
    if len(db.exec(still_open(theme_id=theme_id, idea_id=idea_id)).all()) >= OPEN_AT_ONCE:
        raise TooMany
    people = db.execute(_askable(theme_id, idea_id, by)).all()
    if not people:
        raise Nobody
    question = Question(theme_id=theme_id, idea_id=idea_id, words=words, answer_by=answer_by, author_id=by.id,
                        team_id=by.team_id)
    db.add(question)
    db.flush()
    _put_to(db, question, {row.idea_id: row.account_id for row in people}, by)
    history.record(db, "question.asked", by=by.id, theme=theme_id, idea=idea_id, question=question.id)
    return question


def _one_at_a_time(db: Session, theme_id: int | None, idea_id: int | None) -> int | None:
    """Two people who ask in the same moment take turns, so that both count what is open."""
    if theme_id is not None:
        return themes.hold_where_it_went(db, theme_id).id
    db.execute(sa.select(col(Idea.id)).where(col(Idea.id) == idea_id).with_for_update(key_share=True))
    return None


def _put_to(db: Session, question: Question, people: dict[int, int], by: Account) -> None:
    """A comment under each idea, and an asking for its author, in one statement each."""
    held = sa.select(col(Idea.id)).where(col(Idea.id).in_(people)).order_by(col(Idea.id))
    ids = db.execute(held.with_for_update(key_share=True)).scalars().all()
    same = {"author_id": by.id, "body": question.words, "question_id": question.id, "written_at": clock.now(),
            "useful_count": 0, "signals": []}
    said = sa.insert(Comment).returning(col(Comment.id), col(Comment.idea_id))
    rows = db.execute(said, [same | {"idea_id": idea_id} for idea_id in ids]).all()
    db.execute(sa.insert(Asking), [
        {"question_id": question.id, "account_id": people[idea_id], "idea_id": idea_id, "comment_id": comment_id}
        for comment_id, idea_id in rows])
    more = update(Idea).where(col(Idea.id).in_(ids)).values(comments_count=Idea.comments_count + 1)
    db.exec(more.execution_options(synchronize_session="fetch"))
    history.record_each(db, "idea.asked", ids, by=by.id, theme=question.theme_id)


def still_open(*, theme_id: int | None = None, idea_id: int | None = None) -> SelectOfScalar[Question]:
    return select(Question).where(about(theme_id=theme_id, idea_id=idea_id), is_open())


def about(*, theme_id: int | None = None, idea_id: int | None = None) -> ColumnElement[bool]:
    """The condition on a question's row that it is about this theme, or one that was merged into it; or this idea."""
    if theme_id is None:
        return col(Question.idea_id) == idea_id
    merged = sa.select(col(Theme.id)).where(sa.or_(col(Theme.id) == theme_id, col(Theme.merged_into_id) == theme_id))
    return col(Question.theme_id).in_(merged)


def is_open(today: Any = None) -> ColumnElement[bool]:
    """The condition on a question's row that it takes answers, today or on a day that is given with the query."""
    lately = sa.literal(clock.today(), sa.Date) if today is None else today
    return sa.and_(col(Question.closed_at).is_(None), col(Question.answer_by) >= lately - DAYS_AFTER)


def takes_answer(db: Session, asking: Asking) -> bool:
    """Whether this person can answer it now, or change what they answered."""
    question, asked = db.get_one(Question, asking.question_id), db.get_one(Comment, asking.comment_id)
    said, idea = response(db, asking), db.get_one(Idea, asking.idea_id)
    hidden = said is not None and said.hidden_at is not None
    return question.open and asked.shown and idea.takes_comments and not hidden


def response(db: Session, asking: Asking) -> Comment | None:
    return db.get(Comment, asking.response_id) if asking.response_id else None


def respond(db: Session, asking: Asking, *, body: str, signals: Sequence[dict[str, Any]] = ()) -> Comment:
    """What somebody answers, in public; one answer each, which may be changed as long as it is asked. Raises Closed."""
    db.get_one(Idea, asking.idea_id, with_for_update=COUNTER, populate_existing=True)
    db.refresh(asking, with_for_update=True)
    if not takes_answer(db, asking):
        raise Closed
    by, said = db.get_one(Account, asking.account_id), response(db, asking)
    if said is not None and said.shown:
        revisions.edit_comment(db, said, body=body, by=by, signals=signals)
        return said
    idea, asked = db.get_one(Idea, asking.idea_id), db.get_one(Comment, asking.comment_id)
    said = comments.write(db, idea, body=body, by=by, parent=asked, signals=signals)
    _keep(db, asking, said)
    return said


def heard(db: Session, comment: Comment) -> None:
    """A reply below a question is the answer to it, when it is the first of the person who is asked."""
    mine = select(Asking).where(Asking.comment_id == comment.parent_id, Asking.account_id == comment.author_id)
    asking = db.exec(mine.with_for_update()).one_or_none() if comment.parent_id else None
    if asking is not None and asking.response_id is None:
        _keep(db, asking, comment)


def _keep(db: Session, asking: Asking, said: Comment) -> None:
    asking.response_id, asking.answered_at = said.id, clock.now()
    db.flush()
    history.record(db, "question.answered", by=asking.account_id, idea=asking.idea_id, comment=said.id,
                   question=asking.question_id)


def revoke(db: Session, asking: Asking) -> None:
    """Ends the link of one mail: whoever holds it answers no more by it. Again changes nothing."""
    db.refresh(asking, with_for_update=True)
    if asking.revoked_at is None:
        asking.revoked_at = clock.now()
        history.record(db, "question.link_ended", by=asking.account_id, idea=asking.idea_id,
                       question=asking.question_id)


def close(db: Session, question: Question, *, by: Account) -> None:
    """No more answers are taken; what was answered stays. Again changes nothing."""
    db.refresh(question, with_for_update=True)
    if question.closed_at is None:
        question.closed_at = clock.now()
        history.record(db, "question.closed", by=by.id, theme=question.theme_id, idea=question.idea_id,
                       question=question.id)
