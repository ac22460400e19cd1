"""A public answer with everything a page shows beside it, read in one query."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select, literal_column
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Session, and_, col

from models import answers, clock, commitments, ideas, outcomes, outreaches, own_words, proofs, replies, translations
from models.accounts import Account
from models.answers import Answer
from models.before_after import Measured
from models.calls import Call
from models.commitments import Commitment, Progress
from models.coverages import Coverage
from models.ideas import Idea
from models.languages import Language
from models.outcomes import Correction, Outcome, Reading
from models.own_words import Mine
from models.proofs import Facts, Passage
from models.questions import Question
from models.readers import Reader, kind_of, who
from models.reviews import Review
from models.schedules import Schedule
from models.statuses import CommitmentState, Heard
from models.teams import Team
from models.themes import Theme
from models.translations import Translation
from models.wording import day, number

# Each is one value of the answer's row: a list of the rows that belong to it.
_COMMITMENTS = "SELECT jsonb_agg(to_jsonb(c) ORDER BY c.id) FROM commitment c WHERE c.answer_id = answer.id"
_PROGRESS = (
    "SELECT jsonb_agg(to_jsonb(p) ORDER BY p.id) FROM progress p JOIN commitment c ON c.id = p.commitment_id "
    "WHERE c.answer_id = answer.id AND p.kind IN ('moved', 'reworded', 'delivered', 'dropped')"
)
_OUTCOMES = "SELECT jsonb_agg(to_jsonb(o) ORDER BY o.success DESC, o.id) FROM outcome o WHERE o.answer_id = answer.id"
_READINGS = (
    "SELECT jsonb_agg(to_jsonb(r) ORDER BY r.read_on, r.id) FROM reading r "
    "JOIN outcome o ON o.id = r.outcome_id WHERE o.answer_id = answer.id"
)
_CORRECTIONS = (
    "SELECT jsonb_agg(to_jsonb(n) ORDER BY n.id) FROM correction n JOIN reading r ON r.id = n.reading_id "
    "JOIN outcome o ON o.id = r.outcome_id WHERE o.answer_id = answer.id"
)
_SHARES = (
    "SELECT jsonb_object_agg(said.heard, said.people) FROM "
    "(SELECT heard, count(*) AS people FROM reply WHERE answer_id = answer.id GROUP BY heard) said"
)
_SCHEDULE = "SELECT to_jsonb(s) FROM schedule s WHERE s.answer_id = answer.id ORDER BY s.id DESC LIMIT 1"
_REVIEW = "SELECT to_jsonb(r) FROM review r WHERE r.answer_id = answer.id ORDER BY r.id DESC LIMIT 1"
# What people were asked about a draft's theme or idea, and somebody still has to answer.
_ASKED = """
SELECT jsonb_agg(to_jsonb(q) ORDER BY q.id) FROM question q
WHERE answer.published_at IS NULL AND q.closed_at IS NULL
AND EXISTS (SELECT FROM asking a WHERE a.question_id = q.id AND a.answered_at IS NULL) AND (
    q.theme_id IN (SELECT t.id FROM theme t WHERE answer.theme_id IN (t.id, t.merged_into_id))
    OR q.idea_id IN (SELECT i.id FROM idea i WHERE i.id = answer.idea_id OR i.theme_id = answer.theme_id))
AND EXISTS (SELECT FROM asking a JOIN idea i ON i.id = a.idea_id AND i.hidden_at IS NULL AND i.status <> 'withdrawn'
            WHERE a.question_id = q.id AND a.answered_at IS NULL)
"""
# Only words that everybody can still read; where earlier versions quoted others of the same idea, today's come last.
_QUOTED = """
SELECT jsonb_agg(quote ORDER BY turn) FROM (
    SELECT jsonb_array_elements(a.before_quotes), 1 FROM amendment a WHERE a.answer_id = answer.id
    UNION SELECT jsonb_array_elements(t.quotes), 2 FROM translation t WHERE t.answer_id = answer.id
    UNION SELECT jsonb_array_elements(answer.quotes), 2) AS quoted(quote, turn)
