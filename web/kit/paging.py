"""Keyset paging: the next page starts after the last row's own values, so page 1,000 costs what page 1 does."""

import base64
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, or_
from sqlmodel import Session

SIZE = 20
LARGEST = 100


@dataclass(frozen=True)
class Order:
    """The columns a list is sorted by, each with whether it falls; the last must be unique."""

    columns: tuple[tuple[ColumnElement[Any], bool], ...]


@dataclass(frozen=True)
class Page:
    rows: list[Row[Any]]
    after: str | None


def fetch(db: Session, rows: Select[Any], order: Order, *, after: str, size: int = SIZE) -> Page:
    """One page of rows. A cursor that makes no sense counts as none."""
    keyed = rows.add_columns(*(column.label(f"key_{n}") for n, (column, _) in enumerate(order.columns)))
    start = _decode(after, len(order.columns))
    if start is not None:
        keyed = keyed.where(_beyond(order, start))
    keyed = keyed.order_by(*(column.desc() if falls else column.asc() for column, falls in order.columns))
    found = list(db.execute(keyed.limit(size + 1)).all())
    page = found[:size]
    more = len(found) > size
    last = [getattr(page[-1], f"key_{n}") for n in range(len(order.columns))] if more else []
    return Page(page, _encode(last) if more else None)


def _beyond(order: Order, start: list[Any]) -> ColumnElement[bool]:
    either: list[ColumnElement[bool]] = []
    for n, (column, falls) in enumerate(order.columns):
        same = [earlier == start[k] for k, (earlier, _) in enumerate(order.columns[:n])]
        either.append(and_(*same, column < start[n] if falls else column > start[n]))
    return or_(*either)


def _encode(values: list[Any]) -> str:
    plain = [{"t": v.isoformat()} if isinstance(v, (datetime, date)) else v for v in values]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def _decode(cursor: str, size: int) -> list[Any] | None:
    if not cursor:
        return None
    try:
        plain = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        values = [datetime.fromisoformat(v["t"]) if isinstance(v, dict) else v for v in plain]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    good = len(values) == size and all(
        isinstance(v, (datetime, str)) or (isinstance(v, (int, float)) and abs(v) < 2**31) for v in values)
    return values if good else None
