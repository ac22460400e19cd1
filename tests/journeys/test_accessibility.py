"""Every template in every state it has, and one that nobody looked at is named: axe finds nothing, nothing is wider
than a small phone, nothing breaks the policy of the page, and no page speaks to any other host."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route
from playwright.sync_api import Error as NotReached

from tests.journeys import staging, sweeping
from tests.journeys.conftest import running_site
from tests.journeys.eyes import AXE, Eyes
from tests.journeys.living import Live, Postbox
from tests.journeys.showing import error_made, letters_of_every_kind, the_site
from tests.journeys.sweeping import State
from web.kit import cookies

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
# Every template that a page, or a part that is swapped into one, is made from.
PAGES = {
    str(path.relative_to(TEMPLATES)) for path in TEMPLATES.glob("*/[!_]*.html") if path.parent.name != "mail"
}
SEND = """([path, typed]) => {
  const form = Object.assign(document.createElement("form"), {method: "post", action: path});
  for (const [name, value] of Object.entries(typed)) {
    form.append(Object.assign(document.createElement("textarea"), {name, value}));
  }
  document.body.append(form);
  form.submit();
}"""
# What was looked at is not laid out and painted once more for the next look.
LEAVE = "document.documentElement.style.display = 'none'"
# In the place of the part that it replaces, or at the end when the machine was quicker and nothing waits for it.
PART = """path => {
  const there = document.querySelector("#results, #meant");
  htmx.ajax("GET", path, {target: there ?? "main", swap: there ? "outerHTML" : "beforeend"});
}"""


@pytest.fixture(scope="module")
def sample(migrated: None) -> Iterator[Live]:
    """The site with the whole sample service in it."""
    with running_site("sample", Postbox(), seeded=True) as site:
        yield site


def open_window(browser: Browser, sample: Live, who: str) -> BrowserContext:
    context = browser.new_context(base_url=sample.base_url, reduced_motion="reduce")
    context.add_init_script(AXE)
    context.set_default_timeout(10_000)
    if who:
        with sample.transaction() as db:
            known = sweeping.people(db)
            email = known[who].email if who in known else who
        context.add_cookies([{"name": cookies.name(), "value": sample.cookie_for(email), "url": sample.base_url}])
    return context


@dataclass
class Watch:
    """What a window heard while a page was looked at, and every template that any page was made from."""

    own: str
    errors: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    templates: set[str] = field(default_factory=set)
    last: str = ""

    def over(self, page: Page) -> None:
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.on("request", lambda request: self._asked(request.url))
        page.on("response", lambda response: self._answered(response.headers.get("x-template", "")))

    def _asked(self, url: str) -> None:
        if urlsplit(url).netloc not in {urlsplit(self.own).netloc, ""}:
            self.strange.append(url)

    def _answered(self, template: str) -> None:
        self.templates.add(template)
        self.last = template or self.last

    def heard(self) -> list[str]:
        told = [f"console: {words}" for words in self.errors if not re.search("status of [45]", words)]
        told += [f"asks {url}" for url in self.strange]
        self.errors.clear()
        self.strange.clear()
        return told


def arrive(page: Page, state: State) -> int | None:
    """Brings the window to the state, and says with which status it was answered."""
    answer = page.goto(state.path)
    if not state.press and not state.sends and not state.gets:
        return answer.status if answer else None
    method = "GET" if state.gets else "POST"
    for name, typed in {} if state.sends else state.typed.items():
        page.locator(f"main [name={name}]").first.fill(typed)
    if state.sends:
        with page.expect_navigation() as went:
            page.evaluate(SEND, [state.sends, state.typed])
        return went.value.status
    with page.expect_response(lambda response: response.request.method == method) as sent:
        if state.press:
            page.locator("main").get_by_role("button", name=state.press).first.click()
        else:
            page.evaluate(PART, state.gets)
    page.wait_for_timeout(200)  # the answer is here, and is now put in its place
    page.wait_for_load_state()
    return sent.value.status


@pytest.mark.timeout(1800)
def test_every_page_in_every_state_is_open_to_everyone(browser: Browser, sample: Live) -> None:
    with sample.transaction() as db:
        wanted = sweeping.states(db) + staging.states(db, sweeping.people(db))
    sample.work_is_over()
    watch = Watch(sample.base_url)
    windows = {who: open_window(browser, sample, who) for who in {state.who for state in wanted}}
    pages = {who: window.new_page() for who, window in windows.items()}
    for page in pages.values():
        watch.over(page)
    wrong: dict[str, list[str]] = {}
    eyes = Eyes()
    for state in wanted:
        page = pages[state.who]
        try:
            page.evaluate(LEAVE)
            status = arrive(page, state)
            found = [f"answers {status}, not {state.status}"] if status != state.status else []
            found += [*eyes.wrong_with(page, (watch.last, state.status)), *watch.heard()]
        except NotReached as error:  # said with all the others, at the end
            found = [f"cannot be looked at: {str(error).splitlines()[0]}"]
        if found:
            wrong[str(state)] = found
    for window in windows.values():
        window.close()

    assert not wrong, "\n".join(f"{state}\n    " + "\n    ".join(found) for state, found in wrong.items())
    assert PAGES - watch.templates == set(), "nobody has looked at these"


def test_what_is_said_when_something_goes_wrong_is_open_to_everyone(browser: Browser, sample: Live) -> None:
    texts = the_site().state.templates.get_template("errors/_texts.html").module.texts
    window = open_window(browser, sample, "")
    page, eyes, wrong = window.new_page(), Eyes(), {}
    for status in (*texts, 400, 408):
        html = error_made(status)
        assert f"Error {status}" in html
        page.route("**/an-error", partial(Route.fulfill, body=html, content_type="text/html"))
        page.goto("/an-error")
        if found := eyes.wrong_with(page):
            wrong[status] = found
    window.close()

    assert wrong == {}


def test_every_mail_is_open_to_everyone(browser: Browser, sample: Live) -> None:
    window = open_window(browser, sample, "")
    page, eyes = window.new_page(), Eyes()
    with sample.transaction() as db:
        written = letters_of_every_kind(db)
        db.rollback()
    assert {template for template, _ in written} == {path.stem for path in TEMPLATES.glob("mail/[!_]*.html")}
    wrong = {}
    for template, html in written:
        page.set_content(html)
        if found := eyes.wrong_with(page):
            wrong[template] = found
    window.close()

    assert wrong == {}
