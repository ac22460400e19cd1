"""folkmoot import"""

import csv
import time
from collections.abc import Iterable
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table as Printed
from sqlmodel import Session, col, func, select

from commands import files, spreadsheets
from commands.dates import Order
from commands.spreadsheets import Bad, Table
from models import calls, clock, database, groupings, imports, migrating, quotes, text
from models.calls import Call
from models.groupings import Grouping
from models.ideas import Idea
from models.imports import AskedOtherwise, Submission
from models.themes import Theme
from models.wording import day

SHOWN_BAD_ROWS = 20
PREVIEW_ROWS = 3
SHOWN_THEMES = 10
Mapped = Annotated[
    list[str] | None,
    typer.Option(
        "--map", help="Which column is which, e.g. --map text=COMMENTS --map date=REQUESTDATE; --map key= for none."
    ),
]
Proposition = Annotated[
    str,
    typer.Option(
        callback=text.visible_line, help="What the choices in --map stance=COLUMN are for or against, in one sentence."
    ),
]
Dates = Annotated[
    Order | None,
    typer.Option("--dates", help="How 03/04/2016 is meant; found from all dates of the column otherwise."),
]

# What is printed are mostly people's words: nothing in them is mark-up.
console = Console(markup=False, emoji=False, highlight=False)


def bring_in(
    file: Annotated[Path, typer.Argument(help="A CSV file whose first line names its columns.")],
    mapped: Mapped = None,
    question: Annotated[
        str, typer.Option("--call", help="The question these answer; made from the file's name otherwise.")
    ] = "",
    proposition: Proposition = "",
    dates: Dates = None,
    refused: Annotated[
        Path | None, typer.Option(help="Where to list the rows that cannot be taken; FILE.refused.csv otherwise.")
    ] = None,
    preview: Annotated[bool, typer.Option(help="Only show what would be taken in.")] = False,
    wait: Annotated[bool, typer.Option(help="Stay until a worker has grouped them.")] = False,
) -> None:
    """Take in submissions that were made elsewhere, as a call of their own, and have them grouped."""
    migrating.bring_up_to_date(database.engine())
    table = read(file, mapped or [], question, proposition, dates=dates)
    call_id = take_in(table, question, refused=refused, preview=preview)
    if call_id is not None and wait:
        watch(call_id)


def read(
    file: Path, mapped: list[str], question: str = "", proposition: str = "", *, dates: Order | None = None
) -> Table:
    """The file as it can be taken in. Ends on one that cannot."""
    try:
        table = spreadsheets.read(file, _wanted(mapped), dates)
        table.proposition = _proposition_of(table, question, proposition)
    except files.Unreadable as error:
        raise _ended(str(error)) from None
    return table


def _ended(why: str) -> typer.Exit:
    console.print(why, style="red")
    return typer.Exit(2)


def take_in(table: Table, question: str = "", *, refused: Path | None = None, preview: bool = False) -> int | None:
    """Imports and asks for the grouping; the call's id, or None when none was needed."""
    _show(table, question)
    call_id, taken = None, 0
    if preview:
        console.print(f"{sum(1 for _ in table.submissions()):,} can be taken in; {len(table.bad):,} cannot.")
    else:
        try:
            call_id, taken, again = _rows(table, question)
        except AskedOtherwise:
            raise _ended("What is asked for or against was changed meanwhile. Look at it, and begin again.") from None
        console.print(f"{taken:,} taken in; {again:,} were here already; {len(table.bad):,} could not be taken.")
    _refuse(table.bad, refused or Path(f"{table.path.stem}.refused.csv"))
    if call_id is not None and taken:
        with database.transaction() as db:
            groupings.ask(db, call_id, by=None)
    return call_id


def _wanted(mapped: list[str]) -> dict[str, str]:
    pairs = [pair.partition("=") for pair in mapped]
    if any(not equals for _, equals, _ in pairs):
        raise files.Unreadable("Write a mapping as OURS=THEIRS, for instance --map text=COMMENTS.")
    return {ours.strip(): theirs.strip() for ours, _, theirs in pairs}


def _proposition_of(table: Table, question: str, proposition: str) -> str:
    """What people chose for or against. Raises Unreadable unless the two go together."""
    chosen = spreadsheets.STANCE in table.mapping
    if not chosen and not proposition:
        return ""
    with database.transaction() as db:
        known = _known_call(db, table.path, question, list(islice(table.submissions(), imports.BATCH)))
    if known is not None and not known.proposition:
        raise files.Unreadable(f"“{known.question}” has asked nobody for or against anything: leave the choices out.")
    if known is not None and proposition not in {"", known.proposition}:
        raise files.Unreadable(f"“{known.question}” has asked for or against something else: “{known.proposition}”")
    if known is None and not proposition:
        raise files.Unreadable("Say what they chose for or against: --proposition “We should …”.")
    if not chosen:
        raise files.Unreadable("Say which column holds what they chose: --map stance=COLUMN.")
    if len(proposition) > calls.PROPOSITION_LIMIT:
        raise files.Unreadable(f"Use {calls.PROPOSITION_LIMIT} characters or fewer for --proposition.")
    return known.proposition if known else proposition


