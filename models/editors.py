"""Who has an answer open at the desk: one row a person and draft, for the few minutes that it is worth knowing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, delete
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlmodel import Field, Session, SQLModel, col, func

from models import clock
from models.accounts import Account
from models.base import moment
from models.wording import plural

OPEN_MINUTES = 10
AGAIN_SECONDS = 60  # a row that is younger is not written again


class Editor(SQLModel, table=True):
    """`about` names the draft by what it answers, because it is opened before there is one: theme-7, idea-12."""

    about: str = Field(primary_key=True, max_length=40)
    account_id: int = Field(foreign_key="account.id", primary_key=True)
    at: datetime = moment()
    saved: bool = False


@dataclass(frozen=True)
class Seen:
    """Somebody who opened a draft, or saved it, a few minutes ago."""

    account_id: int
    name: str
    at: datetime
    saved: bool

    @property
    def minutes(self) -> int:
        return max(0, int((clock.now() - self.at).total_seconds() // 60))

    @property
    def sentence(self) -> str:
        did = "saved this draft" if self.saved else "opened this draft"
        when = f"{plural(self.minutes, 'minute')} ago" if self.minutes else "just now"
        return f"{self.name or 'A colleague'} {did} {when}."


def column(noun: str, id_: Any) -> ColumnElement[Any]:
    """Beside what is answered: who opened or saved the answer to it lately. Asked with `open_since`."""
    row = func.jsonb_build_object("account_id", Editor.account_id, "name", Account.name, "at", Editor.at,
                                  "saved", Editor.saved)
    seen = sa.select(func.jsonb_agg(row, type_=JSONB)).select_from(Editor)
    seen = seen.join(Account, col(Account.id) == Editor.account_id)
    about = sa.literal(f"{noun}-") + sa.cast(id_, sa.String)
    since = sa.bindparam("open_since", type_=sa.DateTime(timezone=True))
    return seen.where(col(Editor.about) == about, col(Editor.at) > since).scalar_subquery().label("editors")


def given() -> dict[str, datetime]:
    return {"open_since": clock.now() - timedelta(minutes=OPEN_MINUTES)}


def others(seen: Sequence[dict[str, Any]] | None, account: Account) -> list[Seen]:
    """Everybody but the person themselves, who came last first."""
    rows = [_seen(row) for row in seen or ()]
    return sorted((row for row in rows if row.account_id != account.id), key=lambda row: row.at, reverse=True)


def marked(seen: Sequence[dict[str, Any]] | None, account: Account) -> bool:
    """Whether it is written already that this person has it open."""
    fresh = clock.now() - timedelta(seconds=AGAIN_SECONDS)
    return any(row.account_id == account.id and row.at > fresh for row in map(_seen, seen or ()))


def _seen(row: dict[str, Any]) -> Seen:
    return Seen(row["account_id"], row["name"], datetime.fromisoformat(row["at"]), row["saved"])


def mark(db: Session, about: str, account: Account, *, saved: bool = False) -> None:
    """This person has it open; a save is remembered as one, however often it is opened afterwards."""
    row = insert(Editor).values(about=about, account_id=account.id, at=clock.now(), saved=saved)
    db.execute(row.on_conflict_do_update(
        index_elements=["about", "account_id"],
        set_={"at": row.excluded.at, "saved": sa.or_(col(Editor.saved), row.excluded.saved)}))


def forget_old(db: Session) -> None:
    db.execute(delete(Editor).where(col(Editor.at) < clock.now() - timedelta(minutes=OPEN_MINUTES)))
