"""Views of the desk's list that a person named and kept: a filter and an order, under a name of their own."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by
from sqlmodel import Field, Session, SQLModel, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from models import history
from models.accounts import Account
from models.base import moment, points_to

NAME_LIMIT = 40
QUERY_LIMIT = 200
MOST = 12


class TooMany(ValueError):
    """This person keeps as many views as anybody can."""


class View(SQLModel, table=True):
    """`query` is the end of the list's address."""

    __table_args__ = (UniqueConstraint("account_id", "name"),)

    id: int = Field(default=None, primary_key=True)
    account_id: int = points_to("account", index=False)
    name: str = Field(max_length=NAME_LIMIT)
    query: str = Field(default="", max_length=QUERY_LIMIT)
    at: datetime = moment()


def of(account: Account) -> SelectOfScalar[View]:
    return select(View).where(View.account_id == account.id).order_by(col(View.id))


def keep(db: Session, account: Account, *, name: str, query: str) -> View:
    """Keeps a view under this name; one that has the name already leads here from now on. Raises TooMany."""
    db.refresh(account, with_for_update={"key_share": True})
    view = db.exec(of(account).where(View.name == name)).one_or_none()
    if view is None and db.exec(select(func.count()).select_from(of(account).subquery())).one() >= MOST:
        raise TooMany
    view = view or View(account_id=account.id, name=name)
    view.query = query
    db.add(view)
    db.flush()
    history.record(db, "view.kept", by=account.id, view=view.id)
    return view


def end(db: Session, view: View, *, by: Account) -> None:
    history.record(db, "view.ended", by=by.id, view=view.id)
    db.delete(view)


def told(account_id: Any) -> Any:
    """As a column: the views that this account keeps."""
    one = func.jsonb_build_object("id", View.id, "name", View.name, "query", View.query)
    lines = sa.select(func.jsonb_agg(aggregate_order_by(one, col(View.id)), type_=JSONB))
    return lines.where(col(View.account_id) == account_id).scalar_subquery().label("views")
