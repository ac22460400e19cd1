"""The one place that asks what time it is, so that a story can be told over a year."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from models.settings import settings

_travelled: ContextVar[datetime | None] = ContextVar("_travelled", default=None)


def now() -> datetime:
    return _travelled.get() or datetime.now(UTC)


def today() -> date:
    return now().astimezone(ZoneInfo(settings().timezone)).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    token = _travelled.set(moment)
    try:
        yield
    finally:
        _travelled.reset(token)


def after(moment: datetime) -> datetime:
    """The present, but never that same moment again, even when the clock stands: an approval is of one saved text."""
    return max(now(), moment + timedelta(microseconds=1))
