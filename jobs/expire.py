"""What time alone brings: digests, reminders, calls that grew or are over, drafts and keys that are too old."""

from collections.abc import Callable

from sqlmodel import Session

from jobs import digest, remind
from models import (
    acts,
    calls,
    clock,
    contacts,
    database,
    drafts,
    editors,
    form_keys,
    groupings,
    limits,
    mails,
    sessions,
    sign_ins,
)

MONDAY = 0


def _send_digests(db: Session) -> None:
    digest.due(db, monday=clock.today().weekday() == MONDAY)


EACH_DAY: tuple[Callable[[Session], object], ...] = (_send_digests, groupings.ask_where_due, remind.remind)


def each_day() -> None:
    """Raises what failed, all together, once everything had its turn."""
    failed: list[Exception] = []
    for work in EACH_DAY:
        try:
            with database.transaction() as db:
                work(db)
        except Exception as error:  # whatever it is, the others are not kept from theirs
            failed.append(error)
    if failed:
        raise ExceptionGroup(", ".join(type(error).__name__ for error in failed), failed)


def each_hour() -> None:
    """Every hour, because a day ends at another one in each time zone."""
    with database.transaction() as db:
        calls.close_those_over(db)
    with database.transaction() as db:
        acts.forget_old(db)
        contacts.forget_old(db)
        drafts.forget_old(db)
        editors.forget_old(db)
        form_keys.forget_old(db)
        limits.forget_old(db)
        mails.forget_secrets(db)
        sign_ins.forget_old(db)
        sessions.forget_old(db)
