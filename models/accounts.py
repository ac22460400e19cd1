"""People who have given us an e-mail address."""

import unicodedata
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Field, Session, SQLModel, and_, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models import clock, history, roles
from models.base import among, maybe_moment, moment, points_to, word
from models.languages import Language
from models.roles import Role
from models.statuses import MailChoice


class Account(SQLModel, table=True):
    id: int = Field(default=None, primary_key=True)
    email: str = Field(unique=True, max_length=254)
    name: str = Field(default="", max_length=80)
    private: bool = False
    role: Role = word(Role, Role.CITIZEN)
    team_id: int | None = points_to("team", optional=True)
    job: str = Field(default="", max_length=80)
    mail_choice: MailChoice = word(MailChoice, MailChoice.AT_ONCE)
    language: Language = word(Language, Language.ENGLISH)  # in which they would like to be answered
    created_at: datetime = moment()
    confirmed_at: datetime | None = maybe_moment()
    unreachable_at: datetime | None = maybe_moment()

    @property
    def is_staff(self) -> bool:
        return self.role in roles.STAFF

    @property
    def works_at_desk(self) -> bool:
        return self.role in roles.WORKS_AT_DESK

    @property
    def moderates(self) -> bool:
        return self.role in roles.MODERATES

    @property
    def has_duties(self) -> bool:
        """Whether others count on what they do here."""
        return self.works_at_desk or self.moderates or self.administers

    @property
    def administers(self) -> bool:
        return self.role in roles.ADMINISTERS

    @property
    def gets_mail(self) -> bool:
        return self.mail_choice != MailChoice.NEVER and self.unreachable_at is None

    @property
    def public_name(self) -> str:
        return public_name(self.name, self.private)


def public_name(name: str | None, private: bool | None) -> str:
    """How a person is shown to others."""
    if private or not name:
        return "A member of the public"
    return name


def normal(email: str) -> str:
    return unicodedata.normalize("NFKC", email).strip().lower()


def with_email(db: Session, email: str) -> Account | None:
    return db.exec(select(Account).where(Account.email == normal(email))).one_or_none()


def mailed() -> ColumnElement[bool]:
    """The condition on an account's row that it gets mails: it wants them, and they arrive."""
    return and_(col(Account.mail_choice) != MailChoice.NEVER, col(Account.unreachable_at).is_(None))


def without_mail(email: str) -> SelectOfScalar[Account]:
    """The account with this address, if it gets no mails but those to sign in with."""
    return select(Account).where(Account.email == normal(email), ~mailed())


def at_desk() -> SelectOfScalar[Account]:
    """Everyone who answers what people said, by name."""
    rows = select(Account).where(among(Account.role, roles.WORKS_AT_DESK))
    return rows.order_by(col(Account.name), col(Account.id))


def known_by(
    db: Session, email: str, *, name: str = "", private: bool = False, language: Language = Language.ENGLISH
) -> Account:
    """The account with this address; a new one, not yet confirmed, when there is none.

    Until an account is confirmed anybody may have typed its name and language, so the last ones stand. A wish for
    privacy always does.
    """
    account = with_email(db, email)
    if account is None:
        account = Account(email=normal(email), name=name, private=private, language=language)
        db.add(account)
        db.flush()
        history.record(db, "account.opened", by=account.id)
    elif account.confirmed_at is None and name:
        account.name, account.private = name, account.private or private
    if account.confirmed_at is None and language is not Language.ENGLISH:
        account.language = language
    return account


def confirm(db: Session, account: Account) -> None:
    if account.confirmed_at is None:
        account.confirmed_at = clock.now()
        history.record(db, "account.confirmed", by=account.id)


def grant(db: Session, account: Account, role: Role, *, team_id: int | None = None, by: int | None) -> None:
    if (account.role, account.team_id) != (role, team_id):
        account.role, account.team_id = role, team_id
        history.record(db, "role.granted", by=by, account=account.id, role=role.value)


def answer_in(db: Session, account: Account, language: Language) -> None:
    """They would like to read answers in this language from now on."""
    if account.language != language:
        account.language = language
        history.record(db, "account.described", by=account.id)


def describe(
    db: Session, account: Account, *, name: str, private: bool, mail_choice: MailChoice, language: Language
) -> None:
    said = {"name": name, "private": private, "mail_choice": mail_choice, "language": language}
    if any(getattr(account, one) != value for one, value in said.items()):
        account.sqlmodel_update(said)
        history.record(db, "account.described", by=account.id)
