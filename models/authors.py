"""How the author of an idea or a comment is shown to everyone else."""

from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Select
from sqlmodel import Session, col, func

from models import roles
from models.accounts import Account, public_name
from models.comments import Comment
from models.ideas import Idea
from models.roles import Role
from models.teams import Team


@dataclass(frozen=True)
class Author:
    """A public name, and for staff the team that stands on their badge: none beside a name that is kept private."""

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
    def within(self) -> str:
        """The name inside a sentence."""
        return self.name if self.known else self.name[:1].lower() + self.name[1:]

    @property
    def badge(self) -> str:
        if not self.is_staff or self.name == STAFF_UNNAMED:
            return ""
        return f"Staff, {self.team}" if self.team else "Staff"

    @property
    def in_full(self) -> str:
        """All that others see, in one line."""
        return f"{self.name} ({self.badge})" if self.badge else self.name


PROPOSER = "The person who proposed this"
STAFF_UNNAMED = "A member of staff"
# What a query selects, beside an outer join to the account and its team, for `shown` to read.
COLUMNS: tuple[Any, ...] = (
    col(Account.name).label("author_name"), col(Account.private).label("author_hides"),
    col(Account.role).label("author_role"), col(Team.name).label("author_team"),
)
# The same for a comment, beside a join to its idea.
_THEIR_OWN = col(Idea.author_private) & (col(Idea.author_id) == Comment.author_id)
OF_COMMENT: tuple[Any, ...] = (*COLUMNS, func.coalesce(_THEIR_OWN, False).label("proposed_unnamed"))
# The same for the author of an idea, who may have sent it under another name or without one.
OF_IDEA: tuple[Any, ...] = (
    func.coalesce(func.nullif(Idea.signed, ""), Account.name).label("author_name"),
    (col(Idea.author_private) | func.coalesce(Account.private, False)).label("author_hides"), *COLUMNS[2:],
)


def of_one_comment(comment_id: int) -> Select[Any]:
    rows = sa.select(*OF_COMMENT).select_from(Comment).join(Idea, col(Idea.id) == Comment.idea_id)
    rows = rows.outerjoin(Account, col(Account.id) == Comment.author_id)
    return rows.outerjoin(Team, col(Team.id) == Account.team_id).where(col(Comment.id) == comment_id)


def shown(name: str | None, private: bool | None, role: Role | None, team: str | None) -> Author:
    is_staff = role in roles.STAFF
    words = STAFF_UNNAMED if is_staff and (private or not name) else public_name(name, private)
    if private:
        return Author(words, is_staff, "", answers=False, known=False)
    return Author(words, is_staff, team or "", role in roles.WORKS_AT_DESK, bool(name))


def of_account(db: Session, account: Account, *, private: bool = False) -> Author:
    """How this person is shown; with `private`, as they are where they keep their name to themselves."""
    team = db.get(Team, account.team_id) if account.team_id else None
    return shown(account.name, private or account.private, account.role, team.name if team else None)


def of(row: Any) -> Author:
    """The author in a row that selected COLUMNS, or OF_IDEA."""
    return shown(row.author_name, row.author_hides, row.author_role, row.author_team)


def of_comment(row: Any) -> Author:
    """The author of a comment. Where its idea came without a name, nothing said below gives that name away."""
    author = of(row)
    if not row.proposed_unnamed:
        return author
    return replace(author, name=PROPOSER, team="", answers=False, known=False)
