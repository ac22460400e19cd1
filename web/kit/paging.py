"""Keyset paging: the next page starts after the last row's own values, so page 1,000 costs what page 1 does."""

import base64
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, or_, tuple_
from sqlmodel import Session

from models.base import Written, so_many, written

SIZE = 20
LARGEST = 100


def size_of(format: str, reading: int = SIZE) -> int:
    """How many rows a page has: as many as people like to read, more where a program reads."""
    return reading if format == "html" else LARGEST


@dataclass(frozen=True)
class Order:
    """The columns a list is sorted by, each with whether it falls; the last must be unique."""

    columns: tuple[tuple[ColumnElement[Any], bool], ...]


@dataclass(frozen=True)
class Page:
    rows: tuple[Row[Any], ...]
    after: str | None


def fetch(
    db: Session | Connection,
    rows: Select[Any],
    order: Order,
    *,
    after: str,
    size: int = SIZE,
    first: Written | None = None,
    given: dict[str, Any] | None = None,
) -> Page:
    """One page of rows. A cursor that makes no sense counts as none.

    `first` is the query for the first page when it was built before (`beginning`); `given` are the values it waits for.
    """
    start = read(after, order)
    rows = rows if start is None else rows.where(_beyond(order, start))
    query = first if first is not None and start is None else _keyed(rows, order, size)
    found = db.execute(query, given or {}).all()
    page = tuple(found[:size])
    more = len(found) > size
    last = [getattr(page[-1], f"key_{n}") for n in range(len(order.columns))] if more else []
    return Page(page, cursor(last) if more else None)


def beginning(rows: Select[Any], order: Order, size: int) -> Written:
    """The query for the first page, to be built once."""
    return written(_keyed(rows, order, size))


def _keyed(rows: Select[Any], order: Order, size: int) -> Select[Any]:
    """The query for a page: in its order, with the values that the next page will begin after, and one row more."""
    with_keys = rows.add_columns(*(column.label(f"key_{n}") for n, (column, _) in enumerate(order.columns)))
    sorted_rows = with_keys.order_by(*(column.desc() if falls else column.asc() for column, falls in order.columns))
    return sorted_rows.limit(so_many(size + 1))


def _beyond(order: Order, start: list[Any]) -> ColumnElement[bool]:
    """The rows after these values, compared as one where all fall or all rise: so an index begins there."""
    columns = [column for column, _ in order.columns]
    ways = {falls for _, falls in order.columns}
    if len(ways) == 1:
        here = tuple_(*columns)
        return here < tuple(start) if True in ways else here > tuple(start)
    either: list[ColumnElement[bool]] = []
    for n, (column, falls) in enumerate(order.columns):
        same = [earlier == start[k] for k, (earlier, _) in enumerate(order.columns[:n])]
        either.append(and_(*same, column < start[n] if falls else column > start[n]))
    return or_(*either)


def cursor(values: list[Any]) -> str:
    """The mark of a place in a list: what comes after a row with these values."""
    plain = [{"t": v.isoformat()} if isinstance(v, (datetime, date)) else v for v in values]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def read(mark: str, order: Order) -> list[Any] | None:
    """The values that a place in a list was marked with; None when they cannot be such a mark."""
    if not mark:
        return None
    try:
        plain = json.loads(base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4)))
        values = [datetime.fromisoformat(v["t"]) if isinstance(v, dict) else v for v in plain]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    kinds = [column.type.python_type for column, _ in order.columns]
    good = len(values) == len(kinds) and all(_fits(value, kind) for value, kind in zip(values, kinds, strict=True))
    return values if good else None


def _fits(value: Any, kind: type) -> bool:
    """Whether the database can compare it with a column of this kind: anybody may write anything into an address."""
    if kind is datetime:
        return isinstance(value, datetime) and value.tzinfo is not None
    if kind is date:
        return isinstance(value, datetime)
    if kind is str:
        return isinstance(value, str) and "\x00" not in value
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return abs(value) < 2**31 and (kind is float or isinstance(value, int))
