"""What the machine made of an idea's text: its vector, its language, what looks private in it. Made by a job."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pgvector.sqlalchemy import Vector
from sqlalchemy import ColumnElement, Float, Index, LargeBinary, Select, bindparam, exists, text, true
from sqlalchemy import select as sa_select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Column, Field, Session, SQLModel, col, delete, func, select
from sqlmodel.sql.expression import SelectOfScalar

from models import clock, ideas
from models.base import json, moment, points_to
from models.ideas import Idea

STATES_KEPT = 2
FEWEST_ALONE = 10
COMPARED = 500  # ideas whose vectors are held beside one that is read
FARTHEST = 0.5  # the cosine distance at which two ideas no longer say the same
CANDIDATES = 50  # nearest ideas that are looked up to see which are listed


FOUND_SOMETHING = text("analysis.findings <> '[]'")


class Analysis(SQLModel, table=True):
    __table_args__ = (Index("ix_analysis_found", "idea_id", postgresql_where=text("findings <> '[]'")),)

    id: int = Field(default=None, primary_key=True)
    idea_id: int = points_to("idea", unique=True)
    version: str = Field(max_length=64, index=True)
    vector: Any = Field(default=None, sa_column=Column(Vector, nullable=True))
    language: str = Field(default="en", max_length=5)
    findings: list[dict[str, Any]] = json(list)
    at: datetime = moment()


class TextState(SQLModel, table=True):
    """The fitted state that vectors were made with, so that any analysis can be made again from it and the texts."""

    id: int = Field(default=None, primary_key=True)
    call_id: int | None = points_to("call", optional=True)
    version: str = Field(max_length=64, index=True)
    content: bytes = Field(sa_type=LargeBinary)
    made_at: datetime = moment()


@dataclass(frozen=True)
class Analysed:
    """What was found in the text of one idea."""

    idea_id: int
    vector: Any
    language: str
    findings: list[dict[str, Any]]


def newest_state(db: Session, call_id: int | None) -> TextState | None:
    """The newest state fitted on this call's ideas."""
    return db.exec(_states(select(TextState), call_id).limit(1)).one_or_none()


def newest_state_id(db: Session, call_id: int | None) -> int | None:
    """The same without its content, which may be megabytes."""
    return db.exec(_states(select(TextState.id), call_id).limit(1)).one_or_none()


def _states(rows: SelectOfScalar[Any], call_id: int | None) -> SelectOfScalar[Any]:
    mine = col(TextState.call_id).is_(None) if call_id is None else col(TextState.call_id) == call_id
    return rows.where(mine).order_by(col(TextState.id).desc())


def alone() -> SelectOfScalar[Idea]:
    """Public ideas that belong to no call, newest first."""
    return select(Idea).where(col(Idea.call_id).is_(None), ideas.listed()).order_by(col(Idea.id).desc())


def due_alone(db: Session) -> bool:
    """Whether ideas that stand alone need a state: there are enough of them, or twice as many as when it was made."""
    made = db.exec(_states(select(TextState.made_at), None).limit(1)).one_or_none()
    now = alone().with_only_columns(func.count(col(Idea.id))).order_by(None)
    count = db.execute(now).scalar_one()
    if made is None:
        return bool(count >= FEWEST_ALONE)
    return bool(count >= 2 * db.execute(now.where(col(Idea.received_at) <= made)).scalar_one())


def keep_state(db: Session, call_id: int | None, *, version: str, content: bytes) -> None:
    """Keeps a state as the newest, and the one before it for jobs that still work with that."""
    db.add(TextState(call_id=call_id, version=version, content=content))
    db.flush()
    old = _states(select(TextState.id), call_id).offset(STATES_KEPT)
    db.exec(delete(TextState).where(col(TextState.id).in_(old)))


def store(db: Session, found: Sequence[Analysed], *, version: str) -> None:
    """Stores what was found in each text, over what was there before."""
    if not found:
        return
    rows = [{"idea_id": one.idea_id, "version": version, "vector": one.vector, "language": one.language,
             "findings": one.findings, "at": clock.now()} for one in found]
    new = insert(Analysis)
    changed = {name: new.excluded[name] for name in ("version", "vector", "language", "findings", "at")}
    db.execute(new.on_conflict_do_update(index_elements=["idea_id"], set_=changed), rows)


def nearest(db: Session, idea: Idea, vector: Any, *, version: str, theme_id: int, most: int = 3) -> list[int]:
    """The ideas of a theme that mean most nearly the same."""
    rows = select(Analysis.idea_id).join(Idea, col(Idea.id) == Analysis.idea_id).where(
        Idea.theme_id == theme_id, ideas.listed(), col(Analysis.version) == version, col(Idea.id) != idea.id,
        col(Analysis.vector).is_not(None))
    return list(db.exec(rows.order_by(col(Analysis.vector).op("<=>")(vector), col(Idea.id)).limit(most)).all())


def has_vector() -> ColumnElement[bool]:
    """The condition that it is known what an idea means."""
    mine: ColumnElement[bool] = exists().where(col(Analysis.idea_id) == Idea.id, col(Analysis.vector).is_not(None))
    return mine


def meaning_the_same(idea: Idea) -> Select[Any]:
    """The ids of the ideas whose stored vectors are nearest to this one's; none while it has none. Of the newest."""
    mine = select(Analysis.version, Analysis.vector).where(
        Analysis.idea_id == idea.id, col(Analysis.vector).is_not(None)).subquery()
    others = (
        select(col(Idea.id), Analysis.vector).join(Analysis, col(Analysis.idea_id) == Idea.id)
        .where(Analysis.version == sa_select(mine.c.version).scalar_subquery(), col(Analysis.vector).is_not(None))
        .where(ideas.listed(), col(Idea.id) != idea.id).order_by(col(Idea.id).desc()).limit(COMPARED).subquery()
    )
    away = others.c.vector.op("<=>", return_type=Float())(mine.c.vector)
    return sa_select(others.c.id, away.label("away")).select_from(others).join(mine, true()).where(away <= FARTHEST)


def nearest_in_meaning(db: Session, meaning: Any, *, most: int) -> list[int]:
    """The ids of listed ideas that mean the same, nearest first, among all that the sentence model has read.

    Their vectors begin with its numbers, the same in every call; after them come the words of the call.
    """
    width = len(meaning)
    away = func.subvector(Analysis.vector, 1, width).op("<=>", return_type=Float())(bindparam(None, meaning, Vector))
    near = (
        sa_select(col(Analysis.idea_id), away.label("away")).where(func.vector_dims(Analysis.vector) > width)
        .order_by(text("away"), col(Analysis.idea_id)).limit(CANDIDATES).subquery()
    )
    rows = select(Idea.id).join(near, near.c.idea_id == Idea.id).where(ideas.listed(), near.c.away <= FARTHEST)
    return list(db.exec(rows.order_by(near.c.away, col(Idea.id)).limit(most)).all())


def centre_of(db: Session, theme_id: int, *, version: str) -> Any:
    """The mean of a theme's vectors, all made by one state; none when it has none."""
    rows = select(func.avg(Analysis.vector, type_=Vector())).join(Idea, col(Idea.id) == Analysis.idea_id)
    return db.exec(rows.where(Idea.theme_id == theme_id, Analysis.version == version)).one()
