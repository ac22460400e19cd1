"""What the page about open data promises is what every list does."""

import asyncio
import csv
import io
import re
import tracemalloc
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
import zstandard
from sqlmodel import Session
from starlette.requests import Request

from models import benefits, clock, commitments, ideas, publishing, revisions, search
from models.benefits import BenefitKind, BenefitUnit
from models.ideas import Idea
from models.themes import Theme
from tests import scenes
from tests.cast import Cast
from tests.page import Page, Site
from tests.said import a_comment, an_idea, answered
from web import app as web_app
from web import routes
from web.kit import paging, routing

ATOM = "{http://www.w3.org/2005/Atom}"
LISTS = [route.path.removesuffix(".{format:str}") for route in routes.ALL if route.path.endswith(".{format:str}")]
ONE_PART = {"/find"}
EMPTY = {"/waiting", "/figures"}  # everything here is answered, and every call has one row of figures
FEW = 5
NOTHING = {"call": "999999", "theme": "999999", "team": "999999", "place": "Nowhere", "kind": "improvement",
           "status": "joined", "verdict": "passed", "q": "zzzzzz", "stance": "for", "state": "dropped", "late": "yes"}


@pytest.fixture
def much(db: Session, people: Cast, monkeypatch: pytest.MonkeyPatch) -> Idea:
    """One more of everything than a part of a list holds, which is few here. One idea was changed and talked about."""
    monkeypatch.setattr(paging, "LARGEST", FEW)
    for number in range(FEW + 1):
        call = scenes.call(db, people, question=f"How can we miss fewer appointments, number {number}?")
        one = an_idea(db, people.maya, f"Idea about buses {number}", "The bus comes late.", call_id=call.id)
        scenes.theme(db, call.id, title=f"Buses {number}")
        answer = scenes.published(db, people, idea=one)
        benefits.claim(db, answer, by=people.ruth, what=f"Buses {number}", kind=BenefitKind.OTHER, amount=5.0,
                       unit=BenefitUnit.HOURS, owner_name="Ruth", budget_line=f"Buses {number}")
        commitments.make(db, answer, promise=f"A bus {number}", who="", due_on=None, by=people.ruth)
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
    page = site.get("/data")
    assert "JSON and Atom come in parts of 100." in page and paging.LARGEST == 100
    assert "A CSV file holds the whole list." in page


def test_a_long_list_comes_in_parts_of_that_length_and_whole_in_a_file(site: Site, much: Idea) -> None:
    assert f"parts of {FEW}." in site.get("/data")
    for path in set(LISTS) - ONE_PART - EMPTY:
        address = here(path, much)
        first = site.get(address + ".json").response.json()
        assert len(first["items"]) == FEW, path
        rest = site.get(first["next"].split("8000")[-1]).response.json()
        assert len(rest["items"]) == 1 and rest["next"] is None, path
        file = site.get(address + ".csv")
        assert len(table(file)) == len({row[-1] for row in table(file)}) == 1 + FEW + 1, path
        assert file.response.headers["content-disposition"].endswith(f'{path.split("/")[-1]}.csv"'), path
        assert site.client.get(address + ".csv?part=2").status_code == 404, path
        atom = feed(site.get(address + ".atom"))
        nexts = [link for link in atom.findall(f"{ATOM}link") if link.get("rel") == "next"]
        assert len(atom.findall(f"{ATOM}entry")) == FEW and len(nexts) == 1, path


@pytest.mark.parametrize("order", ["newest", "waiting", "random", "supported"])
def test_an_idea_that_comes_while_a_file_is_made_is_in_it_once_or_not_and_takes_no_other_out(
    db: Session, site: Site, people: Cast, monkeypatch: pytest.MonkeyPatch, order: str
) -> None:
    before = {an_idea(db, people.maya, f"Idea {number}", "The bus comes late.").reference for number in range(FEW * 3)}
    db.commit()
    monkeypatch.setattr(paging, "LARGEST", FEW)
    tell, parts = routing._told, []

    def and_then_somebody_writes(*asked: Any) -> Any:
        part = tell(*asked)
        parts.append(part)
        an_idea(db, people.ben, "One more", "It comes between two parts.")
        db.commit()
        return part

    monkeypatch.setattr(routing, "_told", and_then_somebody_writes)

    found = [row[1] for row in table(site.get(f"/ideas.csv?order={order}"))[1:]]

    assert len(parts) >= 3
    assert len(found) == len(set(found)) and before <= set(found)


