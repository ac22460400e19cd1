"""folkmoot bounce"""

import re
import sys
from email import message_from_bytes, policy
from email.message import EmailMessage

from rich.console import Console

from models import bounces, database
from models.accounts import normal
from models.mails import Mail

LARGEST = 1024 * 1024
OURS = re.compile(r"<mail-(\d{1,18})@")


def take() -> None:
    """Take in a mail that says that one of ours came back: `folkmoot bounce < message`."""
    message = message_from_bytes(sys.stdin.buffer.read(LARGEST), policy=policy.default)
    assert isinstance(message, EmailMessage)
    failed, mail_id = failures(message), original(message)
    kept = False
    with database.transaction() as db:
        mail = db.get(Mail, mail_id) if mail_id else None
        if mail is not None and normal(mail.to) in failed:
            kept = bounces.record(db, mail)
    Console().print("Kept: the mail came back for good." if kept else "Nothing to keep.", highlight=False)


def failures(message: EmailMessage) -> set[str]:
    """The addresses that a report about a delivery (RFC 3464) says are out of reach for good."""
    found = set()
    for part in message.walk():
        said = {name.lower(): str(value) for name, value in part.items()}
        for_good = said.get("action", "").strip().lower() == "failed" and said.get("status", "").strip().startswith("5")
        if for_good and "final-recipient" in said:
            found.add(normal(said["final-recipient"].rpartition(";")[2]))
    return found


def original(message: EmailMessage) -> int | None:
    """Which mail of ours the report is about, by the name that it was sent under."""
    for part in message.walk():
        whole = part.get_content_type() == "text/rfc822-headers"
        words = part.get_content() if whole else str(part.get("Message-ID", "")) if part is not message else ""
        found = OURS.search(str(words))
        if found and int(found.group(1)) < 2**31:
            return int(found.group(1))
    return None
