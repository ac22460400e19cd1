"""folkmoot import"""

import time
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table as Printed
from sqlmodel import Session, col, func, select

from commands import spreadsheets
from commands.spreadsheets import Table
from models import calls, clock, database, groupings, imports, migrating
from models.calls import Call
from models.groupings import Grouping
from models.ideas import Idea
from models.themes import Theme, ThemeQuote
from models.wording import day

SHOWN_BAD_ROWS = 20
PREVIEW_ROWS = 3
SHOWN_THEMES = 10
Mapped = Annotated[
    list[str] | None,
    typer.Option("--map", help="Which column is which, e.g. --map text=COMMENTS --map date=REQUESTDATE."),
]

console = Console()


def bring_in(
    file: Annotated[Path, typer.Argument(help="A CSV file whose first line names its columns.")],
    mapped: Mapped = None,
    question: Annotated[
        str, typer.Option("--call", help="The question these answer; made from the file's name otherwise.")
    ] = "",
    preview: Annotated[bool, typer.Option(help="Only show what would be taken in.")] = False,
    wait: Annotated[bool, typer.Option(help="Stay until a worker has grouped them.")] = False,
) -> None:
    """Take in submissions that were made elsewhere, as a call of their own, and have them grouped."""
    migrating.bring_up_to_date(database.engine())
    call_id = take_in(file, mapped or [], question, preview=preview)
    if call_id is not None and wait:
        watch(call_id)


def take_in(file: Path, mapped: list[str], question: str = "", *, preview: bool = False) -> int | None:
    """Imports and asks for the grouping; the call's id, or None after a preview. Ends the command on a bad file."""
    try:
        table = spreadsheets.read(file, _wanted(mapped))
    except spreadsheets.Unreadable as error:
        console.print(f"[red]{error}[/]")
        raise typer.Exit(2) from None
    _show(table)
    if preview:
        return None
    with database.transaction() as db:
        call_id = _call(db, file, question).id
    taken, good = _rows(table, call_id)
    again = good - taken
    console.print(f"{taken:,} taken in; {again:,} were here already; {len(table.bad):,} could not be taken.")
    for bad in table.bad[:SHOWN_BAD_ROWS]:
        console.print(f"  line {bad.line}: {bad.reason}", highlight=False)
    if len(table.bad) > SHOWN_BAD_ROWS:
        console.print(f"  … and {len(table.bad) - SHOWN_BAD_ROWS:,} more lines")
    if taken:
        with database.transaction() as db:
            groupings.ask(db, call_id, by=None)
    return call_id


def _wanted(mapped: list[str]) -> dict[str, str]:
    pairs = [pair.partition("=") for pair in mapped]
    if any(not equals for _, equals, _ in pairs):
        raise spreadsheets.Unreadable("Write a mapping as OURS=THEIRS, for instance --map text=COMMENTS.")
    return {ours.strip(): theirs.strip() for ours, _, theirs in pairs}


def _show(table: Table) -> None:
    console.print(f"{table.path.name}: " + ", ".join(f"{ours} = {theirs}" for ours, theirs in table.mapping.items()))
    for one in islice(table.submissions(), PREVIEW_ROWS):
        console.print(f"  [dim]{day(one.at)}[/] {one.title}", highlight=False, markup=True)
    table.bad.clear()


def _call(db: Session, file: Path, question: str) -> Call:
    """The call of this file: the same one when the file comes again."""
    source = file.name[:120]
    known = db.exec(select(Call).where(Call.source == source)).first()
    if known is not None:
        return known
    today = clock.today()
    name = file.stem.replace("_", " ").replace("-", " ").strip().capitalize()
    call = calls.draft(
        db,
        by=None,
        question=(question or f"{name}: what did people say?")[:160],
        source=source,
        summary=f"Submissions that people made elsewhere, brought in on {day(today)}.",
        can_change="What the team that reads these submissions is responsible for.",
        cannot_change="What was decided where the submissions were asked for.",
        decides="The team that reads them",
        answer_by=today + timedelta(days=90),
        opens_on=today,
        closes_on=today,
    )
    calls.open_up(db, call, by=None)
    calls.close(db, call, by=None)
    return call


def _rows(table: Table, call_id: int) -> tuple[int, int]:
    taken = good = 0
    rows = table.submissions()
    with Progress(console=console) as progress:
        bar = progress.add_task("Taking in", total=None)
        while batch := list(islice(rows, imports.BATCH)):
            with database.transaction() as db:
                taken += imports.take_in(db, db.get_one(Call, call_id), batch)
            good += len(batch)
            progress.update(bar, completed=good, description=f"Taking in: {good:,}")
        progress.update(bar, total=good, completed=good)
    return taken, good


def watch(call_id: int, *, seconds: float = 1800) -> None:
    """Shows how far the grouping is, and its result."""
    until = time.monotonic() + seconds
    with console.status("Grouping …") as status:
        while time.monotonic() < until:
            with database.transaction() as db:
                run = groupings.latest(db, call_id)
            if run is None or not run.running:
                break
            status.update(f"Grouping: {run.progress}")
            time.sleep(1)
    if run is None:
        return
    if run.error:
        console.print(f"[red]{run.error}[/]")
        return
    with database.transaction() as db:
        _report(db, run)


def _report(db: Session, run: Grouping) -> None:
    console.print(", ".join(f"{name}: {value}" for name, value in run.figures.items()), highlight=False)
    quote = select(ThemeQuote.words).where(ThemeQuote.theme_id == Theme.id).order_by(col(ThemeQuote.rank)).limit(1)
    rows = select(Theme.title, Theme.ideas_count, quote.scalar_subquery()).where(
        Theme.call_id == run.call_id, col(Theme.retired_at).is_(None), col(Theme.merged_into_id).is_(None)
    )
    printed = Printed("Theme", "Ideas", "In people’s own words", show_lines=True)
    for title, size, words in db.exec(rows.order_by(col(Theme.ideas_count).desc()).limit(SHOWN_THEMES)):
        printed.add_row(title, f"{size:,}", words or "")
    console.print(printed)
    other = db.exec(
        select(func.count(col(Idea.id))).where(Idea.call_id == run.call_id, col(Idea.theme_id).is_(None))
    ).one()
    console.print(f"In no theme: {other:,}")
