"""A benefit said anew, with a reason; what it said before stays readable, and no saving is counted twice."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field, Session, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models import benefits, history
from models.accounts import Account
from models.base import json, moment, points_to
from models.benefits import REASON_LIMIT, Benefit, BenefitKind, BenefitUnit, Counted
from models.outcomes import Outcome
from models.statuses import Confidence
from models.wording import day, number, pounds

NAMES = {
    "what": "What is saved or spared", "kind": "Which kind it is", "amount": "How much a year", "unit": "Counted in",
    "budget_line": "Budget line", "outcome_id": "The measure it rests on", "source": "Where the figure comes from",
    "confidence": "How sure it is", "since": "There since", "cost_once": "Cost once", "cost_yearly": "Cost a year",
    "who_benefits": "Who benefits", "owner_name": "Who answers for the figure", "owner_role": "Their role",
}


class RestatedSince(Exception):
    """Somebody else changed this benefit after the person who changes it now had opened it."""


class Restatement(SQLModel, table=True):
    """`before`: what changed, each as a name and the words that stood there."""

    id: int = Field(default=None, primary_key=True)
    benefit_id: int = points_to("benefit")
    before: dict[str, Any] = json()
    because: str = Field(max_length=REASON_LIMIT)
    at: datetime = moment()

    @property
    def was(self) -> list[tuple[str, str]]:
        return [(words, self.before[name]) for name, words in NAMES.items() if name in self.before]


def of_benefit(benefit_id: int) -> SelectOfScalar[Restatement]:
    return select(Restatement).where(Restatement.benefit_id == benefit_id).order_by(col(Restatement.id))


def restate(
    db: Session, benefit: Benefit, *, because: str, seen: int, by: Account, as_counted: bool = False, **says: Any
) -> bool:
    """Says anew what a benefit is. False for one that was taken back, or that says this already.

    `seen` is the version that this person saw. Raises RestatedSince when it was changed since, and Counted when the
    saving is counted already, unless it is listed as counted there.
    """
    db.refresh(benefit, with_for_update=True)
    if benefit.version != seen:
        raise RestatedSince
    before = {name: _words(db, name, getattr(benefit, name)) for name in says if getattr(benefit, name) != says[name]}
    if benefit.taken_back_at is not None or not before:
        return False
    other = benefits.double_of(db, kind=says["kind"], outcome_id=says["outcome_id"], budget_line=says["budget_line"],
                               but=benefit.id)
    if other is not None and not as_counted and benefit.counted_under_id != other.id:
        raise Counted(other)
    benefit.sqlmodel_update(says)
    benefit.counted_under_id, benefit.version = other.id if other else None, benefit.version + 1
    db.add_all([benefit, Restatement(benefit_id=benefit.id, before=before, because=because)])
    db.flush()
    benefits.count_under_anew(db, benefit)
    history.record(db, "benefit.restated", by=by.id, answer=benefit.answer_id, benefit=benefit.id)
    return True


def _words(db: Session, name: str, value: Any) -> str:
    if name == "outcome_id" and value is not None:
        return db.get_one(Outcome, value).measure
    if isinstance(value, BenefitKind | BenefitUnit | Confidence):
        return value.words
    if isinstance(value, date):
        return day(value)
    if isinstance(value, float):
        return pounds(value) if name.startswith("cost_") else number(value)
    return str(value or "nothing")
