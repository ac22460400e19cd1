"""The site as it runs for real: two processes, a database of their own, and a mail server that keeps what it gets."""

import asyncio
import os
import signal
import socket
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from subprocess import Popen
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope
from aiosmtpd.smtp import Session as SmtpSession
from sqlalchemy import Engine, text
from sqlmodel import Session, col, select

from commands import processes
from models import sessions
from models.accounts import Account
from tests.journeys.forked import Forked
from web.kit import cookies

SECONDS = 30.0
Begin = Callable[..., Forked | Popen[bytes]]  # starts a process as processes.start does
LEFT = text("SELECT task_name, status::text, attempts, count(*) FROM procrastinate_jobs "
            "WHERE task_name NOT IN ('jobs.revive', 'jobs.daily', 'jobs.hourly') "
            "AND status IN ('todo', 'doing') GROUP BY 1, 2, 3")


class Postbox:
    """Keeps every mail that it is handed, in the order they came, and says so at once unless it is `held`."""

    def __init__(self) -> None:
        self.caught: list[EmailMessage] = []
        self._came = threading.Condition()
        self._answers = threading.Event()
        self._answers.set()

    async def handle_DATA(self, server: SMTP, session: SmtpSession, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        with self._came:
            self.caught.append(mail)
            self._came.notify_all()
        await asyncio.to_thread(self._answers.wait, SECONDS)
        return "250 taken"

    @contextmanager
    def held(self) -> Iterator[None]:
        """Mails are taken meanwhile, but their senders are not told so: killed then, they cannot know it."""
        self._answers.clear()
        try:
            yield
        finally:
            self._answers.set()

    def wait_for_another(self, seconds: float) -> bool:
        """Until one more mail was taken."""
        with self._came:
            before = len(self.caught)
            return self._came.wait_for(lambda: len(self.caught) > before, seconds)

    def to(self, address: str) -> list[EmailMessage]:
        return [mail for mail in list(self.caught) if mail["To"] == address]

    def wait_for(self, address: str, subject: str, *, seconds: float = SECONDS) -> EmailMessage:
        """The newest mail to this address with these words in its subject; fails when none comes in time."""

        def newest() -> EmailMessage | None:
            fitting = [mail for mail in self.to(address) if subject in mail["Subject"]]
            return fitting[-1] if fitting else None

        with self._came:
            came = self._came.wait_for(lambda: newest() is not None, seconds)
        subjects = [mail["Subject"] for mail in self.to(address)]
        assert came, f"No mail “{subject}” for {address} in {seconds:.0f} seconds; it has {subjects}"
        return newest()  # type: ignore[return-value]


def words_of(mail: EmailMessage) -> str:
    """What the mail says to somebody who reads it as plain text."""
    part = mail.get_body(("plain",))
    assert part is not None, "a mail without a plain text"
    return str(part.get_content())


class Live:
    """`folkmoot serve` and `folkmoot worker` on this machine. Only ever ends processes that it started itself."""

    def __init__(
        self, database_url: str, engine: Engine, post: Postbox, smtp_port: int, begin: Begin = processes.start
    ) -> None:
        self.engine, self.post, self.begin = engine, post, begin
        self.port = free_port()
        self.base_url = f"http://127.0.0.1:{self.port}"
        self.environment = {
            "ENVIRONMENT": "test", "DATABASE_URL": database_url, "BASE_URL": self.base_url, "HOST": "127.0.0.1",
            "PORT": str(self.port), "SMTP_URL": f"smtp://127.0.0.1:{smtp_port}", "LOG_LEVEL": "warning",
            "TRUSTED_PROXIES": "0", "WEB_PROCESSES": "1",
        }
        self.web: Forked | Popen[bytes] | None = None
        self.worker: Forked | Popen[bytes] | None = None

    def start(self) -> None:
        """Starts what does not run. Call it from the main thread: a process ends with the thread that started it."""
        if self.web is None or self.web.poll() is not None:
            self.web = self.begin("serve", **self.environment)
        if self.worker is None or self.worker.poll() is not None:
            self.worker = self.begin("worker", **self.environment)

    def stop(self) -> None:
        for process in (self.worker, self.web):
            if process is not None:
                processes.stop(process)

    def wait_until_ready(self, seconds: float = SECONDS) -> float:
        """Waits for the site to answer; says how long that took. Starts it again if it has ended meanwhile."""
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            with suppress(OSError), urllib.request.urlopen(f"{self.base_url}/ready", timeout=2):
                return time.monotonic() - began
            self.start()
            time.sleep(0.05)
        raise AssertionError(f"The site did not answer within {seconds:.0f} seconds of its start.")

    def left(self) -> list[Any]:
        """The jobs that are not done, besides those that come by the clock."""
        with self.transaction() as db:
            return list(db.execute(LEFT).all())

    def work_is_over(self, seconds: float = 2 * SECONDS) -> None:
        """Waits until no job is left; then the worker ends, and nothing changes any more by itself."""
        until = time.monotonic() + seconds
        while waiting := self.left():
            assert time.monotonic() < until, f"Jobs are still left after {seconds:.0f} seconds: {waiting}"
            time.sleep(0.25)
        assert self.worker is not None and self.worker.poll() is None
        processes.stop(self.worker)

    def kill(self, *, web: bool = False, web_child: bool = False, worker: bool = False) -> None:
        """Ends without warning (signal 9): the whole web server, only its part that answers, the worker."""
        doomed: list[int] = []
        if self.web is not None and self.web.poll() is None:
            doomed += [self.web.pid] * web + children_of(self.web.pid) * (web or web_child)
        if worker and self.worker is not None and self.worker.poll() is None:
            doomed.append(self.worker.pid)
        for pid in doomed:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for process, was_killed in ((self.web, web), (self.worker, worker)):
            if process is not None and was_killed:
                process.wait(10)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A transaction on the site's own database: leaving commits, raising rolls back."""
        with Session(self.engine, expire_on_commit=False) as db, db.begin():
            yield db

    def cookie_for(self, email: str) -> str:
        """The value of the session cookie of a browser in which this person is signed in."""
        with self.transaction() as db:
            account = db.exec(select(Account).where(col(Account.email) == email)).one()
            return cookies.signed(sessions.start(db, account, agent="a test"))


def children_of(pid: int) -> list[int]:
    """The processes that this one has started, as Linux knows them."""
    lists = [tasks.read_text() for tasks in Path(f"/proc/{pid}/task").glob("*/children")]
    return [int(child) for tasks in lists for child in tasks.split()]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
