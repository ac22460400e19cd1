"""Measures at the desk: what one is, what was read of it since, and readings put right."""

from typing import Any

from pydantic import Field
from sqlmodel import col, select
from starlette.responses import Response

from models import answered, answers, commitments, outcomes, outreaches, wording
from models.answers import Answer
from models.outcomes import SAID, CorrectedSince, Outcome, Reading
from models.statuses import Confidence
from web import answer_forms, desk_answers
from web.answer_forms import SURE, AddedMeasure, as_typed, behind, figure, needed
from web.kit.forms import Filled, Form, line
from web.kit.visit import Visit


class ReadingForm(Form):
    value: needed(figure("the value that was read"), "Enter the value that was read.")  # type: ignore[valid-type]
    read_on: needed(behind("the day it was read"), "Enter the day it was read.")  # type: ignore[valid-type]
    source: line("where the figure comes from", most=outcomes.SOURCE_LIMIT)  # type: ignore[valid-type]
    note: line("a note", most=outcomes.NOTE_LIMIT)  # type: ignore[valid-type]
    confidence: Confidence = Field(title="how sure it is")


class CorrectionForm(ReadingForm):
    because: line("why it was wrong", most=outcomes.NOTE_LIMIT, least=1)  # type: ignore[valid-type]
    seen: int


def create(visit: Visit, answer_id: int) -> Response:
    answer = visit.one(answers.visible_to(visit.member).where(Answer.id == answer_id))
    form = AddedMeasure.read(visit.form)
    if form.accepted:
        answer_forms.check_measure(form, form.accepted)
    if not form.accepted:
        return desk_answers.page(visit, answer_id, 422, measure=form)
    says = {name: getattr(form.accepted, name) for name in AddedMeasure.model_fields}
    outcomes.add(visit.db, answer, by=visit.member, **says)
    return visit.redirect("desk_answers.show", answer_id=answer.id, done="measure-kept")


def show(visit: Visit, outcome_id: int) -> Response:
    outcome = visit.one(select(Outcome).where(Outcome.id == outcome_id))
    answer = visit.one(answers.visible_to(visit.member).where(Answer.id == outcome.answer_id))
    return _page(visit, outcome, answer)


def _page(
    visit: Visit, outcome: Outcome, answer: Answer, form: Filled[ReadingForm] | None = None, status: int = 200
) -> Response:
    told = answered.find(visit.db, col(Answer.id) == answer.id, None)[0]
    measured = next(one for one in told.outcomes if one.outcome.id == outcome.id)
    return visit.render("desk/outcome.html", status, told=told, measured=measured, answer=answer,
                        draft=form or ReadingForm.blank(confidence="medium"), sure=SURE,
                        audience=commitments.audience(visit.db, answer.id, by=visit.member),
                        foreseen=outreaches.foreseen(visit.db, answer.id))


def take_out(visit: Visit, outcome_id: int) -> Response:
    outcome = visit.one(select(Outcome).where(Outcome.id == outcome_id))
    answer = visit.one(answers.visible_to(visit.member).where(Answer.id == outcome.answer_id))
    if not answers.take_out(visit.db, answer, outcome, by=visit.member):
        return visit.redirect("desk_outcomes.show", outcome_id=outcome_id, done="measure-public")
    return visit.redirect("desk_answers.show", answer_id=answer.id, done="measure-taken-out")


def read(visit: Visit, outcome_id: int) -> Response:
    outcome = visit.one(select(Outcome).where(Outcome.id == outcome_id))
    answer, form = visit.one(_public(outcome)), ReadingForm.read(visit.form)
    if form.accepted:
        _check(form, form.accepted, answer)
    if answered.find(visit.db, col(Answer.id) == answer.id, None)[0].nothing_begun:
        form.refuse("value", "Say first that work on a promise has begun, as it says above. Then keep the reading.")
    if not form.accepted:
        return _page(visit, outcome, answer, form, 422)
    outcomes.read(visit.db, outcome, answer, by=visit.member, **_said(form.accepted))
    told = commitments.audience(visit.db, answer.id, by=visit.member).told
    return visit.redirect("desk_outcomes.show", outcome_id=outcome_id, done="measured" if told else "measured-untold")


def _check(form: Filled[Any], accepted: ReadingForm, answer: Answer) -> None:
    """What was read before the answer was given says nothing of what came of it."""
    given = wording.local_day(answer.published_at) if answer.published_at else None
    if given and accepted.read_on < given:
        form.refuse("read_on", f"Enter a day from {wording.day(given)} on, when the answer was given. A value from "
                               "before cannot show what it changed.")


def _said(accepted: ReadingForm) -> dict[str, Any]:
    return {name: getattr(accepted, name) for name in SAID}


def _public(outcome: Outcome) -> Any:
    return select(Answer).where(Answer.id == outcome.answer_id, col(Answer.published_at).is_not(None))


def _reading(visit: Visit, reading_id: int) -> tuple[Reading, Outcome, Answer]:
    reading = visit.one(select(Reading).where(Reading.id == reading_id))
    outcome = visit.db.get_one(Outcome, reading.outcome_id)
    return reading, outcome, visit.one(_public(outcome))


def correction(visit: Visit, reading_id: int) -> Response:
    reading, outcome, answer = _reading(visit, reading_id)
    said = {name: as_typed(getattr(reading, name)) for name in SAID}
    return _form(visit, reading, outcome, answer, CorrectionForm.blank(**said, seen=reading.version))


def _form(
    visit: Visit, reading: Reading, outcome: Outcome, answer: Answer, form: Filled[CorrectionForm], status: int = 200,
    *, corrected_since: bool = False,
) -> Response:
    return visit.render("desk/reading.html", status, reading=reading, outcome=outcome, draft=form, sure=SURE,
                        corrected_since=corrected_since,
                        audience=outcomes.audience(visit.db, answer, reading.id, by=visit.member))


def correct(visit: Visit, reading_id: int) -> Response:
    (reading, outcome, answer), form = _reading(visit, reading_id), CorrectionForm.read(visit.form)
    if form.accepted and form.accepted.read_on != reading.read_on:
        _check(form, form.accepted, answer)
    if not form.accepted:
        return _form(visit, reading, outcome, answer, form, 422)
    said = form.accepted
    try:
        outcomes.correct(visit.db, reading, answer, because=said.because, seen=said.seen, by=visit.member,
                         tell=visit.tells, **_said(said))
    except CorrectedSince:
        form.typed["seen"] = str(reading.version)
        return _form(visit, reading, outcome, answer, form, 409, corrected_since=True)
    return visit.redirect("desk_outcomes.show", outcome_id=outcome.id,
                          done="corrected" if visit.tells else "corrected-untold")
