"""What looks private in a text is shown to its author before everybody can read it, and to moderators afterwards."""

from collections.abc import Callable

import pytest
from sqlmodel import Session, select

from jobs.found import read
from models import analyses, revisions
from models.accounts import Account
from models.analyses import Analysed
from models.comments import Comment
from models.drafts import Draft
from models.ideas import Idea
from models.statuses import Kind, Waste
from nlp import private
from tests.cast import Cast
from tests.page import Site
from tests.proposing import up_to_check
from tests.said import a_comment, an_idea
from web import checking

SignIn = Callable[[Account], Site]
HTMX = {"hx_request": "true", "hx_request_type": "partial"}
NUMBER = "07700 900123"
LOOKS = f"“<bdi>{NUMBER}</bdi>” looks like a telephone number."


@pytest.fixture
def idea(db: Session, people: Cast) -> Idea:
    made = an_idea(db, people.maya)
    db.commit()
    return made


def comments_of(db: Session) -> list[str]:
    db.expire_all()
    return list(db.exec(select(Comment.body).order_by(Comment.id)).all())  # type: ignore[arg-type]


def test_ben_is_shown_the_number_in_his_comment_and_may_take_it_out(
    db: Session, people: Cast, sign_in: SignIn, idea: Idea
) -> None:
    ben = sign_in(people.ben)

    asked = ben.send(ben.get(f"/ideas/{idea.id}"), "/comments", body=f"Ring me on {NUMBER}.", follow="yes", expect=422)
    assert LOOKS in asked.html and f"Ring me on {NUMBER}." in asked.html and comments_of(db) == []
    assert asked.form("/comments")["fields"]["follow"] == "yes"

    ben.send(asked, "/comments", body="Ring me.")
    assert comments_of(db) == ["Ring me."]


def test_ben_may_send_it_all_the_same_but_is_asked_about_another_number(
    db: Session, people: Cast, sign_in: SignIn, idea: Idea
) -> None:
    ben = sign_in(people.ben)
    asked = ben.send(ben.get(f"/ideas/{idea.id}"), "/comments", body=f"Ring {NUMBER}.", expect=422)

    again = ben.send(asked, "/comments", body=f"Ring {NUMBER} or 07700 900456.", expect=422)
    assert "“<bdi>07700 900456</bdi>” looks like a telephone number." in again.html
    ben.send(again, "/comments")

    assert comments_of(db) == [f"Ring {NUMBER} or 07700 900456."]


def test_with_htmx_only_the_form_comes_back_and_it_says_so(
    db: Session, people: Cast, sign_in: SignIn, idea: Idea
) -> None:
    ben = sign_in(people.ben)

    part = ben.post(f"/ideas/{idea.id}/comments", {"body": f"Ring {NUMBER}."}, expect=422, **HTMX)
    assert LOOKS in part.html and part.html.count('id="comment-form"') == 1 and "<html" not in part.html
    assert 'role="alert"' in part.html and "data-focus" in part.html

    ben.post(f"/ideas/{idea.id}/comments", part.form("/comments")["fields"], expect=200, **HTMX)
    assert comments_of(db) == [f"Ring {NUMBER}."]


def test_a_reply_and_a_change_of_a_comment_are_looked_at_too(
    db: Session, people: Cast, sign_in: SignIn, idea: Idea
) -> None:
    first = a_comment(db, idea, people.ben)
    db.commit()
    ben = sign_in(people.ben)

    for address, part in ((f"/comments/{first.id}/reply", "/comments"), (f"/comments/{first.id}/edit", "/comments")):
        asked = ben.send(ben.get(address), part, body=f"Ring {NUMBER}.", expect=422)
        assert LOOKS in asked.html and comments_of(db)[0] == "My dad has no mobile."
        ben.send(asked, part)
    assert comments_of(db) == [f"Ring {NUMBER}."] * 2


