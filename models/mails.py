"""Every mail, kept before it is handed over. `claimed_at` without `sent_at` is a mail nobody can be sure of: it is
reported to the administrator, who decides, and never sent a second time by itself.

A secret mail holds a link or a code that signs somebody in. Its words are kept until it is sent, or for an hour.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Field, Session, SQLModel, and_, col, select, update
from sqlmodel.sql.expression import SelectOfScalar

from models import clock, history, queue
from models.accounts import Account
from models.base import maybe_moment, moment

HOURS_OF_A_SECRET = 1
MINUTES_TO_HAND_OVER = 5
LEFT = "left as it is: nobody knows whether it arrived"
EMPTIED = "(These words signed somebody in. They are not kept.)"


class Mail(SQLModel, table=True):
    id: int = Field(default=None, primary_key=True)
    to: str = Field(max_length=254, index=True)
    subject: str = Field(max_length=200)
    text: str
    html: str = ""
    unsubscribe: str = Field(default="", max_length=400)
    written_at: datetime = moment()
    claimed_at: datetime | None = maybe_moment()
    sent_at: datetime | None = maybe_moment()
    error: str = Field(default="", max_length=300)
    secret: bool = False

    @property
    def unsure(self) -> bool:
        return self.claimed_at is not None and self.sent_at is None and not self.error

    @property
    def waits_for_a_person(self) -> bool:
        """Whether it is unsure, and not just being handed over."""
        at = self.claimed_at if self.unsure else None
        return at is not None and clock.now() - at > timedelta(minutes=MINUTES_TO_HAND_OVER)

    @property
    def stale(self) -> bool:
        """Whether it would bring a link that signs nobody in any more."""
        return self.secret and self.written_at < _oldest_secret()


def letter(
    *, to: str, subject: str, text: str, html: str = "", unsubscribe: str = "", secret: bool = False
) -> Mail:
    """A mail that is not kept yet."""
    return Mail(to=to, subject=" ".join(subject.split())[:200], text=text, html=html, unsubscribe=unsubscribe,
                secret=secret)


def keep(db: Session, letters: Sequence[Mail]) -> None:
    """Keeps these mails and defers their sending, in the caller's transaction."""
    db.add_all(letters)
    db.flush()
    if letters:
        queue.defer_many(db, "send", [{"mail_id": mail.id} for mail in letters])


def newest() -> SelectOfScalar[Mail]:
    return select(Mail).order_by(col(Mail.id).desc())


def unsure() -> ColumnElement[bool]:
    """The condition on a mail's row that nobody knows whether it went out."""
    return and_(col(Mail.claimed_at).is_not(None), col(Mail.sent_at).is_(None), col(Mail.error) == "")


def send_again(db: Session, mail: Mail, *, by: Account) -> None:
    """Somebody decided that arriving twice is better than not at all."""
    if mail.waits_for_a_person:
        mail.claimed_at = None
        queue.defer(db, "send", mail_id=mail.id)
        history.record(db, "mail.sent_again", by=by.id, mail=mail.id)


def leave(db: Session, mail: Mail, *, by: Account) -> None:
    """Somebody decided that it is not sent again."""
    if mail.waits_for_a_person:
        mail.error = LEFT
        history.record(db, "mail.left", by=by.id, mail=mail.id)


def forget_secrets(db: Session) -> None:
    """Empties what could sign somebody in and has waited for longer than any link lasts."""
    rows = update(Mail).where(col(Mail.secret), col(Mail.written_at) < _oldest_secret())
    db.exec(rows.values(text=EMPTIED, html=""))


def _oldest_secret() -> datetime:
    return clock.now() - timedelta(hours=HOURS_OF_A_SECRET)
