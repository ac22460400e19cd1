"""Who asks for a second reader chooses one, or whoever has time first, and everybody reads for whom it waits."""

from collections.abc import Callable

import pytest
from sqlmodel import Session, col, select

from models import accounts, answers, clock, deputies, reviews
from models.accounts import Account
from models.answers import Answer
from models.history import Event
from models.reviews import Review
from models.roles import Role
from tests import scenes
from tests.cast import Cast
from tests.page import Site

SignIn = Callable[[Account], Site]
Jobs = Callable[[str], list[dict[str, object]]]


def asked_of(db: Session, draft: Answer) -> list[int | None]:
    """Whom each request was made to, as history tells it."""
    rows = select(Event).where(Event.kind == "answer.review_asked", Event.answer_id == draft.id)
    return [event.data["reader"] for event in db.exec(rows.order_by(col(Event.id)))]


def test_ruth_chooses_omar_and_then_anna_instead(
    db: Session, sign_in: SignIn, people: Cast, omar: Account, draft: Answer, deferred: Jobs
) -> None:
    ruth, path = sign_in(people.ruth), f"/desk/answers/{draft.id}/preview"
    page = ruth.get(path)
    assert page.form("/review")["fields"]["reader"] == "" and "Whoever has time first" in page

    for _ in range(2):
        asked = ruth.follow(ruth.send(page, "/review", reader=str(omar.id)))

    assert "Whoever you asked finds the draft in their own work, and is told by e-mail" in asked
    assert "It waits for Omar Aziz." in asked and "asked today" in asked
    assert asked.form("/review")["fields"]["reader"] == str(omar.id)
    assert "It waits for Omar Aziz." in ruth.get("/desk/publication")
    assert "It waits for Omar Aziz." in sign_in(people.anna).get(path)
    instead = ruth.follow(ruth.send(asked, "/review", reader=str(people.anna.id)))
    assert "It waits for Anna Lindqvist." in instead
    assert asked_of(db, draft) == [omar.id, people.anna.id] and len(deferred("review")) == 2
    assert db.exec(select(Review)).one().reader_id == people.anna.id


def test_only_who_was_chosen_reads_at_the_desk_that_it_waits_for_them(
    db: Session, sign_in: SignIn, people: Cast, omar: Account, draft: Answer
) -> None:
    nia = scenes.officer(db, people, "Nia Bell")
    reviews.ask(db, draft, by=people.ruth, reader_id=omar.id)
    db.commit()

    assert "waits for your reading" in sign_in(omar).get("/desk")
    for other in (nia, people.ruth, people.anna):
        assert "waits for your reading" not in sign_in(other).get("/desk")
    deputies.name(db, omar, nia, begins_on=clock.today(), ends_on=clock.today())
    db.commit()
    assert "waits for your reading" in sign_in(nia).get("/desk")
    accounts.grant(db, omar, Role.CITIZEN, by=None)
    db.commit()
    assert "waits for your reading" in sign_in(people.anna).get("/desk")
    page = sign_in(people.ruth).get(f"/desk/answers/{draft.id}/preview")
    assert "It waits for whoever has time first: Nia Bell or Anna Lindqvist." in page
    for name in ("Bela Cox", "Dara Eve"):
        scenes.officer(db, people, name)
    db.commit()
    page = sign_in(people.ruth).get(f"/desk/answers/{draft.id}/preview")
    assert "Bela Cox or Dara Eve or Nia Bell or another colleague." in page


def test_it_waits_at_the_desk_for_the_text_that_was_asked_about_and_no_other(
    db: Session, sign_in: SignIn, people: Cast, omar: Account, draft: Answer
) -> None:
    reviews.ask(db, draft, by=people.ruth, reader_id=omar.id)
    answers.draft(db, theme_id=draft.theme_id, by=people.ruth, seen=draft.saved_at, summary="Other words.")
    db.commit()
    ruth = sign_in(people.ruth)

    changed = ruth.get(f"/desk/answers/{draft.id}/preview")

    assert "It was changed after somebody was asked to read it. Ask a colleague to read it: Omar Aziz" in changed
    assert "Waits for a second reader" not in changed
    assert "waits for" not in sign_in(omar).get("/desk")
    ruth.send(changed, "/review")
    assert asked_of(db, draft) == [omar.id, omar.id]


@pytest.mark.parametrize("wrong", ["ruth", "maya", "dev", "999999999", "0", "-1", "nonsense", "9" * 40])
def test_who_may_not_read_it_cannot_be_chosen(
    db: Session, sign_in: SignIn, people: Cast, omar: Account, draft: Answer, wrong: str
) -> None:
    account = people.everyone().get(wrong)
    ruth = sign_in(people.ruth)
    page = ruth.get(f"/desk/answers/{draft.id}/preview")

    refused = ruth.send(page, "/review", expect=422, reader=str(account.id) if account else wrong)

    assert "Choose somebody who works at the desk, and who did not save this text last." in refused
    assert 'aria-invalid="true"' in refused.html and refused.form("/review")
    assert db.exec(select(Review)).all() == [] and asked_of(db, draft) == []


def test_who_changed_the_text_meanwhile_cannot_be_chosen_and_another_can(
    db: Session, sign_in: SignIn, people: Cast, omar: Account, draft: Answer
) -> None:
    ruth = sign_in(people.ruth)
    page = ruth.get(f"/desk/answers/{draft.id}/preview")
    answers.draft(db, theme_id=draft.theme_id, by=omar, seen=draft.saved_at, summary="In Omar’s words.")
    db.commit()

    refused = ruth.send(page, "/review", expect=422, reader=str(omar.id))

    assert "Choose somebody who works at the desk" in refused and refused.form("/approval")
    ruth.send(refused, "/review", reader=str(people.anna.id))
    assert asked_of(db, draft) == [people.anna.id]
