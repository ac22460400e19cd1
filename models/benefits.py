"""What an answer saves or spares, a row for each benefit, and the rule that no saving is counted twice."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, Index, Select, text
from sqlmodel import Field, Session, SQLModel, col, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from models import clock, history, roadmap
from models.accounts import Account
from models.answers import Answer
from models.base import maybe_moment, moment, points_to, word
from models.calls import Call
from models.ideas import Idea
from models.outcomes import Outcome
from models.statuses import Confidence
from models.teams import Team
from models.themes import Theme
from models.wording import number, pounds

WHAT_LIMIT = 200
WHO_LIMIT = 200
LINE_LIMIT = 120
NAME_LIMIT = 80
ROLE_LIMIT = 120
SOURCE_LIMIT = 200
REASON_LIMIT = 300
_COUNTED = "counted_under_id IS NULL AND taken_back_at IS NULL"


class BenefitKind(StrEnum):
    """Kinds of benefit are never added together."""

    CASHABLE = "cashable"
    OTHER = "non_cashable"
    AVOIDED = "avoided_demand"

    @property
    def words(self) -> str:
        return {"cashable": "Cashable", "non_cashable": "Not cashable", "avoided_demand": "Avoided demand"}[self.value]

    @property
    def meaning(self) -> str:
        return {
            "cashable": "A budget gets smaller: the money is there to spend on something else.",
            "non_cashable": "Time or worth is gained, and no budget gets smaller.",
            "avoided_demand": "People need not ring, write or come a second time.",
        }[self.value]

    @property
    def units(self) -> frozenset["BenefitUnit"]:
        """What it may be counted in."""
        return {"cashable": frozenset({BenefitUnit.POUNDS}),
                "non_cashable": frozenset({BenefitUnit.POUNDS, BenefitUnit.HOURS}),
                "avoided_demand": frozenset({BenefitUnit.CONTACTS, BenefitUnit.HOURS})}[self.value]


class BenefitUnit(StrEnum):
    POUNDS = "pounds"
    HOURS = "hours"
    CONTACTS = "contacts"

    @property
    def words(self) -> str:
        return {"pounds": "£ a year", "hours": "hours a year", "contacts": "contacts a year"}[self.value]


class Counted(Exception):
    """The same saving is counted already, as another benefit."""

    def __init__(self, other: "Benefit") -> None:
        super().__init__(other.reference)
        self.other = other


class Benefit(SQLModel, table=True):
    __table_args__ = (
        Index("uq_benefit_measure", "outcome_id", "kind", unique=True, postgresql_where=text(_COUNTED)),
        Index("uq_benefit_budget_line", text("lower(budget_line)"), unique=True,
              postgresql_where=text(f"{_COUNTED} AND budget_line <> ''")),
        CheckConstraint("amount > 0 AND cost_once >= 0 AND cost_yearly >= 0", name="amounts"),
    )

    id: int = Field(default=None, primary_key=True)
    answer_id: int = points_to("answer")
    outcome_id: int | None = points_to("outcome", optional=True, index=False)
    kind: BenefitKind = word(BenefitKind, BenefitKind.CASHABLE)
    what: str = Field(max_length=WHAT_LIMIT)
    amount: float
    unit: BenefitUnit = word(BenefitUnit, BenefitUnit.POUNDS)
    since: date | None = None  # from when it is there; until then it is promised
    cost_once: float = 0
    cost_yearly: float = 0
    who_benefits: str = Field(default="", max_length=WHO_LIMIT)
    owner_name: str = Field(max_length=NAME_LIMIT)
    owner_role: str = Field(default="", max_length=ROLE_LIMIT)
    confidence: Confidence = word(Confidence, Confidence.MEDIUM)
    source: str = Field(default="", max_length=SOURCE_LIMIT)
    budget_line: str = Field(default="", max_length=LINE_LIMIT)
    counted_under_id: int | None = points_to("benefit", optional=True)
    version: int = 1
    made_at: datetime = moment()
    taken_back_at: datetime | None = maybe_moment()
    taken_back_because: str = Field(default="", max_length=REASON_LIMIT)

    @property
    def counted(self) -> bool:
        """Whether it is in the totals."""
        return self.counted_under_id is None and self.taken_back_at is None

    @property
    def reference(self) -> str:
        return reference(self.id)

    @property
    def amount_words(self) -> str:
        return amount(self.amount, self.unit)


def reference(benefit_id: int) -> str:
    return f"FM-B{benefit_id}"


def amount(value: float, unit: BenefitUnit) -> str:
    """£42,000 a year, 1,200 hours a year."""
    return f"{pounds(value)} a year" if unit is BenefitUnit.POUNDS else f"{number(value)} {unit.words}"


def double_of(
    db: Session, *, kind: BenefitKind, outcome_id: int | None, budget_line: str, but: int = 0
) -> Benefit | None:
    """The benefit that counts this saving already.

    One budget line is saved on once, whatever the saving is called. One measure is counted once for each kind: kinds
    are never added together, so a measure may spare both hours and telephone calls.
    """
    same_line = func.lower(col(Benefit.budget_line)) == budget_line.lower() if budget_line else sa.false()
    same_measure = (col(Benefit.outcome_id) == outcome_id) & (col(Benefit.kind) == kind) if outcome_id else sa.false()
    rows = select(Benefit).where(or_(same_line, same_measure), text(_COUNTED), Benefit.id != but)
    return db.exec(rows.order_by(col(Benefit.id))).first()


def claim(db: Session, answer: Answer, *, by: Account, as_counted: bool = False, **says: Any) -> Benefit:
    """Puts a benefit into the register.

    Raises Counted when its saving is counted already, unless it is listed `as_counted`: then it is in no total.
    """
    benefit = Benefit(answer_id=answer.id, **says)
    other = double_of(db, kind=benefit.kind, outcome_id=benefit.outcome_id, budget_line=benefit.budget_line)
    if other is not None and not as_counted:
        raise Counted(other)
    benefit.counted_under_id = other.id if other else None
    db.add(benefit)
    db.flush()
    _record(db, "benefit.claimed", benefit, by)
    return benefit


def deliver(db: Session, benefit: Benefit, *, since: date, by: Account) -> bool:
    """It is there since this day, and no longer only promised."""
    db.refresh(benefit, with_for_update=True)
    if benefit.since is not None or benefit.taken_back_at is not None:
        return False
    benefit.since, benefit.version = since, benefit.version + 1
    db.add(benefit)
    _record(db, "benefit.delivered", benefit, by)
    return True


def take_back(db: Session, benefit: Benefit, *, because: str, by: Account) -> bool:
    """It stays in the register with the reason, and in no total. What was counted under it is counted itself."""
    db.refresh(benefit, with_for_update=True)
    if benefit.taken_back_at is not None:
        return False
    benefit.taken_back_at, benefit.taken_back_because = clock.now(), because
    db.add(benefit)
    db.flush()
    count_under_anew(db, benefit)
    _record(db, "benefit.taken_back", benefit, by)
    return True


def count_under_anew(db: Session, benefit: Benefit) -> None:
    """What was counted under it is counted where it belongs now."""
    for under in db.exec(select(Benefit).where(Benefit.counted_under_id == benefit.id).order_by(col(Benefit.id))).all():
        other = double_of(db, kind=under.kind, outcome_id=under.outcome_id, budget_line=under.budget_line, but=under.id)
        under.counted_under_id = other.id if other else None
        db.add(under)
        db.flush()


def _record(db: Session, kind: str, benefit: Benefit, by: Account) -> None:
    history.record(db, kind, by=by.id, answer=benefit.answer_id, benefit=benefit.id)


def of_answer(answer_id: int) -> SelectOfScalar[Benefit]:
    return select(Benefit).where(Benefit.answer_id == answer_id).order_by(col(Benefit.id))


KINDS = tuple(BenefitKind)
RANK: Any = sa.case(
    *((col(Benefit.kind) == kind, sa.literal_column(str(n))) for n, kind in enumerate(KINDS)), else_=len(KINDS)
).cast(sa.Integer)


def listed(*, call_id: int | None = None) -> Select[Any]:
    """Benefits of public answers, each with the measure it rests on and what it answers."""
    columns: list[Any] = [
        Benefit, col(Outcome.measure).label("measure"), col(Answer.id).label("answer_id"),
        func.coalesce(Theme.title, Idea.title).label("about"), col(Team.name).label("team"),
        col(Call.id).label("call_id"), Call.question,
    ]
    rows: Select[Any] = roadmap.of_public(sa.select(*columns), Benefit).outerjoin(
        Outcome, col(Outcome.id) == Benefit.outcome_id)
    return rows.where(col(Call.id) == call_id) if call_id else rows


@dataclass(frozen=True)
class Total:
    """What benefits of one kind and unit come to: what is there, what is promised, and on how many rows each rests."""

    kind: BenefitKind
    unit: BenefitUnit
    there: float
    there_rows: int
    promised: float
    promised_rows: int


@dataclass(frozen=True)
class Cost:
    """`silent`: of so many rows nobody has said what they cost."""

    once: float
    yearly: float
    rows: int
    silent: int


def totals(db: Session, *, call_id: int | None = None) -> list[Total]:
    there = col(Benefit.since).is_not(None)
    columns: list[Any] = [Benefit.kind, Benefit.unit, *(
        figure.filter(which) for which in (there, ~there)
        for figure in (func.sum(col(Benefit.amount)), func.count()))]
    rows = _counted(sa.select(*columns), call_id).group_by(col(Benefit.kind), col(Benefit.unit))
    found = [Total(kind, unit, a or 0, n, b or 0, m) for kind, unit, a, n, b, m in db.execute(rows)]
    return sorted(found, key=lambda total: (KINDS.index(total.kind), list(BenefitUnit).index(total.unit)))


def cost(db: Session, *, call_id: int | None = None) -> Cost:
    """What it takes to have them: of the same rows."""
    columns: list[Any] = [func.sum(col(Benefit.cost_once)), func.sum(col(Benefit.cost_yearly)), func.count(),
                          func.count().filter(col(Benefit.cost_once) + col(Benefit.cost_yearly) == 0)]
    once, yearly, rows, silent = db.execute(_counted(sa.select(*columns), call_id)).one()
    return Cost(once or 0, yearly or 0, rows, silent)


def _counted(rows: Any, call_id: int | None) -> Any:
    counted = roadmap.of_public(rows, Benefit).where(
        col(Benefit.counted_under_id).is_(None), col(Benefit.taken_back_at).is_(None))
    return counted.where(col(Call.id) == call_id) if call_id else counted
