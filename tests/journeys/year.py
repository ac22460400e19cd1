"""A call with three hundred ideas, from its first day to its last measured result, as six people live it.

Maya and Ben are citizens: she is mailed at once, he once a day. Tom works on a ward. Iris has a telephone and nothing
else. Ruth answers, and Omar reads her answers first. Three hundred ideas are theirs and those of their neighbours.
"""

import re
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page, expect
from sqlmodel import col, select

from models import clock, ideas, publishing
from models.groupings import Grouping
from models.ideas import Idea
from models.memberships import Membership
from models.roles import Role
from models.statuses import MailChoice
from models.themes import Theme
from seeds import content
from tests.journeys import passing
from tests.journeys.chain import confirmed
from tests.journeys.letters import first_link
from tests.journeys.living import Live, words_of
from web.kit import cookies

MAYA, BEN, TOM, RUTH, OMAR = (f"{name}@example.org" for name in ("maya", "ben", "tom", "ruth", "omar"))
IDEAS, NEIGHBOURS = 300, 70
TITLES = {
    MAYA: "A text two days before each appointment",
    BEN: "Ring me when an appointment is moved",
    TOM: "One list of free appointments for all wards",
}
SAID = ("My appointment letter came a day late and I lost my place. Nobody rings when an appointment is moved. "
        "Please send a text two days before each appointment.")
IRIS = "Somebody should ring before my appointment"
PHONE = "01632 960 118"
QUESTION = "How many days before the appointment would you like to be told?"


