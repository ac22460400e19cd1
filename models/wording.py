"""How dates and numbers read, the same on a page and in a mail."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from models import clock
from models.settings import settings


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


def number(value: int | float) -> str:
    if isinstance(value, float) and not value.is_integer():
        return f"{value:,.1f}"
    return f"{int(value):,}"


def plural(count: int, one: str, many: str | None = None) -> str:
    """1 person, 2 people."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def going_on(words: str) -> str:
    """Words that go on after a colon: only their first letter is made small."""
    return words[:1].lower() + words[1:]


def percent(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)} %" if whole else "0 %"
