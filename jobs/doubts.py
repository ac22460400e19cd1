"""After every run: what people should look at again in the themes of a call, those that people made as well."""

from sqlmodel import Session, col, select

from jobs.found import Outcome
from models import doubts, groupings, themes
from models.doubts import Doubt, DoubtKind
from models.ideas import Idea
from nlp import doubts as telling
from nlp.doubts import Held


def renew(db: Session, call_id: int, outcome: Outcome) -> None:
    found = telling.find(_held(db, call_id, outcome), outcome.vectors, outcome.spoken, _copies(outcome))
    doubts.keep(db, call_id, {
        theme_id: [Doubt(DoubtKind(one.kind), one.sentence, one.figures, one.other) for one in told]
        for theme_id, told in found.items()})


def _held(db: Session, call_id: int, outcome: Outcome) -> dict[int, Held]:
    """The call's themes with the ideas that stand in them now, as far as this run has read them."""
    db.flush()
    at = {idea_id: i for i, idea_id in enumerate(outcome.material.ids)}
    members: dict[int, list[int]] = {}
    rows = select(Idea.id, Idea.theme_id).where(
        Idea.call_id == call_id, col(Idea.theme_id).is_not(None), groupings.groupable())
    for idea_id, theme_id in db.exec(rows.order_by(col(Idea.id))).all():
        if idea_id in at and theme_id is not None:
            members.setdefault(theme_id, []).append(at[idea_id])
    return {theme.id: Held(theme.title, tuple(members.get(theme.id, ()))) for theme in db.exec(themes.current(call_id))}


def _copies(outcome: Outcome) -> dict[int, int]:
    return {i: same.kept for same in outcome.partition.copies for i in same.members}
