"""Ideas that staff enter for a caller or from a letter, and how those people are reached.

Their name, address and telephone number are kept apart from what they said. Only the desk sees them. They are deleted
when the person asks for it, and in any case after some time.
"""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, Select
from sqlmodel import Field, Session, SQLModel, col, delete, select
from sqlmodel.sql.expression import SelectOfScalar

from models import clock, history, ideas
from models.accounts import Account
from models.base import moment, points_to, word
from models.ideas import Idea
from models.languages import Language
from models.statuses import Channel

NAME_LIMIT = 80
ADDRESS_LIMIT = 400
TELEPHONE_LIMIT = 40
DAYS_KEPT = 730


class Contact(SQLModel, table=True):
    __table_args__ = (CheckConstraint("address <> '' OR telephone <> ''", name="some_way"),)

    id: int = Field(default=None, primary_key=True)
    idea_id: int = points_to("idea", unique=True)
    name: str = Field(default="", max_length=NAME_LIMIT)
    address: str = Field(default="", max_length=ADDRESS_LIMIT)
    telephone: str = Field(default="", max_length=TELEPHONE_LIMIT)
    language: Language = word(Language, Language.ENGLISH)
    entered_by_id: int | None = points_to("account", optional=True)
    consented_at: datetime = moment()

    @property
    def lines(self) -> list[str]:
        """What stands on the envelope."""
        return [self.name or "To whoever wrote to us", *self.address.splitlines()]


def enter(
    db: Session, *, channel: Channel, title: str, body: str, call_id: int | None, name: str, address: str,
    telephone: str, by: Account, language: Language = Language.ENGLISH,
) -> Idea:
    """Takes in what somebody said on the telephone or on paper, with their consent, and publishes it."""
    idea = ideas.receive(db, title=title, body=body, author=None, call_id=call_id, channel=channel)
    ideas.propose(db, idea)
    db.add(Contact(idea_id=idea.id, name=name, address=address, telephone=telephone, language=language,
                   entered_by_id=by.id))
    history.record(db, "idea.entered", by=by.id, idea=idea.id, call=call_id, channel=channel.value)
    return idea


def of_idea(idea_id: int) -> SelectOfScalar[Contact]:
    return select(Contact).where(Contact.idea_id == idea_id)


def listed() -> Select[Any]:
    """The ideas that were entered and whose contact is still kept."""
    columns: list[Any] = [Idea.id, Idea.reference, Idea.title, Idea.channel, Contact.name, Contact.consented_at]
    return sa.select(*columns).join(Contact, col(Contact.idea_id) == Idea.id)


def erase(db: Session, contact: Contact, *, by: Account) -> None:
    """The person wants it gone. What they said stays, without them."""
    db.delete(contact)
    history.record(db, "contact.erased", by=by.id, idea=contact.idea_id)


def forget_old(db: Session) -> None:
    db.exec(delete(Contact).where(col(Contact.consented_at) < clock.now() - timedelta(days=DAYS_KEPT)))
