"""Whoever asks to sign in gets one mail with the link and the code, however often the job is done."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from jobs.mail_sign_in import mail_sign_in
from models import clock, sign_ins
from models.mails import Mail
from tests.cast import Cast


def mailed(db: Session) -> list[Mail]:
    return list(db.exec(select(Mail)).all())


def test_maya_gets_one_mail_when_the_job_is_done_twice(db: Session, people: Cast) -> None:
    sign_in = sign_ins.ask(db, people.maya.email)

    for _ in range(2):
        mail_sign_in(db, sign_in.id)

    (mail,) = mailed(db)
    assert mail.to == people.maya.email and sign_in.code in mail.text and sign_in.token in mail.text


def test_maya_asks_again_and_gets_another(db: Session, people: Cast) -> None:
    for _ in range(2):
        mail_sign_in(db, sign_ins.ask(db, people.maya.email).id)

    assert len(mailed(db)) == 2


@pytest.mark.parametrize("minutes", [9, 11])
def test_what_signs_nobody_in_any_more_is_not_mailed(db: Session, people: Cast, minutes: int) -> None:
    sign_in = sign_ins.ask(db, people.maya.email)

    with clock.at(clock.now() + timedelta(minutes=minutes)):
        mail_sign_in(db, sign_in.id)

    assert len(mailed(db)) == (minutes < sign_ins.MINUTES)
