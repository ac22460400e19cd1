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
    forgetting,
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


EACH_HOUR: tuple[Callable[[Session], object], ...] = (
    calls.close_those_over, acts.forget_old, contacts.forget_old, drafts.forget_old, editors.forget_old,
    forgetting.forget_old_mails, forgetting.forget_unconfirmed, form_keys.forget_old, limits.forget_old,
    mails.forget_secrets, sign_ins.forget_old, sessions.forget_old,
)


def each_day() -> None:
    _each(EACH_DAY)


def each_hour() -> None:
    """Every hour, because a day ends at another one in each time zone."""
    _each(EACH_HOUR)


def _each(works: tuple[Callable[[Session], object], ...]) -> None:
    """Raises what failed, all together, once everything had its turn."""
    failed: list[Exception] = []
    for work in works:
        try:
            with database.transaction() as db:
                work(db)
        except Exception as error:  # whatever it is, the others are not kept from theirs
            failed.append(error)
    if failed:
        raise ExceptionGroup(", ".join(type(error).__name__ for error in failed), failed)
