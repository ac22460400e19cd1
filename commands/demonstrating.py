"""folkmoot demo"""

import signal
import socket
import time
import urllib.request
from pathlib import Path
from subprocess import Popen
from types import FrameType
from typing import Annotated

import typer
from rich.console import Console

from commands import importing, processes, seeding
from commands.importing import Dates, Mapped, Proposition
from models import accounts, database, migrating, sign_ins
from models.settings import settings
from seeds import content

FIVE = (
    ("a citizen", "maya-okafor"),
    ("a member of staff", "tom-hargreaves"),
    ("a policy officer", "ruth-ellison"),
    ("a moderator", "dev-patel"),
    ("the administrator", "anna-lindqvist"),
)
PARTS = ("worker", "serve")
SECONDS_TO_START = 60
MOST_DEATHS, SECONDS_OF_PATIENCE = 6, 20.0

console = Console()


def demonstrate(
    file: Annotated[Path | None, typer.Option("--import", help="Also take in this CSV as a call of its own.")] = None,
    mapped: Mapped = None,
    proposition: Proposition = "",
    dates: Dates = None,
) -> None:
    """Run a whole sample service on this machine, and print links that sign in five people. Ctrl-C stops it all."""
    if _taken():
        console.print(
            f"Something else already listens on port {settings().port}. Stop it, or set PORT to another number."
        )
        raise typer.Exit(1)
    migrating.bring_up_to_date(database.engine())
    seeding.seed()
    table = importing.read(file, mapped or [], proposition=proposition, dates=dates) if file else None
    running = [_start(part) for part in PARTS]
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        _wait_for_site(running)
        _print_links()
        if table is not None:
            call_id = importing.take_in(table)
            if call_id is not None:
                importing.watch(call_id)
                console.print(f"The call: {settings().base_url}/calls/{call_id}", soft_wrap=True)
                console.print(f"At the desk: {settings().base_url}/desk?call={call_id}", soft_wrap=True)
        _stay(running)
    except KeyboardInterrupt:
        console.print("\nStopping …")
    finally:
        for process in reversed(running):
            processes.stop(process)


def _taken() -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings().host, settings().port))
        except OSError:
            return True
    return False


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _wait_for_site(running: list[Popen[bytes]]) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and all(process.poll() is None for process in running):
        try:
            with urllib.request.urlopen(f"http://{settings().host}:{settings().port}/ready", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    console.print("The site did not start.")
    raise typer.Exit(1)


def _print_links() -> None:
    emails = {person["key"]: (person["name"], person["email"]) for person in content.place()["person"]}
    console.print(f"\nThe site: {settings().base_url}\n\nSign in with one click as", highlight=False)
    with database.transaction() as db:
        for who, key in FIVE:
            name, email = emails[key]
            account = accounts.with_email(db, email)
            if account is not None:
                link = f"{settings().base_url}/sign-in/{sign_ins.direct(db, account).token}"
                console.print(f"  {who:<18} {name:<16} {link}", highlight=False, soft_wrap=True)
    console.print(
        f"\nMail stays on this machine: {settings().base_url}/outbox\nCtrl-C stops everything.\n", highlight=False
    )


def _stay(running: list[Popen[bytes]]) -> None:
    """Watches over the parts: one that dies is started again, unless it dies again and again."""
    deaths: list[float] = []
    while len(deaths) < MOST_DEATHS:
        time.sleep(0.3)
        deaths = [at for at in deaths if time.monotonic() - at < SECONDS_OF_PATIENCE]
        for place, process in enumerate(running):
            if process.poll() is not None:
                deaths.append(time.monotonic())
                running[place] = _start(PARTS[place])
    console.print("A part of the site keeps stopping.")
    raise typer.Exit(1)


def _start(part: str) -> Popen[bytes]:
    return processes.start(part, DATABASE_URL=database.url())
