"""Who signs an answer: whoever saves it, unless somebody else is named; and whoever publishes it is told."""

from collections.abc import Callable

import pytest
from sqlmodel import Session, col, select

from models.accounts import Account
from models.answers import Answer
from models.history import Event
from models.themes import Theme
from tests import scenes
from tests.cast import Cast
from tests.page import Site
from tests.web.test_desk_answers import TYPED

SignIn = Callable[[Account], Site]


@pytest.fixture
def theme(db: Session, people: Cast) -> Theme:
    theme = scenes.theme(db, scenes.call(db, people).id)
    scenes.grouped(db, theme, scenes.idea(db, people.maya))
    db.commit()
    return theme


def test_the_publisher_is_told_who_signs_and_who_began_and_history_keeps_both(
    db: Session, sign_in: SignIn, people: Cast, theme: Theme
) -> None:
    people.anna.job = "Site administrator"
    db.commit()
    anna, ruth = sign_in(people.anna), sign_in(people.ruth)
    anna.send(anna.get(f"/desk/themes/{theme.id}"), "/answer", **(TYPED | {"signed_name": "", "signed_role": ""}))
    answer = db.exec(select(Answer)).one()

    preview = ruth.get(f"/desk/answers/{answer.id}/preview")
    assert "It is signed by Anna Lindqvist , Site administrator. Anna Lindqvist began this draft." in preview
    assert "Change the answer if you sign it yourself." in preview
    assert "began this draft" not in anna.get(f"/desk/answers/{answer.id}/preview")
    ruth.send(preview, "/publication")

    acts = select(Event.kind, Event.by_id).where(col(Event.kind).in_(["answer.drafted", "answer.published"]))
    assert dict(db.exec(acts).all()) == {"answer.drafted": people.anna.id, "answer.published": people.ruth.id}


@pytest.mark.parametrize(("typed", "kept"), [
    ({"signed_name": "", "signed_role": ""}, ("Ruth Ellison", "Head of access")),
    ({"signed_name": "Helen Rathbone", "signed_role": ""}, ("Helen Rathbone", "")),
    ({"signed_name": "Helen Rathbone", "signed_role": "Chair"}, ("Helen Rathbone", "Chair")),
])
def test_who_saves_an_answer_signs_it_unless_somebody_else_is_named(
    db: Session, sign_in: SignIn, people: Cast, theme: Theme, typed: dict[str, str], kept: tuple[str, str]
) -> None:
    people.ruth.job = "Head of access"
    db.commit()
    desk = sign_in(people.ruth)

    desk.send(desk.get(f"/desk/themes/{theme.id}"), "/answer", **(TYPED | typed))

    assert db.exec(select(Answer.signed_name, Answer.signed_role)).one() == kept
