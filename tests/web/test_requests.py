"""What every request meets before and after its handler: limits, sizes, headers, error pages."""

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session
from starlette.requests import Request

from models import limits
from models.limits import BODY_BYTES, Limit
from models.settings import Settings
from tests.cast import Cast
from tests.page import Site
from web.kit import limiting

PLAIN = {"content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin"}
HEADERS = (
    "content-security-policy",
    "x-content-type-options",
    "x-frame-options",
    "referrer-policy",
    "permissions-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "cache-control",
)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/no-such-page", 404),
        ("/static/site.css", 200),
        ("/static/no-such-file", 404),
        ("/ideas/999999999999", 404),
        ("/health", 200),
    ],
)
def test_every_answer_carries_the_safe_headers(site: Site, path: str, status: int) -> None:
    response = site.client.get(path)

    assert response.status_code == status
    for header in HEADERS:
        assert header in response.headers, header
    assert "unsafe" not in response.headers["content-security-policy"]
    assert "set-cookie" not in response.headers


def test_a_wrong_method_gets_its_page(site: Site) -> None:
    response = site.client.request("PUT", "/", headers={"sec-fetch-site": "same-origin"})

    assert response.status_code == 405
    assert "<h1" in response.text


def test_a_form_that_is_too_large_is_refused_early(site: Site) -> None:
    response = site.client.post("/unsubscribe/x", content=b"a=" + b"b" * BODY_BYTES, headers=PLAIN)

    assert response.status_code == 413
    assert "<h1" in response.text


def test_the_largest_form_still_fits(site: Site) -> None:
    response = site.client.post("/unsubscribe/x", content=b"a=" + b"b" * (BODY_BYTES - 2), headers=PLAIN)

    assert response.status_code == 404


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b'{"a": 1}', "application/json", 400),
        (b"\xff\xfe", "text/plain", 400),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x", 422),
        (b"--x\r\n", "multipart/form-data", 400),
    ],
)
def test_what_is_no_form_is_said_to_be_unreadable(site: Site, content: bytes, kind: str, status: int) -> None:
    response = site.client.post(
        "/sign-in", content=content, headers={"content-type": kind, "sec-fetch-site": "same-origin"}
    )

    assert response.status_code == status
    assert "Traceback" not in response.text


def test_another_sites_form_is_refused(site: Site) -> None:
    response = site.client.post("/unsubscribe/x", data={}, headers={"sec-fetch-site": "cross-site"})

    assert response.status_code == 403


def test_a_limit_holds_on_both_sides(db: Session) -> None:
    few = Limit("a test's limit", 3, 60)

    waits = [limits.seconds_to_wait(db, few, "somebody") for _ in range(4)]

    assert waits[:3] == [0, 0, 0]
    assert 0 < waits[3] <= 60
    assert limits.seconds_to_wait(db, few, "somebody else") == 0


def test_too_many_writes_are_told_when_to_come_back(site: Site) -> None:
    twice = 2 * limits.WRITES_OF_ADDRESS.most + 1  # the window may turn once on the way
    answers = (site.client.post("/unsubscribe/x", headers=PLAIN) for _ in range(twice))
    refused = next(answer for answer in answers if answer.status_code == 429)

    assert int(refused.headers["retry-after"]) > 0
    assert "<h1" in refused.text


def test_a_stranger_at_the_outbox_is_allowed_only_where_mail_is_kept_for_a_trial(site: Site, people: Cast) -> None:
    assert "No mail has been written yet" in site.get("/outbox")


def test_a_page_for_one_person_leaves_squeezed(people: Cast, sign_in: object) -> None:
    maya = sign_in(people.maya)  # type: ignore[operator]

    answer = maya.client.get("/account", headers={"accept-encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["vary"]
    plain = maya.client.get("/account", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert "Maya Okafor" in plain.text


def test_a_clients_own_word_about_its_address_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limiting, "settings", lambda: Settings(trusted_proxies=1))

    def asked(*lines: str) -> str:
        headers = [(b"x-forwarded-for", line.encode()) for line in lines]
        return limiting.address_of(Request({"type": "http", "headers": headers, "client": ("10.0.0.1", 1)}))

    assert asked("1.1.1.1", "203.0.113.9") == asked("2.2.2.2", "203.0.113.9") == asked("3.3.3.3, 203.0.113.9")
    assert asked("203.0.113.9") != asked("203.0.113.10")


@pytest.mark.parametrize(("state", "status"), [("25006", 503), ("53100", 503), ("57P01", 503), ("22003", 500)])
def test_a_database_that_cannot_write_for_now_is_said_to_come_back(
    site: Site, monkeypatch: pytest.MonkeyPatch, state: str, status: int
) -> None:
    class Away(psycopg.Error):
        sqlstate = state

    def fails(*anything: object) -> None:
        raise DBAPIError("UPDATE idea", {"title": "a private word"}, Away("no"))

    monkeypatch.setattr("web.unsubscribing.unsubscribing.ending", fails)
    response = site.client.post("/unsubscribe/x", data={"typed": "my words"}, headers={"sec-fetch-site": "same-origin"})

    assert response.status_code == status
    assert ("retry-after" in response.headers) is (status == 503)
    assert "my words" in response.text
    assert "a private word" not in response.text
