"""Ideas that come to a theme after its answer was published: it answers them too, and their authors are told."""

from collections.abc import Collection

from sqlmodel import Session, col, select

from models import history
from models.accounts import Account
from models.answers import Answer
from models.themes import Theme


def arrive(db: Session, idea_ids: Collection[int], theme: Theme, *, by: Account | None) -> None:
    """Records that the theme's newest answer reached these ideas. Nothing where the theme has none."""
    mine = select(Answer.id).where(Answer.theme_id == theme.id, col(Answer.published_at).is_not(None))
    answer_id = db.exec(mine.order_by(col(Answer.published_at).desc()).limit(1)).first() if idea_ids else None
    if answer_id is not None:
        history.record(db, "answer.reached", by=by.id if by else None, answer=answer_id, theme=theme.id,
                       call=theme.call_id, ideas=sorted(idea_ids))
