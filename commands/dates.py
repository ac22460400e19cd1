"""The dates of one column. Whether 03/04/2016 begins with the day or the month is decided once, from all of them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import product
from zoneinfo import ZoneInfo

from models import clock
from models.settings import settings
from models.wording import plural

NUMBERS = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-]\d{4}\b")
CLOCKS = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p")
WORDED = ("%d %B %Y", "%d %b %Y", "%B %d %Y", "%b %d %Y", "%Y/%m/%d", "%Y")
EARLIEST_YEAR = 1900


class Order(StrEnum):
    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"

    @property
    def form(self) -> str:
        return {"day-first": "%d/%m/%Y", "month-first": "%m/%d/%Y"}[self.value]


def order_of(values: Iterable[str]) -> tuple[Order, str]:
    """The order that most dates of a column can only have, and why."""
    can_only_be = Counter(order for value in values for order in _only(value))
    day, month = can_only_be[Order.DAY_FIRST], can_only_be[Order.MONTH_FIRST]
    order = Order.MONTH_FIRST if month > day else Order.DAY_FIRST
    if not day and not month:
        return order, "no date says which"
    return order, f"{plural(max(day, month), 'date')} can only be that, {min(day, month):,} only the other"


def _only(value: str) -> Iterator[Order]:
    numbers = NUMBERS.match(value.strip())
    if numbers is not None:
        first, second = int(numbers[1]), int(numbers[2])
        if first > 12 >= second:
            yield Order.DAY_FIRST
        if second > 12 >= first:
            yield Order.MONTH_FIRST


def read(typed: str, order: Order) -> datetime | None:
    """The moment that was meant, by the site's own clock where it names no time zone. None for what is no date."""
    found = _parsed(" ".join(typed.replace(",", " ").split()), order)
    if found is None or not EARLIEST_YEAR <= found.year <= clock.today().year:
        return None
    at = found if found.tzinfo else found.replace(tzinfo=ZoneInfo(settings().timezone))
    return at if at <= clock.now() + timedelta(days=1) else None


def _parsed(typed: str, order: Order) -> datetime | None:
    try:
        return datetime.fromisoformat(typed)
    except ValueError:
        pass
    slashes = NUMBERS.sub(lambda found: re.sub(r"[.-]", "/", found[0]), typed)
    for form, hour in product((order.form, *WORDED), CLOCKS):
        try:
            return datetime.strptime(slashes, form + hour)
        except ValueError:
            continue
    return None
