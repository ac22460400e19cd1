"""What people propose: ideas, and improvements by staff. One stored text, `body`, that passages point into."""

import random
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Computed, Index, and_, case, exists, literal_column, or_, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlmodel import Column, Field, Session, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models import clock, history, statuses
from models.accounts import Account
from models.base import among, maybe_moment, moment, points_to, word
from models.history import Event
from models.readers import Reader
from models.statuses import Channel, Kind, Stance, Status
from models.text import begins_with

FIRST_REFERENCE = 1000
EDIT_MINUTES = 60
TITLE_LIMIT = 120
TITLE_LEAST = 5
BODY_LIMIT = 10_000
PLACE_LIMIT = 100
LOTS = 1_000_000
# Locks a row whose counter will change. A plain lock and a new row that points to this one would wait for each other.
COUNTER = {"key_share": True}


def reference_of(idea_id: int) -> str:
    """What people call an idea by, on the telephone and on paper."""
    return f"FM-{FIRST_REFERENCE + idea_id}"


SENT = ("idea.imported", "idea.proposed")  # the events by which an idea becomes public
WAITS = "hidden_at IS NULL AND status IN ({})".format(", ".join(f"'{word.value}'" for word in sorted(statuses.WAITING)))
CHOSEN = "stance IS NOT NULL AND hidden_at IS NULL"


def new_lot() -> int:
    """An idea's place in the random order, drawn once."""
    return random.randrange(LOTS)


class Idea(SQLModel, table=True):
    __table_args__ = (
        Index("ix_idea_newest", text("proposed_at DESC"), text("id DESC")),
        Index("ix_idea_supported", text("supports_count DESC"), text("id DESC")),
        Index("ix_idea_discussed", text("comments_count DESC"), text("id DESC")),
        Index("ix_idea_listed", "status", "call_id", "theme_id", "kind", postgresql_where=text("hidden_at IS NULL")),
        Index("ix_idea_place_words", text("to_tsvector('simple', place)"), postgresql_using="gin"),
        Index("ix_idea_theme_id", "theme_id", "proposed_at"),
        Index("ix_idea_chosen", "call_id", "stance", postgresql_where=text("stance IS NOT NULL")),
        Index("ix_idea_voices", "call_id", "author_id", text("proposed_at DESC"), text("id DESC"),
              postgresql_include=["stance", "status"], postgresql_where=text(CHOSEN)),
        Index("ix_idea_waiting", "theme_id", "proposed_at", postgresql_include=["id", "call_id"],
              postgresql_where=text(WAITS)),
    )

    id: int = Field(default=None, primary_key=True)
    reference: str = Field(unique=True, max_length=16)
    kind: Kind = word(Kind, Kind.IDEA)
    status: Status = word(Status, Status.RECEIVED)
    title: str = Field(max_length=TITLE_LIMIT)
    body: str
    place: str = Field(default="", max_length=PLACE_LIMIT)
    channel: Channel = word(Channel, Channel.WEB)
    author_id: int | None = points_to("account", optional=True)
    author_private: bool = False
    signed: str = Field(default="", max_length=80)  # the name it was sent with, where that is not its account’s own
    call_id: int | None = points_to("call", optional=True)
    stance: Stance | None = word(Stance, None)  # what its author chose; none where nobody asked
    theme_id: int | None = points_to("theme", optional=True, index=False)
    joined_id: int | None = points_to("idea", optional=True)
    source_key: str | None = Field(default=None, unique=True, max_length=120)
    received_at: datetime = moment()
    proposed_at: datetime = moment()
    edited_at: datetime | None = maybe_moment()
    hidden_at: datetime | None = maybe_moment()
    supports_count: int = 0
    staff_supports_count: int = 0
    comments_count: int = 0
    lot: int = Field(default_factory=new_lot, index=True)
    @property
    def published(self) -> bool:
        return self.status not in statuses.PRIVATE and self.hidden_at is None

    @property
    def in_public(self) -> bool:
        """Whether everybody can read its words."""
        return self.published and not self.taken_back

    def readable_by(self, account: Account) -> bool:
        """The same as `shown_to`, asked of one row."""
        moderated = account.moderates and not self.waits_for_author
        return self.in_public or moderated or account.id == self.author_id

    @property
    def listed(self) -> bool:
        """Whether it stands in public lists, and in the count of its theme."""
        return self.status in statuses.LISTED and self.hidden_at is None

    @property
    def takes_support(self) -> bool:
        return self.status in statuses.TAKES_SUPPORT and self.hidden_at is None

    @property
    def takes_comments(self) -> bool:
        return self.status in statuses.TAKES_COMMENTS and self.hidden_at is None

    @property
    def takes_theme(self) -> bool:
        return self.status in statuses.GROUPABLE and self.hidden_at is None

    @property
    def takes_joining(self) -> bool:
        """Whether it may go on as part of another: what has an answer stays by itself."""
        return self.waits and self.hidden_at is None

    @property
    def takes_others(self) -> bool:
        """Whether others may go on as part of it."""
        return self.listed

    @property
    def waits(self) -> bool:
        return self.status in statuses.WAITING

    @property
    def waits_for_author(self) -> bool:
        """Whether it was never public: its author has not confirmed their address."""
        return self.status in statuses.PRIVATE

    @property
    def taken_back(self) -> bool:
        return self.status in statuses.TAKEN_BACK

    @property
    def merged(self) -> bool:
        return self.status in statuses.MERGED

    @property
    def is_improvement(self) -> bool:
        return self.kind == Kind.IMPROVEMENT

    @property
    def text_to_analyse(self) -> str:
        """Title and body, unless the title is only the body's beginning."""
        return self.body if begins_with(self.body, self.title) else f"{self.title}.\n{self.body}"

    def by(self, account: Account | None) -> bool:
        """Whether this person proposed it."""
        return account is not None and account.id == self.author_id

    def unnamed_by(self, account: Account | None) -> bool:
        """Whether this person proposed it and kept their name off it."""
        return self.author_private and account is not None and account.id == self.author_id

    def editable_by(self, account: Account | None) -> bool:
        if account is None or account.id != self.author_id or self.hidden_at is not None:
            return False
        fresh = (clock.now() - self.proposed_at).total_seconds() < EDIT_MINUTES * 60
        return fresh and self.status in statuses.TAKES_EDITS

    def withdrawable_by(self, account: Account | None) -> bool:
        return account is not None and account.id == self.author_id and self.status in statuses.TAKES_EDITS