class Year:
    def __init__(self, live: Live, arrive: Callable[[], Page]) -> None:
        self.live = live
        self.windows = {email: arrive() for email in (MAYA, BEN, TOM, RUTH, OMAR)}
        self.read: Counter[str] = Counter()
        self.call_id, self.answer_ids = 0, list[int]()
        self.references: dict[str, str] = {}
        with live.transaction() as db:
            for email, name in ((RUTH, "Ruth Ellison"), (OMAR, "Omar Aziz")):
                confirmed(db, email, name, Role.POLICY)
            confirmed(db, TOM, "Tom Hargreaves", Role.STAFF)
            confirmed(db, MAYA, "Maya Okafor")
            confirmed(db, BEN, "Ben Sharma").mail_choice = MailChoice.DAILY

    def new_mails(self, email: str) -> list[str]:
        """The subjects of what has come since this was last asked."""
        subjects = [mail["Subject"] for mail in self.live.post.to(email)][self.read[email]:]
        self.read[email] += len(subjects)
        return subjects

    def last_mail(self, email: str) -> str:
        return words_of(self.live.post.to(email)[-1])

    def stands(self, email: str) -> tuple[str, str]:
        """What /where says of their idea to somebody who is not signed in: in a word, and in the whole."""
        page = self.windows[OMAR]
        page.goto(f"/where/{self.references[email]}")
        main = page.get_by_role("main")
        return main.locator(".tag").first.inner_text(), main.inner_text()

    def sign_in(self, email: str) -> Page:
        page = self.windows[email]
        page.context.clear_cookies()
        cookie = self.live.cookie_for(email)
        page.context.add_cookies([{"name": cookies.name(), "value": cookie, "url": self.live.base_url}])
        return page

    def pass_days(self, number: int) -> None:
        passing.days(self.live, number)

    def call(self) -> None:
        page = self.sign_in(RUTH)
        page.goto("/calls/new")
        today = clock.today()
        page.get_by_label("The question, in one sentence").fill("What would make a day at the hospital easier?")
        for label, words in (("What it is about", "We plan the next year."), ("Who asks", "Helen Rathbone"),
                             ("What can change", "How we tell people"), ("What cannot change", "The number of beds"),
                             ("Who decides", "The board"), ("How the results are published", "On this page"),
                             ("How many people have to say the same", "1")):
            page.get_by_label(label, exact=True).fill(words)
        page.get_by_label("Or the day by which people will have an answer").fill((today + timedelta(70)).isoformat())
        page.get_by_label("Last day for ideas", exact=True).fill((today + timedelta(30)).isoformat())
        page.get_by_role("button", name="Save the call").click()
        page.get_by_role("button", name="Open", exact=False).first.click()
        expect(page.get_by_role("link", name="Share an idea for this call")).to_be_visible()
        self.call_id = int(re.findall(r"/calls/(\d+)", page.url)[0])

    def propose(self, email: str) -> None:
        page = self.sign_in(email)
        page.goto(f"/calls/{self.call_id}")
        page.get_by_role("link", name="Share an idea for this call").click()
        page.get_by_label("What is your idea, in one line?").fill(TITLES[email])
        page.get_by_role("button", name="Go on").click()
        if page.get_by_role("link", name="Go on with mine").count():
            page.get_by_role("link", name="Go on with mine").click()
        page.get_by_label("What happens today?").fill(SAID)
        page.get_by_label("What would be better?").fill(f"{TITLES[email]}.")
        while not page.get_by_role("button", name="Send my idea").count():
            page.get_by_role("button", name="Go on").click()
        page.get_by_role("button", name="Send my idea").click()
        expect(page.get_by_role("heading", level=1, name=TITLES[email])).to_be_visible()

    def iris_rings(self) -> None:
        page = self.sign_in(RUTH)
        page.goto("/desk/entries/new")
        page.get_by_label("Telephone call").check()
        page.get_by_label("For which call?").select_option(value=str(self.call_id))
        page.get_by_label("What they want, in one line").fill(IRIS)
        page.get_by_label("What they said").fill(SAID)
        page.get_by_label("Their name").fill("Iris Bell")
        page.get_by_label("Their telephone number").fill(PHONE)
        page.get_by_label("They said yes, or ticked it on the form").check()
        page.get_by_role("button", name="Enter it").click()
        expect(page.get_by_text("FM-").first).to_be_visible()

    def neighbours_write(self) -> None:
        """What people of the sample service said, by seventy neighbours."""
        spoken = [idea for chapter in content.chapters() for idea in chapter["idea"]]
        with self.live.transaction() as db:
            known = [confirmed(db, f"neighbour{n}@example.org", f"Neighbour {n}") for n in range(NEIGHBOURS)]
            have = len(db.exec(select(Idea.id)).all())
            for number, told in enumerate(spoken[:IDEAS - have]):
                idea = ideas.receive(db, title=told["title"], body=told["body"].strip(),
                                     author=known[number % NEIGHBOURS], call_id=self.call_id)
                publishing.publish(db, idea, by=known[number % NEIGHBOURS])
            for email, title in (*TITLES.items(), ("iris", IRIS)):
                self.references[email] = db.exec(select(Idea.reference).where(Idea.title == title)).one()

    def close_for_ideas(self) -> None:
        page = self.sign_in(RUTH)
        page.goto(f"/calls/{self.call_id}")
        page.locator("#call-reading").click()
        page.get_by_role("button", name="Close it and begin to read").click()
        page.goto(f"/desk?call={self.call_id}")
        if page.get_by_role("button", name="Group").count():
            page.get_by_role("button", name="Group").first.click()
        passing.until_done(self.live)
        with self.live.transaction() as db:
            assert db.exec(select(Grouping).order_by(col(Grouping.id).desc())).first().error == ""  # type: ignore[union-attr]

    def theme_of(self, email: str) -> int:
        with self.live.transaction() as db:
            return int(db.exec(select(Idea.theme_id).where(Idea.reference == self.references[email])).one() or 0)

    def title_of(self, email: str) -> str:
        """The name of the theme that their idea is in."""
        with self.live.transaction() as db:
            return db.get_one(Theme, self.theme_of(email)).title

    def passage_of(self, email: str) -> str:
        with self.live.transaction() as db:
            mine = select(Membership.words).join(Idea, col(Idea.id) == Membership.idea_id)
            return db.exec(mine.where(Idea.reference == self.references[email], col(Membership.primary))).one()

    def triage(self) -> None:
        """Whatever the machine thought: what the six said of appointments belongs together. Ruth puts it so."""
        here, page = self.theme_of(MAYA), self.sign_in(RUTH)
        assert here
        for email in (BEN, TOM, "iris"):
            with self.live.transaction() as db:
                idea = db.exec(select(Idea).where(Idea.reference == self.references[email])).one()
                title = db.get_one(Theme, here).title
            if idea.theme_id == here:
                continue
            apart = f"/desk/themes/{idea.theme_id}/moves?idea={idea.id}"
            page.goto(apart if idea.theme_id else f"/desk/ideas/{idea.id}")
            page.get_by_label("Move to", exact=False).first.select_option(label=title)
            page.get_by_role("button", name="Move", exact=False).first.click()
            assert self.theme_of(email) == here

    def ask_back(self) -> None:
        page = self.sign_in(RUTH)
        page.goto(f"/desk/themes/{self.theme_of(MAYA)}/questions")
        page.get_by_label("Your question").fill(QUESTION)
        page.get_by_label("Please answer by").fill((clock.today() + timedelta(14)).isoformat())
        page.get_by_role("button", name=re.compile(r"Ask \d+")).click()
        passing.until_done(self.live)

    def maya_answers_by_link(self) -> None:
        page = self.windows[MAYA]
        page.context.clear_cookies()
        page.goto(first_link(self.last_mail(MAYA), "/questions/link/"))
        page.get_by_label("Your answer").fill("Two days are enough for me.")
        page.get_by_role("button", name="Send my answer").click()
        expect(page.get_by_text("Two days are enough for me.").first).to_be_visible()
