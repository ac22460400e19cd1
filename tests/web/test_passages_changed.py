"""Words chosen from what is no longer so: by two at once, or while the author edits. Both are shown."""

from collections.abc import Callable

import pytest
from sqlmodel import Session

from models import memberships, revisions
from models.accounts import Account
from models.ideas import Idea
from tests import scenes
from tests.cast import Cast
from tests.page import Site
from tests.web.test_passages import BODY, HELP, LATE, at, of

SignIn = Callable[[Account], Site]


@pytest.fixture
def idea(db: Session, people: Cast) -> Idea:
    made, begins = scenes.idea(db, people.maya, body=BODY), BODY.index(HELP)
    memberships.put(db, made, scenes.theme(db, None), by=None, begins=begins, ends=begins + len(HELP), words=HELP)
    db.commit()
    return made


def test_two_who_choose_at_once_see_both(db: Session, sign_in: SignIn, people: Cast, idea: Idea) -> None:
    ruth, anna = sign_in(people.ruth), sign_in(people.anna)
    opened = ruth.get(at(idea))
    anna.send(anna.get(at(idea)), "/passage", sentences="0")

    page = ruth.send(opened, "/passage", sentences="2", expect=409)

    assert "<mark>I have two jobs.</mark>" in page.html and "Anna Lindqvist chose this." in page
    assert f'<blockquote class="voice" dir="auto">{LATE}</blockquote>' in page.html
    assert of(db, idea).words == "I have two jobs."
    assert page.form("/passage")["fields"]["sentences"] == "2"
    ruth.send(page, "/passage", sentences="2", form_key="another")
    assert of(db, idea).words == LATE


def test_who_chose_from_a_text_that_was_edited_since_sees_both(
    db: Session, sign_in: SignIn, people: Cast, idea: Idea
) -> None:
    desk = sign_in(people.ruth)
    opened = desk.get(at(idea))
    revisions.edit_idea(db, idea, by=people.maya, title=idea.title, body=f"Hello. {BODY} Thank you.")
    db.commit()

    page = desk.send(opened, "/passage", sentences="2", expect=409)

    assert f'<blockquote class="voice" dir="auto">{LATE}</blockquote>' in page.html
    assert page.form("/passage")["fields"]["sentences"] == "3"
    assert of(db, idea).words == HELP
    desk.send(page, "/passage", form_key="another")
    assert of(db, idea).words == LATE


def test_words_that_their_author_took_back_are_not_shown_again(
    db: Session, sign_in: SignIn, people: Cast, idea: Idea
) -> None:
    desk = sign_in(people.ruth)
    opened = desk.get(at(idea))
    revisions.edit_idea(db, idea, by=people.maya, title=idea.title, body="Nobody rang me.")
    db.flush()
    revisions.withdraw(db, db.exec(revisions.of_idea(idea)).one(), by=people.maya)
    db.commit()

    page = desk.send(opened, "/passage", sentences="2", expect=409)

    assert LATE not in page and "It can no longer be told which words these were." in page
    assert "No words: the title is sent." in page
