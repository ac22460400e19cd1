"""The register of benefits: kinds are never added together, and no saving is counted twice."""

from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from models import benefits, clock, outcomes, restatements
from models.answers import Answer
from models.benefits import Benefit, BenefitKind, BenefitUnit, Counted
from models.history import Event
from models.outcomes import Outcome
from models.restatements import RestatedSince
from tests import scenes
from tests.cast import Cast

HOURS = {"kind": BenefitKind.OTHER, "unit": BenefitUnit.HOURS}


@pytest.fixture
def answer(db: Session, people: Cast) -> Answer:
    return scenes.published(db, people, theme=scenes.theme(db, None))


@pytest.fixture
def outcome(db: Session, people: Cast, answer: Answer) -> Outcome:
    return outcomes.add(db, answer, by=people.ruth, measure="Calls", baseline=9.0, baseline_on=scenes.JUNE)


def claim(db: Session, answer: Answer, people: Cast, *, amount: float = 1000.0, **says: Any) -> Benefit:
    return benefits.claim(db, answer, by=people.ruth, what="Agency staff", amount=amount, owner_name="Ruth", **says)


def test_a_second_saving_on_the_same_budget_line_is_refused_or_counted_under_the_first(
    db: Session, people: Cast, answer: Answer
) -> None:
    first = claim(db, answer, people, budget_line="Outpatients: agency staff")
    elsewhere = scenes.published(db, people, theme=scenes.theme(db, None, title="Letters"))

    with pytest.raises(Counted) as refused:
        claim(db, elsewhere, people, budget_line="OUTPATIENTS: agency staff", **HOURS)
    assert refused.value.other.reference == first.reference
    second = claim(db, elsewhere, people, budget_line="outpatients: Agency Staff", as_counted=True)

    assert second.counted_under_id == first.id
    [total] = benefits.totals(db)
    assert (total.promised, total.promised_rows, total.there_rows) == (1000.0, 1, 0)


def test_one_measure_is_counted_once_for_each_kind(
    db: Session, people: Cast, answer: Answer, outcome: Outcome
) -> None:
    claim(db, answer, people, outcome_id=outcome.id, **HOURS)
    claim(db, answer, people, outcome_id=outcome.id, kind=BenefitKind.AVOIDED, unit=BenefitUnit.CONTACTS)

    with pytest.raises(Counted):
        claim(db, answer, people, outcome_id=outcome.id, **HOURS)
    other = outcomes.add(db, answer, by=people.ruth, measure="Letters", baseline=9.0, baseline_on=scenes.JUNE)
    assert claim(db, answer, people, outcome_id=other.id, **HOURS).counted_under_id is None


def test_two_who_claim_the_same_in_one_moment_cannot_both_be_counted(
    db: Session, people: Cast, answer: Answer
) -> None:
    claim(db, answer, people, budget_line="Paper")

    with pytest.raises(IntegrityError), db.begin_nested():
        db.add(Benefit(answer_id=answer.id, what="Paper", amount=5.0, owner_name="Anna", budget_line="PAPER"))
        db.flush()


def test_kinds_and_units_have_totals_of_their_own(db: Session, people: Cast, answer: Answer) -> None:
    claim(db, answer, people, amount=400.0, since=clock.today(), cost_once=50.0, budget_line="a")
    claim(db, answer, people, amount=600.0, since=clock.today(), cost_yearly=7.0, budget_line="b")
    claim(db, answer, people, amount=25.0, budget_line="c", **HOURS)
    claim(db, answer, people, amount=30.0, budget_line="d", kind=BenefitKind.OTHER)
    draft = scenes.draft(db, people, theme=scenes.theme(db, None, title="Letters"))
    claim(db, draft, people, amount=9000.0, budget_line="e")

    found = {(one.kind.value, one.unit.value): (one.there, one.there_rows, one.promised, one.promised_rows)
             for one in benefits.totals(db)}
    assert found == {("cashable", "pounds"): (1000.0, 2, 0, 0), ("non_cashable", "pounds"): (0, 0, 30.0, 1),
                     ("non_cashable", "hours"): (0, 0, 25.0, 1)}
    assert benefits.cost(db) == benefits.Cost(50.0, 7.0, 4, 2)
    assert benefits.totals(db, call_id=999) == []


def restate(db: Session, benefit: Benefit, people: Cast, **says: Any) -> bool:
    said = {name: getattr(benefit, name) for name in restatements.NAMES} | says
    return restatements.restate(db, benefit, because="A slip.", seen=benefit.version, by=people.ruth, **said)


def test_what_is_put_right_keeps_what_it_said(db: Session, people: Cast, answer: Answer, outcome: Outcome) -> None:
    benefit = claim(db, answer, people, budget_line="Paper", outcome_id=outcome.id)

    assert restate(db, benefit, people, amount=700.0, since=clock.today(), cost_once=50.0, outcome_id=None)
    assert not restate(db, benefit, people)

    [row] = db.exec(restatements.of_benefit(benefit.id)).all()
    assert row.because == "A slip." and row.was == [
        ("How much a year", "1,000"), ("The measure it rests on", "Calls"), ("There since", "nothing"),
        ("Cost once", "£0")]
    assert [(total.there, total.promised) for total in benefits.totals(db)] == [(700.0, 0)]
    event = db.exec(select(Event).where(Event.kind == "benefit.restated")).one()
    assert (event.by_id, event.data["benefit"]) == (people.ruth.id, benefit.id)
    with pytest.raises(RestatedSince):
        restatements.restate(db, benefit, because="Mine.", seen=1, by=people.anna, amount=1.0)


def test_what_is_put_right_is_counted_no_second_time(db: Session, people: Cast, answer: Answer) -> None:
    paper, under = (claim(db, answer, people, amount=amount, budget_line="Paper", as_counted=True)
                    for amount in (100.0, 40.0))
    ink = claim(db, answer, people, amount=7.0, budget_line="Ink")

    with pytest.raises(Counted):
        restate(db, ink, people, budget_line="PAPER")
    assert restate(db, paper, people, budget_line="ink", as_counted=True)

    assert (paper.counted_under_id, under.counted_under_id) == (ink.id, None)
    assert [total.promised for total in benefits.totals(db)] == [47.0]
    assert restate(db, paper, people, amount=90.0)  # it stays counted where it is
    assert restate(db, paper, people, budget_line="Glue") and paper.counted_under_id is None
    assert [total.promised for total in benefits.totals(db)] == [137.0]
    benefits.take_back(db, ink, because="No.", by=people.ruth)
    assert not restate(db, ink, people, amount=1.0)


def test_what_is_taken_back_lets_the_next_be_counted(db: Session, people: Cast, answer: Answer) -> None:
    first = claim(db, answer, people, budget_line="Paper")
    second, third = (claim(db, answer, people, amount=n, budget_line="Paper", as_counted=True) for n in (70.0, 8.0))

    assert benefits.take_back(db, first, because="It was the printer.", by=people.ruth)
    assert not benefits.take_back(db, first, because="Again.", by=people.ruth)
    assert not benefits.deliver(db, first, since=clock.today(), by=people.ruth)

    assert (second.counted_under_id, third.counted_under_id) == (None, second.id)
    assert [total.promised for total in benefits.totals(db)] == [70.0]
    assert benefits.deliver(db, second, since=clock.today(), by=people.ruth)
    assert [total.there for total in benefits.totals(db)] == [70.0]
