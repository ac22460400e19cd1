"""What the page about open data promises is what every list does."""

import csv
import io
import re
from xml.etree import ElementTree

import pytest
from sqlmodel import Session

from models import ideas, publishing, revisions, search
from models.ideas import Idea
from models.themes import Theme
from tests import scenes
from tests.cast import Cast
from tests.page import Page, Site
from tests.said import a_comment, an_idea
from web import routes
from web.kit import paging

ATOM = "{http://www.w3.org/2005/Atom}"
LISTS = [route.path.removesuffix(".{format:str}") for route in routes.ALL if route.path.endswith(".{format:str}")]
ONE_PART = {"/find"}
FEW = 5
NOTHING = {"call": "999999", "theme": "999999", "team": "999999", "place": "Nowhere", "kind": "improvement",
           "status": "joined", "verdict": "passed", "q": "zzzzzz", "stance": "for"}


@pytest.fixture
def much(db: Session, people: Cast, monkeypatch: pytest.MonkeyPatch) -> Idea:
    """One more of everything than a part of a list holds, which is few here. One idea was changed and talked about."""
    monkeypatch.setattr(paging, "LARGEST", FEW)
    for number in range(FEW + 1):
        call = scenes.call(db, people, question=f"How can we miss fewer appointments, number {number}?")
        one = an_idea(db, people.maya, f"Idea about buses {number}", "The bus comes late.", call_id=call.id)
        scenes.theme(db, call.id, title=f"Buses {number}")
        scenes.published(db, people, idea=one)
    for number in range(FEW + 1):
        a_comment(db, one, people.ben, f"Comment {number}")
        if number < FEW:  # with the text that stands, as many as of the others
            revisions.edit_idea(db, one, title=one.title, body=f"The bus comes {number} minutes late.", by=people.maya)
    for theme in db.query(Theme).all():
        theme.ideas_count = 1
    db.commit()
    return one


def told(site: Site) -> dict[str, list[str]]:
    """The lists of the page, each with what it says one can ask for."""
    parts = re.split(r"(/[a-z0-9/]+)\.json", site.get("/data").html)
    asks = [re.findall(r"<code>(\w+)</code>", part.split("</tr>")[0]) for part in parts[2::2]]
    return {path: names if "/7/" not in path else [] for path, names in zip(parts[1::2], asks, strict=True)}


def here(path: str, idea: Idea) -> str:
    return path.replace("{idea_id:int}", str(idea.id)).replace("/7/", f"/{idea.id}/")


def table(page: Page) -> list[list[str]]:
    return list(csv.reader(io.StringIO(page.response.content.decode("utf-8-sig"))))


def feed(page: Page) -> ElementTree.Element:
    return ElementTree.fromstring(page.response.content)


def test_every_list_is_told_of_and_no_other(site: Site) -> None:
    assert set(told(site)) == {path.replace("{idea_id:int}", "7") for path in LISTS}


def test_the_page_says_how_long_a_part_is(site: Site) -> None:
    assert "parts of 100." in site.get("/data") and paging.LARGEST == 100


def test_a_long_list_comes_in_parts_of_that_length_in_every_format(site: Site, much: Idea) -> None:
    assert f"parts of {FEW}." in site.get("/data")
    for path in set(LISTS) - ONE_PART:
        address = here(path, much)
        first = site.get(address + ".json").response.json()
        assert len(first["items"]) == FEW, path
        rest = site.get(first["next"].split("8000")[-1]).response.json()
        assert len(rest["items"]) == 1 and rest["next"] is None, path
        page = site.get(address + ".csv")
        assert len(table(page)) == 1 + FEW and 'rel="next"' in page.response.headers["link"], path
        atom = feed(site.get(address + ".atom"))
        nexts = [link for link in atom.findall(f"{ATOM}link") if link.get("rel") == "next"]
        assert len(atom.findall(f"{ATOM}entry")) == FEW and len(nexts) == 1, path


def test_what_is_found_comes_in_one_part_with_the_whole_text(db: Session, site: Site, much: Idea) -> None:
    much.body = "The bus. " * 100
    db.commit()

    found = site.get("/find.json?q=bus").response.json()
    assert len(found["items"]) == FEW + 1 and found["next"] is None
    assert f"the {search.SHOWN} ideas that fit best" in site.get("/data")
    [one] = site.get(f"/find.json?q={much.reference.lower()}").response.json()["items"]
    assert (one["id"], one["body"]) == (much.id, much.body)


def test_a_number_that_is_found_comes_in_the_format_that_was_asked_for(db: Session, site: Site, people: Cast) -> None:
    idea = an_idea(db, people.maya)
    waits = ideas.receive(db, title="Not public yet", body="Words of nobody else.", author=people.maya)
    back = an_idea(db, people.maya, "Taken back", "What was taken back.")
    publishing.withdraw(db, back, by=people.maya)
    db.commit()

    assert table(site.get(f"/find.csv?q={idea.reference}"))[1][1] == idea.reference
    assert len(feed(site.get(f"/find.atom?q={idea.reference}")).findall(f"{ATOM}entry")) == 1
    for kept in (waits, back):
        assert site.get(f"/find.json?q={kept.reference}").response.json() == {"items": [], "next": None}
    assert site.get(f"/find?q={idea.reference}", expect=303)


def test_an_empty_list_still_names_its_columns(db: Session, site: Site, people: Cast, much: Idea) -> None:
    quiet, call = an_idea(db, people.maya), scenes.call(db, people)
    db.commit()
    for path in LISTS:
        full = table(site.get(here(path, much) + ".csv?q=bus"))
        empty = table(site.get(here(path, quiet) + f".csv?q=zzzzzz&call={call.id}&after={last(path)}"))
        assert full[0][-1] == "url" and len(full) > 1, path
        assert empty[0] == full[0], path
        fields = list(site.get(here(path, much) + ".json?q=bus").response.json()["items"][0])
        assert fields == full[0], path


def last(path: str) -> str:
    """A mark at the very end, for the lists that cannot be narrowed to nothing."""
    return paging.cursor([0]) if path == "/calls" else ""


def test_what_can_be_asked_for_narrows_the_list(site: Site, much: Idea) -> None:
    promised = told(site)
    assert promised["/ideas"] and promised["/answers"]
    for path, names in promised.items():
        for name in set(names) - {"order"}:
            answer = site.client.get(f"{path}.json?{name}={NOTHING[name]}")
            assert answer.status_code == 404 or answer.json()["items"] == [], (path, name)
    assert site.get("/ideas.json?order=waiting").response.json() != site.get("/ideas.json").response.json()
