"""The Procrastinate app: every job by name, how it is tried again, and the worker that does them."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import structlog
from procrastinate import App, JobContext, PsycopgConnector, RetryStrategy
from procrastinate.jobs import Status

from jobs import analyse, compare, digest, expire, group, hand, invite, mail_sign_in, notify, publish, review, send
from models import database, setbacks

HEARTBEAT_SECONDS = 3.0
DEAD_AFTER_SECONDS = 12.0
SECONDS_TO_END = 8.0  # for the work that a worker has begun when it is told to stop; others think it dead after more
LATEST = 86_400  # seconds after which work that time alone brings is left to its next turn
AGAIN = RetryStrategy(max_attempts=5, exponential_wait=4)  # six times in 23 minutes
# A mail server can be away for a weekend: three days, from half a minute to two hours apart.
MAIL_AGAIN = RetryStrategy(max_attempts=66, wait=30, linear_wait=120)


class WorkerDied(Exception):
    """The worker ended in the middle of the job, each time that it was tried."""


log = structlog.get_logger()

# Each gets a session whose transaction is the job: returning commits, raising rolls back.
IN_ONE_TRANSACTION: dict[str, Callable[..., None]] = {
    "analyse": analyse.analyse,
    "compare": compare.compare,
    "notify": notify.notify,
    "mail_sign_in": mail_sign_in.mail_sign_in,
    "digest": digest.digest,
    "invite": invite.invite,
    "review": review.review,
    "hand": hand.hand,
}
# These open their own: they take long, or must commit between two steps.
IN_SEVERAL: dict[str, Callable[..., None]] = {
    "group": group.group,
    "send": send.send,
}


def again(task: str) -> RetryStrategy:
    """How this work is tried again when it fails."""
    return MAIL_AGAIN if task == "jobs.send" else AGAIN


def app() -> App:
    connector = PsycopgConnector(conninfo=database.url(), min_size=1, max_size=6)
    queue = App(connector=connector, periodic_defaults={"max_delay": LATEST})
    for name, work in IN_ONE_TRANSACTION.items():
        _add(queue, name, _in_transaction(work))
    for name, work in IN_SEVERAL.items():
        _add(queue, name, work)
    _add_periodic(queue, "0 7 * * *", "daily", _set_aside_if_it_fails("daily", lambda: expire.each_day()))
    _add_periodic(queue, "0 * * * *", "hourly", lambda: expire.each_hour())
    _add_periodic(queue, "* * * * *", "publish", lambda: publish.due())

    @queue.periodic(cron="* * * * * */10")
    @queue.task(name="jobs.revive", pass_context=True, queueing_lock="revive")
    async def revive(context: JobContext, timestamp: int) -> None:
        await revive_stalled(queue)

    return queue


def _in_transaction(work: Callable[..., None]) -> Callable[..., None]:
    def run(**arguments: Any) -> None:
        with database.transaction() as db:
            work(db, **arguments)

    return run


def _add(queue: App, name: str, work: Callable[..., None]) -> None:
    task = f"jobs.{name}"

    @queue.task(name=task, retry=again(task), pass_context=True)
    def run(context: JobContext, /, **arguments: Any) -> None:
        try:
            work(**arguments)
        except Exception as error:
            if again(task).get_retry_decision(exception=error, job=context.job) is None:
                _set_aside(task, arguments, error)
            raise


def _add_periodic(queue: App, cron: str, name: str, work: Callable[[], None]) -> None:
    @queue.periodic(cron=cron)
    @queue.task(name=f"jobs.{name}", queueing_lock=name)
    def run(timestamp: int) -> None:
        work()


def _set_aside_if_it_fails(name: str, work: Callable[[], None]) -> Callable[[], None]:
    """For what has its next turn in a day: what comes again in a minute or an hour is tried again by that."""
    def run() -> None:
        try:
            work()
        except Exception as error:
            _set_aside(f"jobs.{name}", {"timestamp": 0}, error)
            raise

    return run


def _set_aside(task: str, arguments: dict[str, Any], error: BaseException) -> None:
    log.error("job set aside", task=task, error=type(error).__name__)
    with database.transaction() as db:
        setbacks.keep(db, task, arguments, error)
        if task == "jobs.group":
            group.give_up(db, **arguments)


async def revive_stalled(queue: App) -> int:
    """Gives the jobs of workers that died back to the queue. They may have done part: each is safe to do again.

    One that was tried so often that it may be what the workers die of is set aside.
    """
    stalled = await queue.job_manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER_SECONDS)
    count = 0
    for job in stalled:
        died = WorkerDied(f"{job.attempts + 1} times")
        if again(job.task_name).get_retry_decision(exception=died, job=job) is None:
            await asyncio.to_thread(_set_aside, job.task_name, job.task_kwargs, died)
            await queue.job_manager.finish_job(job, Status.FAILED, delete_job=False)
        else:
            await queue.job_manager.retry_job(job)
            count += 1
    return count


async def work(*, until_empty: bool = False, concurrency: int = 3) -> None:
    """Works until it is told to stop (SIGTERM, SIGINT), or until nothing waits."""
    queue = app()
    async with queue.open_async():
        await revive_stalled(queue)
        working = asyncio.create_task(queue.run_worker_async(
            concurrency=concurrency, wait=not until_empty, delete_jobs="successful",
            update_heartbeat_interval=HEARTBEAT_SECONDS, stalled_worker_timeout=DEAD_AFTER_SECONDS,
            install_signal_handlers=False,
        ))
        if not until_empty:
            for told in (signal.SIGTERM, signal.SIGINT):
                asyncio.get_running_loop().add_signal_handler(told, _stop, working)
        with suppress(asyncio.CancelledError):
            await working


def _stop(working: asyncio.Task[None]) -> None:
    """Begins nothing more, and ends what was begun; told again, it leaves that at once."""
    if working.cancelling():
        _leave()
    working.cancel()
    asyncio.get_running_loop().call_later(SECONDS_TO_END, _leave)


def _leave() -> None:
    """Ends in the middle of the work: no thread can be told to stop. The next worker does it from its beginning."""
    log.warning("worker left its work")
    sys.stdout.flush()
    os._exit(0)


def run(*, until_empty: bool = False) -> None:
    asyncio.run(work(until_empty=until_empty))
