"""What the one query of an idea's story brings along, beside the idea itself."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, exists, literal
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by
from sqlalchemy.orm import aliased
from sqlmodel import col, func

from models import analyses, asides, coverages, decisions, delays, memberships, statuses, waiting
from models.answers import Answer
from models.assignments import Assignment
from models.base import among, so_many
from models.calls import Call
from models.decisions import Decision
from models.history import Event
from models.ideas import Idea
from models.improvements import Improvement
from models.memberships import Membership, Second, SecondTheme
from models.readers import Reader
from models.teams import Team
from models.themes import Theme

_TOLD = ("idea.received", "idea.proposed", "idea.grouped", "idea.moved", "idea.ungrouped", "idea.considered",
         "idea.edited", "idea.hidden", "idea.restored", "idea.joined", "idea.parted", "idea.withdrawn",
         "idea.stance_changed", "idea.asked", "question.answered")

Joined: Any = aliased(Idea, name="joined")
CallTeam: Any = aliased(Team, name="call_team")
Near: Any = aliased(Idea, name="near")

# Most ideas have none: then nothing more is asked about answers.
_ANSWERED = coverages.of_idea()
# What its theme was answered before it came.
_SAID_BEFORE = (
    sa.select(func.jsonb_build_array(Answer.id, Answer.summary, Answer.published_at, type_=JSONB))
    .where(col(Answer.theme_id) == Idea.theme_id, col(Answer.published_at).is_not(None))
    .where(among(Idea.status, statuses.WAITING))
    .order_by(col(Answer.published_at).desc()).limit(so_many(1)).correlate(Idea).scalar_subquery()
)
COLUMNS: tuple[Any, ...] = (
    col(Call.question).label("call_question"), col(Call.proposition).label("proposition"),
    col(Call.closes_on).label("closes_on"), col(Call.fewest).label("fewest"),
    func.coalesce(Call.answer_by, Assignment.due_on).label("answer_by"),
    delays.told(Idea.theme_id, Idea.id).label("delays"), asides.told(Idea.theme_id, Idea.id).label("aside"),
    waiting.too_few(func.coalesce(Theme.ideas_count, 1)).label("too_few"),
    col(CallTeam.name).label("call_team"),
    col(CallTeam.body).label("call_body"),
    _ANSWERED.label("answered"),
    _SAID_BEFORE.label("said_before"),
    col(Theme.title).label("theme_title"),
    col(Theme.ideas_count).label("theme_ideas"),
    col(Membership.score).label("score"),
    col(Membership.by_id).label("grouped_by"),
    col(Membership.chosen_by_id).is_not(None).label("chosen"),
    col(Membership.terms).label("terms"),
    col(Membership.begins).label("begins"),
    col(Membership.ends).label("ends"),
    col(Membership.words).label("passage"),
    col(Improvement.waste).label("waste"),
    col(Improvement.small_test).label("small_test"),
    col(Improvement.saving).label("saving"),
    analyses.has_vector().label("has_vector"),
    Joined.id.label("joined_id"),
    Joined.reference.label("joined_reference"),
    Joined.title.label("joined_title"),
)


def given() -> ColumnElement[bool]:
    """To whom its theme was given; where it stands in none, the idea itself."""
    alone = sa.and_(col(Idea.theme_id).is_(None), col(Assignment.idea_id) == Idea.id)
    return sa.or_(col(Assignment.theme_id) == Idea.theme_id, alone)


def mine(table: Any, account: Reader | None) -> ColumnElement[bool]:
    if account is None:
        return literal(False)
    return exists().where(table.idea_id == Idea.id, table.account_id == account.id)


def events() -> Any:
    line = func.jsonb_build_array(Event.kind, Event.at, Event.theme_id, col(Event.by_id).is_not(None))
    rows = sa.select(func.jsonb_agg(aggregate_order_by(line, col(Event.id)), type_=JSONB))
    told: list[Any] = [sa.literal_column(f"'{kind}'") for kind in _TOLD]
    mine = rows.where(col(Event.idea_id) == Idea.id, col(Event.kind).in_(told))
    return mine.correlate(Idea).scalar_subquery()


def near() -> Any:
    """The ideas that the machine found nearest when it grouped this one, as far as they are public."""
    line = func.jsonb_build_array(
        Near.id, Near.reference, Near.title, Near.status, Near.supports_count, Near.proposed_at)
    ids = sa.select(sa.cast(func.jsonb_array_elements_text(Membership.nearest), sa.Integer))
    shown = (Near.hidden_at.is_(None), among(Near.status, statuses.LISTED), Near.id != Idea.id)
    rows = sa.select(func.jsonb_agg(line, type_=JSONB)).where(
        Near.id.in_(ids.correlate(Membership).scalar_subquery()), *shown
    )
    return rows.correlate(Idea, Membership).scalar_subquery()


def further() -> Any:
    """The other themes it speaks to, with their passage while the stored text still says exactly that."""
    said = func.substr(Idea.body, Second.begins + 1, Second.ends - Second.begins) == Second.words
    words = sa.case((said, Second.words), else_="")
    return memberships.seconds(func.jsonb_build_array(SecondTheme.id, SecondTheme.title, words))


def why_hidden() -> Any:
    mine = decisions.newest_reason().where(col(Decision.idea_id) == Idea.id, col(Decision.comment_id).is_(None))
    newest = mine.correlate(Idea).scalar_subquery()
    return sa.case((col(Idea.hidden_at).is_not(None), newest), else_=sa.null())
