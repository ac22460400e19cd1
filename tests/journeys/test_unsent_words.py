"""Words on their way in a real browser: asked about, kept when something went wrong, and forgotten when it is time."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from sqlmodel import col, select

from models import accounts, ideas, sessions
from models.accounts import Account
from models.comments import Comment
from tests.journeys.living import Live
from web.kit import cookies

WORDS = "The bus comes too late for the clinic."
BEN = "ben.writes@example.org"
TYPED_BEFORE = "([key, age]) => localStorage.setItem(key, localStorage[key].replace(/^[0-9]+/, Date.now() - age))"
DAY = 24 * 60 * 60 * 1000


@pytest.fixture(scope="module")
def idea(live: Live) -> str:
    """The address of a public idea, in a service that Ben has an account of."""
    with live.transaction() as db:
        for email in (BEN, "maya.writes@example.org"):
            accounts.confirm(db, accounts.known_by(db, email, name=email.split(".")[0].capitalize()))
        maya = accounts.with_email(db, "maya.writes@example.org")
        made = ideas.receive(db, title="A later clinic", body="The bus comes at ten.", author=maya)
        ideas.propose(db, made)
        return f"/ideas/{made.id}"


@pytest.fixture
def ben(live: Live, browser: Browser, idea: str) -> Iterator[Page]:
    """Ben’s browser, with JavaScript, on the idea’s page."""
    context = browser.new_context(base_url=live.base_url)
    context.set_default_timeout(15_000)
    sign_in(live, context)
    page = context.new_page()
    page.goto(idea)
    yield page
    context.close()


def sign_in(live: Live, context: BrowserContext) -> None:
    context.add_cookies([{"name": cookies.name(), "value": live.cookie_for(BEN), "url": live.base_url}])


def sign_out_everywhere(live: Live) -> None:
    with live.transaction() as db:
        sessions.end_others(db, db.exec(select(Account).where(col(Account.email) == BEN)).one(), keep=None)


def kept(page: Page) -> list[str]:
    return page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('kept '))")  # type: ignore[no-any-return]


def field(page: Page) -> str:
    return page.locator("#comment-form textarea").input_value()


def said(live: Live) -> list[str]:
    with live.transaction() as db:
        return list(db.exec(select(Comment.body)).all())


def test_ben_is_asked_about_a_number_and_sends_it_all_the_same(live: Live, ben: Page) -> None:
    ben.fill("#comment-form textarea", "Ring 07700 900123.")
    ben.click("#comment-send")
    ben.wait_for_selector("#found")
    assert "looks like a telephone number" in ben.inner_text("#found")
    assert ben.evaluate("document.activeElement.id") == "found" and field(ben) == "Ring 07700 900123."
    assert "Ring 07700 900123." not in said(live)

    ben.click("#comment-send")
    ben.wait_for_selector("text=1 comment")
    assert "Ring 07700 900123." in said(live) and kept(ben) == [] and field(ben) == ""


def test_an_ended_session_keeps_the_words_until_ben_is_back(live: Live, ben: Page, idea: str) -> None:
    ben.fill("#comment-form textarea", WORDS)
    sign_out_everywhere(live)
    ben.click("#comment-send")
    ben.wait_for_url("**/sign-in?*")
    assert len(kept(ben)) == 1

    sign_in(live, ben.context)
    ben.goto(idea)
    assert field(ben) == WORDS and "had not sent yet" in ben.inner_text(".kept")
    ben.click("#comment-send")
    ben.wait_for_selector(f"article:has-text('{WORDS}')")
    assert kept(ben) == [] and WORDS in said(live)


def test_words_sent_after_signing_out_in_another_window_are_kept(live: Live, ben: Page, idea: str) -> None:
    later = "And the one after it as well."
    ben.fill("#comment-form textarea", later)
    other = ben.context.new_page()
    other.goto("/account")
    other.locator("main form[data-forget]").first.get_by_role("button").click()
    other.wait_for_url("**/?done=*")
    assert kept(ben) == []

    ben.click("#comment-send")
    ben.wait_for_url("**/sign-in?*")
    sign_in(live, ben.context)
    ben.goto(idea)
    assert field(ben) == later


def test_a_reply_sent_too_late_is_shown_and_kept(live: Live, ben: Page) -> None:
    ben.locator("article a", has_text="Reply").first.click()
    ben.fill("form textarea", WORDS + " Really.")
    address = ben.url
    sign_out_everywhere(live)
    ben.click("text=Send reply")
    ben.wait_for_selector("text=First copy your words")
    assert ben.locator("textarea[readonly]").input_value() == WORDS + " Really."

    sign_in(live, ben.context)
    ben.goto(address)
    assert ben.locator("form textarea").input_value() == WORDS + " Really."


def test_without_javascript_the_words_are_shown_to_copy(live: Live, browser: Browser, idea: str) -> None:
    context = browser.new_context(base_url=live.base_url, java_script_enabled=False)
    sign_in(live, context)
    page = context.new_page()
    page.goto(idea)
    page.fill("#comment-form textarea", WORDS + " So early.")
    sign_out_everywhere(live)
    page.click("#comment-send")

    assert page.locator("textarea[readonly]").input_value() == WORDS + " So early."
    context.close()


def test_words_that_were_not_sent_are_forgotten_after_a_day(ben: Page) -> None:
    ben.fill("#comment-form textarea", WORDS)
    for age, left in ((DAY - 60_000, WORDS), (DAY + 60_000, "")):
        ben.evaluate(TYPED_BEFORE, [kept(ben)[0], age])
        ben.reload()
        assert field(ben) == left
    assert kept(ben) == []


def test_ben_has_his_words_forgotten_where_he_wrote_them_and_on_the_privacy_page(ben: Page) -> None:
    for path, name in ((None, "#comment-form"), ("/privacy", "main")):
        ben.fill("#comment-form textarea", WORDS)
        here = ben.url
        ben.goto(path) if path else ben.reload()
        assert len(kept(ben)) == 1
        ben.click(f"{name} [name=forget-words]")
        assert kept(ben) == [] and "forgotten" in ben.inner_text("main")
        ben.goto(here)
        assert field(ben) == ""


def test_ben_presses_twice_and_the_browser_has_nothing_to_complain_of(live: Live, ben: Page) -> None:
    complaints: list[str] = []
    ben.on("console", lambda message: complaints.append(message.text))
    ben.on("pageerror", lambda error: complaints.append(str(error)))
    ben.fill("#comment-form textarea", "Twice at once.")

    with ben.expect_response(lambda answer: answer.request.method == "POST"):
        ben.dblclick("#comment-send")
    ben.wait_for_load_state("networkidle")

    assert complaints == []
    with live.transaction() as db:
        assert len(db.exec(select(Comment).where(col(Comment.body) == "Twice at once.")).all()) == 1
