"""folkmoot doctor"""

import typer
from rich.console import Console

from models import checks, database


def examine() -> None:
    """Recount everything that is counted, check every quote and passage, and say what does not agree."""
    console = Console()
    wrong = 0
    with database.transaction() as db:
        for one in checks.all_of(db):
            console.print("wrong" if one.wrong else "well ", style="red" if one.wrong else "green", end="  ")
            console.print(f"{one.name}: {one.wrong:,} of {one.rows:,} differ", highlight=False)
            wrong += one.wrong
    if wrong:
        raise typer.Exit(1)
