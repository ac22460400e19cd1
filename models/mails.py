"""Every mail, kept before it is handed over. `claimed_at` without `sent_at` is a mail nobody can be sure of: it is
reported to the administrator and never sent a second time by itself."""

from datetime import datetime

from sqlmodel import Field, Session, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models import queue
from models.base import maybe_moment, moment


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

    @property
    def unsure(self) -> bool:
        return self.claimed_at is not None and self.sent_at is None


def post(db: Session, *, to: str, subject: str, text: str, html: str = "", unsubscribe: str = "") -> Mail:
    """Keeps the mail and defers its sending, in the caller's transaction."""
    mail = Mail(to=to, subject=" ".join(subject.split())[:200], text=text, html=html, unsubscribe=unsubscribe)
    db.add(mail)
    db.flush()
    queue.defer(db, "send", mail_id=mail.id)
    return mail


def newest() -> SelectOfScalar[Mail]:
    return select(Mail).order_by(col(Mail.id).desc())
