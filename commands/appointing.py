"""folkmoot appoint"""

from typing import Annotated

import typer
from rich.console import Console

from models import accounts, database, sessions, teams
from models.roles import Role
from web.kit.forms import checked_email

console = Console()


def appoint(
    email: Annotated[str, typer.Argument(help="The address that they sign in with.")],
    role: Annotated[Role, typer.Argument(help="What they may do.")],
    team: Annotated[str, typer.Option(help="The team they belong to; made when it is new.")] = "",
    name: Annotated[str, typer.Option(help="Their name, when the account is new.")] = "",
) -> None:
    """Give somebody a role: the first administrator, staff, policy officers, moderators."""
    try:
        address = checked_email(email)
    except ValueError as error:
        console.print(f"[red]{error}[/]")
        raise typer.Exit(2) from None
    with database.transaction() as db:
        account = accounts.known_by(db, address, name=name)
        team_id = teams.named(db, team).id if team else account.team_id
        accounts.grant(db, account, role, team_id=team_id, by=None)
        sessions.end_others(db, account)
    console.print(f"{address} is {role.value} now, and signs in again with a mailed link.")
