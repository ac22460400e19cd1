"""The head of every page, in a real browser."""

from playwright.sync_api import Browser

from models import accounts
from models.roles import Role
from tests.journeys.living import Live
from web.kit import cookies


def test_the_names_of_all_places_fit_in_one_row(live: Live, browser: Browser) -> None:
    with live.transaction() as db:
        email = "anna.heads@example.org"
        accounts.confirm(db, accounts.known_by(db, email, name="Anna Lindqvist"))
        accounts.known_by(db, email, name="").role = Role.ADMINISTRATOR
    context = browser.new_context(base_url=live.base_url, viewport={"width": 1280, "height": 800})
    context.add_cookies([{"name": cookies.name(), "value": live.cookie_for(email), "url": live.base_url}])
    page = context.new_page()

    page.goto("/ideas")

    tops = page.locator("header.bar nav").evaluate_all("all => all.map(one => one.offsetTop)")
    assert len(tops) == 2 and tops[0] == tops[1]
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    context.close()