# Not a field of the class: a list or a page that loads ideas never reads it.
_TABLE = Idea.__table__  # type: ignore[attr-defined]
_WORDS = "setweight(to_tsvector('english', title), 'A') || to_tsvector('english', left(body, 20000))"
SEARCH: Column[Any] = Column("search", TSVECTOR, Computed(_WORDS, persisted=True))
_TABLE.append_column(SEARCH)
Index("ix_idea_search", SEARCH, postgresql_using="gin")


def shown_to(account: Account | Reader | None) -> Any:
    """The condition on an idea's row that this person may read it. What was taken back is its author's own again."""
    public = and_(col(Idea.hidden_at).is_(None), ~among(Idea.status, statuses.PRIVATE | statuses.TAKEN_BACK))
    if account is None:
        return public
    if account.moderates:
        return known_to(account)
    return or_(public, col(Idea.author_id) == account.id)


def name_for(account: Account | Reader | None) -> Any:
    """An idea's title as a column, or its reference for those who may not read it."""
    return case((shown_to(account), col(Idea.title)), else_=col(Idea.reference))


def known_to(account: Account | Reader | None) -> Any:
    """The wider condition that this person may know of it: also of one that was hidden or taken back, but no word. Of
    one that was taken back before it was sent, nobody else knows."""
    was_public = ~among(Idea.status, statuses.PRIVATE) & heard_of()
    return was_public if account is None else was_public | (col(Idea.author_id) == account.id)


def _was_sent() -> ColumnElement[bool]:
    kinds: list[Any] = [literal_column(f"'{kind}'") for kind in SENT]
    return exists().where(col(Event.idea_id) == Idea.id, col(Event.kind).in_(kinds)).correlate(Idea)


def heard_of() -> ColumnElement[bool]:
    """The condition that anybody who has its reference may know how far it is: not, where its author took it back
    before it was sent."""
    return ~among(Idea.status, statuses.TAKEN_BACK) | _was_sent()


def visible_to(account: Account | None) -> SelectOfScalar[Idea]:
    return select(Idea).where(shown_to(account))


def known(reference: str) -> SelectOfScalar[int]:
    """The id of the idea with this reference, whoever may read it."""
    return select(Idea.id).where(Idea.reference == reference)


def listed() -> Any:
    """The condition on an idea's row that it stands in public lists."""
    return and_(col(Idea.hidden_at).is_(None), among(Idea.status, statuses.LISTED))


def receive(
    db: Session,
    *,
    title: str,
    body: str,
    author: Account | None,
    private: bool = False,
    signed: str = "",
    kind: Kind = Kind.IDEA,
    call_id: int | None = None,
    stance: Stance | None = None,
    place: str = "",
    channel: Channel = Channel.WEB,
    source_key: str | None = None,
) -> Idea:
    """Takes an idea in. Nobody else sees it before `propose`."""
    idea = Idea(reference="", title=title, body=body, kind=kind, call_id=call_id, stance=stance, place=place,
                channel=channel, author_id=author.id if author else None, author_private=private, signed=signed,
                source_key=source_key)
    idea.id = db.execute(text("SELECT nextval(pg_get_serial_sequence('idea', 'id'))")).scalar_one()
    idea.reference = reference_of(idea.id)
    db.add(idea)
    db.flush()
    history.record(db, "idea.received", by=idea.author_id, idea=idea.id, call=call_id, channel=channel.value)
    return idea


def propose(db: Session, idea: Idea) -> None:
    """Publishes a received idea. Doing it again changes nothing."""
    if idea.waits_for_author:
        idea.status, idea.proposed_at = Status.PUBLISHED, clock.now()
        history.record(db, "idea.proposed", by=idea.author_id, idea=idea.id, call=idea.call_id)


def withdraw(db: Session, idea: Idea, *, by: Account) -> None:
    if not idea.taken_back:
        idea.status = Status.WITHDRAWN
        history.record(db, "idea.withdrawn", by=by.id, idea=idea.id, call=idea.call_id)
