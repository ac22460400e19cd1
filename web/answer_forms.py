"""The form an answer is written in: what it says, who signs it, what it promises and how it will be measured."""

import math
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator
from sqlalchemy.exc import DBAPIError

from models import answers, clock, commitments, editors, evidence, ideas, outcomes, proofs, wording
from models.accounts import Account
from models.answered import Answered
from models.answers import Answer
from models.editors import Seen
from models.statuses import Better, Confidence, Verdict
from web.kit.forms import Filled, Form, day, line, words
from web.kit.visit import Visit

SURE = tuple((sure.value, sure.words, sure.meaning) for sure in Confidence)
VERDICTS = tuple((verdict.value, verdict.words) for verdict in Verdict)
FIGURE = re.compile(r"[+-]?(?:\d+|[1-9]\d{0,2}(?:,\d{3})+)?(?:\.\d*)?")


def figure(what: str) -> Any:
    """A number as people write it; none for an empty field. `what` completes "Enter … as a number"."""
    def read(typed: object) -> float | None:
        shown = re.sub(r"^£(?=[\d.])|\s*%$", "", str(typed).strip(), count=1)
        try:
            value = float(shown.replace(",", "")) if shown else None
        except ValueError:
            value = math.inf
        if not FIGURE.fullmatch(shown):  # 24,1 is written for 24.1 elsewhere: nobody takes it for 241
            value = math.inf
        if value is not None and not abs(value) < 1e12:
            raise ValueError(f"Enter {what} as a number, like 11.2.")
        return value

    return Annotated[float | None, BeforeValidator(read)]


def as_typed(value: object) -> object:
    """What is stored as somebody would type it: `figure` reads the same number again."""
    if isinstance(value, float):
        return f"{Decimal(repr(value)):f}".removesuffix(".0")
    return "" if value is None else value


def needed(kind: Any, sentence: str) -> Any:
    """What must not be left out."""
    def check(given: Any) -> Any:
        if given is None:
            raise ValueError(sentence)
        return given

    return Annotated[kind, AfterValidator(check)]


def ahead(what: str) -> Any:
    """A day that is still to come, or today."""
    def check(chosen: date | None) -> date | None:
        if chosen is not None and chosen < clock.today():
            raise ValueError(f"Choose {what} from today on: {wording.day(chosen)} is over.")
        if chosen is not None and chosen > commitments.latest():
            raise ValueError(f"Choose {what} in the next {commitments.MOST_YEARS} years.")
        return chosen

    return Annotated[day(what), AfterValidator(check)]


def behind(what: str) -> Any:
    """A day that has been, or today."""
    def check(chosen: date | None) -> date | None:
        if chosen is not None and chosen > clock.today():
            raise ValueError(f"Choose {what} up to today: {wording.day(chosen)} is still to come.")
        if chosen is not None and chosen < outcomes.EARLIEST:
            raise ValueError(f"Choose {what} from {wording.day(outcomes.EARLIEST)} on.")
        return chosen

    return Annotated[day(what), AfterValidator(check)]


def _decision(typed: object) -> object:
    """None as long as nothing is decided."""
    if typed and typed not in set(Verdict):
        raise ValueError("Choose what you decided.")
    return typed or None


def maybe_moment(typed: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(typed)) if typed else None
    except ValueError:
        return None


def _way(typed: object) -> object:
    return typed or None


class PromiseForm(Form):
    promise: line("what you promise", most=commitments.TEXT_LIMIT)  # type: ignore[valid-type]
    who: line("who does it", most=commitments.WHO_LIMIT)  # type: ignore[valid-type]
    due_on: ahead("the day of the promise")  # type: ignore[valid-type]


