"""Ideas that come to a theme after its answer was published: it answers them too, and their authors are told."""

from collections.abc import Collection

from sqlmodel import Session, col, select

from models import answers, history
from models.accounts import Account
from models.answers import Answer
from models.themes import Theme


def newest(db: Session, theme: Theme) -> int | None:
    """The theme's newest public answer."""
    mine = select(Answer.id).where(Answer.theme_id == theme.id, col(Answer.published_at).is_not(None))
    return db.exec(mine.order_by(col(Answer.published_at).desc()).limit(1)).first()


def arrive(db: Session, idea_ids: Collection[int], theme: Theme, *, by: Account | None) -> None:
    """Records that the theme's newest answer reached these ideas. Nothing where the theme has none."""
    reach(db, newest(db, theme) if idea_ids else None, idea_ids, theme, by=by)


def reach(
    db: Session, answer_id: int | None, idea_ids: Collection[int], theme: Theme, *, by: Account | None
) -> None:
    if answer_id is not None and idea_ids:
        answers.count_told_again(db, answer_id)
        history.record(db, "answer.reached", by=by.id if by else None, answer=answer_id, theme=theme.id,
                       call=theme.call_id, ideas=sorted(idea_ids))
