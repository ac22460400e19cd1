"""A second person reads an answer before it is public, where two policy officers work."""

from collections.abc import Callable

import pytest
from sqlmodel import Session, col, select

from models import accounts, answers, clock, outcomes, reviews
from models.accounts import Account
from models.answers import Answer, SavedSince
from models.faults import Blocked
from models.history import Event
from models.notifications import Notification
from models.reviews import OwnText, Review
from models.roles import Role
from models.settings import settings
from models.themes import Theme
from tests import scenes
from tests.cast import Cast
from tests.page import Site

SignIn = Callable[[Account], Site]
Jobs = Callable[[str], list[dict[str, object]]]


def kinds(db: Session, answer: Answer) -> list[str]:
    return list(db.exec(select(Event.kind).where(Event.answer_id == answer.id).order_by(col(Event.id))))


def test_ruth_asks_omar_approves_and_then_it_is_published(
    db: Session, sign_in: SignIn, people: Cast, omar: Account, draft: Answer
) -> None:
    ruth, colleague = sign_in(people.ruth), sign_in(omar)
    path = f"/desk/answers/{draft.id}/preview"
    mine = ruth.get(path)
    assert "Ask a colleague to read it: Omar Aziz or Anna Lindqvist may approve it." in mine
    assert "/publication" not in mine.html
    assert "/approval" not in mine.html

    asked = ruth.follow(ruth.send(mine, "/review"))
    assert "Waits for a second reader" in asked
    assert "It waits for whoever has time first: Omar Aziz or Anna Lindqvist." in asked
    assert "waits for your reading" in colleague.get("/desk")
    assert "waits for your reading" not in ruth.get("/desk")
    assert "waits for a second reader" in ruth.get("/desk")
    approved = colleague.follow(colleague.send(colleague.get(path), "/approval"))
    assert "read this text and approved it" in approved
    assert "draft approved" in ruth.get("/desk")
    ruth.send(ruth.get(path), "/publication")

    db.expire_all()
    assert draft.published
    assert kinds(db, draft)[-3:] == ["answer.review_asked", "answer.approved", "answer.published"]
    review = db.exec(select(Review)).one()
    assert (review.asked_by_id, review.approved_by_id, review.text_at) == (people.ruth.id, omar.id, draft.saved_at)


def test_without_approval_a_publication_is_refused_and_says_what_to_do(
    db: Session, sign_in: SignIn, people: Cast, omar: Account, draft: Answer
) -> None:
    ruth = sign_in(people.ruth)
    sent = {"seen": draft.saved_at.isoformat()}

    refused = ruth.post(f"/desk/answers/{draft.id}/publication", sent, expect=422)

    assert "It cannot be published yet" in refused
    assert "Ask a colleague to read it: Omar Aziz or Anna Lindqvist may approve it." in refused
    own = ruth.post(f"/desk/answers/{draft.id}/approval", sent, expect=422)
    assert "You saved this text last, so a colleague must approve it." in own
    db.expire_all()
    assert not draft.published


def test_a_change_takes_the_approval_away_and_saving_the_same_does_not(
    db: Session, sign_in: SignIn, people: Cast, omar: Account, draft: Answer
) -> None:
    reviews.approve(db, draft, by=omar, seen=draft.saved_at)
    db.commit()
    ruth, path = sign_in(people.ruth), f"/desk/answers/{draft.id}/preview"
    page = ruth.get(f"/desk/themes/{draft.theme_id}")
    ruth.send(page, "/answer")
    assert "approved it" in ruth.get(path)

    ruth.send(page, "/answer", promise="Two more people", due_on=clock.today().isoformat())

    changed = ruth.get(path)
    assert "It was changed after it was approved. Ask a colleague to read it" in changed
    assert "/publication" not in changed.html


@pytest.mark.parametrize("beside", ["words", "measure", "no measure"])
def test_whatever_is_changed_is_read_again(
    db: Session, people: Cast, omar: Account, draft: Answer, beside: str
) -> None:
    with clock.at(clock.now()):
        reviews.approve(db, draft, by=omar, seen=draft.saved_at)
        if beside == "words":
            answers.draft(db, theme_id=draft.theme_id, by=people.ruth, seen=draft.saved_at, summary="Other words.")
        elif beside == "measure":
            scenes.measured(db, people, draft, measure="Something else")
        else:
            outcomes.expect_nothing(db, draft, by=people.ruth)

    review = db.exec(reviews.of(draft.id)).one()
    assert not review.is_of(draft)


def test_who_changes_it_last_does_not_approve_it(db: Session, people: Cast, omar: Account, draft: Answer) -> None:
    answers.draft(db, theme_id=draft.theme_id, by=omar, seen=draft.saved_at, summary="In Omar’s words.")

    with pytest.raises(OwnText):
        reviews.approve(db, draft, by=omar, seen=draft.saved_at)
    reviews.approve(db, draft, by=people.ruth, seen=draft.saved_at)

    assert db.exec(reviews.of(draft.id)).one().approved_by_id == people.ruth.id


