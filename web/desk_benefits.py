"""Benefits at the desk: put into the register, there since a day, or taken back with a reason."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from sqlmodel import col, select
from starlette.responses import Response

from models import answered, benefits, outcomes, restatements
from models.answers import Answer
from models.benefits import Benefit, BenefitKind, BenefitUnit, Counted
from models.restatements import RestatedSince
from models.statuses import Confidence
from web.answer_forms import SURE, as_typed, behind, figure
from web.kit.forms import Filled, Form, Ticked, line
from web.kit.visit import Visit

KINDS = tuple((kind.value, kind.words, kind.meaning) for kind in BenefitKind)
UNITS = tuple((unit.value, unit.words) for unit in BenefitUnit)


def _number(typed: object) -> int | None:
    value = str(typed)
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None


class BenefitForm(Form):
    kind: BenefitKind = Field(title="which kind it is")
    what: line("what is saved or spared", most=benefits.WHAT_LIMIT, least=1)  # type: ignore[valid-type]
    amount: figure("how much")  # type: ignore[valid-type]
    unit: BenefitUnit = Field(title="what it is counted in")
    since: behind("the day since when it is there")  # type: ignore[valid-type]
    cost_once: figure("what it cost once")  # type: ignore[valid-type]
    cost_yearly: figure("what it costs a year")  # type: ignore[valid-type]
    who_benefits: line("who benefits", most=benefits.WHO_LIMIT, least=1)  # type: ignore[valid-type]
    owner_name: line("who answers for the figure", most=benefits.NAME_LIMIT, least=1)  # type: ignore[valid-type]
    owner_role: line("their role", most=benefits.ROLE_LIMIT, least=1)  # type: ignore[valid-type]
    confidence: Confidence = Field(title="how sure it is")
    source: line("where the figure comes from", most=benefits.SOURCE_LIMIT, least=1)  # type: ignore[valid-type]
    budget_line: line("the budget line", most=benefits.LINE_LIMIT)  # type: ignore[valid-type]
    outcome_id: Annotated[int | None, BeforeValidator(_number)]
    as_counted: Ticked


class SinceForm(Form):
    since: behind("the day since when it is there")  # type: ignore[valid-type]


class BackForm(Form):
    because: line("why it is taken back", most=benefits.REASON_LIMIT, least=1)  # type: ignore[valid-type]


def index(visit: Visit, answer_id: int) -> Response:
    return _page(visit, answer_id)


def _page(visit: Visit, answer_id: int, form: Filled[BenefitForm] | None = None, *, double: bool = False) -> Response:
    _public(visit, answer_id)
    told = answered.find(visit.db, col(Answer.id) == answer_id, None)[0]
    listed = visit.db.exec(benefits.of_answer(answer_id)).all()
    blank = BenefitForm.blank(owner_name=visit.member.name, owner_role=visit.member.job, confidence="medium")
    measures = [(one.outcome.id, one.outcome.measure) for one in told.outcomes]
    return visit.render("desk/benefits.html", 422 if form else 200, told=told, answer=told.answer, listed=listed,
                        draft=form or blank, kinds=KINDS, units=UNITS, sure=SURE, measures=measures, double=double)


def _public(visit: Visit, answer_id: int) -> Answer:
    """What only a draft promises counts for nothing yet."""
    return visit.one(select(Answer).where(Answer.id == answer_id, col(Answer.published_at).is_not(None)))


def create(visit: Visit, answer_id: int) -> Response:
    answer, form = _public(visit, answer_id), BenefitForm.read(visit.form)
    _check(visit, form, answer_id)
    if not form.accepted:
        return _page(visit, answer_id, form)
    try:
        benefits.claim(visit.db, answer, by=visit.member, **_says(form.accepted))
    except Counted as counted:
        form.refuse("as_counted", _counted(counted.other))
        return _page(visit, answer_id, form, double=True)
    return visit.redirect("desk_benefits.index", answer_id=answer_id, done="benefit-claimed")


def _says(accepted: BenefitForm) -> dict[str, Any]:
    said = accepted.model_dump(include=set(BenefitForm.model_fields))
    return said | {"cost_once": accepted.cost_once or 0.0, "cost_yearly": accepted.cost_yearly or 0.0}


def _counted(other: Benefit) -> str:
    return (f"This saving is counted already, as {other.reference}: “{other.what}”. Tick here to list it as counted "
            "there. It will be in no total.")


def _check(visit: Visit, form: Filled[Any], answer_id: int) -> None:
    """What one field does not know of another."""
    said = form.accepted
    if said is None:
        return
    if said.amount is None or said.amount <= 0:
        form.refuse("amount", "Enter how much it is, more than 0.")
    if min(said.cost_once or 0, said.cost_yearly or 0) < 0:
        form.refuse("cost_once" if (said.cost_once or 0) < 0 else "cost_yearly", "Enter a cost of 0 or more.")
    if said.unit not in said.kind.units:
        allowed = " or ".join(sorted(unit.words for unit in said.kind.units))
        form.refuse("unit", f"A benefit of this kind is counted in {allowed}.")
    if said.kind is BenefitKind.CASHABLE and not said.budget_line:
        form.refuse("budget_line", "Enter the budget line that gets smaller.")
    elif not said.budget_line and said.outcome_id is None:
        form.refuse("outcome_id", "Choose the measure it rests on, or enter a budget line.")
    if said.outcome_id is not None and not _is_of(visit, answer_id, said.outcome_id):
        form.refuse("outcome_id", "Choose a measure of this answer.")


def _is_of(visit: Visit, answer_id: int, outcome_id: int) -> bool:
    told = answered.find(visit.db, col(Answer.id) == answer_id, None)[0]
    return any(one.outcome.id == outcome_id for one in told.outcomes)


def show(visit: Visit, benefit_id: int) -> Response:
    return _one(visit, _found(visit, benefit_id))


class RestateForm(BenefitForm):
    because: line("why it is changed", most=benefits.REASON_LIMIT, least=1)  # type: ignore[valid-type]
    seen: int


def _found(visit: Visit, benefit_id: int) -> Benefit:
    return visit.one(select(Benefit).where(Benefit.id == benefit_id))


def _one(visit: Visit, benefit: Benefit, status: int = 200, **drafts: Any) -> Response:
    forms = {"there": SinceForm.blank(), "back": BackForm.blank()} | drafts
    wrong = next((form for form in drafts.values() if form.errors), None)
    return visit.render("desk/benefit.html", status, benefit=benefit, draft=wrong, **forms,
                        earlier=visit.db.exec(restatements.of_benefit(benefit.id)).all())


def restatement(visit: Visit, benefit_id: int) -> Response:
    benefit = _standing(visit, benefit_id)
    said = {name: as_typed(getattr(benefit, name)) for name in restatements.NAMES}
    return _restatement(visit, benefit, RestateForm.blank(**said, seen=benefit.version))


def _standing(visit: Visit, benefit_id: int) -> Benefit:
    return visit.one(select(Benefit).where(Benefit.id == benefit_id, col(Benefit.taken_back_at).is_(None)))


def _restatement(visit: Visit, benefit: Benefit, form: Filled[RestateForm], status: int = 200, **more: Any) -> Response:
    measures = [(one.id, one.measure) for one in visit.db.exec(outcomes.of_answer(benefit.answer_id)).all()]
    return visit.render("desk/restatement.html", status, benefit=benefit, draft=form, kinds=KINDS, units=UNITS,
                        sure=SURE, measures=measures, earlier=visit.db.exec(restatements.of_benefit(benefit.id)).all(),
                        **({"double": False, "since": False} | more))


def restate(visit: Visit, benefit_id: int) -> Response:
    benefit, form = _standing(visit, benefit_id), RestateForm.read(visit.form)
    _check(visit, form, benefit.answer_id)
    if not form.accepted:
        return _restatement(visit, benefit, form, 422)
    said = form.accepted
    try:
        changed = restatements.restate(visit.db, benefit, because=said.because, seen=said.seen, by=visit.member,
                                       **_says(said))
    except Counted as counted:
        form.refuse("as_counted", _counted(counted.other))
        return _restatement(visit, benefit, form, 422, double=True)
    except RestatedSince:
        form.typed["seen"] = str(benefit.version)
        return _restatement(visit, benefit, form, 409, since=True)
    if not changed:
        form.refuse("what", "Change something first. It says this already.")
        return _restatement(visit, benefit, form, 422)
    return visit.redirect("desk_benefits.show", benefit_id=benefit_id, done="benefit-restated")


def deliver(visit: Visit, benefit_id: int) -> Response:
    benefit, form = _found(visit, benefit_id), SinceForm.read(visit.form)
    if form.accepted and form.accepted.since is None:
        form.refuse("since", "Enter the day since when it is there.")
    if not form.accepted:
        return _one(visit, benefit, 422, there=form)
    kept = benefits.deliver(visit.db, benefit, since=form.accepted.since, by=visit.member)
    return visit.redirect("desk_benefits.show", benefit_id=benefit_id, done="benefit-there" if kept else "benefit-over")


def take_back(visit: Visit, benefit_id: int) -> Response:
    benefit, form = _found(visit, benefit_id), BackForm.read(visit.form)
    if not form.accepted:
        return _one(visit, benefit, 422, back=form)
    kept = benefits.take_back(visit.db, benefit, because=form.accepted.because, by=visit.member)
    return visit.redirect("desk_benefits.show", benefit_id=benefit_id, done="benefit-back" if kept else "benefit-over")