class MeasureForm(Form):
    measure: line("what you will measure", most=outcomes.MEASURE_LIMIT)  # type: ignore[valid-type]
    unit: line("a unit", most=outcomes.UNIT_LIMIT)  # type: ignore[valid-type]
    baseline: figure("the value before")  # type: ignore[valid-type]
    baseline_on: behind("the day of the value before")  # type: ignore[valid-type]
    baseline_source: line("where the figure comes from", most=outcomes.SOURCE_LIMIT)  # type: ignore[valid-type]
    target: figure("the value wanted")  # type: ignore[valid-type]
    better: Annotated[Better | None, BeforeValidator(_way)]
    matters: figure("the smallest change that would matter")  # type: ignore[valid-type]
    read_by: ahead("the day it will be read")  # type: ignore[valid-type]


class AddedPromise(PromiseForm):
    """One that is added to an answer: it is promised at once, so nothing of it may be missing."""

    promise: line("what you promise", most=commitments.TEXT_LIMIT, least=1)  # type: ignore[valid-type]
    due_on: needed(ahead("the day of the promise"), "Enter the day by which it will be done.")  # type: ignore[valid-type]


class AddedMeasure(MeasureForm):
    """One that is added to an answer."""

    measure: line("what you will measure", most=outcomes.MEASURE_LIMIT, least=1)  # type: ignore[valid-type]
    baseline: needed(figure("the value before"), "Enter the value before anything changes.")  # type: ignore[valid-type]
    baseline_on: needed(behind("the day of the value before"), "Enter the day of the value before.")  # type: ignore[valid-type]


class AnswerForm(PromiseForm, MeasureForm):
    verdict: Annotated[Verdict | None, BeforeValidator(_decision)]
    passed_to: line("who it was passed to", most=answers.PASSED_LIMIT)  # type: ignore[valid-type]
    summary: line("the answer in short", most=answers.SUMMARY_LIMIT)  # type: ignore[valid-type]
    body: words("the answer in full", most=answers.BODY_LIMIT)  # type: ignore[valid-type]
    signed_name: line("who signs it", most=answers.NAME_LIMIT)  # type: ignore[valid-type]
    signed_role: line("their role", most=answers.ROLE_LIMIT)  # type: ignore[valid-type]
    seen: Annotated[datetime | None, BeforeValidator(maybe_moment)]


SAID = ("verdict", "passed_to", "summary", "body", "signed_name", "signed_role")


Figures = tuple[tuple[str, int, str], ...]  # a token's name, what it is now, what that is in words


def figures(counts: Mapping[str, int]) -> Figures:
    """The figures that may be written, as they are now."""
    return tuple((name, counts[name], words) for name, words in proofs.FIGURES.items() if name in counts)


def figures_of_theme(theme: Any) -> Figures:
    return figures({"ideas": theme.ideas_count, "people": theme.people, "supports": theme.supports,
                    "staff": theme.staff_count} | evidence.chosen(theme.chosen))


def figures_of_idea(idea: Any) -> Figures:
    return figures({"supports": idea.supports_count})


@dataclass(frozen=True)
class Written:
    """What stands at the right of the desk: the answers given, the draft if there is one, and the form."""

    given: list[Answered]
    draft: Answered | None
    form: Filled[AnswerForm]
    save_path: str
    key: str
    missed: Sequence[str] = ()  # what people miss in the newest answer, where it falls short
    figures: Figures = ()
    editors: Sequence[Seen] = ()

    @property
    def open(self) -> bool:
        """Whether the form is what the desk should see first."""
        return not self.given or self.draft is not None or bool(self.form.errors)


def written(
    visit: Visit, found: list[Answered], save_path: str, key: str, form: Filled[AnswerForm] | None = None,
    figures: Figures = (), seen: Sequence[dict[str, Any]] | None = None, missed: Sequence[str] = (),
) -> Written:
    """What the desk shows. That this person has it open is written down for the others."""
    if not editors.marked(seen, visit.member):
        _mark(visit, key)
    draft = next((told for told in found if not told.answer.published), None)
    given = [told for told in found if told.answer.published]
    shown = form or (stored(draft) if draft else blank(visit.member))
    return Written(given, draft, shown, save_path, key, missed=missed, figures=figures,
                   editors=editors.others(seen, visit.member))


