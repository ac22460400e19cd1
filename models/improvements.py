"""What makes an idea by a member of staff an improvement: the waste it removes, a small test, a saving."""

from sqlmodel import Field, Session, SQLModel, select

from models.base import points_to, word
from models.ideas import Idea
from models.statuses import Waste

TEXT_LIMIT = 2_000


class Improvement(SQLModel, table=True):
    id: int = Field(default=None, primary_key=True)
    idea_id: int = points_to("idea", unique=True)
    waste: Waste = word(Waste, Waste.WAITING)
    small_test: str = Field(default="", max_length=TEXT_LIMIT)
    saving: str = Field(default="", max_length=TEXT_LIMIT)

    @property
    def said(self) -> dict[str, str]:
        return {"waste": self.waste, "small_test": self.small_test, "saving": self.saving}


def of_idea(db: Session, idea: Idea) -> Improvement | None:
    return db.exec(select(Improvement).where(Improvement.idea_id == idea.id)).one_or_none()


def describe(db: Session, idea: Idea, *, waste: Waste, small_test: str, saving: str) -> Improvement:
    improvement = Improvement(idea_id=idea.id, waste=waste, small_test=small_test, saving=saving)
    db.add(improvement)
    db.flush()
    return improvement
