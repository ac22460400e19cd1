"""The day for which an answer is promised, and each time that it was put off, with the reason."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from models import clock


@dataclass(frozen=True)
class Late:
    """Once that a promised day was missed: why, and the day that was named instead."""

    promised: date
    new_by: date
    reason: str
    at: datetime
    stands: bool = True


@dataclass(frozen=True)
class Promise:
    first: date | None
    delays: tuple[Late, ...] = ()

    @property
    def due(self) -> date | None:
        return self.last.new_by if self.last else self.first

    @property
    def last(self) -> Late | None:
        """The last that stands: what a merge gave up does not."""
        return next((late for late in reversed(self.delays) if late.stands), None)

    @property
    def late(self) -> bool:
        """Whether the day is over that counts now. Then nobody has said why yet."""
        return self.due is not None and self.due < clock.today()

    @property
    def reason(self) -> str:
        return self.last.reason if self.last else ""

    @property
    def explained_at(self) -> datetime | None:
        return self.last.at if self.last else None


def of(row: Any) -> Promise:
    """From a row with `answer_by` and `delays` (delays.told)."""
    lines = [Late(date.fromisoformat(promised), date.fromisoformat(new_by), reason, datetime.fromisoformat(at), stands)
             for promised, new_by, reason, at, stands in row.delays or ()]
    return Promise(row.answer_by, tuple(lines))
