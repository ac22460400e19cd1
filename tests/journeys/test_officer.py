"""A policy officer's way from opening the desk on 400 unread ideas to a public answer for the largest theme, counted:
every key and every click besides the answer's own words."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page
from sqlmodel import Session, select

from models import accounts, clock, ideas, placements, teams, themes
from models.answers import Answer
from models.ideas import Idea
from models.placements import Place, Words
from models.roles import Role
from models.themes import Theme
from tests import scenes
from tests.cast import Cast, gather
from tests.journeys.conftest import running_site
from tests.journeys.living import Live, Postbox
from web.kit import cookies

UNREAD = 400
LARGEST = 90
MOST_ACTS = 40
OFFICER, READER = "ruth@example.org", "omar@example.org"
ASKS = "Please send a text message before the appointment"
SUMMARY = "Every clinic will send a text two days before an appointment, from June."
BODY = "You told us that letters come too late. From June every clinic sends a text two days before."

TODAY = clock.today().isoformat()
MEASURE = {
    "What you will measure": "Missed appointments in a month", "Value before": "120", "Day of the value before": TODAY,
    "Where the figure comes from": "The booking system", "Value wanted": "80", "When it will be read": TODAY,
}


@dataclass
class Acts:
    """What one person presses and clicks, in words; what they write in an answer is not counted."""

    page: Page
    done: list[str] = field(default_factory=list)

    def press(self, key: str, why: str) -> None:
        self.done.append(f"press {key}: {why}")
        self.page.keyboard.press(key)

    def click(self, name: str, *, role: str = "button") -> None:
        self.done.append(f"click “{name}”")
        self.page.get_by_role(role, name=name, exact=False).first.click()  # type: ignore[arg-type]

    def choose(self, label: str, words: str) -> None:
        self.done.extend([f"open “{label}”", f"choose “{words}”"])
        self.page.get_by_label(label).select_option(label=words)

    def write(self, label: str, words: str) -> None:
        self.done.append(f"go to “{label}” (its words are not counted)")
        self.page.get_by_label(label, exact=True).first.fill(words)


@pytest.fixture(scope="module")
def site(migrated: None) -> Iterator[Live]:
    with running_site("officer", Postbox()) as live:
        with live.transaction() as db:
            _unread(db)
        yield live


def _unread(db: Session) -> None:
    people = gather(db)
    team = teams.named(db, "Outpatients team")
    omar = accounts.known_by(db, READER, name="Omar Haddad")
    accounts.confirm(db, omar)
    accounts.grant(db, omar, Role.POLICY, team_id=team.id, by=None)
    call = scenes.call(db, people)
    made = [_sent(db, people, call.id, n) for n in range(UNREAD)]
    rest = iter(made)
    for size, title in ((LARGEST, "Text messages before appointments"), (60, "Waiting rooms"), (40, "Bus stops")):
        theme = themes.make(db, title=title, call_id=call.id, by=None)
        mine = [next(rest) for _ in range(size)]
        placements.place(db, theme, [Place(Words(idea.id, idea.body.index(ASKS), idea.body.index(ASKS) + len(ASKS),
                                                 ASKS), 0.8, ["text", "appointment"]) for idea in mine],
                         {idea.id: idea.body for idea in mine})


def _sent(db: Session, people: Cast, call_id: int, n: int) -> Idea:
    idea = ideas.receive(db, title=f"A text message, number {n}", body=f"{ASKS}. It was late {n} times.",
                         author=people.maya if n % 2 else people.ben, call_id=call_id)
    ideas.propose(db, idea)
    return idea


def _arrive(browser: Browser, site: Live, email: str) -> Acts:
    context = browser.new_context(base_url=site.base_url, locale="en-GB")
    context.set_default_timeout(15_000)
    context.add_cookies([{"name": cookies.name(), "value": site.cookie_for(email), "url": site.base_url}])
    return Acts(context.new_page())


def test_from_400_unread_ideas_to_a_public_answer_takes_few_acts(
    browser: Browser, site: Live, capsys: pytest.CaptureFixture[str]
) -> None:
    ruth = _arrive(browser, site, OFFICER)
    _read(ruth)
    _write(ruth)
    omar = _arrive(browser, site, READER)
    _approve(omar)
    ruth.page.reload()
    ruth.done.append("press F5: see that it is approved")
    ruth.click("Publish and tell")
    ruth.page.get_by_text("The answer is public").first.wait_for()

    with capsys.disabled():
        print("", *(f"Ruth {n}. {act}" for n, act in enumerate(ruth.done, 1)),
              *(f"Omar {n}. {act}" for n, act in enumerate(omar.done, 1)), sep="\n")
    with site.transaction() as db:
        about = select(Theme.ideas_count).join(Answer).where(Answer.summary == SUMMARY)  # type: ignore[arg-type]
        assert db.exec(about).one() == LARGEST
    assert len(ruth.done) + len(omar.done) <= MOST_ACTS


def _read(ruth: Acts) -> None:
    ruth.done.append("open the desk")
    ruth.page.goto("/desk")
    ruth.click("Largest", role="link")
    ruth.click("Text messages before appointments", role="link")
    ruth.page.locator("#evidence").wait_for()
    ruth.press("i", "take the theme")
    ruth.page.get_by_text("It is yours now.").wait_for()
    for _ in range(5):
        ruth.press("j", "read the next idea")
    ruth.press("x", "tick one that belongs elsewhere")
    ruth.choose("Move to", "Waiting rooms")
    ruth.click("Move")
    ruth.page.get_by_text("Moved 1 idea.").wait_for()
    ruth.press("u", "take that back: it does belong here")
    ruth.page.get_by_text("Everything stands as it stood before.").wait_for()


def _write(ruth: Acts) -> None:
    ruth.press("a", "go to the answer")
    ruth.choose("Decision", "Doing it")
    ruth.write("In 200 characters", SUMMARY)
    ruth.write("In full", BODY)
    ruth.write("Signed by", "Ruth Ellison")
    ruth.write("Their role", "Head of access")
    ruth.done.append("open “How will you know that it worked?”")
    ruth.page.get_by_text("How will you know that it worked?").click()
    for label, words in MEASURE.items():
        ruth.write(label, words)
    ruth.click("Save and see who will be told")
    ruth.click("Ask for a second reader")
    ruth.page.get_by_text("It waits for").first.wait_for()


def _approve(omar: Acts) -> None:
    omar.done.append("open the desk")
    omar.page.goto("/desk?sort=size")
    omar.click("Text messages before appointments", role="link")
    omar.click("Read the saved draft", role="link")
    omar.click("approve")
    omar.page.get_by_text("read this text and approved it").wait_for()
