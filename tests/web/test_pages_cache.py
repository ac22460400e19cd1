"""The cache in front of the site: the same bytes for everyone, emptied by any change, never anything private."""

import asyncio
import gzip
import re
import time
from collections.abc import AsyncIterator, Iterator
from datetime import date

import psycopg
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from models import database
from tests.page import Site
from web.kit import cookies, pages_cache
from web.kit.pages_cache import ASKED, LARGEST_PAGE, MOST_PAGES, PagesCache

made: list[str] = []


async def public(request: Request) -> Response:
    request.scope["folkmoot.cacheable"] = not cookies.present(request.headers)
    made.append(request.url.path)
    await asyncio.sleep(0.02)
    return PlainTextResponse(f"page {len(made)} " + "words " * 100)


async def private(request: Request) -> Response:
    made.append(request.url.path)
    return PlainTextResponse(f"private {len(made)}")


async def large(request: Request) -> Response:
    request.scope["folkmoot.cacheable"] = True
    made.append(request.url.path)
    return PlainTextResponse("x" * (LARGEST_PAGE + 1))


async def missing(request: Request) -> Response:
    request.scope["folkmoot.cacheable"] = True
    made.append(request.url.path)
    return PlainTextResponse("nothing", 404)


ROUTES = [Route("/public", public), Route("/public/{name}", public),
          Route("/private", private), Route("/large", large), Route("/missing", missing)]


@pytest.fixture
def cache() -> PagesCache:
    made.clear()
    cache = PagesCache(Starlette(routes=ROUTES))
    cache.listening = True
    return cache


@pytest.fixture
def reader(cache: PagesCache) -> Iterator[TestClient]:
    with TestClient(cache) as client:
        yield client


def test_a_page_is_made_once_and_then_read_from_memory(reader: TestClient) -> None:
    first, second = reader.get("/public"), reader.get("/public")

    assert first.text == second.text
    assert made == ["/public"]
    assert second.headers["vary"] == "Accept-Encoding, Cookie"


def test_a_change_empties_it(reader: TestClient, cache: PagesCache) -> None:
    reader.get("/public")
    cache.empty()

    assert reader.get("/public").text.startswith("page 2")


def test_a_page_that_changed_while_it_was_made_is_not_kept(reader: TestClient, cache: PagesCache) -> None:
    async def together() -> None:
        import httpx2

        async with httpx2.AsyncClient(transport=httpx2.ASGITransport(cache), base_url="http://testserver") as client:
            making = asyncio.create_task(client.get("/public"))
            await asyncio.sleep(0.005)
            cache.empty()
            await making

    asyncio.run(together())
    reader.get("/public")

    assert len(made) == 2


def test_ten_readers_at_once_cost_one_page(cache: PagesCache) -> None:
    async def together() -> list[str]:
        import httpx2

        async with httpx2.AsyncClient(transport=httpx2.ASGITransport(cache), base_url="http://testserver") as client:
            return [answer.text for answer in await asyncio.gather(*(client.get("/public") for _ in range(10)))]

    answers = asyncio.run(together())

    assert len(set(answers)) == 1
    assert len(made) == 1


def test_nobody_signed_in_is_served_from_it_or_fills_it(reader: TestClient) -> None:
    signed_in = {"cookie": f"{cookies.name()}=anything"}

    assert reader.get("/public", headers=signed_in).text != reader.get("/public", headers=signed_in).text
    assert reader.get("/public").text.startswith("page 3")


@pytest.mark.parametrize("path", ["/private", "/large", "/missing"])
def test_what_may_not_be_kept_is_made_each_time(reader: TestClient, path: str) -> None:
    reader.get(path)
    reader.get(path)

    assert made == [path, path]


def test_a_reader_who_has_it_already_gets_304(reader: TestClient) -> None:
    etag = reader.get("/public").headers["etag"]

    again = reader.get("/public", headers={"if-none-match": etag})

    assert (again.status_code, again.content) == (304, b"")


def test_bytes_are_squeezed_as_the_reader_likes(reader: TestClient) -> None:
    with reader.stream("GET", "/public", headers={"accept-encoding": "gzip"}) as answer:
        assert answer.headers["content-encoding"] == "gzip"
        assert gzip.decompress(b"".join(answer.iter_raw())).startswith(b"page")
    assert "content-encoding" not in reader.get("/public", headers={"accept-encoding": "identity"}).headers


def test_it_hears_of_a_change_in_the_database(migrated: None, cache: PagesCache) -> None:
    import threading

    cache.listening = False
    thread = threading.Thread(target=cache.listen, daemon=True)
    thread.start()
    _until(lambda: cache.listening)
    with TestClient(cache) as client:
        client.get("/public")
        with psycopg.connect(database.url(), autocommit=True) as line:
            line.execute("NOTIFY pages")
        _until(lambda: not cache._kept)
    cache.stop()
    thread.join(5)
    assert not cache.listening


