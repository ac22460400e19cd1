"""folkmoot erase"""

from typing import Annotated

import typer
from rich.console import Console

from models import accounts, database, forgetting

console = Console(highlight=False)


def erase(email: Annotated[str, typer.Argument(help="The address of whoever wants nothing kept of them.")]) -> None:
    """Erase what is kept of a person who asks for it: address, name, mails. What they published stays, without them."""
    with database.transaction() as db:
        account = accounts.with_email(db, email)
        if account is None:
            console.print("[red]Nobody with this address is known.[/]")
            raise typer.Exit(2)
        forgetting.erase(db, account)
    console.print("Erased. What they published stays, signed by “A member of the public”.")
