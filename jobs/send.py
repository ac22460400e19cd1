"""Hands one mail to the mail server.

No mail server can promise "exactly once", so the mail is claimed in a transaction of its own first. When the worker
dies between the claim and the note that it was taken, nobody knows whether it went out: such a mail is never sent a
second time by itself; it stands in the outbox as unsure, for a person to decide.
"""

import smtplib
import ssl
from contextlib import suppress
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime, parseaddr
from functools import cache
from urllib.parse import unquote, urlsplit

from sqlmodel import col, update

from jobs import notices
from models import accounts, bounces, clock, database, mails
from models.mails import Mail
from models.settings import settings

SECONDS = 20


def send(mail_id: int) -> None:
    if settings().keeps_mail_here:
        return
    mail = _claim(mail_id)
    if mail is None:
        return
    if why := _why_not(mail):
        _note(mail_id, error=f"not sent: {why}")
        return
    try:
        server = _connect()
    except (OSError, smtplib.SMTPException):
        _note(mail_id, claimed_at=None)
        raise
    try:
        _hand_over(server, mail)
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as refused:
        _refused(mail_id, refused)
        return
    else:
        emptied = {"text": mails.EMPTIED, "html": ""} if mail.secret else {}
        _note(mail_id, sent_at=clock.now(), **emptied)
    finally:
        with suppress(smtplib.SMTPException, OSError):  # however it says good-bye, the mail was taken or was not
            server.quit()


def _claim(mail_id: int) -> Mail | None:
    with database.transaction() as db:
        free = update(Mail).where(col(Mail.id) == mail_id, col(Mail.claimed_at).is_(None))
        return db.scalar(free.values(claimed_at=clock.now()).returning(Mail))


def _why_not(mail: Mail) -> str:
    """Why a mail is not to be sent any more after it waited; nothing for one that is."""
    if not mail.to:
        return "who it was for is erased"
    if mail.stale:
        return "its link to sign in is too old"
    with database.transaction() as db:
        ended = mail.unsubscribe and db.exec(accounts.without_mail(mail.to)).first() is not None
        if not ended and notices.is_gone(db, mail):
            notices.tell_the_rest(db, mail)
            return "what it tells can no longer be read"
    return "they want no more of these mails, or these come back" if ended else ""


def _note(mail_id: int, **values: object) -> None:
    with database.transaction() as db:
        db.exec(update(Mail).where(col(Mail.id) == mail_id).values(**values))


def _refused(mail_id: int, refused: smtplib.SMTPException) -> None:
    """A refusal that may pass (4xx) is tried again; one that will not (5xx) is kept as the mail's error."""
    codes = (
        [code for code, _ in refused.recipients.values()]
        if isinstance(refused, smtplib.SMTPRecipientsRefused)
        else [getattr(refused, "smtp_code", 500)]
    )
    if all(400 <= code < 500 for code in codes):
        _note(mail_id, claimed_at=None)
        raise refused
    _note(mail_id, error=f"could not be delivered ({codes[0]})")
    if isinstance(refused, smtplib.SMTPRecipientsRefused):
        with database.transaction() as db:
            bounces.record(db, db.get_one(Mail, mail_id))


def _connect() -> smtplib.SMTP:
    where = urlsplit(settings().smtp_url)
    host = where.hostname or "localhost"
    if where.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, where.port or 465, timeout=SECONDS, context=_checked())
    else:
        server = smtplib.SMTP(host, where.port or 25, timeout=SECONDS)
        server.ehlo_or_helo_if_needed()
        if server.has_extn("starttls") or where.query == "starttls":
            server.starttls(context=_checked())
    if where.username:
        _refuse_in_the_open(server)
        server.login(unquote(where.username), unquote(where.password or ""))
    return server


@cache
def _checked() -> ssl.SSLContext:
    """How a mail server shows who it is. Kept: to read the machine's certificates takes longer than to send a mail."""
    return ssl.create_default_context()


def _refuse_in_the_open(server: smtplib.SMTP) -> None:
    """No password is sent where anybody on the way can read it."""
    if not isinstance(server.sock, ssl.SSLSocket):
        server.close()
        raise smtplib.SMTPNotSupportedError("the mail server offers no encryption, so no password is sent to it")


def _hand_over(server: smtplib.SMTP, mail: Mail) -> None:
    """As it was written: `send_message` would put a mark before each line that begins with “From”."""
    message, plain = _message(mail), mail.to.isascii()
    options = () if plain else ("SMTPUTF8", "BODY=8BITMIME")
    sender = parseaddr(message["From"])[1]
    server.sendmail(sender, [mail.to], message.as_bytes(policy=SMTP if plain else SMTPUTF8), options)


def _message(mail: Mail) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["Subject"] = settings().mail_from, mail.subject
    message["To"] = Address(addr_spec=mail.to)  # one address, or an error: never a list
    message["Date"] = format_datetime(mail.written_at)
    message["Message-ID"] = f"<mail-{mail.id}@{urlsplit(settings().base_url).hostname}>"
    message["Auto-Submitted"] = "auto-generated"
    if mail.unsubscribe:
        message["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(mail.text)
    if mail.html:
        message.add_alternative(mail.html, subtype="html")
    return message