JOIN idea i ON i.id = CAST(quote ->> 'idea_id' AS int) AND i.hidden_at IS NULL AND i.status <> 'withdrawn'
"""


@dataclass(frozen=True)
class Answered:
    answer: Answer
    about: str
    about_path: str
    call_id: int | None
    question: str | None
    team: str
    commitments: list[Commitment] = field(default_factory=list)
    outcomes: list[Measured] = field(default_factory=list)
    shares: dict[Heard, int] = field(default_factory=dict)
    by_hand: int = 0
    mine: Mine | None = None
    given_at: datetime | None = None
    progress: list[Progress] = field(default_factory=list)
    review: Review | None = None
    schedule: Schedule | None = None
    asked: list[Question] = field(default_factory=list)
    passages: Mapping[str, Passage] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    quoted: str = ""
    translations: list[Translation] = field(default_factory=list)

    @property
    def short(self) -> str:
        """The answer in short with its figures; once it is public they stand in it."""
        return proofs.fill(self.answer.summary, self.counts)

    @property
    def in_full(self) -> str:
        """The whole text with its figures; its passages stand in it as tokens."""
        return self.say_again(proofs.fill(self.answer.body, self.counts))

    def in_language(self, language: Language | None) -> Translation | None:
        """What everyone can read of it in this language."""
        return next((one for one in self.translations if one.language == language), None)

    def say_again(self, text: str) -> str:
        """A text that it says or said, with the typed quotes that everybody can still read."""
        return proofs.say_again(text, self.passages)

    @property
    def counted(self) -> str:
        """The figures in it, and the day they were counted."""
        on = self.answer.amended_at or self.answer.published_at
        return f"Counted on {day(on)}: {proofs.in_words(self.answer.figures)}."

    def with_facts(self, facts: Facts) -> "Answered":
        """A draft as it would read if it were published now."""
        return replace(self, passages=facts.passages, counts=facts.counts, quoted=facts.quoted)

    @property
    def scheduled(self) -> bool:
        return self.schedule is not None and self.schedule.waits

    @property
    def approved(self) -> bool:
        return self.review is not None and self.review.approves(self.answer, self.quoted)

    @property
    def missing(self) -> list[str]:
        """What must be written, or written anew, before this draft can be public. The answer's form has the fields
        of the first promise and the measure of success: what is wrong with a further one has none there."""
        measures = [measured.outcome for measured in self.outcomes]
        first, further = self.commitments[:1] + measures[:1], self.commitments[1:] + measures[1:]
        unsaid: list[str] = [fault for one in first for fault in one.missing]
        unsaid += [str(fault) for one in further for fault in one.missing]
        return [*answers.missing(self.answer), *unsaid, *outcomes.missing_success(self.answer.verdict, measures)]

    @property
    def unheard(self) -> list[Question]:
        """What people were promised time to answer that is not over, so that their answers would come after this."""
        return [question for question in self.asked if question.answer_by >= clock.today()]

    @property
    def nothing_begun(self) -> bool:
        """Whether no value can show yet what it changed: it promised something, and nothing of that has begun."""
        return {promise.state for promise in self.commitments} == {CommitmentState.PLANNED}

    @property
    def may_reply(self) -> bool:
        return self.mine is not None and self.answer.published

    def progress_of(self, commitment: Commitment) -> list[Progress]:
        """Where its day was moved or its words were put right, and how it ended."""
        return [row for row in self.progress if row.commitment_id == commitment.id]

    def first_due(self, commitment: Commitment) -> date | None:
        """The day it was promised for at first."""
        return commitments.first_due(commitment, self.progress)

    @property
    def replies_count(self) -> int:
        return sum(self.shares.values())

    @property
    def falls_short(self) -> bool:
        return bool(replies.falls_short(self.shares[Heard.ANSWERED], self.replies_count))

    @property
    def told_count(self) -> int:
        """How many of those who wrote know it: here or by e-mail, by letter, or on the telephone."""
        return self.answer.told_count + self.by_hand

    @property
    def share_sentence(self) -> str:
        """612 of 834 people who were told say it answers their point."""
        told, replied = self.told_count, self.replies_count
        people = "person who was told says" if told == 1 else "people who were told say"
        if replied > told:  # ideas that came after it was published may reply too
            people = "people who replied say"
        heard = number(self.shares[Heard.ANSWERED])
        more = f" {number(replied)} replied." if replied < told else ""
        return f"{heard} of {number(max(told, replied))} {people} it answers their point.{more}"

    @property
    def share_parts(self) -> list[tuple[str, int, int]]:
        """The replies as parts of a bar: words, how many, colour."""
        return [(words, self.shares[heard], series) for heard, words, series in _PARTS if self.shares[heard]]


_PARTS = [
    (Heard.ANSWERED, "It answers my point", 1), (Heard.PARTLY, "Part of it", 4), (Heard.NOT, "It does not", 2),
]


def find(
    db: Session, condition: ColumnElement[bool], account: Account | None, *, most: int | None = None
) -> list[Answered]:
    """The answers that fit, those to a single idea first, then the newest. Drafts too, when they fit."""
    return _read(db, _in_order(kind_of(account), condition).limit(most), who(account))


def for_idea(db: Session, idea: Idea, account: Account | None) -> list[Answered]:
    """Every public answer that was given to this idea."""
    return _read(db, _given_to(kind_of(account)), {"idea": idea.id} | who(account))


def for_theme(db: Session, theme_id: int, account: Account | None) -> list[Answered]:
    return _read(db, _about(kind_of(account)), {"theme": theme_id} | who(account))


@cache
def _given_to(reader: Reader | None) -> Select[Any]:
    """With the moment from which each was an answer to this idea."""
    here = and_(col(Coverage.answer_id) == Answer.id, col(Coverage.idea_id) == sa.bindparam("idea", type_=sa.Integer))
    rows = _in_order(reader, col(Answer.published_at).is_not(None)).join(Coverage, here)
    return rows.add_columns(col(Coverage.at).label("given_at"))


@cache
def _about(reader: Reader | None) -> Select[Any]:
    theme = col(Answer.theme_id) == sa.bindparam("theme", type_=sa.Integer)
    return _in_order(reader, and_(theme, col(Answer.published_at).is_not(None)))


def _read(db: Session, rows: Select[Any], given: dict[str, int]) -> list[Answered]:
    return [_answered(row) for row in db.execute(rows, given)]


def _in_order(reader: Reader | None, condition: ColumnElement[bool]) -> Select[Any]:
    newest = col(Answer.published_at).desc().nulls_first()
    return _everything(reader).where(condition).order_by(col(Answer.idea_id).is_(None), newest, col(Answer.id))


def _everything(reader: Reader | None) -> Select[Any]:
    def value(query: str, name: str) -> ColumnElement[Any]:
        return literal_column(f"({query})", JSONB).label(name)

    columns: list[Any] = [
        Answer, sa.func.coalesce(Theme.title, ideas.name_for(reader)).label("about"), col(Team.name).label("team_name"),
        col(Team.body).label("team_body"), col(Call.id).label("call_id"), Call.question,
        value(_COMMITMENTS, "commitments"), value(_PROGRESS, "progress"), value(_OUTCOMES, "outcomes"),
        value(_READINGS, "readings"), value(_CORRECTIONS, "corrections"), value(_SHARES, "shares"),
        value(_REVIEW, "review"), value(_SCHEDULE, "schedule"), value(_QUOTED, "quoted"),
        value(_ASKED, "asked"), value(translations.OF_ANSWER, "translations"),
        own_words.column(reader).label("mine"), outreaches.told_by_hand().label("by_hand"),
    ]
    rows: Select[Any] = beside(sa.select(*columns))
    return rows


def _answered(row: Any) -> Answered:
    readings = [Reading.model_validate(found) for found in row.readings or ()]
    outcomes = [Outcome.model_validate(found) for found in row.outcomes or ()]
    corrections = [Correction.model_validate(found) for found in row.corrections or ()]
    return Answered(
        answer=row.Answer, about=row.about, call_id=row.call_id, question=row.question,
        about_path=_path(row.Answer),
        team=", ".join(part for part in (row.team_name, row.team_body) if part),
        commitments=[Commitment.model_validate(found) for found in row.commitments or ()],
        outcomes=[Measured(one, [r for r in readings if r.outcome_id == one.id], corrections) for one in outcomes],
        shares={heard: (row.shares or {}).get(heard.value, 0) for heard in Heard},
        by_hand=row.by_hand, mine=own_words.read(row.mine), given_at=getattr(row, "given_at", None),
        progress=[Progress.model_validate(found) for found in row.progress or ()],
        review=Review.model_validate(row.review) if row.review else None,
        schedule=Schedule.model_validate(row.schedule) if row.schedule else None,
        asked=[Question.model_validate(found) for found in row.asked or ()],
        passages={quote["reference"]: Passage.stored(quote) for quote in row.quoted or ()},
        translations=[Translation.model_validate(found) for found in row.translations or ()],
    )


def _path(answer: Answer) -> str:
    return f"/themes/{answer.theme_id}" if answer.theme_id else f"/ideas/{answer.idea_id}"


def beside(rows: Any) -> Any:
    """With what an answer is about, whose it is, and the call."""
    return (
        rows.select_from(Answer)
        .outerjoin(Theme, col(Theme.id) == Answer.theme_id).outerjoin(Idea, col(Idea.id) == Answer.idea_id)
        .outerjoin(Team, col(Team.id) == Answer.team_id)
        .outerjoin(Call, col(Call.id) == sa.func.coalesce(Theme.call_id, Idea.call_id))
    )
