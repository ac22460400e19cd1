"""How often something may be done, counted in fixed windows. Every limit of the site is named here."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import text
from sqlmodel import Field, Session, SQLModel

from models import clock
from models.base import moment


@dataclass(frozen=True)
class Limit:
    """At most `most` in any window of `seconds`, for one subject (an account, an address, an e-mail)."""

    name: str
    most: int
    seconds: int


WRITES_OF_ACCOUNT = Limit("writes of an account", 60, 60)
WRITES_OF_ADDRESS = Limit("writes of an address", 120, 60)
SIGN_INS_OF_EMAIL = Limit("sign-ins of an e-mail", 5, 900)
SIGN_IN_MAILS = Limit("sign-in mails to an e-mail", 20, 900)
SIGN_INS_OF_ADDRESS = Limit("sign-ins of an address", 30, 900)
CODES_OF_EMAIL = Limit("codes of an e-mail", 10, 900)
CODES_FOR_EMAIL = Limit("codes for an e-mail from anywhere", 40, 3600)  # of a million
CODES_OF_ADDRESS = Limit("codes of an address", 40, 900)
IDEAS_OF_ADDRESS = Limit("ideas of an address", 40, 3600)
IDEAS_OF_EMAIL = Limit("ideas of an e-mail", 10, 3600)
COMMENTS_OF_ACCOUNT = Limit("comments of an account", 30, 600)
FLAGS_OF_ADDRESS = Limit("reports of an address", 20, 3600)
BODY_BYTES = 256 * 1024


class LimitCount(SQLModel, table=True):
    name: str = Field(primary_key=True, max_length=40)
    subject: str = Field(primary_key=True, max_length=64)
    window: int = Field(primary_key=True)
    count: int = 1
    at: datetime = moment()


_COUNT = text(
    "INSERT INTO limitcount (name, subject, \"window\", count, at) VALUES (:name, :subject, :window, 1, :at) "
    "ON CONFLICT (name, subject, \"window\") DO UPDATE SET count = limitcount.count + 1 RETURNING count"
)


def seconds_to_wait(db: Session, limit: Limit, subject: str) -> int:
    """Counts one more, and says how long to wait: 0 while it is within the limit."""
    now = int(clock.now().timestamp())
    window = now // limit.seconds
    row = {"name": limit.name, "subject": subject, "window": window, "at": datetime.now(UTC)}
    count = db.execute(_COUNT, row).scalar_one()
    return 0 if count <= limit.most else (window + 1) * limit.seconds - now


def forget_old(db: Session) -> None:
    db.execute(text("DELETE FROM limitcount WHERE at < now() - interval '2 days'"))
