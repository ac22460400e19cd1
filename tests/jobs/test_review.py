"""Whoever is asked to read a draft is told, once, and only while it waits; who asked is told that it is approved."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from jobs import review
from models import accounts, answers, clock, deputies, reviews
from models.accounts import Account
from models.answers import Answer
from models.mails import Mail
from models.notifications import Notification
from models.roles import Role
from models.settings import settings
from models.statuses import MailChoice
from tests import scenes
from tests.cast import Cast

Jobs = Callable[[str], list[dict[str, int]]]
Told = Callable[[], list[str]]


@pytest.fixture
def nia(db: Session, people: Cast) -> Account:
    return scenes.officer(db, people, "Nia Bell")


@pytest.fixture
def draft(db: Session, people: Cast) -> Answer:
    return scenes.finished(db, people)


@pytest.fixture
def told(db: Session, deferred: Jobs) -> Told:
    """Who is mailed about reviews, when each job is done twice."""

    def addresses() -> list[str]:
        for job in deferred("review") * 2:
            review.review(db, **job)
        return [mail.to for mail in db.exec(select(Mail).order_by(col(Mail.id)))]

    return addresses


def newest(db: Session) -> Mail:
    return db.exec(select(Mail).order_by(col(Mail.id).desc())).first() or Mail(to="", subject="", text="")


def test_omar_who_was_chosen_is_told_and_nobody_else(
    db: Session, people: Cast, omar: Account, nia: Account, draft: Answer, told: Told
) -> None:
    reviews.ask(db, draft, by=people.ruth, reader_id=omar.id)

    assert told() == [omar.email]

    mail = newest(db)
    assert mail.subject == "A draft to read: “Getting through by telephone”"
    assert "Ruth Ellison asks you to read the draft answer to “Getting through by telephone”." in mail.text
    assert "Ruth Ellison</bdi> asks you to read the draft answer to" in mail.html
    for words in (mail.text, mail.html):
        assert draft.summary in words and f"/desk/answers/{draft.id}/preview" in words
        assert "You stand in" not in words and "Whoever" not in words


def test_every_policy_officer_who_may_read_it_is_told_where_nobody_was_chosen(
    db: Session, people: Cast, omar: Account, nia: Account, draft: Answer, told: Told
) -> None:
    reviews.ask(db, draft, by=people.ruth)

    assert told() == [omar.email, nia.email]

    mail = newest(db)
    assert "Ruth Ellison asks for a second reader of the draft answer to “Getting through by telephone”." in mail.text
    for words in (mail.text, mail.html):
        assert "Whoever has time first reads it." in words


def test_an_administrator_is_told_where_no_other_officer_may_read_it(
    db: Session, people: Cast, draft: Answer, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "second_reader", "always")

    reviews.ask(db, draft, by=people.ruth)

    assert told() == [people.anna.email]


def test_nobody_is_told_twice_of_one_draft_and_a_new_reader_is_told(
    db: Session, people: Cast, omar: Account, nia: Account, draft: Answer, told: Told
) -> None:
    reviews.ask(db, draft, by=people.ruth, reader_id=omar.id)
    assert told() == [omar.email]
    for chosen in (nia, omar):
        reviews.ask(db, draft, by=people.ruth, reader_id=chosen.id)
        assert told() == [omar.email, nia.email]


def test_who_is_named_after_everybody_was_asked_is_told_so(
    db: Session, people: Cast, omar: Account, nia: Account, draft: Answer, told: Told
) -> None:
    reviews.ask(db, draft, by=people.ruth)
    assert told() == [omar.email, nia.email]

    reviews.ask(db, draft, by=people.ruth, reader_id=nia.id)

    assert told() == [omar.email, nia.email, nia.email]
    assert "asks you to read" in newest(db).text


def test_who_asked_and_left_the_desk_is_not_told_of_the_approval(
    db: Session, people: Cast, omar: Account, nia: Account, draft: Answer, told: Told
) -> None:
    reviews.ask(db, draft, by=people.ruth, reader_id=omar.id)
    accounts.grant(db, people.ruth, Role.CITIZEN, team_id=None, by=None)
    reviews.approve(db, draft, by=omar, seen=draft.saved_at)

    assert told() == []


def test_who_is_asked_before_the_mail_is_written_is_the_one_told(
    db: Session, people: Cast, omar: Account, nia: Account, draft: Answer, told: Told
) -> None:
    reviews.ask(db, draft, by=people.ruth, reader_id=omar.id)
    reviews.ask(db, draft, by=people.ruth, reader_id=nia.id)

    assert told() == [nia.email]


def test_a_text_that_was_changed_is_asked_about_anew(
    db: Session, people: Cast, omar: Account, draft: Answer, told: Told
) -> None:
    reviews.ask(db, draft, by=people.ruth, reader_id=omar.id)
    answers.draft(db, theme_id=draft.theme_id, by=people.ruth, seen=draft.saved_at, summary="Other words.")
    assert told() == []

    reviews.ask(db, draft, by=people.ruth, reader_id=omar.id)

    assert told() == [omar.email]
    assert "Other words." in newest(db).text


def test_who_stands_in_is_told_too_unless_they_wrote_it(
    db: Session, people: Cast, omar: Account, nia: Account, draft: Answer, told: Told
) -> None:
    for away, deputy in ((omar, nia), (nia, people.ruth)):
        deputies.name(db, away, deputy, begins_on=clock.today(), ends_on=clock.today())
    reviews.ask(db, draft, by=people.ruth, reader_id=omar.id)
    assert told() == [omar.email, nia.email]

    mail = newest(db)
    assert "Ruth Ellison asks Omar Aziz to read the draft answer to" in mail.text
    assert "You stand in for Omar Aziz." in mail.text and "You stand in for <bdi>Omar Aziz</bdi>." in mail.html
    reviews.ask(db, draft, by=people.ruth, reader_id=nia.id)
    assert told() == [omar.email, nia.email, nia.email]


def test_who_stands_in_another_day_is_not_told(
    db: Session, people: Cast, omar: Account, nia: Account, draft: Answer, told: Told
) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    deputies.name(db, omar, nia, begins_on=tomorrow, ends_on=tomorrow)
    reviews.ask(db, draft, by=people.ruth, reader_id=omar.id)

    assert told() == [omar.email]


def test_nobody_is_told_who_wants_no_mails_or_of_what_is_public(
    db: Session, people: Cast, omar: Account, nia: Account, draft: Answer, told: Told
) -> None:
    omar.mail_choice = MailChoice.NEVER
    reviews.ask(db, draft, by=people.ruth, reader_id=omar.id)
    assert told() == []

    reviews.ask(db, draft, by=people.ruth, reader_id=nia.id)
    answers.publish(db, draft, by=people.ruth)
    assert told() == []


def test_who_gets_one_mail_a_week_is_told_at_once_and_not_again_in_it(
    db: Session, people: Cast, omar: Account, draft: Answer, told: Told
) -> None:
    omar.mail_choice = MailChoice.WEEKLY
    reviews.ask(db, draft, by=people.ruth, reader_id=omar.id)

    assert told() == [omar.email]
    kept = db.exec(select(Notification)).one()
    assert kept.settled_at is not None and kept.mail_id == newest(db).id


def test_ruth_who_asked_is_told_that_omar_approved_it(
    db: Session, people: Cast, omar: Account, draft: Answer, told: Told
) -> None:
    reviews.ask(db, draft, by=people.ruth, reader_id=omar.id)
    told()
    reviews.approve(db, draft, by=omar, seen=draft.saved_at)

    assert told() == [omar.email, people.ruth.email]

    mail = newest(db)
    assert mail.subject == "A second person has approved “Getting through by telephone”"
    assert "Omar Aziz has read the draft answer to “Getting through by telephone” and approved it." in mail.text
    assert "Omar Aziz</bdi> has read the draft answer to" in mail.html
    for words in (mail.text, mail.html):
        assert "It can be published now." in words and f"/desk/answers/{draft.id}/preview" in words


def test_an_approval_says_so_where_the_answer_is_public_by_now(
    db: Session, people: Cast, omar: Account, draft: Answer, told: Told
) -> None:
    reviews.ask(db, draft, by=people.ruth, reader_id=omar.id)
    reviews.approve(db, draft, by=omar, seen=draft.saved_at)
    answers.publish(db, draft, by=omar)

    assert told() == [people.ruth.email]
    assert "It is public now." in newest(db).text and "It is public now." in newest(db).html


def test_nobody_is_told_of_an_approval_that_a_change_took_away_or_that_nobody_asked_for(
    db: Session, people: Cast, omar: Account, draft: Answer, told: Told
) -> None:
    reviews.approve(db, draft, by=omar, seen=draft.saved_at)
    assert told() == []

    answers.draft(db, theme_id=draft.theme_id, by=people.ruth, seen=draft.saved_at, summary="Other words.")
    reviews.ask(db, draft, by=people.ruth, reader_id=omar.id)
    reviews.approve(db, draft, by=omar, seen=draft.saved_at)
    answers.draft(db, theme_id=draft.theme_id, by=people.ruth, seen=draft.saved_at, summary="Other words again.")
    assert told() == []


def test_who_has_left_the_desk_is_told_nothing_and_the_officers_are(
    db: Session, people: Cast, omar: Account, nia: Account, draft: Answer, told: Told
) -> None:
    reviews.ask(db, draft, by=people.ruth, reader_id=omar.id)
    accounts.grant(db, omar, Role.CITIZEN, by=None)

    assert told() == [nia.email]
    assert "Whoever has time first reads it." in newest(db).text
