"""What time alone brings: digests, reminders, calls that grew or are over, drafts and keys that are too old."""

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


def each_day() -> None:
    with database.transaction() as db:
        digest.due(db, monday=clock.today().weekday() == MONDAY)
    with database.transaction() as db:
        groupings.ask_where_due(db)
    with database.transaction() as db:
        remind.remind(db)


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
