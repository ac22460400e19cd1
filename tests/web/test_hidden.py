"""What a moderator hid is said to be hidden, the same in every place, and without a word of it."""

from collections.abc import Callable

import pytest
from sqlmodel import Session

from jobs import notify
from models import decisions, mails
from models.accounts import Account
from models.decisions import DecisionKind
from models.ideas import Idea
from models.wording import day
from tests.cast import Cast
from tests.jobs.test_notify import last
from tests.page import Page, Site
from tests.said import a_comment, an_idea, hidden, received
from tests.web.test_taken_back import OF_AN_IDEA, WORDS

SignIn = Callable[[Account], Site]


def hidden_one(db: Session, people: Cast) -> Idea:
    idea = an_idea(db, people.maya)
    a_comment(db, idea, people.tom)
    hidden(db, idea, people, reason="It gives away where somebody lives.")
    db.commit()
    return idea


def test_it_says_who_hid_it_when_and_why_at_both_addresses(
    db: Session, people: Cast, site: Site, sign_in: SignIn
) -> None:
    idea = hidden_one(db, people)
    assert idea.hidden_at

    for reader in (site, sign_in(people.ben), sign_in(people.ruth)):
        pages = reader.get(f"/ideas/{idea.id}", expect=410), reader.get(f"/where/{idea.reference}")
        for page in pages:
            assert day(idea.hidden_at) in page and "It gives away where somebody lives." in page
            assert "moderator hid" in page and "Dev Patel" not in page
            assert not [words for words in (*WORDS, "Maya") if words in page]
        assert "only its author and the moderators can read it" in pages[0]
    assert WORDS[0] in sign_in(people.dev).get(f"/ideas/{idea.id}")


@pytest.mark.parametrize("path", OF_AN_IDEA)
def test_no_address_of_it_shows_a_word(path: str, db: Session, people: Cast, site: Site, sign_in: SignIn) -> None:
    idea = hidden_one(db, people)

    for reader in (site, sign_in(people.ben)):
        page = Page(reader.client.get(path.replace("{idea_id:int}", str(idea.id))))
        assert page.status < 500 and not [words for words in (*WORDS, "Maya") if words in page.html], path


def test_what_never_was_public_does_not_exist(db: Session, people: Cast, site: Site) -> None:
    waiting = received(db, people.maya)
    db.commit()

    page = site.get(f"/ideas/{waiting.id}", expect=404)
    assert "taken back" not in page
    site.get("/ideas/4711", expect=404)


def test_maya_is_told_that_everyone_can_see_it_again(db: Session, people: Cast) -> None:
    idea = hidden_one(db, people)
    notify.notify(db, last(db, "idea.hidden").id)
    decisions.decide(db, DecisionKind.RESTORE, idea, None, reason="The street is gone from it.", by=people.dev)
    notify.notify(db, last(db, "idea.restored").id)

    again, before = db.exec(mails.newest().where(mails.Mail.to == people.maya.email)).all()

    for words in (again.text, again.html):
        assert "Everyone can see it again" in words and "signed in" not in words
    assert "You can still see it here when you are signed in" in before.text
