"""The title of a draft: which ideas mean the same, among all that the sentence model has read."""

from sqlmodel import Session

from models import analyses, drafts, similar
from models.drafts import Draft
from models.settings import settings
from nlp import vectors


def compare(db: Session, draft_id: int) -> None:
    """Doing it again finds the same. Without the sentence model nothing is found."""
    draft = db.get(Draft, draft_id)
    if draft is None or draft.sent or draft.is_compared:
        return
    meaning = vectors.meaning(draft.title, settings().model_dir)
    near = analyses.nearest_in_meaning(db, meaning, most=similar.MOST) if meaning is not None else []
    drafts.keep_nearest(db, draft, near)
