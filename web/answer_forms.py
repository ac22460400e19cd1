"""The form an answer is written in: what it says, who signs it, what it promises and how it will be measured."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from pydantic import BeforeValidator

from models import answers, commitments, outcomes
from models.accounts import Account
from models.answered import Answered
from models.answers import Answer
from models.statuses import Verdict
from web.kit.forms import Day, Filled, Form, line, words
from web.kit.visit import Visit

VERDICTS = [(verdict.value, verdict.words) for verdict in Verdict]


def _figure(typed: object) -> float | None:
    shown = str(typed).strip().replace(",", "").removesuffix("%").strip()
    try:
        value = float(shown) if shown else None
    except ValueError:
        value = math.inf
    if value is not None and not abs(value) < 1e12:
        raise ValueError("Enter a number, like 11.2.")
    return value


def _moment(typed: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(typed)) if typed else None
    except ValueError:
        return None


Figure = Annotated[float | None, BeforeValidator(_figure)]


class PromiseForm(Form):
    promise: line("what you promise", most=commitments.TEXT_LIMIT)  # type: ignore[valid-type]
    who: line("who does it", most=commitments.WHO_LIMIT)  # type: ignore[valid-type]
    due_on: Day


class MeasureForm(Form):
    measure: line("what you will measure", most=outcomes.MEASURE_LIMIT)  # type: ignore[valid-type]
    unit: line("a unit", most=outcomes.UNIT_LIMIT)  # type: ignore[valid-type]
    baseline: Figure
    baseline_on: Day
    baseline_source: line("where the figure comes from", most=outcomes.SOURCE_LIMIT)  # type: ignore[valid-type]
    target: Figure
    read_by: Day


class AnswerForm(PromiseForm, MeasureForm):
    verdict: Verdict
    passed_to: line("who it was passed to", most=answers.PASSED_LIMIT)  # type: ignore[valid-type]
    summary: line("the answer in short", most=answers.SUMMARY_LIMIT)  # type: ignore[valid-type]
    body: words("the answer in full", most=answers.BODY_LIMIT)  # type: ignore[valid-type]
    signed_name: line("who signs it", most=answers.NAME_LIMIT)  # type: ignore[valid-type]
    signed_role: line("their role", most=answers.ROLE_LIMIT)  # type: ignore[valid-type]
    seen: Annotated[datetime | None, BeforeValidator(_moment)]


SAID = ("verdict", "passed_to", "summary", "body", "signed_name", "signed_role")


@dataclass(frozen=True)
class Written:
    """What stands at the right of the desk: the answers given, the draft if there is one, and the form."""

    given: list[Answered]
    draft: Answered | None
    form: Filled[AnswerForm]
    save_path: str
    key: str

    @property
    def open(self) -> bool:
        """Whether the form is what the desk should see first."""
        return not self.given or self.draft is not None or bool(self.form.errors)


def written(
    visit: Visit, found: list[Answered], save_path: str, key: str, form: Filled[AnswerForm] | None = None
) -> Written:
    draft = next((told for told in found if not told.answer.published), None)
    given = [told for told in found if told.answer.published]
    return Written(given, draft, form or (stored(draft) if draft else blank(visit.member)), save_path, key)


def blank(account: Account) -> Filled[AnswerForm]:
    return AnswerForm.blank(verdict=Verdict.PART.value, signed_name=account.name, signed_role=account.job)


def stored(told: Answered) -> Filled[AnswerForm]:
    """The form with what was saved."""
    values: dict[str, Any] = {name: getattr(told.answer, name) for name in SAID}
    values["seen"] = told.answer.saved_at.isoformat()
    for promise in told.commitments[:1]:
        values |= {name: getattr(promise, name) for name in PromiseForm.model_fields}
    for measured in told.outcomes[:1]:
        values |= {name: getattr(measured.outcome, name) for name in MeasureForm.model_fields}
    return AnswerForm.blank(**{name: _typed(value) for name, value in values.items()})


def _typed(value: object) -> object:
    if isinstance(value, float):
        return f"{value:.10g}"
    return "" if value is None else value


def read(posted: Mapping[str, Any]) -> Filled[AnswerForm]:
    """What was sent, with what must stand together: a measure and its value before, a passing-on and to whom."""
    form = AnswerForm.read(posted)
    if form.accepted:
        check_measure(form, form.accepted)
    return form


def check_measure(form: Filled[Any], accepted: MeasureForm) -> None:
    figures = accepted.baseline, accepted.baseline_on, accepted.target, accepted.read_by
    if not accepted.measure and any(value is not None for value in figures):
        form.refuse("measure", "Say what the figures measure, or take them out.")
    if accepted.measure and accepted.baseline is None:
        form.refuse("baseline", "Enter the value before anything changes.")
    if accepted.measure and accepted.baseline_on is None:
        form.refuse("baseline_on", "Enter the day of the value before.")


def save(visit: Visit, accepted: AnswerForm, **about: int) -> Answer:
    """Keeps the draft with its promise and its measure. Raises SavedSince when somebody else was faster."""
    said = {name: getattr(accepted, name) for name in SAID}
    if accepted.verdict != Verdict.PASSED:
        said["passed_to"] = ""
    answer = answers.draft(visit.db, **about, by=visit.member, seen=accepted.seen,
                           team_id=visit.member.team_id, **said)
    commitments.write(visit.db, answer, promise=accepted.promise, who=accepted.who, due_on=accepted.due_on,
                      by=visit.member)
    expect(visit, answer, accepted)
    return answer


def expect(visit: Visit, answer: Answer, accepted: MeasureForm) -> None:
    if accepted.measure and accepted.baseline is not None and accepted.baseline_on is not None:
        outcomes.expect(
            visit.db, answer, measure=accepted.measure, unit=accepted.unit, baseline=accepted.baseline,
            baseline_on=accepted.baseline_on, baseline_source=accepted.baseline_source, target=accepted.target,
            read_by=accepted.read_by, by=visit.member)
    else:
        outcomes.expect_nothing(visit.db, answer)
