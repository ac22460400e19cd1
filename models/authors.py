"""How the author of an idea or a comment is shown to everyone else."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Select
from sqlmodel import col

from models import roles
from models.accounts import Account, public_name
from models.roles import Role
from models.teams import Team


@dataclass(frozen=True)
class Author:
    """A public name, and for staff the team that stands on their badge."""

    name: str
    is_staff: bool
    team: str
    answers: bool
    known: bool

    @property
    def known_name(self) -> str | None:
        """The name, where it is a person's own and not one that stands for many."""
        return self.name if self.known else None

    @property
    def badge(self) -> str:
        if not self.is_staff:
            return ""
        return f"Staff, {self.team}" if self.team else "Staff"


# What a query selects, beside an outer join to the account and its team, for `shown` to read.
COLUMNS: tuple[Any, ...] = (
    col(Account.name).label("author_name"), col(Account.private).label("author_hides"),
    col(Account.role).label("author_role"), col(Team.name).label("author_team"),
)


def of_account(account_id: int | None) -> Select[Any]:
    rows = sa.select(*COLUMNS).select_from(Account).outerjoin(Team, col(Team.id) == Account.team_id)
    return rows.where(col(Account.id) == account_id)


def shown(name: str | None, private: bool | None, role: Role | None, team: str | None) -> Author:
    is_staff = role in roles.STAFF
    words = "A member of staff" if is_staff and (private or not name) else public_name(name, private)
    return Author(words, is_staff, team or "", role in roles.WORKS_AT_DESK, bool(name) and not private)


def of(row: Any, *, private: bool = False) -> Author:
    """The author in a row that selected COLUMNS; `private` when these very words came without a name."""
    return shown(row.author_name, private or row.author_hides, row.author_role, row.author_team)


UNKNOWN = shown(None, None, None, None)
