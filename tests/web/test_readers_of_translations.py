"""A colleague reads an answer in another language before it is public."""

from collections.abc import Callable

import pytest
from sqlmodel import Session, select

from jobs import review
from models import mails, translations
from models.accounts import Account
from models.answers import Answer
from models.history import Event
from models.languages import Language
from models.mails import Mail
from tests import scenes
from tests.cast import Cast
from tests.page import Site
from tests.translating import drafted, here, published, written

SignIn = Callable[[Account], Site]


@pytest.fixture
def answer(db: Session, people: Cast) -> Answer:
    return drafted(db, people)


def test_a_colleague_reads_it_first_where_two_officers_work(
    db: Session, people: Cast, sign_in: SignIn, answer: Answer
) -> None:
    published(db, people, answer)
    omar = scenes.officer(db, people)
    one = written(db, people, answer)
    ruth, hers = sign_in(people.ruth), here(answer)
    assert "may approve it" in ruth.get(hers) and "I have read it" not in ruth.get(hers).html
    own = ruth.post(f"{hers}/approval", {"seen": one.saved_at.isoformat()}, expect=422)
    assert "a colleague must approve it" in own
    assert "In Welsh" not in ruth.get("/desk/work")

    reader = sign_in(omar)
    work = reader.get("/desk/work")
    assert f'href="{hers}"' in work.html and "In Welsh" in work and "Ruth Ellison saved it" in work
    reader.send(reader.get(hers), "/approval")

    page = ruth.get(hers)
    assert f"{omar.name} read this text and approved it." in page
    ruth.send(page, "/publication")
    assert db.exec(translations.public(answer.id)).one().language == Language.WELSH


def test_one_colleague_is_asked_by_name_and_told_by_mail_and_so_is_who_asked(
    db: Session, people: Cast, sign_in: SignIn, answer: Answer
) -> None:
    published(db, people, answer)
    omar = scenes.officer(db, people)
    written(db, people, answer)
    ruth, anna, reader = sign_in(people.ruth), sign_in(people.anna), sign_in(omar)
    hers = here(answer)

    own = ruth.send(ruth.get(hers), "/review", expect=422, reader=str(people.ruth.id))
    assert "Choose somebody who works at the desk" in own
    ruth.send(ruth.get(hers), "/review", reader=str(omar.id))

    assert "It waits for" in ruth.get(hers) and omar.name in ruth.get(hers)
    assert "Ruth Ellison asked you" in reader.get("/desk/work") and f'href="{hers}"' not in anna.get("/desk/work").html
    [asked] = _reviewed(db, "answer.translation_review_asked", omar)
    assert "asks you to read the answer in Welsh to" in asked.text and hers in asked.text
    reader.send(reader.get(hers), "/approval")
    [approved] = _reviewed(db, "answer.translation_approved", people.ruth)
    assert f"{omar.name} has read the answer in Welsh" in approved.text
    assert f'href="{hers}"' not in reader.get("/desk/work").html

    ruth.send(ruth.get(hers), "/in/cy", summary="Byddwn yn ateb.")
    assert "It waits for" not in ruth.get(hers) and "Ruth Ellison saved it" in reader.get("/desk/work")
    ruth.send(ruth.get(hers), "/review", reader=str(omar.id))
    assert "Ruth Ellison asked you" in reader.get("/desk/work")


def _reviewed(db: Session, kind: str, person: Account) -> list[Mail]:
    for event in db.exec(select(Event).where(Event.kind == kind)).all():
        review.review(db, event.id)
        review.review(db, event.id)
    return list(db.exec(mails.newest().where(Mail.to == person.email)))


def test_a_text_that_claims_what_is_not_so_is_not_approved(
    db: Session, people: Cast, sign_in: SignIn, answer: Answer
) -> None:
    omar = scenes.officer(db, people)
    one = written(db, people, answer, body="„Nid oes neb wedi dweud hyn erioed yma.”")
    reader = sign_in(omar)

    assert "I have read it: approve" not in reader.get(here(answer)).html
    refused = reader.post(f"{here(answer)}/approval", {"seen": one.saved_at.isoformat()}, expect=422)

    assert "stands in no idea that this answers" in refused
    db.refresh(one)
    assert not one.approved