def _until(true: object, seconds: float = 5) -> None:
    end = time.monotonic() + seconds
    while not true():  # type: ignore[operator]
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def test_nobody_waits_for_a_page_that_is_not_kept(cache: PagesCache) -> None:
    alone = PagesCache(cache.app, may_keep=lambda path: False)
    alone.listening = True

    async def together() -> float:
        import httpx2

        async with httpx2.AsyncClient(transport=httpx2.ASGITransport(alone), base_url="http://testserver") as client:
            began = time.monotonic()
            await asyncio.gather(*(client.get("/public") for _ in range(10)))
            return time.monotonic() - began

    assert asyncio.run(together()) < 0.15
    assert len(made) == 10


def test_a_page_is_true_for_one_day_only(reader: TestClient) -> None:
    reader.get("/public")
    with pytest.MonkeyPatch.context() as tomorrow:
        tomorrow.setattr("web.kit.pages_cache.clock.today", lambda: date(2099, 1, 1))
        assert reader.get("/public").text.startswith("page 2")


def test_as_many_pages_as_have_room_are_kept(
    reader: TestClient, cache: PagesCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MOST_PAGES == 2_000
    monkeypatch.setattr(pages_cache, "MOST_PAGES", 3)
    for number in (1, 2, 3, 1, 2, 3):
        reader.get(f"/public/{number}")
    assert len(made) == len(cache._kept) == 3


def test_one_page_too_many_pushes_out_the_one_that_was_read_least_lately(
    reader: TestClient, cache: PagesCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third, fourth = (f"/public/{number}" for number in range(1, 5))
    monkeypatch.setattr(pages_cache, "MOST_PAGES", 3)
    for address in (first, second, third, first, fourth):
        reader.get(address)
    assert len(made) == 4 and len(cache._kept) == 3

    for address in (first, third, fourth):
        reader.get(address)
    assert len(made) == 4
    reader.get(second)
    assert len(made) == 5


def test_pages_asked_with_a_query_push_out_no_page_without(
    reader: TestClient, cache: PagesCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages_cache, "MOST_PAGES", 3)
    for address in ("/public", *(f"/public?q={number}" for number in range(5))):
        reader.get(address)
    assert (len(cache._kept), len(cache._narrowed), len(made)) == (1, 2, 6)

    for address in ("/public", "/public?q=3", "/public?q=4"):
        reader.get(address)
    assert len(made) == 6


def test_the_bytes_of_all_pages_have_a_bound(
    reader: TestClient, cache: PagesCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader.get("/public/1")
    weight = cache._size
    monkeypatch.setattr(pages_cache, "MOST_BYTES", int(weight * 3.5))
    for number in range(2, 9):
        reader.get(f"/public/{number}")
    assert len(cache._kept) == 3 and cache._size == sum(kept.size for kept in cache._kept.values())


@pytest.mark.parametrize("address", ["/public?x=1", "/public?q=bus&x=1", "/public?%71=bus", "/public/0012"])
def test_an_address_that_anybody_can_make_up_is_not_kept(reader: TestClient, cache: PagesCache, address: str) -> None:
    reader.get(address)
    reader.get(address)

    assert len(made) == 2 and not cache._kept and not cache._narrowed


def test_whatever_a_list_can_be_asked_for_is_kept(site: Site) -> None:
    told = set(re.findall(r"<code>(\w+)</code>", site.get("/data").html.split("<tbody>")[1].split("</tbody>")[0]))

    assert {"call", "status", "q"} <= told <= ASKED


def test_nobody_waits_until_a_long_file_has_left(cache: PagesCache) -> None:
    async def one_piece_after_the_other() -> AsyncIterator[bytes]:
        yield b"first"
        await asyncio.sleep(0.1)
        yield b"last"

    async def long(request: Request) -> Response:
        await asyncio.sleep(0.02)
        return StreamingResponse(one_piece_after_the_other())

    slow = PagesCache(Starlette(routes=[Route("/long", long)]))
    slow.listening = True

    async def together() -> float:
        import httpx2

        async with httpx2.AsyncClient(transport=httpx2.ASGITransport(slow), base_url="http://testserver") as client:
            began = time.monotonic()
            answers = await asyncio.gather(*(client.get("/long") for _ in range(10)))
            assert {answer.text for answer in answers} == {"firstlast"}
            return time.monotonic() - began

    assert asyncio.run(together()) < 0.2
