"""Reading a discussion: its orders, its pages, the address of each comment, and the same as data."""

from collections.abc import Callable

from sqlmodel import Session

from models import comments, discussions
from models.accounts import Account
from models.readers import kind_of, who
from tests.cast import Cast
from tests.page import Page, Site
from tests.said import a_comment, an_idea
from tests.web.test_listings import following
from web import app, routes
from web.kit import rendering
from web.kit.assets import Assets
from web.kit.links import Links

SignIn = Callable[[Account], Site]
HTMX = {"hx_request": "true", "hx_request_type": "partial"}


def test_the_discussion_is_read_in_three_orders(db: Session, people: Cast, site: Site) -> None:
    idea = an_idea(db, people.maya)
    a, b, c = (a_comment(db, idea, people.ben, words) for words in ("Alpha", "Beta", "Gamma"))
    reply = a_comment(db, idea, people.tom, "Under beta", under=b)
    comments.mark_useful(db, b, by=people.tom, wanted=True)
    db.commit()

    def order(reading: str) -> list[str]:
        html = site.get(f"/ideas/{idea.id}?order={reading}").html
        names = ("Alpha", "Beta", "Gamma", "Under beta")
        return sorted(names, key=html.index)

    assert order("oldest") == order("nonsense") == ["Alpha", "Beta", "Under beta", "Gamma"]
    assert order("newest") == ["Gamma", "Beta", "Under beta", "Alpha"]
    assert order("useful") == ["Beta", "Under beta", "Gamma", "Alpha"]
    assert (a.id, c.id, reply.parent_id) == (a.id, c.id, b.id)


def test_long_discussions_come_fifty_at_a_time_and_every_comment_has_its_address(
    db: Session, people: Cast, site: Site
) -> None:
    idea = an_idea(db, people.maya)
    first = a_comment(db, idea, people.ben, "Comment number 0")
    made = [first] + [a_comment(db, idea, people.ben, f"Comment number {n}") for n in range(1, 40)]
    made += [a_comment(db, idea, people.tom, f"Reply number {n}", under=first) for n in range(80)]
    db.commit()

    for reading in ("oldest", "newest", "useful"):
        seen, address = [], f"/ideas/{idea.id}?order={reading}"
        while address:
            page = site.get(address)
            shown = [int(part.split('"')[0]) for part in page.html.split('id="comment-')[1:] if part[0].isdigit()]
            assert len(shown) <= 50
            seen += shown
            address = following(page).split("#")[0]
        assert sorted(seen) == [comment.id for comment in made], reading
    for comment in (made[0], made[39], made[40], made[88], made[89], made[119]):
        assert f'id="comment-{comment.id}"' in site.get(f"/comments/{comment.id}").html


def test_a_comment_beyond_the_first_page_is_shown_after_it_is_sent(db: Session, people: Cast, sign_in: SignIn) -> None:
    idea = an_idea(db, people.maya)
    for n in range(60):
        a_comment(db, idea, people.maya, f"Comment number {n}")
    db.commit()
    ben = sign_in(people.ben)

    assert "The sixty-first" in ben.follow(
        ben.send(ben.get(f"/ideas/{idea.id}"), f"/ideas/{idea.id}/comments", body="The sixty-first")
    )
    part = ben.post(f"/ideas/{idea.id}/comments", {"body": "The sixty-second"}, expect=200, **HTMX)
    assert "The sixty-second" in part and "Comment number 0<" not in part.html


def test_a_discussion_as_data(db: Session, people: Cast, site: Site) -> None:
    idea = an_idea(db, people.maya)
    first = a_comment(db, idea, people.maya, "=1+1")
    a_comment(db, idea, people.tom, "We could ring him.", under=first)
    db.commit()

    items = site.get(f"/ideas/{idea.id}/comments.json").response.json()["items"]
    assert [(item["body"], item["parent_id"], item["team"]) for item in items] == [
        ("=1+1", None, None), ("We could ring him.", first.id, "Outpatients team")]
    assert "'=1+1" in site.get(f"/ideas/{idea.id}/comments.csv").response.text
    assert "Tom Hargreaves on" in site.get(f"/ideas/{idea.id}/comments.atom").response.text
    assert isinstance(site.get(f"/ideas/{idea.id}/comments"), Page)


def test_a_discussion_is_made_once_for_readers_who_see_the_same_and_anew_for_others(db: Session, people: Cast) -> None:
    env = rendering.environment(Links(routes.ALL), Assets(app.STATIC))
    env.auto_reload = False
    kept = rendering.Kept(env)
    idea = an_idea(db, people.maya)
    said = a_comment(db, idea, people.ben, "It happened to me as well.")

    def shown(reader: Account | None) -> str:
        rows = discussions.of_idea(kind_of(reader))
        read = discussions.read_by(reader, db.execute(rows, {"idea": idea.id} | who(reader)).all())
        return kept("comments/_talk.html", "talks", read, reader is not None, True)

    assert shown(people.maya) is shown(people.tom)
    assert "Change" not in shown(people.maya) and "Change" in shown(people.ben)
    assert "<form" in shown(people.maya) and "<form" not in shown(None)
    before = shown(people.tom)
    comments.mark_useful(db, said, by=people.maya, wanted=True)
    db.flush()
    db.expire_all()
    assert "Useful to you" in shown(people.maya) and "Useful to you" not in shown(people.tom)
    assert shown(people.tom) is not before
