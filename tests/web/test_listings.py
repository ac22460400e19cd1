"""The list of ideas: its orders, filters, pages and formats."""

import csv
import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from xml.etree import ElementTree

from sqlalchemy import text
from sqlmodel import Session, col, select

from models import clock, supports, themes
from models.accounts import Account
from models.ideas import Idea
from models.listings import THEMES_OFFERED, Wanted, conditions, first_lot
from models.statuses import Kind
from tests.cast import Cast
from tests.page import Page, Site
from tests.said import a_call, a_comment, an_idea, answered, grouped, hidden, received

SignIn = Callable[[Account], Site]
Queries = Callable[[], AbstractContextManager[list[str]]]


def titles(page: Page) -> list[str]:
    """The titles of a list, in its order."""
    parts = page.html.split('<li class="idea">')[1:]
    return [part.split("</a>")[0].rsplit(">", 1)[1] for part in parts]


def over_days(db: Session, by: Account, *names: str) -> list[Idea]:
    """Ideas of one day after the other; the last is the newest."""
    made = []
    for days, name in zip(range(len(names), 0, -1), names, strict=True):
        with clock.at(clock.now() - timedelta(days=days)):
            made.append(an_idea(db, by, name, f"Words about {name}."))
    return made


def test_the_newest_come_first(db: Session, people: Cast, site: Site) -> None:
    over_days(db, people.maya, "First idea", "Second idea", "Third idea")
    db.commit()

    page = site.get("/ideas")
    assert titles(page) == ["Third idea", "Second idea", "First idea"]
    assert "3 ideas" in page and "set-cookie" not in page.response.headers


def test_each_order_is_in_the_address(db: Session, people: Cast, site: Site) -> None:
    first, second, third = over_days(db, people.maya, "First idea", "Second idea", "Third idea")
    supports.give(db, first, by=people.ben)
    a_comment(db, second, people.ben)
    answered(db, people, idea=third)
    db.commit()

    assert titles(site.get("/ideas?order=supported"))[0] == "First idea"
    assert titles(site.get("/ideas?order=discussed"))[0] == "Second idea"
    assert titles(site.get("/ideas?order=waiting")) == ["First idea", "Second idea"]
    assert sorted(titles(site.get("/ideas?order=random"))) == ["First idea", "Second idea", "Third idea"]
    assert titles(site.get("/ideas?order=nonsense")) == titles(site.get("/ideas"))


def test_the_random_order_is_the_same_all_day_and_loses_nobody(db: Session, people: Cast, site: Site) -> None:
    names = [f"Idea number {n}" for n in range(45)]
    for name in names:
        an_idea(db, people.maya, name)
    db.commit()

    seen: list[str] = []
    address = "/ideas?order=random"
    for _ in range(3):
        page = site.get(address)
        assert titles(page) == titles(site.get(address))
        seen += titles(page)
        address = following(page)
    assert address == ""
    assert sorted(seen) == sorted(names)


def test_tomorrow_begins_somewhere_else() -> None:
    days = [first_lot(clock.today() + timedelta(days=n)) for n in range(30)]
    assert len(set(days)) == 30


def following(page: Page) -> str:
    """The address of the next page; nothing at the end."""
    if 'rel="next"' not in page.html:
        return ""
    return page.html.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")


def test_pages_follow_each_other_without_a_gap(db: Session, people: Cast, site: Site) -> None:
    names = [f"Idea number {n:02}" for n in range(41)]
    over_days(db, people.maya, *names)
    db.commit()

    for order in ("newest", "supported", "discussed", "waiting"):
        seen: list[str] = []
        address = f"/ideas?order={order}"
        while address:
            page = site.get(address)
            seen += titles(page)
            address = following(page)
        assert sorted(seen) == names, order
    assert len(titles(site.get("/ideas"))) == 20


def test_groups_narrow_together_and_values_of_one_widen(db: Session, people: Cast, site: Site) -> None:
    call, other = a_call(db, people), a_call(db, people, "What about letters?")
    an_idea(db, people.maya, "In the first", call_id=call.id, place="Hartsfield")
    an_idea(db, people.maya, "In the second", call_id=other.id, place="Ellerford")
    an_idea(db, people.tom, "By itself", kind=Kind.IMPROVEMENT)
    db.commit()

    assert titles(site.get(f"/ideas?call={call.id}")) == ["In the first"]
    assert len(titles(site.get(f"/ideas?call={call.id}&call={other.id}"))) == 2
    assert titles(site.get(f"/ideas?call={call.id}&call={other.id}&place=ellerford")) == ["In the second"]
    assert titles(site.get("/ideas?kind=improvement")) == ["By itself"]
    assert titles(site.get(f"/ideas?kind=improvement&call={call.id}")) == []


