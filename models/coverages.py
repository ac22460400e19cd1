"""Which ideas a public answer answers, and with which words of theirs: those there when it was given, and those a
person said it for later.

What was answered stays answered, wherever the idea is put afterwards. An idea that comes to an answered theme waits.
"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select, UniqueConstraint
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Field, Session, SQLModel, col

from models import clock, statuses
from models.base import among, moment, points_to
from models.ideas import Idea
from models.proofs import PASSAGE_LIMIT
from models.themes import Theme

# Memberships, letters and answers know coverages, so only the names of their tables are known here.
_PLACE = sa.table("membership", *map(sa.column, ("idea_id", "primary", "begins", "ends", "words")))
_ANSWER = sa.table("answer", *map(sa.column, ("id", "published_at", "told_at")))
_LETTER = sa.table("outreach", *map(sa.column, ("answer_id", "idea_id", "state")))


class Coverage(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("answer_id", "idea_id"),)

    id: int = Field(default=None, primary_key=True)
    answer_id: int = points_to("answer", index=False)
    idea_id: int = points_to("idea")
    at: datetime = moment()
    words: str = ""  # the passage that the answer went out with


def cover(db: Session, answer_id: int, idea_ids: Select[Any]) -> list[int]:
    """The answer is one to these ideas from now on. Says which it was none to before."""
    wanted = idea_ids.subquery()
    rows = sa.select(sa.literal(answer_id), wanted.c.id, sa.literal(clock.now()), passage())
    rows = with_place(rows.select_from(Idea).join(wanted, wanted.c.id == Idea.id))
    new = insert(Coverage).from_select(["answer_id", "idea_id", "at", "words"], rows)
    new = new.on_conflict_do_nothing(index_elements=["answer_id", "idea_id"])
    return sorted(db.execute(new.returning(col(Coverage.idea_id))).scalars())


def with_place(rows: Select[Any]) -> Select[Any]:
    """Rows of ideas, each with its place in its theme where it has one."""
    return rows.outerjoin(_PLACE, sa.and_(_PLACE.c.idea_id == Idea.id, _PLACE.c.primary))


def passage() -> ColumnElement[str]:
    """The passage of an idea as it stands now: nothing where the stored text does not say exactly that. Where nothing
    was chosen of it, as where it stands in no theme, it is all that a text of this length says."""
    place = _PLACE.c
    exact = sa.func.substr(Idea.body, place.begins + 1, place.ends - place.begins) == place.words
    whole = sa.func.coalesce(place.words, "") == "", sa.func.length(Idea.body) <= PASSAGE_LIMIT
    return sa.case((sa.and_(*whole), Idea.body), (exact, place.words), else_="")


def passage_sent() -> ColumnElement[str]:
    """The passage that an answer went out with, whatever was chosen since, while the idea's text still says it."""
    return sa.case((sa.func.strpos(Idea.body, Coverage.words) > 0, col(Coverage.words)), else_="")


def told_offline() -> ColumnElement[bool]:
    """The condition on a coverage's row that the author knows the answer by letter or telephone."""
    letter = _LETTER.c
    return sa.exists().where(letter.answer_id == Coverage.answer_id, letter.idea_id == Coverage.idea_id,
                             among(letter.state, statuses.TOLD_OFFLINE))


def reword(db: Session, idea_id: int) -> None:
    """An answer that was published quietly goes out with the passage of this idea as it is now. Not one that its author
    knows already: by letter, or because the idea came to it later."""
    quiet = sa.select(_ANSWER.c.id).join(Coverage, col(Coverage.answer_id) == _ANSWER.c.id).where(
        col(Coverage.idea_id) == idea_id, _ANSWER.c.told_at.is_(None), _ANSWER.c.published_at >= col(Coverage.at))
    # Held, so that nobody is told of it meanwhile.
    held = db.execute(quiet.order_by(_ANSWER.c.id).with_for_update(of=_ANSWER)).scalars().all()
    now = with_place(sa.select(passage()).select_from(Idea)).where(col(Idea.id) == idea_id).scalar_subquery()
    reworded = col(Coverage.idea_id) == idea_id, col(Coverage.answer_id).in_(held), ~told_offline()
    db.execute(sa.update(Coverage).where(*reworded).values(words=now))


def of_idea() -> ColumnElement[bool]:
    """The condition on an idea's row that some public answer is one to it."""
    return sa.exists().where(col(Coverage.idea_id) == Idea.id)


def newcomers(theme: Any = Theme) -> tuple[ColumnElement[bool], ...]:
    """The conditions on an idea's row that it waits in this theme."""
    return col(Idea.theme_id) == theme.id, col(Idea.hidden_at).is_(None), among(Idea.status, statuses.WAITING)
