"""What a text said before its author changed it. Anyone who may read the text may read these."""

import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy import Select
from sqlalchemy import select as columns
from sqlmodel import Field, Session, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models import clock, history
from models.accounts import Account
from models.base import moment, points_to
from models.comments import Comment
from models.ideas import Idea


class Revision(SQLModel, table=True):
    id: int = Field(default=None, primary_key=True)
    idea_id: int | None = points_to("idea", optional=True)
    comment_id: int | None = points_to("comment", optional=True)
    title: str = ""
    body: str
    kept_at: datetime = moment()


def of_idea(idea: Idea) -> SelectOfScalar[Revision]:
    return select(Revision).where(Revision.idea_id == idea.id).order_by(col(Revision.id).desc())


def listed_of_idea(idea_id: int) -> Select[Any]:
    """The earlier texts as a list shows them."""
    shown: list[Any] = [Revision.id, Revision.title, Revision.body, Revision.kept_at]
    return columns(*shown).where(col(Revision.idea_id) == idea_id)


def of_comment(comment: Comment) -> SelectOfScalar[Revision]:
    return select(Revision).where(Revision.comment_id == comment.id).order_by(col(Revision.id).desc())


def print_of(idea: Idea) -> str:
    """A short print of the text as it stands: a form that carries another one is out of date."""
    return hashlib.sha256(f"{idea.title}\0{idea.body}".encode()).hexdigest()[:16]


def edit_idea(db: Session, idea: Idea, *, title: str, body: str, by: Account) -> None:
    """Changes the text. What was public before stays readable; what nobody saw yet is not kept."""
    if (title, body) != (idea.title, idea.body):
        if idea.published:
            db.add(Revision(idea_id=idea.id, title=idea.title, body=idea.body))
        idea.title, idea.body, idea.edited_at = title, body, clock.now()
        history.record(db, "idea.edited", by=by.id, idea=idea.id, call=idea.call_id)


def edit_comment(db: Session, comment: Comment, *, body: str, by: Account) -> None:
    if body != comment.body:
        db.add(Revision(comment_id=comment.id, body=comment.body))
        comment.body, comment.edited_at = body, clock.now()
        history.record(db, "comment.edited", by=by.id, idea=comment.idea_id, comment=comment.id)
