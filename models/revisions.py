"""What a text said before its author changed it. Anyone who may read the text may read these, unless one was taken
back by its author or hidden by a moderator."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_
from sqlalchemy import select as columns
from sqlmodel import Field, Session, SQLModel, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from models import clock, history, memberships, text
from models.accounts import Account
from models.base import maybe_moment, moment, points_to
from models.comments import Comment
from models.ideas import Idea
from models.improvements import Improvement
from models.statuses import Stance


class Revision(SQLModel, table=True):
    id: int = Field(default=None, primary_key=True)
    idea_id: int | None = points_to("idea", optional=True)
    comment_id: int | None = points_to("comment", optional=True)
    title: str = ""
    body: str
    waste: str = ""
    small_test: str = ""
    saving: str = ""
    stance: str = ""
    kept_at: datetime = moment()
    hidden_at: datetime | None = maybe_moment()
    withdrawn_at: datetime | None = maybe_moment()


ADDED: tuple[Any, ...] = (Revision.waste, Revision.small_test, Revision.saving, Revision.stance)
IN_PUBLIC = and_(col(Revision.hidden_at).is_(None), col(Revision.withdrawn_at).is_(None))


def of_idea(idea: Idea) -> SelectOfScalar[Revision]:
    return select(Revision).where(Revision.idea_id == idea.id).order_by(col(Revision.id).desc())


def listed_of_idea(idea_id: int) -> Select[Any]:
    """The earlier texts as a list shows them."""
    shown: list[Any] = [Revision.id, Revision.title, Revision.body, *ADDED, Revision.kept_at,
                        Revision.hidden_at, Revision.withdrawn_at]
    return columns(*shown).where(col(Revision.idea_id) == idea_id)


def of_comment(comment: Comment) -> SelectOfScalar[Revision]:
    return select(Revision).where(Revision.comment_id == comment.id).order_by(col(Revision.id).desc())


def own(account: Account, revision_id: int) -> SelectOfScalar[Revision]:
    """This earlier text, if this person wrote it."""
    rows = select(Revision).outerjoin(Idea, col(Idea.id) == Revision.idea_id)
    rows = rows.outerjoin(Comment, col(Comment.id) == Revision.comment_id)
    mine = or_(col(Idea.author_id) == account.id, col(Comment.author_id) == account.id)
    return rows.where(Revision.id == revision_id, mine)


def print_of(idea: Idea, improvement: Improvement | None) -> str:
    return text.print_of(stored(idea, improvement).values())


def stored(idea: Idea, improvement: Improvement | None) -> dict[str, str]:
    """All that its author wrote and chose, by the names of the form."""
    chosen: dict[str, str] = {"stance": idea.stance} if idea.stance else {}
    return {"title": idea.title, "body": idea.body} | chosen | (improvement.said if improvement else {})


def edit_idea(
    db: Session, idea: Idea, *, by: Account, title: str, body: str, stance: Stance | None = None,
    improvement: Improvement | None = None, **added: str,
) -> None:
    """Changes what it says, or what its author chose. What was public before stays readable; what nobody saw yet is
    not kept."""
    before: dict[str, Any] = stored(idea, improvement)
    chosen = {"stance": stance} if stance else {}
    same_words = before | {"title": title, "body": body} | added == before
    if same_words and before | chosen == before:
        return
    if idea.published:
        db.add(Revision(idea_id=idea.id, **before))
    idea.title, idea.body, idea.edited_at = title, body, clock.now()
    idea.stance = stance or idea.stance
    if improvement is not None:
        improvement.sqlmodel_update(added)
    memberships.follow_text(db, idea)
    kind = "idea.stance_changed" if same_words else "idea.edited"
    history.record(db, kind, by=by.id, idea=idea.id, call=idea.call_id)


def edit_comment(
    db: Session, comment: Comment, *, body: str, by: Account, signals: Sequence[dict[str, Any]] = ()
) -> None:
    """Keeps what it said before. Two changes at once take turns."""
    db.refresh(comment, with_for_update={"key_share": True})
    if body != comment.body:
        db.add(Revision(comment_id=comment.id, body=comment.body))
        comment.body, comment.edited_at, comment.signals = body, clock.now(), list(signals)
        history.record(db, "comment.edited", by=by.id, idea=comment.idea_id, comment=comment.id)


def withdraw(db: Session, revision: Revision, *, by: Account) -> None:
    """Takes an earlier text back: others no longer read it. Again changes nothing."""
    db.refresh(revision, with_for_update=True)
    if revision.withdrawn_at is None:
        revision.withdrawn_at = clock.now()
        comment = db.get(Comment, revision.comment_id) if revision.comment_id else None
        history.record(db, "version.withdrawn", by=by.id, idea=comment.idea_id if comment else revision.idea_id,
                       comment=revision.comment_id, version=revision.id)
