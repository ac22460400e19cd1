"""The business case of an answer in the five parts that the Treasury asks for, filled from what is known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, func

from models import audiences, benefits, quotes
from models.answered import Answered
from models.answers import Answer
from models.before_after import Measured
from models.benefits import Benefit, BenefitKind
from models.commitments import Commitment
from models.coverages import Coverage
from models.ideas import Idea
from models.proofs import Passage
from models.themes import ThemeQuote
from models.wording import day, done, going_on, number, plural

MOST_QUOTES = 3


@dataclass(frozen=True)
class Part:
    """One question of a case: what is known, in sentences, and people's own words. Where it has neither, it is open."""

    question: str
    lines: list[str] = field(default_factory=list)
    quotes: list[Passage] = field(default_factory=list)

    @property
    def known(self) -> bool:
        return bool(self.lines or self.quotes)


@dataclass(frozen=True)
class Section:
    name: str
    meaning: str
    parts: list[Part]


@dataclass(frozen=True)
class Known:
    """What a case is made of."""

    told: Answered
    ideas: int
    people: int
    supports: int
    quotes: list[Passage]
    benefits: Sequence[Benefit]


def known(db: Session, told: Answered) -> Known:
    ideas, people, supports = db.execute(_counted(told.answer.id)).one()
    said = [Passage(**row) for row in db.execute(_quotes(told.answer)).mappings()] if told.answer.theme_id else []
    counted = [one for one in db.exec(benefits.of_answer(told.answer.id)) if one.counted]
    return Known(told, ideas, people, supports or 0, said, counted)


def _counted(answer_id: int) -> Any:
    rows = sa.select(func.count(), func.count(sa.distinct(col(Idea.author_id))), func.sum(col(Idea.supports_count)))
    return rows.select_from(Coverage).join(Idea, col(Idea.id) == Coverage.idea_id).where(
        col(Coverage.answer_id) == answer_id, audiences.public())


def _quotes(answer: Answer) -> Any:
    """What the people of its theme say whom it answers, and only what stands in the idea as it is quoted."""
    answered = sa.select(col(Coverage.idea_id)).where(col(Coverage.answer_id) == answer.id)
    rows = quotes.of_theme(answer.theme_id, ThemeQuote.idea_id, Idea.reference)
    return rows.where(col(Idea.id).in_(answered), audiences.public()).limit(MOST_QUOTES)


def sections(said: Known) -> list[Section]:
    return [
        Section("Strategic", "Why anything should change", _strategic(said)),
        Section("Economic", "What it is worth, and to whom", _economic(said)),
        Section("Commercial", "Who does it", _commercial(said.told)),
        Section("Financial", "What it costs, and what it saves", _financial(said.benefits)),
        Section("Management", "How it is done, and how we know", _management(said.told)),
    ]


def _strategic(said: Known) -> list[Part]:
    told = said.told
    asked = [f"People were asked: {told.question}"] if told.question else []
    by = f" by {plural(said.people, 'person', 'people')}" if said.people else ""  # imported ideas have no account
    many = [f"{plural(said.ideas, 'idea')}{by} asked for it, and they were supported "
            f"{plural(said.supports, 'time')}."] if said.ideas else []
    decided = [f"{told.answer.verdict_words}: {told.answer.summary}"] if told.answer.summary else []
    return [Part("What is the need?", [*asked, *many], said.quotes), Part("What was decided?", decided),
            Part("What should be different afterwards?", [_aim(one) for one in told.outcomes if one.outcome.success])]


def _aim(measured: Measured) -> str:
    outcome = measured.outcome
    wanted = f", and {measured.figure(outcome.target)} wanted" if outcome.target is not None else ""
    counted = ", ".join(part for part in (day(outcome.baseline_on), outcome.baseline_source) if part)
    before = f"{measured.figure(outcome.baseline)} before" + (f" ({counted})" if counted else "")
    return f"{outcome.measure}: {before}{wanted}."


def _economic(said: Known) -> list[Part]:
    worth = [_worth(one) for one in said.benefits]
    who = sorted({one.who_benefits for one in said.benefits if one.who_benefits})
    sure = [f"{one.what}: {going_on(one.confidence.words)}. {one.confidence.meaning} ({one.source})"
            for one in said.benefits]
    options = [f"To change nothing: it stays at {one.figure(one.outcome.baseline)}, as far as anybody knows."
               for one in said.told.outcomes if one.outcome.success]
    chosen = [f"What was chosen: {going_on(said.told.answer.verdict_words)}."] if options else []
    return [Part("Which ways were there?", [*options, *chosen]), Part("What does it bring?", worth),
            Part("Who benefits?", who), Part("How sure is that?", sure)]


def _worth(benefit: Benefit) -> str:
    there = f"there since {day(benefit.since)}" if benefit.since else "promised"
    return f"{benefit.kind.words}: {going_on(benefit.what)}, {benefit.amount_words}, {there}."


def _commercial(told: Answered) -> list[Part]:
    who = sorted({one.who for one in told.commitments if one.who})
    passed = [f"It was passed to {told.answer.passed_to}."] if told.answer.passed_to else []
    return [Part("Who does it?", [*who, *passed]), Part("What has to be bought, and from whom?")]


def _financial(found: Sequence[Benefit]) -> list[Part]:
    costs = [f"{one.what}: £{number(one.cost_once)} once and £{number(one.cost_yearly)} a year."
             for one in found if one.cost_once or one.cost_yearly]
    cashable = [one for one in found if one.kind is BenefitKind.CASHABLE]
    saves = [f"{one.amount_words} from the budget line “{one.budget_line}”." for one in cashable]
    return [Part("What does it cost?", costs), Part("Which budget gets smaller?", saves),
            Part("Who answers for the figures?", _owners(found))]


def _owners(found: Iterable[Benefit]) -> list[str]:
    return sorted({", ".join(part for part in (one.owner_name, one.owner_role) if part) for one in found})


def _management(told: Answered) -> list[Part]:
    signed = ", ".join(part for part in (told.answer.signed_name, told.answer.signed_role) if part)
    read = [one.sentence for one in told.outcomes if one.readings]
    due = [f"{one.outcome.measure} will be read by {day(one.outcome.read_by)}."
           for one in told.outcomes if not one.readings and one.outcome.read_by]
    slips = [f"{one.promise}: {going_on(row.words)}. {row.sentence}"
             for one in told.commitments for row in told.progress_of(one) if row.slipped]
    return [Part("Who is responsible?", [part for part in (told.team, signed) if part]),
            Part("What is done, and by when?", [_plan(one, told) for one in told.commitments]),
            Part("What went otherwise than planned?", slips), Part("How do we know that it works?", [*read, *due])]


def _plan(commitment: Commitment, told: Answered) -> str:
    if commitment.delivered_at:
        return f"{commitment.promise}: {going_on(done(commitment.delivered_at, told.first_due(commitment)))}."
    if commitment.dropped_at:
        return f"{commitment.promise}: dropped on {day(commitment.dropped_at)}."
    due = f"by {day(commitment.due_on)}" if commitment.due_on else "without a day yet"
    return f"{commitment.promise}: {going_on(commitment.state.words)}, {due}{', late' if commitment.late else ''}."
