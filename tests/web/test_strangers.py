"""What somebody who means no good, or no harm, does with nothing but a request: nobody else is worse off."""

from collections.abc import Callable, Iterator

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from models import limits, publishing
from models.accounts import Account
from models.statuses import CallState, Stance
from tests.cast import Cast
from tests.page import SAME_SITE, Site
from tests.said import a_comment, an_asking_call, an_idea, hidden, received
from tests.signing_in import asked, newest
from web import app
from web.kit import cookies, limiting
from web.kit.pages_cache import PagesCache

SignIn = Callable[[Account], Site]


@pytest.fixture
def kept(db: Session, people: Cast) -> Iterator[TestClient]:
    """The site with its cache of pages in front."""
    an_idea(db, people.maya)
    db.commit()
    cache = PagesCache(app.site())
    cache.listening = True
    with TestClient(cache, base_url="http://127.0.0.1:8000") as client:
        yield client


@pytest.mark.parametrize("header", ["HX-Request-Type", "HX-Target", "HX-Request"])
def test_a_part_of_a_page_that_somebody_asks_for_is_never_kept_as_the_page(kept: TestClient, header: str) -> None:
    kept.get("/ideas", headers={header: "partial"})

    assert "<html" in kept.get("/ideas").text


def test_a_session_in_the_second_of_two_cookie_headers_is_a_session(
    db: Session, people: Cast, sign_in: SignIn
) -> None:
    idea = an_idea(db, people.ben)
    db.commit()
    maya = sign_in(people.maya).client
    session = f"{cookies.name()}={maya.cookies[cookies.name()]}"
    maya.cookies.clear()

    both = [("cookie", "theme=dark"), ("cookie", session)]

    for path in (f"/ideas/{idea.id}", "/account"):
        assert maya.get(path, headers=both, follow_redirects=False).status_code == 200  # type: ignore[arg-type]


def test_what_was_sent_into_a_call_that_closed_since_stands_by_itself(
    db: Session, people: Cast, sign_in: SignIn
) -> None:
    call = an_asking_call(db, people)
    idea = received(db, people.ben, call_id=call.id, stance=Stance.FOR)
    call.state = CallState.READING
    db.commit()

    ben = sign_in(people.ben)

    assert "it stands by itself" in ben.follow(ben.post(f"/ideas/{idea.id}/publication"))
    db.refresh(idea)
    assert (idea.published, idea.call_id, idea.stance) == (True, None, None)


def test_codes_are_not_guessed_from_many_networks_at_once(
    db: Session, site: Site, people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def come_from(network: int) -> None:
        monkeypatch.setattr(limiting, "address_of", lambda request: limiting._hashed(f"network {network}"))

    guessed = refused = 0
    for network in range(12):
        come_from(network)
        page = asked(site)
        wrong = f"{(int(newest(db).code) + 1) % 1_000_000:06d}"
        form = page.form("/sign-in/code?")
        for n in range(5):
            sent = site.client.post(form["action"], data=form["fields"] | {"code": wrong, "form_key": f"{network} {n}"},
                                    headers=SAME_SITE, follow_redirects=False)
            guessed, refused = guessed + (sent.status_code == 422), refused + (sent.status_code == 429)
    assert guessed == limits.CODES_FOR_EMAIL.most and refused == 20


def test_what_was_taken_back_before_it_was_sent_is_known_to_nobody(
    db: Session, people: Cast, site: Site, sign_in: SignIn
) -> None:
    idea = received(db, people.ben)
    assert publishing.withdraw(db, idea, by=people.ben)
    db.commit()

    site.get(f"/where/{idea.reference}", expect=404)
    sign_in(people.maya).get(f"/where/{idea.reference}", expect=404)


def test_a_moderator_does_not_decide_about_their_own_words(db: Session, people: Cast, sign_in: SignIn) -> None:
    idea = an_idea(db, people.dev)
    hidden(db, idea, people)
    db.commit()

    typed = {"wanted": "restore", "reason": "It was fine."}
    sign_in(people.dev).post(f"/moderation/ideas/{idea.id}", typed, expect=404)

    db.refresh(idea)
    assert idea.hidden_at is not None


def test_a_comment_that_was_changed_elsewhere_is_not_written_over(
    db: Session, people: Cast, sign_in: SignIn
) -> None:
    comment = a_comment(db, an_idea(db, people.maya), people.ben, "First words")
    db.commit()
    ben = sign_in(people.ben)
    early, late = ben.get(f"/comments/{comment.id}/edit"), ben.get(f"/comments/{comment.id}/edit")
    ben.send(early, f"/comments/{comment.id}", body="Second words")

    said = ben.send(late, f"/comments/{comment.id}", body="Third words", expect=422)

    assert "It says now: “Second words”" in said and said.form("/comments")["fields"]["body"].strip() == "Third words"
    ben.send(said, f"/comments/{comment.id}")
    db.refresh(comment)
    assert comment.body == "Third words"
