"""Ideas that came to a theme after it was answered. They wait, until a person says that the answer is theirs too."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import Select
from sqlmodel import Session, col, func, select

from models import answers, audiences, coverages, history, standing, themes
from models.accounts import Account
from models.answers import Answer
from models.audiences import Audience
from models.coverages import Coverage
from models.ideas import Idea
from models.themes import Theme


def newest_answer(db: Session, theme_id: int) -> Answer | None:
    """The one that may be said for newcomers: the theme's newest public answer."""
    mine = select(Answer).where(Answer.theme_id == theme_id, col(Answer.published_at).is_not(None))
    return db.exec(mine.order_by(col(Answer.published_at).desc(), col(Answer.id).desc()).limit(1)).first()


def of(answer: Answer) -> Select[Any]:
    """The ids of the ideas that wait in its theme."""
    return sa.select(col(Idea.id)).join(Theme, col(Theme.id) == Idea.theme_id).where(
        col(Theme.id) == answer.theme_id, *coverages.newcomers())


def count(db: Session, answer: Answer) -> int:
    return int(db.execute(sa.select(func.count()).select_from(of(answer).subquery())).scalar_one())


def audience(db: Session, answer: Answer, *, by: Account) -> Audience:
    """Who is told when this person says the answer for the newcomers."""
    return audiences.count(db, audiences.of(of(answer), untold_of=answer.id), but_for=by)


def answer_too(db: Session, answer: Answer, *, by: Account) -> list[int]:
    """The answer is one to the ideas that wait in its theme, from now on; their authors and followers are told.

    Says which ideas these were: none when somebody else did it a moment earlier.
    """
    if answer.theme_id is None or not answer.published:
        return []
    themes.hold(db, [answer.theme_id])
    ids = coverages.cover(db, answer.id, of(answer))
    if ids:
        standing.settle(db, ideas=ids)
        answer.told_count = max(answer.told_count, _told(db, answer))
        history.record(db, "answer.reached", by=by.id, answer=answer.id, theme=answer.theme_id, ideas=ids)
    return ids


def _told(db: Session, answer: Answer) -> int:
    """How many who wrote are told of it by now: where it was published quietly, only those who came to it since."""
    if answer.told_at is not None:
        return answers.audience(db, answer.id, by=None).wrote
    since = col(Coverage.answer_id) == answer.id, col(Coverage.at) > answer.published_at
    return audiences.count(db, audiences.of(sa.select(col(Coverage.idea_id)).where(*since)), but_for=None).wrote