def test_nobody_approves_what_they_have_not_seen(
    db: Session, sign_in: SignIn, people: Cast, omar: Account, draft: Answer
) -> None:
    colleague = sign_in(omar)
    page = colleague.get(f"/desk/answers/{draft.id}/preview")
    answers.draft(db, theme_id=draft.theme_id, by=people.ruth, seen=draft.saved_at, summary="Changed meanwhile.")
    db.commit()

    refused = colleague.send(page, "/approval", expect=409)

    assert "Somebody saved another text meanwhile" in refused
    assert "Changed meanwhile." in refused
    with pytest.raises(SavedSince):
        reviews.approve(db, draft, by=omar, seen=None)


def test_asking_and_approving_twice_is_once(db: Session, people: Cast, omar: Account, draft: Answer) -> None:
    for _ in range(2):
        reviews.ask(db, draft, by=people.ruth)
    for _ in range(2):
        reviews.approve(db, draft, by=omar, seen=draft.saved_at)
    reviews.ask(db, draft, by=people.ruth)

    assert kinds(db, draft).count("answer.review_asked") == kinds(db, draft).count("answer.approved") == 1


def test_what_is_not_decided_is_neither_asked_about_nor_approved(
    db: Session, sign_in: SignIn, people: Cast, omar: Account, draft: Answer
) -> None:
    draft.verdict = None
    db.commit()

    with pytest.raises(Blocked, match=r"Choose what you decided\."):
        reviews.ask(db, draft, by=people.ruth)
    with pytest.raises(Blocked, match=r"Choose what you decided\."):
        reviews.approve(db, draft, by=omar, seen=draft.saved_at)
    for action in ("review", "approval"):
        refused = sign_in(omar).post(
            f"/desk/answers/{draft.id}/{action}", {"seen": draft.saved_at.isoformat()}, expect=422)
        assert "Choose what you decided." in refused, action
    assert db.exec(select(Review)).all() == []


def test_one_policy_officer_alone_is_not_stuck(db: Session, sign_in: SignIn, people: Cast, draft: Answer) -> None:
    page = sign_in(people.ruth).get(f"/desk/answers/{draft.id}/preview")

    assert "Only one policy officer works here, so an answer needs no second reader." in page
    assert page.form("/publication")


@pytest.mark.parametrize(("setting", "officers", "needed"), [
    ("auto", 1, False), ("auto", 2, True), ("always", 1, True), ("never", 2, False)])
def test_the_setting_says_whether_a_second_reader_is_needed(
    db: Session, people: Cast, monkeypatch: pytest.MonkeyPatch, setting: str, officers: int, needed: bool
) -> None:
    monkeypatch.setattr(settings(), "second_reader", setting)
    if officers == 2:
        scenes.officer(db, people)

    assert reviews.readers(db).needed == needed


def test_others_neither_ask_nor_approve_nor_tell(
    site: Site, sign_in: SignIn, people: Cast, draft: Answer
) -> None:
    for act in ("review", "approval", "telling"):
        for person in (people.maya, people.tom, people.dev):
            sign_in(person).post(f"/desk/answers/{draft.id}/{act}", expect=404)
        site.post(f"/desk/answers/{draft.id}/{act}", expect=303)


def test_publishing_and_telling_are_two_acts(
    db: Session, sign_in: SignIn, site: Site, people: Cast, draft: Answer, deferred: Jobs
) -> None:
    ruth = sign_in(people.ruth)
    page = ruth.get(f"/desk/answers/{draft.id}/preview")

    after = ruth.follow(ruth.send(page, "/publication", then="quietly"))

    assert "The answer is public. Nobody has been told yet." in after
    assert "The people who wrote have not been told yet." in site.get(f"/answers/{draft.id}")
    scenes.do_jobs(db, deferred)
    assert db.exec(select(Notification)).all() == []
    before = ruth.get(f"/desk/answers/{draft.id}/preview")
    assert "1 person will be told" in before
    told = ruth.follow(ruth.send(before, "/telling"))
    ruth.post(f"/desk/answers/{draft.id}/telling")
    assert "The people it answers are being told." in told
    scenes.do_jobs(db, deferred)
    db.expire_all()
    [notification] = db.exec(select(Notification)).all()
    assert (notification.account_id, notification.kind) == (people.maya.id, "answer.told")
    assert draft.told_count == 1


def test_what_is_no_public_answer_is_told_to_nobody(sign_in: SignIn, people: Cast, draft: Answer) -> None:
    sign_in(people.ruth).post(f"/desk/answers/{draft.id}/telling", expect=404)


def test_doing_it_needs_a_measure_of_success(db: Session, sign_in: SignIn, people: Cast) -> None:
    theme: Theme = scenes.theme(db, None)
    answer = scenes.draft(db, people, theme=theme)
    db.commit()

    page = sign_in(people.ruth).get(f"/desk/answers/{answer.id}/preview")

    assert "Say how you will know that it worked" in page
    assert "/publication" not in page.html


def test_an_officer_who_has_left_is_asked_no_more(db: Session, people: Cast, omar: Account, draft: Answer) -> None:
    accounts.grant(db, omar, Role.CITIZEN, by=None)
    db.flush()

    readers = reviews.readers(db)

    assert not readers.needed
    assert not readers.may_approve(omar, draft.writer_id)
