"""What time alone brings: a call closes when its last day is over, where the site is."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session, col, select

from jobs import expire
from models import calls, clock
from models.calls import Call
from models.history import Event
from models.statuses import CallState
from tests import scenes
from tests.cast import Cast

LAST_DAY = date(2026, 6, 30)  # summer time: it ends at 23:00 UTC
STILL_OPEN, OVER = datetime(2026, 6, 30, 22, 59, tzinfo=UTC), datetime(2026, 6, 30, 23, 0, tzinfo=UTC)


@pytest.fixture
def call(db: Session, people: Cast) -> Call:
    made = scenes.call(db, people)
    made.closes_on = LAST_DAY
    db.commit()
    return made


def closings(db: Session) -> list[Event]:
    return list(db.exec(select(Event).where(Event.kind == "call.closed").order_by(col(Event.id))))


@pytest.mark.parametrize(("moment", "taken"), [(STILL_OPEN, True), (OVER, False)])
def test_a_call_takes_ideas_to_the_end_of_its_last_day_and_not_a_minute_more(
    call: Call, moment: datetime, taken: bool
) -> None:
    with clock.at(moment):
        assert call.takes_ideas is taken
        assert call.closed is not taken
        assert call.days_left == (0 if taken else None)


def test_a_call_whose_last_day_is_over_is_closed_once(db: Session, call: Call) -> None:
    with clock.at(STILL_OPEN):
        expire.each_hour()
    db.refresh(call)
    assert call.state == CallState.OPEN and closings(db) == []

    for _ in range(2):
        with clock.at(OVER):
            expire.each_hour()

    db.refresh(call)
    [closing] = closings(db)
    assert call.state == CallState.READING and (closing.call_id, closing.by_id) == (call.id, None)


def test_a_call_without_a_last_day_stays_open(db: Session, call: Call) -> None:
    call.closes_on = None
    db.commit()

    with clock.at(OVER):
        expire.each_hour()

    db.refresh(call)
    assert call.takes_ideas


def test_a_call_that_is_over_is_among_the_open_ones_no_longer(db: Session, call: Call) -> None:
    for moment, number in ((STILL_OPEN, 1), (OVER, 0)):
        with clock.at(moment):
            assert len(db.exec(calls.open_now()).all()) == number


def test_a_call_is_not_opened_again_before_it_has_a_later_last_day(db: Session, call: Call, people: Cast) -> None:
    with clock.at(OVER):
        calls.close(db, call, by=people.ruth)
        with pytest.raises(calls.CommitmentMissing, match="closes_on"):
            calls.open_up(db, call, by=people.ruth)
        call.closes_on = date(2026, 7, 1)
        calls.open_up(db, call, by=people.ruth)

        assert call.takes_ideas


def test_what_fails_one_day_keeps_nothing_else_from_its_turn(db: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    def fails(db: Session) -> None:
        done.append("tried")
        raise ValueError("no such call")

    monkeypatch.setattr(expire, "EACH_DAY", (fails, lambda db: done.append("done")))

    with pytest.raises(ExceptionGroup) as failed:
        expire.each_day()

    assert done == ["tried", "done"]
    assert [str(error) for error in failed.value.exceptions] == ["no such call"]
