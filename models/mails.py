"""Every mail, kept before it is handed over. `claimed_at` without `sent_at` is a mail nobody can be sure of: it is
reported to the administrator and never sent a second time by itself.

A secret mail holds a link or a code that signs somebody in. Its words are kept until it is sent, or for an hour.
"""

from datetime import datetime, timedelta

from sqlmodel import Field, Session, SQLModel, col, select, update
from sqlmodel.sql.expression import SelectOfScalar

from models import clock, queue
from models.base import maybe_moment, moment

HOURS_OF_A_SECRET = 1
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
        return self.claimed_at is not None and self.sent_at is None


def post(
    db: Session, *, to: str, subject: str, text: str, html: str = "", unsubscribe: str = "", secret: bool = False
) -> Mail:
    """Keeps the mail and defers its sending, in the caller's transaction."""
    mail = Mail(to=to, subject=" ".join(subject.split())[:200], text=text, html=html, unsubscribe=unsubscribe,
                secret=secret)
    db.add(mail)
    db.flush()
    queue.defer(db, "send", mail_id=mail.id)
    return mail


def newest() -> SelectOfScalar[Mail]:
    return select(Mail).order_by(col(Mail.id).desc())


def forget_secrets(db: Session) -> None:
    """Empties what could sign somebody in and has waited for longer than any link lasts."""
    old = clock.now() - timedelta(hours=HOURS_OF_A_SECRET)
    rows = update(Mail).where(col(Mail.secret), col(Mail.written_at) < old)
    db.exec(rows.values(text=EMPTIED, html=""))