def test_a_change_of_an_idea_is_looked_at_in_its_title_and_its_text(
    db: Session, people: Cast, sign_in: SignIn, idea: Idea
) -> None:
    maya = sign_in(people.maya)
    edit = maya.get(f"/ideas/{idea.id}/edit")

    asked = maya.send(edit, "/edit", title=f"Ring {NUMBER}", body="My neighbour John Smith says so.", expect=422)
    assert LOOKS in asked.html and "“<bdi>John Smith</bdi>” looks like somebody’s name." in asked.html
    assert f'value="Ring {NUMBER}"' in asked.html and "My neighbour John Smith says so." in asked.html
    maya.send(asked, "/edit")

    db.expire_all()
    assert (idea.title, idea.body) == (f"Ring {NUMBER}", "My neighbour John Smith says so.")


def test_a_change_that_was_asked_about_still_meets_one_made_meanwhile(
    db: Session, people: Cast, sign_in: SignIn, idea: Idea
) -> None:
    maya = sign_in(people.maya)
    asked = maya.send(maya.get(f"/ideas/{idea.id}/edit"), "/edit", body=f"Ring me on {NUMBER}.", expect=422)
    revisions.edit_idea(db, idea, title=idea.title, body="Another window was quicker.", by=people.maya)
    db.commit()

    both = maya.send(asked, "/edit", expect=409)

    assert "Another window was quicker." in both and NUMBER in both.html


def test_harmless_words_are_sent_at_once(db: Session, people: Cast, sign_in: SignIn, idea: Idea) -> None:
    ben = sign_in(people.ben)

    ben.send(ben.get(f"/ideas/{idea.id}"), "/comments", body="It happened to me on 3 May 2026.")

    assert len(comments_of(db)) == 1


def test_every_answer_about_an_improvement_is_looked_at() -> None:
    told = f"Ring {NUMBER}."
    tom = Draft(title=told, today=told, better=told, place=told, kind=Kind.IMPROVEMENT, waste=Waste.WAITING.value,
                small_test=told, saving=told)

    assert len(checking.found(checking.rows(tom, None))) == 6


def test_dev_sees_what_was_found_until_he_decides(
    db: Session, site: Site, people: Cast, sign_in: SignIn, idea: Idea
) -> None:
    held = an_idea(db, people.maya, title="Ring people back", body=f"Ring me on {NUMBER}.")
    for one in (idea, held):
        found = [{"kind": f.kind, "begins": f.start, "ends": f.end} for f in private.find(one.body)]
        analyses.store(db, [Analysed(one.id, None, "en", found)], version="")
    db.commit()
    dev = sign_in(people.dev)

    page = dev.get("/moderation")
    assert "To be looked at" in page and LOOKS in page.html and idea.reference not in page
    for stranger in (sign_in(people.ben), sign_in(people.tom)):
        stranger.get("/moderation", expect=404)
    decide = dev.get(f"/moderation/ideas/{held.id}")
    dev.send(decide, "/moderation", wanted="keep", reason="The number is a surgery’s own.")

    assert "To be looked at" not in dev.get("/moderation")
    revisions.edit_idea(db, held, title=held.title, body=f"Ring him on {NUMBER}.", by=people.maya)
    db.commit()
    assert "To be looked at" in dev.get("/moderation")


def test_what_cannot_wait_stands_first_for_dev(db: Session, people: Cast, sign_in: SignIn) -> None:
    bodies = ("The fire exit by the kitchen is chained at night.", f"Ring me on {NUMBER}.")
    urgent_one, held = (an_idea(db, people.maya, title=body[:20], body=body) for body in bodies)
    analyses.store(db, [read(one.id, one.body, None) for one in (urgent_one, held)], version="")
    db.commit()

    page = sign_in(people.dev).get("/moderation")

    assert "“<bdi>fire exit by the kitchen is chained</bdi>” looks like a danger that cannot wait." in page.html
    assert page.html.index(urgent_one.reference) < page.html.index(held.reference)


@pytest.mark.parametrize(("today", "told"), [("My partner hits me.", True), ("The queue is long.", False)])
def test_who_writes_of_danger_is_told_whom_to_ring(site: Site, today: str, told: bool) -> None:
    assert ("ring 999" in up_to_check(site, today=today)) is told
