"""The machines that watch the site, and the front page."""

from tests.page import Site


def test_the_site_is_well_and_ready(site: Site) -> None:
    assert site.get("/health").response.json() == {"status": "well"}
    assert site.get("/ready").response.json()["status"] == "ready"


def test_the_front_page_answers_without_a_cookie(site: Site) -> None:
    page = site.get("/")

    assert "set-cookie" not in page.response.headers
    assert "script-src 'self'" in page.response.headers["content-security-policy"]
