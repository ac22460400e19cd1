"""Working days of England and Wales: Monday to Friday without the bank holidays.

The rules are those of the Banking and Financial Dealings Act 1971, as www.gov.uk/bank-holidays publishes them: a
holiday that falls on a weekend is kept on the next working day. What was proclaimed for one year stands in ONCE.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

MONDAY, SATURDAY = 0, 5
DAY = timedelta(days=1)
# The early May holiday of 2020 and the spring one of 2022 were kept on other days.
MOVED = {date(2020, 5, 4): date(2020, 5, 8), date(2022, 5, 30): date(2022, 6, 2)}
ONCE = (date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8))
FIRST_YEAR, LAST_YEAR = 2000, 2100


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, by the anonymous rule of 1876."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    month, day = divmod(moon + week - 7 * ((golden + 11 * moon + 22 * week) // 451) + 114, 31)
    return date(year, month, day + 1)


@cache
def bank_holidays(year: int) -> frozenset[date]:
    sunday = easter(year)
    moving = {sunday - 2 * DAY, sunday + DAY, _monday(year, 5, 1), _monday(year, 5, 25), _monday(year, 8, 25)}
    kept = {MOVED.get(day, day) for day in moving} | {day for day in ONCE if day.year == year}
    for day in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        while day.weekday() >= SATURDAY or day in kept:
            day += DAY
        kept.add(day)
    return frozenset(kept)


def _monday(year: int, month: int, earliest: int) -> date:
    """The first Monday from this day on."""
    first = date(year, month, earliest)
    return first + (MONDAY - first.weekday()) % 7 * DAY


def is_one(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in bank_holidays(day.year)


def add(day: date, count: int) -> date:
    """The last of so many working days after this one. The day itself does not count."""
    while count > 0:
        day += DAY
        count -= is_one(day)
    return day


def between(begin: date, end: date) -> int:
    """How many working days lie after the first day, up to the second and with it; none when it is earlier."""
    whole, rest = divmod(max((end - begin).days, 0), 7)
    left = sum((begin + n * DAY).weekday() < SATURDAY for n in range(1, rest + 1))
    return 5 * whole + left - sum(begin < day <= end for day in _holidays(begin.year, end.year))


def _holidays(first: int, last: int) -> Iterator[date]:
    for year in range(first, last + 1):
        yield from bank_holidays(year)


@cache
def holidays() -> tuple[date, ...]:
    """Every bank holiday that a count in the database may meet."""
    return tuple(sorted(_holidays(FIRST_YEAR, LAST_YEAR)))
