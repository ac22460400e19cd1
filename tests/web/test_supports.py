"""Supporting and following an idea, both ways, with and without htmx."""

from collections.abc import Callable

from sqlmodel import Session, select

from models import comments, subscriptions
from models.accounts import Account
from models.statuses import Status
from models.subscriptions import Subscription
from tests import crowd
from tests.cast import Cast
from tests.page import Site
from tests.said import an_idea, hidden, received
from tests.signing_in import asked, newest

SignIn = Callable[[Account], Site]
HTMX = {"hx_request": "true", "hx_request_type": "partial"}


def test_ben_supports_an_idea_without_javascript_and_takes_it_back(db: Session, people: Cast, sign_in: SignIn) -> None:
    idea = an_idea(db, people.maya)
    db.commit()
    ben = sign_in(people.ben)

    page = ben.get(f"/ideas/{idea.id}")
    assert page.form("/support")["buttons"]["wanted"] == "yes"
    page = ben.follow(ben.send(page, "/support", wanted="yes"))
    assert "Your support is counted." in page and "You support this" in page and "person supports this" in page
    page = ben.follow(ben.send(page, "/support", wanted="no"))
    assert "Your support is withdrawn." in page and "You support this" not in page


def test_the_state_that_is_wanted_is_posted_so_twice_is_once(db: Session, people: Cast, sign_in: SignIn) -> None:
    idea = an_idea(db, people.maya)
    db.commit()
    ben, tom = sign_in(people.ben), sign_in(people.tom)

    for site in (ben, ben, tom, tom):
        site.post(f"/ideas/{idea.id}/support", {"wanted": "yes"})
    page = ben.get(f"/ideas/{idea.id}")
    assert "<b>2</b>" in page.html and "1 of them staff" in page
    for _ in range(2):
        tom.post(f"/ideas/{idea.id}/support", {"wanted": "no"})
    page = ben.get(f"/ideas/{idea.id}")
    assert "<b>1</b>" in page.html and "of them staff" not in page


def test_with_htmx_the_block_is_swapped_announced_and_keeps_its_focus(
    db: Session, people: Cast, sign_in: SignIn
) -> None:
    idea = an_idea(db, people.maya)
    db.commit()

    part = sign_in(people.ben).post(f"/ideas/{idea.id}/support", {"wanted": "yes"}, expect=200, **HTMX)

    assert "<html" not in part.html and part.html.count(f'id="support-{idea.id}"') == 1
    assert f'id="support-{idea.id}-switch"' in part.html and 'value="no"' in part.html
    assert 'data-hx-swap-oob="true">Your support is counted.' in part.html


def test_nobody_unknown_supports(db: Session, people: Cast, site: Site) -> None:
    idea = an_idea(db, people.maya)
    db.commit()

    assert site.post(f"/ideas/{idea.id}/support", {"wanted": "yes"}).response.headers["location"].startswith("/sign-in")
    part = site.post(f"/ideas/{idea.id}/support", {"wanted": "yes"}, expect=204, **HTMX)
    assert part.response.headers["hx-redirect"].startswith("/sign-in")
    db.expire_all()
    assert idea.supports_count == 0


def test_somebody_not_confirmed_supports_nothing(db: Session, people: Cast, sign_in: SignIn) -> None:
    idea = an_idea(db, people.maya)
    people.ben.confirmed_at = None
    db.add(people.ben)
    db.commit()

    sign_in(people.ben).post(f"/ideas/{idea.id}/support", {"wanted": "yes"}, expect=404)
    db.expire_all()
    assert idea.supports_count == 0


def test_what_cannot_be_seen_cannot_be_supported_nor_followed(db: Session, people: Cast, sign_in: SignIn) -> None:
    away, private = an_idea(db, people.maya), received(db, people.maya)
    hidden(db, away, people)
    db.commit()
    ben = sign_in(people.ben)

    for idea in (away, private):
        ben.post(f"/ideas/{idea.id}/support", {"wanted": "yes"}, expect=404)
        ben.post(f"/ideas/{idea.id}/following", {"wanted": "yes"}, expect=404)


def test_a_joined_idea_takes_no_more_support_but_keeps_what_it_has(db: Session, people: Cast, sign_in: SignIn) -> None:
    idea = an_idea(db, people.maya)
    db.commit()
    ben, tom = sign_in(people.ben), sign_in(people.tom)
    ben.post(f"/ideas/{idea.id}/support", {"wanted": "yes"})
    db.expire_all()
    idea.status = Status.JOINED
    db.add(idea)
    db.commit()

    told = tom.follow(tom.post(f"/ideas/{idea.id}/support", {"wanted": "yes"}))
    assert "yours is not counted" in told and "Your support is counted." not in told
    assert "<b>1</b>" in tom.get(f"/ideas/{idea.id}").html
    ben.post(f"/ideas/{idea.id}/support", {"wanted": "no"})
    assert "Nobody supports this" in tom.get(f"/ideas/{idea.id}").html


def test_ben_follows_an_idea_and_stops(db: Session, people: Cast, sign_in: SignIn) -> None:
    idea = an_idea(db, people.maya)
    db.commit()
    ben = sign_in(people.ben)

    page = ben.follow(ben.post(f"/ideas/{idea.id}/following", {"wanted": "yes"}))
    assert "You will be told what happens." in page and "Stop following" in page
    ben.post(f"/ideas/{idea.id}/following", {"wanted": "yes"})
    db.expire_all()
    assert subscriptions.follows(db, people.ben, idea.id)
    part = ben.post(f"/ideas/{idea.id}/following", {"wanted": "no"}, expect=200, **HTMX)
    assert ">Follow<" in part.html and "You will not be told any more." in part
    db.expire_all()
    assert not subscriptions.follows(db, people.ben, idea.id)


def test_the_follow_button_posts_to_its_own_address(db: Session, people: Cast, sign_in: SignIn) -> None:
    idea = an_idea(db, people.maya)
    db.commit()

    html = sign_in(people.ben).get(f"/ideas/{idea.id}").html
    assert f'formaction="/ideas/{idea.id}/following"' in html


def test_a_switch_that_says_neither_yes_nor_no_changes_nothing(
    db: Session, sign_in: SignIn, people: Cast
) -> None:
    ben, idea = sign_in(people.ben), an_idea(db, people.maya)
    comment = comments.write(db, idea, body="On our ward too.", by=people.maya)
    call = crowd.a_call(db)
    db.commit()
    switches = (f"/ideas/{idea.id}/support", f"/ideas/{idea.id}/following", f"/comments/{comment.id}/useful",
                f"/calls/{call.id}/following")
    for path in switches:
        ben.post(path, {"wanted": "yes"})
        for wanted in ({}, {"wanted": ""}, {"wanted": "maybe"}):
            ben.post(path, wanted, expect=422)

    db.expire_all()
    assert (idea.supports_count, comment.useful_count) == (1, 1)
    assert len(db.exec(select(Subscription).where(Subscription.account_id == people.ben.id)).all()) == 2


def test_what_was_pressed_before_signing_in_is_to_be_pressed_once_more(db: Session, people: Cast, site: Site) -> None:
    idea = an_idea(db, people.ben)
    db.commit()
    asks = site.post(f"/ideas/{idea.id}/support", {"wanted": "yes"}, referer=f"http://testserver/ideas/{idea.id}")

    asked(site, path=asks.response.headers["location"])
    there = site.follow(site.send(site.get(f"/sign-in/{newest(db).token}"), "/sign-in/"))

    assert "was not done yet: press it once more" in there and "Support this idea" in there
