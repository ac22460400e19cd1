"""Every template in every state it has: axe finds nothing, nothing is wider than a small phone, nothing breaks the
policy of the page, and no page speaks to any other host."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from commands import processes
from tests.journeys import sweeping
from tests.journeys.conftest import running_site
from tests.journeys.living import Live, Postbox
from tests.journeys.sweeping import State
from web.kit import cookies

LOOKS = {
    "a desk screen": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "a small phone in the dark": {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"},
}
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}


@pytest.fixture(scope="module")
def sample(migrated: None) -> Iterator[Live]:
    """The site with the whole sample service in it."""
    with running_site("sample", Postbox()) as site:
        assert processes.start("seed", **site.environment).wait(300) == 0
        yield site


def open_window(browser: Browser, sample: Live, who: str, look: str) -> BrowserContext:
    context = browser.new_context(base_url=sample.base_url, **LOOKS[look])  # type: ignore[arg-type]
    context.set_default_timeout(15_000)
    if who:
        with sample.transaction() as db:
            email = sweeping.people(db)[who].email
        context.add_cookies([{"name": cookies.name(), "value": sample.cookie_for(email), "url": sample.base_url}])
    return context


def look_at(page: Page, state: State, sample: Live) -> list[str]:
    """What is wrong with this page, one line each."""
    wrong: list[str] = []
    heard: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error":
            heard.append(message.text)

    def strange(request: Request) -> None:
        if urlsplit(request.url).netloc != urlsplit(sample.base_url).netloc:
            wrong.append(f"asks {request.url}")

    page.on("console", listen)
    page.on("request", strange)
    answer = page.goto(state.path)
    if state.press:
        for name, typed in state.typed.items():
            page.locator(f"[name={name}]").first.fill(typed)
        with page.expect_response(lambda response: response.request.method == "POST") as sent:
            page.locator("main").get_by_role("button", name=state.press).first.click()
        answer = sent.value
        page.wait_for_load_state()
    if answer is None or answer.status != state.status:
        wrong.append(f"answers {answer.status if answer else None}, not {state.status}")
    found = Axe().run(page, options=RULES)
    for violation in found.response["violations"]:
        nodes = "; ".join(node["html"][:110] for node in violation["nodes"][:2])
        wrong.append(f"{violation['id']}: {nodes}")
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide > 0:
        wrong.append(f"is {wide} pixels too wide")
    wrong += [f"console: {words}" for words in heard if "status of 4" not in words]
    page.remove_listener("console", listen)
    page.remove_listener("request", strange)
    return wrong


@pytest.mark.parametrize("look", LOOKS)
def test_every_page_in_every_state_is_open_to_everyone(browser: Browser, sample: Live, look: str) -> None:
    with sample.transaction() as db:
        wanted = sweeping.states(db)
    windows = {who: open_window(browser, sample, who, look) for who in {state.who for state in wanted}}
    pages = {who: window.new_page() for who, window in windows.items()}
    wrong = {str(state): found for state in wanted if (found := look_at(pages[state.who], state, sample))}
    for window in windows.values():
        window.close()

    assert len(wanted) > 60
    assert not wrong, "\n".join(f"{state}\n    " + "\n    ".join(found) for state, found in wrong.items())
