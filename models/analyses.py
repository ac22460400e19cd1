"""What the machine made of an idea's text: its vector, its language, what looks private in it. Made by a job."""

from datetime import datetime
from typing import Any

from pgvector.sqlalchemy import Vector
from sqlalchemy import LargeBinary
from sqlmodel import Column, Field, Session, SQLModel, col, select

from models.base import json, moment, points_to


class Analysis(SQLModel, table=True):
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


def newest_state(db: Session, call_id: int | None) -> TextState | None:
    """The newest state fitted on this call's ideas."""
    rows = select(TextState).where(col(TextState.call_id) == call_id) if call_id is not None else select(
        TextState).where(col(TextState.call_id).is_(None))
    return db.exec(rows.order_by(col(TextState.id).desc()).limit(1)).one_or_none()
