"""Somebody closes their account at the moment at which a mail to them is written. With real commits."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from jobs import notify
from models import forgetting, publications
from models.accounts import Account
from models.history import Event
from models.mails import Mail
from models.notifications import Notification
from tests import cast, scenes, together
from tests.together import meanwhile, person


@pytest.fixture
def engine(migrated: None) -> Iterator[Engine]:
    """An answer to Maya was published, and she was not told yet."""
    with together.fresh_database("erased") as engine:
        with Session(engine, expire_on_commit=False) as db, db.begin():
            people = cast.gather(db)
            theme = scenes.theme(db, scenes.call(db, people).id)
            scenes.grouped(db, theme, scenes.idea(db, people.maya))
            answer = scenes.measured(db, people, scenes.draft(db, people, theme=theme))
            publications.publish(db, answer, by=people.ruth, seen=answer.saved_at, tell=True)
        yield engine


def tell(db: Session) -> None:
    notify.notify(db, db.exec(select(Event).where(Event.kind == "answer.published")).one().id)
    db.flush()


def erase(db: Session) -> None:
    forgetting.erase(db, person(db, "maya"))
    db.flush()


def erased_first(db: Session) -> None:
    """Whatever she was known by before was read before she was erased."""
    db.exec(select(Account)).all()
    tell(db)


def left(engine: Engine) -> tuple[list[str], list[dict[str, object]]]:
    """To whom mails are, and what notifications say."""
    with Session(engine) as db:
        return [mail.to for mail in db.exec(select(Mail)).all()], [one.data for one in db.exec(select(Notification))]


def test_a_mail_that_was_just_being_written_goes_nowhere(engine: Engine) -> None:
    meanwhile(engine, tell, erase)
    assert left(engine) == ([""], [{}])


def test_none_is_written_to_an_address_that_was_just_erased(engine: Engine) -> None:
    meanwhile(engine, erase, erased_first)
    assert left(engine)[0] == []