def test_by_theme_and_by_status(db: Session, people: Cast, site: Site) -> None:
    one = an_idea(db, people.maya, "Grouped one")
    theme = grouped(db, one)
    an_idea(db, people.maya, "Alone")
    db.commit()

    assert titles(site.get(f"/ideas?theme={theme.id}")) == ["Grouped one"]
    assert titles(site.get("/ideas?status=published")) == ["Alone"]
    assert len(titles(site.get("/ideas?status=published&status=grouped"))) == 2


def test_what_the_list_is_narrowed_to_can_be_taken_away(db: Session, people: Cast, site: Site) -> None:
    an_idea(db, people.maya)
    db.commit()

    page = site.get("/ideas?status=published&q=text&order=supported")
    assert 'href="/ideas?status=published&amp;order=supported"' in page.html
    assert 'href="/ideas?q=text&amp;order=supported"' in page.html
    assert page.form("/ideas")["fields"]["q"] == "text"
    assert page.form("/ideas")["fields"]["order"] == "supported"


def test_words_are_searched_in_title_and_text(db: Session, people: Cast, site: Site) -> None:
    an_idea(db, people.maya, "Benches on the hill", "I am 81 and there is nowhere to sit.")
    an_idea(db, people.maya, "Something else", "Nothing to do with it.")
    db.commit()

    assert titles(site.get("/ideas?q=bench")) == ["Benches on the hill"]
    assert titles(site.get("/ideas?q=sitting")) == ["Benches on the hill"]


def test_what_may_not_be_seen_is_in_no_list(db: Session, people: Cast, site: Site, sign_in: SignIn) -> None:
    received(db, people.maya, "Not confirmed")
    hidden(db, an_idea(db, people.maya, "Hidden away"), people)
    db.commit()

    for reader in (site, sign_in(people.maya), sign_in(people.dev)):
        for address in ("/ideas", "/ideas.json", "/ideas.csv", "/ideas.atom", "/ideas?q=hidden", "/find?q=hidden"):
            page = reader.get(address)
            assert "Not confirmed" not in page and "Hidden away" not in page, address


def test_an_empty_list_says_so_and_what_to_do(db: Session, people: Cast, site: Site) -> None:
    assert "Nobody has proposed anything yet" in site.get("/ideas")
    an_idea(db, people.maya)
    db.commit()

    page = site.get("/ideas?q=zebra")
    assert "Nobody has proposed this yet" in page and "0 ideas" in page and 'href="/ideas/new"' in page.html


def test_the_same_list_as_json_csv_and_a_feed(db: Session, people: Cast, site: Site) -> None:
    an_idea(db, people.maya, "=SUM(A1)", "+dangerous")
    an_idea(db, people.ben, "Second idea", "With its whole text. " * 40)
    db.commit()

    items = site.get("/ideas.json").response.json()["items"]
    assert [item["title"] for item in items] == ["Second idea", "=SUM(A1)"]
    assert items[0]["body"] == "With its whole text. " * 40
    assert items[0]["author"] is None and items[1]["author"] == "Maya Okafor"
    rows = list(csv.DictReader(io.StringIO(site.get("/ideas.csv").response.text.lstrip("\ufeff"))))
    assert rows[1]["title"] == "'=SUM(A1)" and rows[1]["body"] == "'+dangerous"
    feed = ElementTree.fromstring(site.get("/ideas.atom?q=second").response.content)
    assert [node.text for node in feed.iter("{http://www.w3.org/2005/Atom}title")][1:] == ["Second idea"]
    site.get("/ideas.xml", expect=404)


def test_data_comes_a_hundred_at_a_time_with_the_next_address(db: Session, people: Cast, site: Site) -> None:
    for n in range(103):
        an_idea(db, people.maya, f"Idea number {n}")
    db.commit()

    first = site.get("/ideas.json?order=supported").response.json()
    assert len(first["items"]) == 100
    path = first["next"].split("8000")[1]
    assert path.startswith("/ideas.json?order=supported&after=")
    second = site.get(path).response.json()
    assert len(second["items"]) == 3 and second["next"] is None


def test_somebody_signed_in_sees_what_they_support(db: Session, people: Cast, site: Site, sign_in: SignIn) -> None:
    supports.give(db, an_idea(db, people.maya), by=people.ben)
    db.commit()

    assert "You support it" in sign_in(people.ben).get("/ideas")
    assert "You support it" not in sign_in(people.tom).get("/ideas")
    assert "You support it" not in site.get("/ideas")


