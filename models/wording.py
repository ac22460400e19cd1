"""How dates and numbers read, the same on a page and in a mail."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from models import clock
from models.settings import settings

FEW = 20  # of fewer, shares are said as counts: one person more or less would be many percent


def local_day(value: datetime | date) -> date:
    """The day that a moment falls on, where the site is."""
    return value.astimezone(ZoneInfo(settings().timezone)).date() if isinstance(value, datetime) else value


def day(value: datetime | date | None) -> str:
    """3 March 2026; nothing for nothing."""
    if value is None:
        return ""
    local = local_day(value)
    return f"{local.day} {local:%B %Y}"


def moment(value: datetime) -> str:
    """3 March 2026 at 2.05pm."""
    local = value.astimezone(ZoneInfo(settings().timezone))
    hour = local.hour % 12 or 12
    return f"{day(value)} at {hour}.{local.minute:02d}{'am' if local.hour < 12 else 'pm'}"


def days_until(value: datetime | date) -> int:
    return (local_day(value) - clock.today()).days


def ago(value: datetime | date) -> str:
    days = -days_until(value)
    if days <= 0:
        return "today" if days == 0 else f"in {plural(-days, 'day')}"
    if days == 1:
        return "yesterday"
    return f"{plural(days, 'day')} ago" if days < 31 else f"on {day(value)}"


def against(at: datetime | date | None, promised: date | None) -> str:
    """How a day compares with the day that was promised; nothing without one."""
    if at is None or promised is None:
        return ""
    days = (promised - local_day(at)).days
    if days == 0:
        return "on the promised day"
    return f"{plural(abs(days), 'day')} {'early' if days > 0 else 'late'}"


def done(at: datetime, promised: date | None) -> str:
    """Done on 29 November 2026, 20 days late."""
    return ", ".join(part for part in (f"Done on {day(at)}", against(at, promised)) if part)


def number(value: int | float) -> str:
    """With as many decimals as it has, six at most: what sums leave behind is none of them."""
    if isinstance(value, float) and not value.is_integer():
        return f"{value:,.6f}".rstrip("0").rstrip(".")
    return f"{int(value):,}"


def pounds(value: float) -> str:
    """£42,000; £1.50."""
    return f"£{value:,.2f}".removesuffix(".00")


def plural(count: int, one: str, many: str | None = None) -> str:
    """1 person, 2 people."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def too_few(fewest: int) -> str:
    """Why a call does not answer what hardly anybody said."""
    return f"This call answers what {plural(fewest, 'person says', 'people or more say')}, and fewer said this."


def going_on(words: str) -> str:
    """Words that go on after a colon: only their first letter is made small."""
    return words[:1].lower() + words[1:]


def share(part: int, whole: int) -> str:
    """5 of 7; 72 % of many."""
    return _share(part, whole, round(100 * part / whole) if whole else 0)


def share_of(part: int, whole: int, one: str, many: str) -> str:
    """5 of 7 replies; 72 % of 312 replies."""
    things = plural(whole, one, many)
    return f"{number(part)} of {things}" if whole < FEW else f"{share(part, whole)} of {things}"


def _share(part: int, whole: int, percent: int) -> str:
    if whole < FEW:
        return f"{number(part)} of {number(whole)}"
    return f"{percent} %" if percent or not part else "under 1 %"


def percents(counts: Sequence[int]) -> list[int]:
    """Of each its percentage of all. They add up to 100: those that lost most in rounding down get what is left."""
    whole = sum(counts) or 1
    rounded = [100 * count // whole for count in counts]
    most_lost = sorted(range(len(counts)), key=lambda n: -(100 * counts[n] % whole))
    for n in most_lost[: 100 - sum(rounded) if any(counts) else 0]:
        rounded[n] += 1
    return rounded


def shares(counts: Sequence[int]) -> list[tuple[int, str]]:
    """Of each its percentage, to be drawn, and its share in words."""
    return [(percent, _share(count, sum(counts), percent))
            for count, percent in zip(counts, percents(counts), strict=True)]
