"""What a team promised in an answer: what, who, by when, and the day it was done."""

from datetime import date, datetime, timedelta

from sqlmodel import Field, Session, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models import answers, clock, history
from models.accounts import Account
from models.answers import Answer
from models.base import maybe_moment, moment, points_to

TEXT_LIMIT = 300
WHO_LIMIT = 120
MOST_YEARS = 10


class Commitment(SQLModel, table=True):
    id: int = Field(default=None, primary_key=True)
    answer_id: int = points_to("answer")
    promise: str = Field(max_length=TEXT_LIMIT)
    who: str = Field(default="", max_length=WHO_LIMIT)
    due_on: date | None = None
    made_at: datetime = moment()
    delivered_at: datetime | None = maybe_moment()

    @property
    def missing(self) -> list[str]:
        """What stands in the way of promising it in public."""
        said = [] if self.promise else ["Say what you promise, or take out who does it and by when."]
        over = self.due_on is not None and self.due_on < clock.today()
        return [*said, *(["The day of the promise has passed. Choose another."] if over else [])]


def latest() -> date:
    """The last day that something may be promised for."""
    return clock.today() + timedelta(days=365 * MOST_YEARS)


def of_answer(answer_id: int) -> SelectOfScalar[Commitment]:
    return select(Commitment).where(Commitment.answer_id == answer_id).order_by(col(Commitment.id))


def make(
    db: Session, answer: Answer, *, promise: str, who: str, due_on: date | None, by: Account
) -> Commitment:
    commitment = Commitment(answer_id=answer.id, promise=promise, who=who, due_on=due_on)
    db.add(commitment)
    answers.add_to(db, answer)
    db.flush()
    _record(db, "commitment.made", commitment, answer, by)
    return commitment


def write(db: Session, answer: Answer, *, promise: str, who: str, due_on: date | None, by: Account) -> None:
    """What a draft promises: one commitment, perhaps half-written, or none when nothing is written."""
    old, written = db.exec(of_answer(answer.id)).first(), bool(promise or who or due_on)
    if old is None and written:
        make(db, answer, promise=promise, who=who, due_on=due_on, by=by)
    elif old is not None and written:
        old.promise, old.who, old.due_on = promise, who, due_on
    elif old is not None:
        db.delete(old)


def deliver(db: Session, commitment: Commitment, answer: Answer, *, by: Account) -> None:
    db.refresh(commitment, with_for_update=True)
    if commitment.delivered_at is None:
        commitment.delivered_at = clock.now()
        answers.settle(db, answer)
        _record(db, "commitment.delivered", commitment, answer, by)


def _record(db: Session, kind: str, commitment: Commitment, answer: Answer, by: Account) -> None:
    """The promise of a draft is not public, so it is not told with its idea."""
    idea = answer.idea_id if answer.published else None
    history.record(db, kind, by=by.id, answer=answer.id, theme=answer.theme_id, idea=idea,
                   commitment=commitment.id)
