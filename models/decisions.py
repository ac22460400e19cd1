"""Hiding and restoring what people wrote: who, when, and the reason that its author is told."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Select, exists
from sqlmodel import Field, Session, SQLModel, col, func, update

from models import clock, history, ideas, memberships
from models.accounts import Account
from models.analyses import FOUND_SOMETHING, Analysis
from models.base import moment, points_to, word
from models.comments import SAYS_IT_CANNOT_WAIT, Comment
from models.flags import Flag
from models.history import Event
from models.ideas import COUNTER, Idea
from models.revisions import Revision

REASON_LIMIT = 500


class DecisionKind(StrEnum):
    HIDE = "hide"
    RESTORE = "restore"
    KEEP = "keep"

    @property
    def words(self) -> str:
        return {"hide": "Hidden", "restore": "Shown again", "keep": "Kept"}[self.value]


HAPPENED = {DecisionKind.HIDE: "hidden", DecisionKind.RESTORE: "restored", DecisionKind.KEEP: "kept"}


class Decision(SQLModel, table=True):
    id: int = Field(default=None, primary_key=True)
    kind: DecisionKind = word(DecisionKind, DecisionKind.HIDE)
    idea_id: int = points_to("idea")
    comment_id: int | None = points_to("comment", optional=True)
    revision_id: int | None = points_to("revision", optional=True)
    reason: str = Field(max_length=REASON_LIMIT)
    by_id: int = points_to("account")
    at: datetime = moment()


def decide(
    db: Session, kind: DecisionKind, idea: Idea, comment: Comment | None, *, reason: str, by: Account
) -> Decision | None:
    """Hides, restores or keeps an idea or one of its comments, and settles the reports about it.

    None when there was nothing to change, as when another moderator was a moment earlier: the author is told once.
    """
    thing = comment or idea
    memberships.hold(db, idea)
    db.refresh(thing, with_for_update=COUNTER)
    if kind != DecisionKind.KEEP and not _show_or_hide(db, idea, comment, hide=kind == DecisionKind.HIDE):
        return None
    _settle_reports(db, idea, comment)
    return _recorded(db, kind, idea, comment, None, reason=reason, by=by)


def decide_earlier(
    db: Session, kind: DecisionKind, revision: Revision, idea: Idea, comment: Comment | None, *, reason: str,
    by: Account,
) -> Decision | None:
    """The same for one of the texts that the idea or the comment had before. What it says now is not touched."""
    db.refresh(revision, with_for_update=True)
    hide = kind == DecisionKind.HIDE
    if kind != DecisionKind.KEEP:
        if (revision.hidden_at is not None) == hide:
            return None
        revision.hidden_at = clock.now() if hide else None
    return _recorded(db, kind, idea, comment, revision, reason=reason, by=by)


def _settle_reports(db: Session, idea: Idea, comment: Comment | None) -> None:
    about = col(Flag.comment_id) == comment.id if comment else col(Flag.comment_id).is_(None)
    open_ones = update(Flag).where(col(Flag.idea_id) == idea.id, about, col(Flag.settled_at).is_(None))
    db.exec(open_ones.values(settled_at=clock.now()))


def _show_or_hide(db: Session, idea: Idea, comment: Comment | None, *, hide: bool) -> bool:
    """Whether that changed anything. What others count is counted again."""
    thing = comment or idea
    if (thing.hidden_at is not None) == hide:
        return False
    thing.hidden_at = clock.now() if hide else None
    if comment is not None:
        if comment.withdrawn_at is None:
            idea.comments_count += -1 if hide else 1
    elif idea.theme_id is not None:
        db.flush()
        memberships.recount(db, {idea.theme_id})
    return True


def _recorded(
    db: Session, kind: DecisionKind, idea: Idea, comment: Comment | None, revision: Revision | None, *, reason: str,
    by: Account,
) -> Decision:
    about, earlier = comment.id if comment else None, revision.id if revision else None
    decision = Decision(
        kind=kind, idea_id=idea.id, comment_id=about, revision_id=earlier, reason=reason, by_id=by.id)
    db.add(decision)
    db.flush()
    noun = "version" if revision else "comment" if comment else "idea"
    history.record(db, f"{noun}.{HAPPENED[kind]}", by=by.id, idea=idea.id, comment=about, decision=decision.id)
    return decision


def past() -> Select[Any]:
    """Every decision, with what it was about and who made it."""
    columns: list[Any] = [
        Decision.id, Decision.kind, Decision.idea_id, Decision.comment_id, Decision.revision_id, Decision.reason,
        Decision.at, Idea.reference, Account.name,
        func.coalesce(Revision.body, Comment.body, Idea.title).label("words"),
    ]
    return (
        sa.select(*columns).join(Idea, col(Idea.id) == Decision.idea_id)
        .outerjoin(Comment, col(Comment.id) == Decision.comment_id)
        .outerjoin(Revision, col(Revision.id) == Decision.revision_id)
        .join(Account, col(Account.id) == Decision.by_id)
    )


def about(idea_id: int, comment_id: int | None, revision_id: int | None) -> Select[Any]:
    """Every decision about just this, the newest first."""
    same = (col(Decision.comment_id).is_not_distinct_from(comment_id),
            col(Decision.revision_id).is_not_distinct_from(revision_id))
    return past().where(col(Decision.idea_id) == idea_id, *same).order_by(col(Decision.id).desc())


def newest_reason() -> Select[Any]:
    """Why a text as it stands is hidden, to be asked of one idea or comment; its earlier texts have their own."""
    reasons = sa.select(col(Decision.reason)).where(col(Decision.revision_id).is_(None))
    return reasons.order_by(col(Decision.id).desc()).limit(1)


def to_look_at(first: Collection[str] = ()) -> Select[Any]:
    """Public ideas whose text seems to hold personal details, and that nobody decided about since its words
    were written; those with a finding of one of the `first` kinds before the others. A choice for or against is no
    words."""
    edits = sa.select(func.max(Event.at)).where(col(Event.idea_id) == Idea.id, col(Event.kind) == "idea.edited")
    written = func.coalesce(edits.correlate(Idea).scalar_subquery(), Idea.proposed_at)
    decided = exists().where(
        col(Decision.idea_id) == Idea.id, col(Decision.comment_id).is_(None), col(Decision.revision_id).is_(None),
        col(Decision.at) >= written)
    columns: list[Any] = [
        Idea.id, sa.null().label("comment_id"), Idea.reference, Idea.title, Idea.body,
        col(Idea.proposed_at).label("at"), Analysis.findings]
    sooner = [col(Analysis.findings).contains([{"kind": kind}]).desc() for kind in first]
    rows = sa.select(*columns).join(Analysis, col(Analysis.idea_id) == Idea.id)
    return rows.where(FOUND_SOMETHING, ideas.listed(), ~decided).order_by(*sooner, col(Idea.id).desc())


def comments_to_look_at() -> Select[Any]:
    """The same of comments that say something that cannot wait, wherever they stand."""
    written = func.coalesce(Comment.edited_at, Comment.written_at)
    decided = exists().where(
        col(Decision.comment_id) == Comment.id, col(Decision.revision_id).is_(None), col(Decision.at) >= written)
    columns: list[Any] = [
        Idea.id, col(Comment.id).label("comment_id"), Idea.reference, Idea.title, Comment.body,
        written.label("at"), col(Comment.signals).label("findings")]
    rows = sa.select(*columns).join_from(Comment, Idea, col(Idea.id) == Comment.idea_id)
    return rows.where(SAYS_IT_CANNOT_WAIT, ~decided).order_by(col(Comment.id).desc())