def _mark(visit: Visit, key: str) -> None:
    """Where nothing can be written the page is shown all the same."""
    with suppress(DBAPIError), visit.db.begin_nested():
        editors.mark(visit.db, key, visit.member)



def blank(account: Account) -> Filled[AnswerForm]:
    return AnswerForm.blank(signed_name=account.name, signed_role=account.job)


def stored(told: Answered) -> Filled[AnswerForm]:
    """The form with what was saved."""
    values: dict[str, Any] = {name: getattr(told.answer, name) for name in SAID}
    values["seen"] = told.answer.saved_at.isoformat()
    for promise in told.commitments[:1]:
        values |= {name: getattr(promise, name) for name in PromiseForm.model_fields}
    for measured in told.outcomes[:1]:
        values |= {name: getattr(measured.outcome, name) for name in MeasureForm.model_fields}
    return AnswerForm.blank(**{name: as_typed(value) for name, value in values.items()})


def read(posted: Mapping[str, Any]) -> Filled[AnswerForm]:
    """What was sent. A draft may be half-filled: only what is wrong in itself is refused."""
    form = AnswerForm.read({**posted, "body": with_quote(posted)})
    if (accepted := form.accepted) is not None:
        check_measure(form, accepted)
    return form


def with_quote(posted: Mapping[str, Any]) -> str:
    """The full text, and at its end the passage whose button was pressed."""
    body, asked = str(posted.get("body", "")), str(posted.get("quote", ""))
    if not (asked.isascii() and asked.isdigit() and len(asked) < 10):
        return body
    return f"{body}\n\n{proofs.quote_token(ideas.reference_of(int(asked)))}".lstrip()


def check_measure(form: Filled[Any], accepted: MeasureForm) -> None:
    if accepted.target is not None and accepted.target == accepted.baseline:
        form.refuse("target", "Enter a value wanted that is not the same as the value before.")
    elif _away(accepted):
        form.refuse("better", "You said which way is better, but the value wanted lies the other way.")
    if accepted.matters is not None and accepted.matters < 0:
        form.refuse("matters", "Enter how large a change has to be to matter, like 0.5. It is not below zero.")


def _away(accepted: MeasureForm) -> bool:
    """Whether the target is worse than the value before."""
    if accepted.better is None or accepted.target is None or accepted.baseline is None:
        return False
    return bool(accepted.target < accepted.baseline) != (accepted.better is Better.LOWER)


def save(visit: Visit, accepted: AnswerForm, **about: int) -> Answer:
    """Keeps the draft with its promise and its measure. Raises SavedSince when somebody else was faster."""
    said = {name: getattr(accepted, name) for name in SAID}
    if accepted.verdict != Verdict.PASSED:
        said["passed_to"] = ""
    said |= signature(accepted, visit.member)
    answer = answers.draft(visit.db, **about, by=visit.member, seen=accepted.seen,
                           team_id=visit.member.team_id, **said)
    commitments.write(visit.db, answer, promise=accepted.promise, who=accepted.who, due_on=accepted.due_on,
                      by=visit.member)
    expect(visit, answer, accepted)
    editors.mark(visit.db, f"theme-{answer.theme_id}" if answer.theme_id else f"idea-{answer.idea_id}", visit.member,
                 saved=True)
    return answer


def signature(accepted: AnswerForm, account: Account) -> dict[str, str]:
    """Who signs: as it was written, and where nothing was, the person who saves it."""
    name = accepted.signed_name or account.name
    own = name == account.name and not accepted.signed_role
    return {"signed_name": name, "signed_role": account.job if own else accepted.signed_role}


def expect(visit: Visit, answer: Answer, accepted: MeasureForm) -> None:
    says = {name: getattr(accepted, name) for name in MeasureForm.model_fields}
    if any(value not in ("", None) for value in says.values()):
        outcomes.expect(visit.db, answer, **says, by=visit.member)
    else:
        outcomes.expect_nothing(visit.db, answer, by=visit.member)
