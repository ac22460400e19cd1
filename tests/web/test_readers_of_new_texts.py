"""Who puts a public answer right chooses who reads the new text; who is asked is told, and finds it in their work."""

from collections.abc import Callable

import pytest
from sqlmodel import Session, col, select

from jobs import review
from models import amendments, clock, deputies
from models.accounts import Account
from models.amendments import Amendment
from models.answers import Answer
from models.history import Event
from models.mails import Mail
from tests import scenes
from tests.cast import Cast
from tests.page import Page, Site

SignIn = Callable[[Account], Site]
Jobs = Callable[[str], list[dict[str, int]]]
NEW = {"summary": "From July, not June.", "body": "We were wrong about the month.", "reason": "The wrong month."}


@pytest.fixture
def omar(db: Session, people: Cast) -> Account:
    return scenes.officer(db, people)


@pytest.fixture
def answer(db: Session, people: Cast) -> Answer:
    made = scenes.published(db, people, idea=scenes.idea(db, people.maya))
    db.commit()
    return made


@pytest.fixture
def told(db: Session, deferred: Jobs) -> Callable[[], list[Mail]]:
    """The mails about reviews, when each job is done twice."""
    def mails() -> list[Mail]:
        for job in deferred("review") * 2:
            review.review(db, **job)
        return list(db.exec(select(Mail).where(col(Mail.text).contains("new text")).order_by(col(Mail.id))))

    return mails


def at(answer: Answer) -> str:
    return f"/desk/answers/{answer.id}/amendment"


def written(ruth: Site, answer: Answer) -> Page:
    return ruth.follow(ruth.send(ruth.get(at(answer)), "/amendment", **NEW))


def one(db: Session) -> Amendment:
    db.expire_all()
    return db.exec(select(Amendment)).one()


def test_ruth_chooses_omar_who_is_told_and_approves_and_then_she_is_told(
    db: Session, sign_in: SignIn, people: Cast, omar: Account, answer: Answer, told: Callable[[], list[Mail]]
) -> None:
    ruth = sign_in(people.ruth)
    page = written(ruth, answer)
    for _ in range(2):
        asked = ruth.follow(ruth.send(page, "/amendment/review", reader=str(omar.id)))

    assert "It waits for Omar Aziz." in asked and "Whoever you asked" in asked
    mail, = told()
    assert mail.to == omar.email and NEW["summary"] in mail.text
    for words in (mail.text, mail.html):
        assert "asks you to read the new text of the answer to" in words and at(answer) in words
    desk = sign_in(omar)
    work = desk.get("/desk/work")
    assert f'href="{at(answer)}"' in work.html and "A new text of this answer · Ruth Ellison asked you" in work
    desk.send(desk.get(at(answer)), "/amendment/approval")
    _, approved = told()
    assert approved.to == people.ruth.email
    assert "Omar Aziz has read the new text of the answer to" in approved.text and "can be published" in approved.text
    assert at(answer) not in desk.get("/desk/work").html


def test_another_is_asked_instead_and_only_they_find_it(
    db: Session, sign_in: SignIn, people: Cast, omar: Account, answer: Answer, told: Callable[[], list[Mail]]
) -> None:
    nia, ruth = scenes.officer(db, people, "Nia Bell"), sign_in(people.ruth)
    db.commit()
    page = ruth.follow(ruth.send(written(ruth, answer), "/amendment/review", reader=str(omar.id)))
    assert page.form("/amendment/review")["fields"]["reader"] == str(omar.id)
    ruth.send(page, "/amendment/review", reader=str(nia.id))

    assert [mail.to for mail in told()] == [nia.email]
    assert at(answer) in sign_in(nia).get("/desk/work").html
    for other in (omar, people.ruth):
        assert at(answer) not in sign_in(other).get("/desk/work").html
    deputies.name(db, nia, omar, begins_on=clock.today(), ends_on=clock.today())
    db.commit()
    assert "you stand in" in sign_in(omar).get("/desk/work")
    kinds = select(Event).where(Event.kind == "answer.amendment_review_asked").order_by(col(Event.id))
    assert [event.data["reader"] for event in db.exec(kinds)] == [omar.id, nia.id]


def test_whoever_has_time_is_asked_where_nobody_is_chosen(
    db: Session, sign_in: SignIn, people: Cast, omar: Account, answer: Answer, told: Callable[[], list[Mail]]
) -> None:
    ruth = sign_in(people.ruth)
    page = ruth.follow(ruth.send(written(ruth, answer), "/amendment/review", reader=""))

    assert "It waits for whoever has time first: Omar Aziz" in page
    assert [mail.to for mail in told()] == [omar.email]
    assert at(answer) in sign_in(omar).get("/desk/work").html


@pytest.mark.parametrize("chosen", ["ruth", "maya", "0", "x" * 40])
def test_nobody_else_can_be_chosen(
    db: Session, sign_in: SignIn, people: Cast, omar: Account, answer: Answer, chosen: str
) -> None:
    ruth, page = sign_in(people.ruth), None
    page = written(ruth, answer)
    reader = str(getattr(people, chosen).id) if hasattr(people, chosen) else chosen
    wrong = ruth.send(page, "/amendment/review", expect=422, reader=reader)

    assert "Choose somebody who works at the desk, and who did not save this text last." in wrong
    assert one(db).asked_at is None


def test_nobody_is_told_of_a_new_text_that_was_thrown_away(
    db: Session, sign_in: SignIn, people: Cast, omar: Account, answer: Answer, told: Callable[[], list[Mail]]
) -> None:
    ruth = sign_in(people.ruth)
    page = ruth.follow(ruth.send(written(ruth, answer), "/amendment/review", reader=str(omar.id)))
    ruth.send(page, "/amendment/end")

    assert told() == []


def test_an_approval_says_where_the_new_text_is_public_by_now(
    db: Session, people: Cast, omar: Account, answer: Answer, told: Callable[[], list[Mail]]
) -> None:
    new = amendments.save(db, answer, by=people.ruth, seen=None, **NEW)
    amendments.ask(db, answer, new, by=people.ruth, reader_id=omar.id)
    amendments.approve(db, answer, new, by=omar, seen=new.saved_at)
    amendments.publish(db, answer, new, by=people.ruth, seen=new.saved_at, tell=False)

    mail, = told()
    assert mail.to == people.ruth.email and "It is public now." in mail.text
    assert mail.text.rstrip().count(f"/desk/answers/{answer.id}\n") == 1


def test_without_a_second_reader_nothing_waits_for_anybody(
    db: Session, sign_in: SignIn, people: Cast, answer: Answer
) -> None:
    page = written(sign_in(people.ruth), answer)

    assert "Only one policy officer works here" in page and 'name="reader"' not in page.html
