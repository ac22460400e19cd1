"""Whoever reads, in a query that is built once and then asked for one person after the other.

To build a large query takes longer than the database takes to answer it.
"""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Integer, bindparam

from models.accounts import Account


@dataclass(frozen=True)
class Reader:
    """Stands for an account: `id` is given when the query is asked."""

    moderates: bool
    id: Any = field(default_factory=lambda: bindparam("reader", type_=Integer), compare=False)


def kind_of(account: Account | None) -> Reader | None:
    return Reader(account.moderates) if account is not None else None


def who(account: Account | None) -> dict[str, int]:
    """What such a query is asked with."""
    return {"reader": account.id} if account is not None else {}