def test_htmx_gets_the_list_alone_and_its_count_is_announced(db: Session, people: Cast, site: Site) -> None:
    an_idea(db, people.maya)
    db.commit()

    part = Page(site.client.get("/ideas?q=text", headers={"HX-Request": "true", "HX-Request-Type": "partial"}))
    assert "<html" not in part.html and part.html.count('id="results"') == 1
    assert 'id="announce" role="status"' in part.html and "1 idea<" in part.html


def test_a_list_asks_the_database_six_times_however_long_it_is(
    db: Session, people: Cast, sign_in: SignIn, queries: Queries
) -> None:
    call = a_call(db, people)
    for n in range(40):
        grouped(db, an_idea(db, people.maya, f"Idea number {n}", call_id=call.id), by=None)
    db.commit()
    ben = sign_in(people.ben)

    with queries() as asked:
        ben.get(f"/ideas?order=supported&call={call.id}")
    assert 1 < len(asked) <= 6


def test_what_is_asked_for_and_unknown_gives_nothing_and_says_so(db: Session, people: Cast, site: Site) -> None:
    an_idea(db, people.maya)
    db.commit()

    for query in ("status=junk", "theme=99999999999999999999", "kind=x", "call=-1", "status=received"):
        page, (name, value) = site.get(f"/ideas?{query}"), query.split("=")
        assert titles(page) == [] and 'href="/ideas">Show all ideas' in page
        assert f"We know no {name} “<bdi>{value}</bdi>”" in page
        assert site.get(f"/ideas.json?{query}").response.json()["items"] == []
        assert len(site.get(f"/ideas.csv?{query}").response.text.strip().splitlines()) == 1
    known = site.get("/ideas?status=published&status=junk&order=supported")
    assert titles(known) == ["Text people the day before"] and "We know no status “<bdi>junk</bdi>”" in known


def test_a_place_is_found_by_any_of_its_words(db: Session, people: Cast, site: Site) -> None:
    for place in ("Chapel Street, Ellerford", "St John’s ward", "Mill Lane", "Street of or"):
        an_idea(db, people.maya, place, place=place)
    db.commit()

    for asked, found in (("Chapel+Street", ["Chapel Street, Ellerford"]), ("ellerford", ["Chapel Street, Ellerford"]),
                         ("street", ["Street of or", "Chapel Street, Ellerford"]),
                         ("ellerford+chapel", ["Chapel Street, Ellerford"]), ("Mill+Street", []),
                         ("mill&place=john’s", ["Mill Lane", "St John’s ward"]), ("or", ["Street of or"]),
                         ("%22%27|!(", []), ("---", [])):
        assert sorted(titles(site.get(f"/ideas?place={asked}"))) == sorted(found), asked


def test_the_places_words_have_an_index(db: Session, people: Cast) -> None:
    db.execute(text("SET LOCAL enable_seqscan = off"))
    asked = Wanted(places=("Chapel Street",))
    query = select(col(Idea.id)).where(conditions(asked)[-1])
    compiled = query.compile(db.connection(), compile_kwargs={"render_postcompile": True})
    plan = db.connection().exec_driver_sql(f"EXPLAIN {compiled}", compiled.params | asked.given).scalars().all()

    assert "ix_idea_place_words" in "".join(plan)


def test_a_chosen_call_offers_all_its_themes(db: Session, people: Cast, site: Site) -> None:
    call = a_call(db, people)
    for n in range(THEMES_OFFERED + 1):
        theme = themes.make(db, title=f"Theme number {n}", call_id=call.id, by=None)
        grouped(db, an_idea(db, people.maya, call_id=call.id), theme)
    db.commit()

    assert site.get(f"/ideas?call={call.id}").html.count("Theme number") >= THEMES_OFFERED + 1
    assert 'name="theme"' in site.get("/ideas") and site.get("/ideas").html.count('name="theme"') == THEMES_OFFERED


def test_an_address_that_makes_no_sense_still_shows_a_page(db: Session, people: Cast, site: Site) -> None:
    an_idea(db, people.maya)
    db.commit()

    for query in ("call=x", "call=99999999999999999999", "theme=-1", "status=received", "status=x", "kind=x", "after=x",
                  "after=WyJ4IiwieSJd", "after=W251bGwsbnVsbF0", "after=W3sidCI6IjIwMjYtMDEtMDEifSwxXQ", "place=%00",
                  "q=%00%ff", "order=random&after=WyJ4IiwieSJd", "after=W3RydWUsdHJ1ZV0&order=supported"):
        assert "idea" in site.get(f"/ideas?{query}")
