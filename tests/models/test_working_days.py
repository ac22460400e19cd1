"""Working days of England and Wales, against the bank holidays that www.gov.uk/bank-holidays lists."""

from datetime import date, timedelta

import pytest

from models import working_days

LISTED = {
    2022: "1-3 4-15 4-18 5-2 6-2 6-3 8-29 9-19 12-26 12-27",
    2023: "1-2 4-7 4-10 5-1 5-8 5-29 8-28 12-25 12-26",
    2024: "1-1 3-29 4-1 5-6 5-27 8-26 12-25 12-26",
    2025: "1-1 4-18 4-21 5-5 5-26 8-25 12-25 12-26",
    2026: "1-1 4-3 4-6 5-4 5-25 8-31 12-25 12-28",
    2027: "1-1 3-26 3-29 5-3 5-31 8-30 12-27 12-28",
    2028: "1-3 4-14 4-17 5-1 5-29 8-28 12-25 12-26",
    2029: "1-1 3-30 4-2 5-7 5-28 8-27 12-25 12-26",
    2030: "1-1 4-19 4-22 5-6 5-27 8-26 12-25 12-26",
}


@pytest.mark.parametrize("year", LISTED)
def test_the_bank_holidays_of_a_year_are_those_that_were_published(year: int) -> None:
    assert {f"{day.month}-{day.day}" for day in working_days.bank_holidays(year)} == set(LISTED[year].split())


@pytest.mark.parametrize(("begin", "count", "end"), [
    (date(2026, 4, 1), 1, date(2026, 4, 2)),
    (date(2026, 4, 1), 2, date(2026, 4, 7)),  # over Easter
    (date(2026, 6, 5), 1, date(2026, 6, 8)),  # from a Friday
    (date(2026, 6, 6), 1, date(2026, 6, 8)),  # from a Saturday
    (date(2026, 12, 24), 1, date(2026, 12, 29)),
    (date(2026, 6, 5), 0, date(2026, 6, 5)),
])
def test_so_many_working_days_later_is_a_day_and_counts_back(begin: date, count: int, end: date) -> None:
    assert (working_days.add(begin, count), working_days.between(begin, end)) == (end, count)


def test_between_is_the_same_as_looking_at_every_day() -> None:
    begin = date(2025, 12, 1)
    for length in range(0, 800, 7):
        for start in (begin, begin + timedelta(days=length % 11)):
            days = [start + timedelta(days=n) for n in range(1, length + 1)]
            end = start + timedelta(days=length)
            assert working_days.between(start, end) == sum(map(working_days.is_one, days))


def test_nothing_lies_between_a_day_and_an_earlier_one() -> None:
    assert working_days.between(date(2026, 6, 5), date(2026, 6, 1)) == 0