def _show(table: Table, question: str) -> None:
    """How the file is read, before anything is taken from it."""
    console.print(f"{table.path.name}: {table.encoding}, columns divided by {files.DELIMITERS[table.delimiter]}")
    console.print("  " + ", ".join(f"{ours} = {theirs}" for ours, theirs in table.mapping.items()))
    if "date" in table.mapping:
        order, why = table.order
        console.print(f"  Dates like 03/04/2016 are read {order} ({why}); --dates says otherwise.")
    first = list(islice(table.submissions(), imports.BATCH))
    for one in first[:PREVIEW_ROWS]:
        console.print(f"  {day(one.at)}  {one.title}")
    with database.transaction() as db:
        known = _known_call(db, table.path, question, first)
    name = f"“{known.question}”, which is here already" if known else f"a new call, “{_asks(table.path, question)}”"
    console.print(f"They go into {name}.")


def _refuse(bad: list[Bad], where: Path) -> None:
    """Every row that was not taken, with its line and why: the first ones here, all of them in a file."""
    if not bad:
        return
    try:
        with where.open("w", newline="", encoding="utf-8") as listed:
            csv.writer(listed).writerows([("line", "reason"), *((one.line, one.reason) for one in bad)])
        shown, rest = bad[:SHOWN_BAD_ROWS], f"  All {len(bad):,} are listed in {where}."
    except OSError as error:
        shown, rest = bad, f"  {where} could not be written: {error.strerror}."
    for one in shown:
        console.print(f"  line {one.line}: {one.reason}")
    console.print(rest)


def _asks(file: Path, question: str) -> str:
    name = file.stem.replace("_", " ").replace("-", " ").strip().capitalize()
    return (question or f"{name}: what did people say?")[: calls.QUESTION_LIMIT]


def _known_call(db: Session, file: Path, question: str, first: list[Submission]) -> Call | None:
    """The call that was named; else the one that has these rows, or that was made for a file of this name."""
    newest = select(Call).where(calls.shown_to(None)).order_by(col(Call.id).desc())
    if question:
        return db.exec(newest.where(Call.question == _asks(file, question))).first()
    return imports.call_of(db, first) or db.exec(newest.where(Call.source == _source(file))).first()


def _source(file: Path) -> str:
    return file.name[: calls.SOURCE_LIMIT]


def _new_call(db: Session, table: Table, question: str) -> Call:
    today = clock.today()
    call = calls.draft(
        db,
        by=None,
        question=_asks(table.path, question),
        proposition=table.proposition,
        source=_source(table.path),
        sponsor="The team that reads them",
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


def _rows(table: Table, question: str) -> tuple[int | None, int, int]:
    """The call, how many were new, and how many it had already."""
    call_id: int | None = None
    taken = again = 0
    rows, other_words = table.submissions(), []
    with Progress(console=console) as progress:
        bar = progress.add_task("Taking in", total=None)
        while batch := list(islice(rows, imports.BATCH)):
            with database.transaction() as db:
                call = _known(db, call_id, table.path, question, batch)
                call = call or _new_call(db, table, question)
                found = imports.take_in(db, call, batch, asked=table.proposition)
            call_id = call.id
            other_words += found.other_words
            taken += found.new
            again += len(batch) - found.new - len(found.other_words)
            progress.update(bar, completed=taken + again, description=f"Taking in: {taken + again:,}")
        progress.update(bar, total=taken + again, completed=taken + again)
    table.bad.extend(_doubtful(other_words))
    table.bad.sort(key=lambda one: one.line)
    return call_id, taken, again


def _known(db: Session, call_id: int | None, file: Path, question: str, batch: list[Submission]) -> Call | None:
    """The call that the rows before went into, or that was here before. A file without one good row makes none."""
    if call_id is not None:
        return db.get_one(Call, call_id)
    return _known_call(db, file, question, batch)


def _doubtful(other_words: Iterable[Submission]) -> list[Bad]:
    reason = "has the key {} of a row that is here already with other words (see --call, or --map key=)"
    return [Bad(one.line, reason.format(one.key)) for one in other_words]


def watch(call_id: int, *, seconds: float = 1800) -> None:
    """Shows how far the grouping is, and its result."""
    until = time.monotonic() + seconds
    with console.status("Grouping …") as status:
        while time.monotonic() < until:
            with database.transaction() as db:
                run = groupings.latest(db, call_id)
            if run is None or not run.running:
                break
            status.update(f"Grouping: {escape(run.progress)}")
            time.sleep(1)
    if run is None:
        return
    if run.error:
        console.print(run.error, style="red")
        return
    with database.transaction() as db:
        _report(db, run)


def _report(db: Session, run: Grouping) -> None:
    console.print(", ".join(f"{name}: {value}" for name, value in run.figures.items()))
    quote = quotes.of_theme(Theme.id).limit(1)
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
