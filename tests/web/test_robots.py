"""What programs ask a site for: what they may read, an icon, where to report a fault."""

import pytest

from models.settings import settings
from tests.page import Site


def test_robots_may_read_ideas_and_not_what_is_one_persons(site: Site) -> None:
    said = site.client.get("/robots.txt")
    closed = [line.removeprefix("Disallow: ") for line in said.text.splitlines() if line.startswith("Disallow")]

    assert said.headers["content-type"].startswith("text/plain")
    for path in ("/account", "/desk/themes/1", "/ideas/drafts/abc/check", "/moderation"):
        assert any(path.startswith(one) for one in closed), path
    for path in ("/ideas", "/ideas/1", "/answers/1", "/"):
        assert not any(path.startswith(one) for one in closed), path


def test_the_icon_is_where_browsers_look(site: Site) -> None:
    assert site.client.get("/favicon.ico").headers["content-type"] == "image/x-icon"


def test_where_to_report_a_fault_is_said_when_it_is_set(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    assert site.client.get("/.well-known/security.txt").status_code == 404

    monkeypatch.setattr(settings(), "security_contact", "mailto:security@example.org")
    said = site.client.get("/.well-known/security.txt").text

    assert "Contact: mailto:security@example.org" in said and "Expires: 20" in said
