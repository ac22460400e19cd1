"""folkmoot doctor"""

import typer
from rich.console import Console

from models import checks, database


def examine() -> None:
    """Recount everything that is counted, check every quote and passage, and say what does not agree."""
    console = Console()
    wrong = 0
    with database.transaction() as db:
        for name, bad in checks.all_of(db):
            console.print(f"{'[green]well[/]' if not bad else '[red]wrong[/]'}  {name}: {bad} differences")
            wrong += bad
    if wrong:
        raise typer.Exit(1)