@pytest.mark.parametrize("coding", ["zstd", "gzip", "identity"])
def test_a_file_of_many_parts_leaves_squeezed_as_the_reader_takes_it(site: Site, much: Idea, coding: str) -> None:
    file = site.get("/ideas.csv", headers={"accept-encoding": coding})

    assert file.response.headers.get("content-encoding", "identity") == coding
    assert "content-length" not in file.response.headers
    sent = bytes(file.response.content)
    sent = zstandard.ZstdDecompressor().decompressobj().decompress(sent) if coding == "zstd" else sent
    assert sent.decode("utf-8-sig").count("\r\n") == 1 + FEW + 1


def test_a_file_takes_no_more_memory_for_more_ideas(
    db: Session, site: Site, people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "LARGEST", FEW * 4)
    most = []
    for _ in range(2):
        for number in range(paging.LARGEST * 4):
            an_idea(db, people.maya, f"Idea {number}", "The bus comes late. " * 900)
        db.commit()
        db.expunge_all()
        most.append(_most_memory(db))

    assert most[1] < most[0] * 1.2


def _most_memory(db: Session) -> int:
    """While a file of all ideas is made and thrown away, part by part."""
    request = Request({"type": "http", "method": "GET", "path": "/ideas.csv", "query_string": b"", "headers": [],
                       "path_params": {"format": "csv"}, "app": web_app.site()})
    [route] = [one for one in routes.ALL if one.name == "ideas.index_as"]
    tracemalloc.start()
    try:
        sent = asyncio.run(_thrown_away(route.endpoint, request))
        assert sent > paging.LARGEST * 4 * 17_000
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


async def _thrown_away(endpoint: Any, request: Request) -> int:
    answer = await endpoint(request)
    return sum([len(part) async for part in answer.body_iterator])


def test_a_page_of_a_theme_offers_its_ideas_as_one_file(db: Session, site: Site, people: Cast) -> None:
    call = scenes.call(db, people)
    theme = scenes.theme(db, call.id)
    scenes.grouped(db, theme, *(scenes.idea(db, people.maya, call_id=call.id) for _ in range(FEW)))
    db.commit()

    assert f'href="/ideas.csv?theme={theme.id}">CSV</a>' in site.get(f"/themes/{theme.id}")
    assert len(table(site.get(f"/ideas.csv?theme={theme.id}"))) == 1 + FEW


def test_a_file_asks_the_database_once_for_each_part(
    db: Session, site: Site, people: Cast, queries: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    counts = []
    for number in range(3):
        for _ in range(paging.LARGEST * number):
            an_idea(db, people.maya, f"Idea {number}", "The bus comes late.")
        db.commit()
        with queries() as asked:
            site.get("/ideas.csv")
        counts.append(len(asked))

    assert counts == [1, 1, 3]


def test_a_feed_says_when_an_idea_was_last_changed_or_answered(
    db: Session, people: Cast, site: Site, queries: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    sent = clock.now() - timedelta(days=9)
    sent_in = [an_idea(db, people.maya, name) for name in ("As it was sent", "Changed", "Answered after a change")]
    for idea, edited in zip(sent_in, (None, sent + timedelta(days=2), sent + timedelta(days=2)), strict=True):
        idea.proposed_at, idea.edited_at = sent, edited
    answered(db, people, idea=sent_in[2])
    db.commit()

    with queries() as asked:
        nodes = feed(site.get("/ideas.atom")).findall(f"{ATOM}entry")

    whole = len(asked)
    updated = {node.findtext(f"{ATOM}title"): (node.findtext(f"{ATOM}updated") or "")[:10] for node in nodes}
    assert [updated[idea.title] for idea in sent_in] == [
        f"{day:%Y-%m-%d}" for day in (sent, sent + timedelta(days=2), clock.now())]
    with queries() as asked:
        site.get("/ideas.json")
    assert whole == len(asked)


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
    for path in set(LISTS) - EMPTY:
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
