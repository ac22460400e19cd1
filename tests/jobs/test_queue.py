"""How work that fails is tried again, and when it is set aside for a person to see."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from procrastinate import RetryStrategy
from procrastinate.jobs import Job
from sqlmodel import Session

from jobs import expire, publish, queue
from models import clock, setbacks

LONG_ENOUGH = 100


def job(task: str, attempts: int) -> Job:
    return Job(id=1, lock=None, queueing_lock=None, task_name=task, queue="default", attempts=attempts)


def waits(task: str) -> list[float]:
    """The seconds before each time that the work is tried again."""
    error, asked = ConnectionRefusedError(), clock.now()
    decisions = [queue.again(task).get_retry_decision(exception=error, job=job(task, n)) for n in range(LONG_ENOUGH)]
    return [round((decision.retry_at - asked).total_seconds()) for decision in decisions  # type: ignore[operator]
            if decision is not None]


def test_a_mail_is_tried_again_for_three_days_with_growing_pauses() -> None:
    pauses = waits("jobs.send")

    assert pauses == sorted(pauses) and pauses[0] <= 60 and pauses[-1] <= timedelta(hours=3).total_seconds()
    assert timedelta(days=3) <= timedelta(seconds=sum(pauses)) < timedelta(days=3, hours=3)


def test_other_work_is_tried_six_times() -> None:
    assert len(waits("jobs.notify")) == 6 - 1


@pytest.mark.parametrize("task", ["jobs.send", "jobs.notify"])
def test_work_is_set_aside_once_when_it_is_not_tried_again(
    db: Session, monkeypatch: pytest.MonkeyPatch, task: str
) -> None:
    def fails(**_: object) -> None:
        raise ConnectionRefusedError("away")

    monkeypatch.setitem(queue.IN_SEVERAL, "send", fails)
    monkeypatch.setitem(queue.IN_ONE_TRANSACTION, "notify", lambda db, **_: fails())
    work = queue.app().tasks[task]
    assert isinstance(work.retry_strategy, RetryStrategy)

    for attempts in range(len(waits(task)) + 1):
        assert setbacks.count(db) == 0
        with pytest.raises(ConnectionRefusedError):
            work.func(SimpleNamespace(job=job(task, attempts)), mail_id=1)

    assert setbacks.count(db) == 1


def test_the_work_of_a_day_is_set_aside_and_what_comes_again_at_once_is_not(
    db: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails() -> None:
        raise ConnectionRefusedError("away")

    monkeypatch.setattr(expire, "each_day", fails)
    monkeypatch.setattr(expire, "each_hour", fails)
    monkeypatch.setattr(publish, "due", fails)
    tasks = queue.app().tasks

    for name in ("publish", "hourly"):
        with pytest.raises(ConnectionRefusedError):
            tasks[f"jobs.{name}"].func(timestamp=0)
    assert setbacks.count(db) == 0

    with pytest.raises(ConnectionRefusedError):
        tasks["jobs.daily"].func(timestamp=0)
    assert setbacks.count(db) == 1
