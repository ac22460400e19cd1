"""What every table is made of."""

import re
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, DateTime, Dialect, Enum, TypeDecorator, bindparam, literal_column, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Column, Field, SQLModel

from models import clock

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


def moment() -> datetime:
    """A column for a point in time, filled with the present one."""
    return Field(default_factory=clock.now, sa_type=DateTime(timezone=True))  # type: ignore[no-any-return]


def given_moment() -> datetime:
    return Field(sa_type=DateTime(timezone=True))  # type: ignore[no-any-return]


def maybe_moment() -> datetime | None:
    return Field(default=None, sa_type=DateTime(timezone=True))  # type: ignore[no-any-return]


def word(words: type[StrEnum], default: StrEnum | None) -> Any:
    """A column that holds one word of a list, or none where that is its default; the database refuses any other."""
    kind = Enum(words, native_enum=False, create_constraint=True, values_callable=lambda all_: [w.value for w in all_],
                length=30, name=words.__name__.lower())
    return Field(default=default, sa_type=kind)


def among(column: Any, words: Iterable[StrEnum]) -> ColumnElement[bool]:
    """The condition that the column holds one of our words. They stand in the query itself, not beside it: the database
    then plans it once and for all, knowing how many rows each has."""
    condition: ColumnElement[bool] = column.in_([literal_column(f"'{one.value}'") for one in sorted(words)])
    return condition


def unforeseen(value: ColumnElement[Any]) -> Any:
    """A value that is given with the query, and that the database does not look at when it plans: so it plans once for
    all values. Right where the same plan serves them all; planning can take longer than answering."""
    return select(value).scalar_subquery()


def so_many(number: int) -> Any:
    """For LIMIT: in the query itself, so that the database plans for so few rows, and once for all values."""
    return literal_column(str(number))


Written = sa.TextualSelect


def written(query: sa.Select[Any]) -> Written:
    """A query of columns as the words that the database gets. To ask a large one again and again then costs little: its
    words are one string, and else each part of it is compared with the one that was asked before. Raises ValueError
    for a query whose words depend on how many values it is given."""
    made = query.compile(dialect=postgresql.dialect())  # type: ignore[no-untyped-call]
    if "POSTCOMPILE" in made.string:
        raise ValueError(made.string)
    words = re.sub(r"(?<!:):(?=\w)", r"\\:", made.string).replace("%%", "%")
    named = sa.text(re.sub(r"%\((\w+)\)s", r":\1 ", words))
    given = [bindparam(name, type_=bind.type) if bind.required else bindparam(name, bind.value, type_=bind.type)
             for bind, name in made.bind_names.items()]
    return named.bindparams(*given).columns(*(sa.column(str(one.key), one.type) for one in query.selected_columns))


class Fixed(TypeDecorator[Any]):
    """A list of a column as a tuple: a row that holds it can then be told from others at once."""

    impl, cache_ok = JSONB, True

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return value if value is None else tuple(value)


def points_to(table: str, *, optional: bool = False, index: bool = True, unique: bool = False) -> Any:
    """A foreign key to another table's id."""
    if optional:
        return Field(default=None, foreign_key=f"{table}.id", index=index, unique=unique)
    return Field(foreign_key=f"{table}.id", index=index, unique=unique)


def json(default: Any = dict) -> Any:
    return Field(default_factory=default, sa_column=Column(JSONB, nullable=False))
