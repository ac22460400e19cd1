"""A worker that is told to stop in the middle of long work: it ends soon, and the next one does the work anew."""

import asyncio
import os
import time
from collections.abc import Callable, Iterator
from multiprocessing.process import BaseProcess

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session

import jobs.queue
from models import queue
from tests import together
from tests.journeys.forked import LOADED

LONGEST = 30.0
Start = Callable[[float], BaseProcess]


def work(address: str, seconds: float) -> None:
    """A worker for which a grouping takes so many seconds."""
    os.environ["DATABASE_URL"] = address
    jobs.queue.SECONDS_TO_END, jobs.queue.HEARTBEAT_SECONDS, jobs.queue.DEAD_AFTER_SECONDS = 1.0, 0.2, 1.0
    jobs.queue.IN_SEVERAL["group"] = lambda event_id: time.sleep(seconds)
    asyncio.run(jobs.queue.work())


@pytest.fixture
def engine(migrated: None) -> Iterator[Engine]:
    with together.fresh_database("stopping") as engine:
        with Session(engine) as db, db.begin():
            queue.defer(db, "group", event_id=1)
        yield engine


@pytest.fixture
def start(engine: Engine) -> Iterator[Start]:
    address = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    begun: list[BaseProcess] = []

    def started(seconds: float) -> BaseProcess:
        begun.append(LOADED.Process(target=work, args=(address, seconds)))
        begun[-1].start()
        return begun[-1]

    yield started
    for process in begun:
        process.kill()
        process.join()


def wait_until(engine: Engine, states: list[str]) -> None:
    rows = text("SELECT status || ' ' || attempts FROM procrastinate_jobs WHERE task_name = 'jobs.group'")
    end = time.monotonic() + LONGEST
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as line:
        while (now := list(line.execute(rows).scalars())) != states:
            assert time.monotonic() < end, now
            time.sleep(0.05)


def seconds_to_end(worker: BaseProcess) -> float:
    told = time.monotonic()
    worker.terminate()
    worker.join(LONGEST)
    assert worker.exitcode == 0
    return time.monotonic() - told


def test_it_ends_soon_and_the_next_worker_does_it_anew_to_its_end(engine: Engine, start: Start) -> None:
    first = start(600)
    wait_until(engine, ["doing 0"])
    assert seconds_to_end(first) < 5
    wait_until(engine, ["doing 0"])

    second = start(0.7)
    wait_until(engine, ["doing 1"])
    assert seconds_to_end(second) < 5
    wait_until(engine, [])


def test_told_twice_it_leaves_at_once(engine: Engine, start: Start) -> None:
    worker = start(600)
    wait_until(engine, ["doing 0"])

    worker.terminate()
    time.sleep(0.3)
    assert seconds_to_end(worker) < 0.6
