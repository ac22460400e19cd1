"""Whatever goes wrong, the page says in our own words what happened and what can be done now."""

import asyncio

import pytest
from starlette.exceptions import HTTPException

from models import limits, search
from tests.page import SAME_SITE, Site
from web.kit import bodies

SAYS = {
    400: ("We could not read what was sent", "try once more"),
    403: ("We did not take what was sent", "send it from there"),
    404: ("We cannot find this page", "Find an idea by its words"),
    405: ("That page cannot be used in this way", "Go to the first page"),
    408: ("It took too long to reach us", "send it again"),
    413: ("That is more than we can take in one go", "make it shorter"),
    422: ("We could not read what was sent", "try once more"),
    429: ("Please wait a moment", "You can go on reading"),
    500: ("We have made a mistake", "Check before you send it again"),
    503: ("The site cannot answer just now", "Wait a minute and try again"),
}


def failing(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fail(_words: str) -> None:
        raise error

    monkeypatch.setattr(search, "reference_in", fail)


@pytest.mark.parametrize("status", SAYS)
def test_every_error_says_what_happened_and_what_to_do(
    site: Site, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    failing(monkeypatch, HTTPException(status))

    page = site.get("/find?q=bus", expect=status)

    heading, advice = SAYS[status]
    assert heading in page.title and heading in page and advice in page
    assert f"Error {status}" in page and page.html.count("<h1") == 1
    for other, (said, _) in SAYS.items():
        assert said == heading or said not in page, other


@pytest.mark.parametrize(
    ("seconds", "words"), [(1, "1 second"), (119, "119 seconds"), (120, "2 minutes"), (3541, "60 minutes")]
)
def test_who_has_to_wait_is_told_how_long(
    site: Site, monkeypatch: pytest.MonkeyPatch, seconds: int, words: str
) -> None:
    failing(monkeypatch, HTTPException(429, headers={"Retry-After": str(seconds)}))

    assert f"Try again in {words}." in site.get("/find?q=bus", expect=429)


def test_too_many_forms_from_one_place_are_told_how_long(site: Site) -> None:
    twice = 2 * limits.WRITES_OF_ADDRESS.most + 1  # the window may turn once on the way
    answers = (site.client.post("/unsubscribe/x", headers=SAME_SITE) for _ in range(twice))
    refused = next(answer for answer in answers if answer.status_code == 429)

    wait = int(refused.headers["retry-after"])
    assert f"Try again in {wait} second" in refused.text


def test_a_fault_of_ours_is_no_fault_of_the_person(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, RuntimeError("a secret"))

    page = site.get("/find?q=bus", expect=500)
    assert "It is not your doing" in page and "a secret" not in page.html


def test_a_form_from_another_site_is_told_so_and_gets_its_words_back(site: Site) -> None:
    answer = site.client.post("/sign-in", data={"email": "x"}, headers={"sec-fetch-site": "cross-site"})

    assert answer.status_code == 403 and "not from one of our own pages" in answer.text
    assert "belongs to someone else" not in answer.text


def test_a_form_that_does_not_arrive_is_given_up(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(_request: object) -> bytes:
        await asyncio.sleep(60)
        return b""

    monkeypatch.setattr(bodies, "_read", never)
    monkeypatch.setattr(bodies, "SECONDS", 0.05)

    page = site.post("/sign-in", {"email": "x"}, expect=408)
    assert "It took too long to reach us" in page


def test_a_file_that_there_is_not_gets_the_page_too(site: Site) -> None:
    for path in ("/static/no-such-file.css", "/static/x", "/static/css/10-base.css"):
        assert "We cannot find this page" in site.get(path, expect=404)
    assert site.client.get("/static/site.css").headers["cache-control"].startswith("public")
