"""Somebody goes on writing a draft that a colleague has made public."""

from collections.abc import Callable

from sqlmodel import Session, select

from models import publications
from models.accounts import Account
from models.answers import Answer
from tests import scenes
from tests.cast import Cast
from tests.page import Site

SignIn = Callable[[Account], Site]
TYPED = {"verdict": "no", "summary": "We keep the letters.", "body": "They cost little.", "signed_role": "Head"}


def test_who_saves_a_draft_that_was_published_meanwhile_is_told_and_chooses(
    db: Session, sign_in: SignIn, people: Cast
) -> None:
    theme = scenes.theme(db, scenes.call(db, people).id)
    scenes.grouped(db, theme, scenes.idea(db, people.maya))
    db.commit()
    ruth, anna = sign_in(people.ruth), sign_in(people.anna)
    ruth.send(ruth.get(f"/desk/themes/{theme.id}"), "/answer", **TYPED)
    hers = anna.get(f"/desk/themes/{theme.id}")
    answer = db.exec(select(Answer)).one()
    publications.publish(db, answer, by=people.ruth, seen=answer.saved_at, tell=False)
    db.commit()

    both = anna.send(hers, "/answer", expect=409, **(TYPED | {"summary": "Anna’s words."}))

    assert "made public while you wrote" in both and f'href="/desk/answers/{answer.id}/amendment"' in both.html
    assert both.form("/answer")["fields"]["summary"].strip() == "Anna’s words."
    assert len(db.exec(select(Answer)).all()) == 1
    anna.send(both, "/answer")
    assert len(db.exec(select(Answer)).all()) == 2
