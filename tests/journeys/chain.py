"""The whole way of one idea, as five people walk it with a browser, step by step."""

import html
import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from playwright.sync_api import Page, expect
from sqlmodel import Session, col, select

from models import accounts, calls, clock, groupings, ideas, notifications, subscriptions, teams
from models.answers import Answer
from models.comments import Comment
from models.groupings import Grouping
from models.history import Event
from models.ideas import Idea
from models.memberships import Membership
from models.replies import Reply
from models.roles import Role
from models.themes import Theme
from tests.journeys import voices
from tests.journeys.letters import assert_quotes, first_link, flat
from tests.journeys.living import Live, words_of

MAYA, BEN, RUTH, NOOR, OMAR = (f"{name}@example.org" for name in ("maya", "ben", "ruth", "noor", "omar"))
SECONDS_TO_GROUP = 150
SECONDS_TO_ASSIGN = 60


@dataclass(frozen=True)
class Stored:
    """What is in the database at the end, without what differs between any two runs: ids, keys and times."""

    idea: dict[str, Any]
    theme: str
    passage: str
    put_by_a_person: bool
    comments: list[tuple[str, str]]
    answer: dict[str, Any]
    replies: list[tuple[str, str, str]]
    told: Counter[tuple[str, str]]
    happened: Counter[str]
    ideas_in_theme: int


class Chain:
    """Maya proposes, Ben supports, Ruth answers and Omar reads it first; Noor wrote about the same before."""

    def __init__(self, live: Live, arrive: Callable[[], Page]) -> None:
        self.live, self.arrive = live, arrive
        self.maya, self.ben, self.ruth, self.noor, self.omar = (arrive() for _ in range(5))
        self.call_id = self._gather()
        self.idea_id = 0
        self.answer_path = ""

    def _gather(self) -> int:
        """A call with what fifty people said, one of them Noor, grouped by the worker."""
        with self.live.transaction() as db:
            ruth = confirmed(db, RUTH, "Ruth Ellison", Role.POLICY)
            ruth.job = "Head of outpatients"
            confirmed(db, OMAR, "Omar Aziz", Role.POLICY)
            noor = confirmed(db, NOOR, "Noor Haddad")
            others = [confirmed(db, f"neighbour{n}@example.org", f"Neighbour {n}") for n in range(5)]
            call = calls.draft(
                db, by=ruth, question="What would make daily life in Ellerford easier?", sponsor="Ellerford Council",
                team_id=ruth.team_id, can_change="Letters\nTimes", cannot_change="The law", decides="The council",
                answer_by=clock.today() + timedelta(days=60), closes_on=clock.today() + timedelta(days=30))
            calls.open_up(db, call, by=ruth)
            for number, (title, body) in enumerate(voices.ALL):
                author = noor if number == 0 else others[number % len(others)]
                idea = ideas.receive(db, title=title, body=body, author=author, call_id=call.id)
                ideas.propose(db, idea)
                subscriptions.follow(db, author, idea_id=idea.id)
            groupings.ask(db, call.id, by=ruth)
        self._wait(self._grouped, SECONDS_TO_GROUP, "the ideas to be grouped")
        return call.id

    def _grouped(self, db: Session) -> bool:
        grouping = db.exec(select(Grouping)).one()
        assert grouping.error == "", grouping.error
        return not grouping.running

    def _wait(self, done: Callable[[Session], bool], seconds: float, what: str) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            with self.live.transaction() as db:
                if done(db):
                    return
            time.sleep(0.25)
        raise AssertionError(f"Waited {seconds:.0f} seconds for {what}.")

    def propose(self) -> None:
        """Maya answers the call, one question a page, and sees that Noor said something like it."""
        page = self.maya
        page.goto(f"/calls/{self.call_id}")
        page.get_by_role("link", name="Share an idea for this call").click()
        page.get_by_label("What is your idea, in one line?").fill(voices.MAYAS_TITLE)
        page.get_by_role("button", name="Go on").click()
        expect(page.get_by_role("heading", name=re.compile("like yours"))).to_be_visible()
        expect(page.get_by_role("link", name=voices.NOORS_TITLE, exact=True)).to_be_visible()
        page.get_by_role("link", name="Go on with mine").click()
        page.get_by_label("What happens today?").fill(voices.MAYAS_TODAY)
        page.get_by_label("What would be better?").fill(voices.MAYAS_BETTER)
        page.get_by_role("button", name="Go on").click()
        page.get_by_label("Your e-mail address").fill(MAYA)
        page.get_by_label("Your name").fill("Maya Okafor")
        page.get_by_role("button", name="Go on").click()
        expect(page.get_by_role("heading", name="Check before you send")).to_be_visible()
        expect(page.get_by_role("main")).to_contain_text(voices.MAYAS_TODAY)
        page.get_by_role("button", name="Send my idea").click()
        expect(page.get_by_role("heading", name="Check your e-mail")).to_be_visible()
        expect(page.get_by_text(re.compile(r"^FM-\d+$")).first).to_be_visible()

    def confirm(self) -> None:
        """Maya follows the link in her mail. Before that nobody else could read the idea."""
        with self.live.transaction() as db:
            self.idea_id = db.exec(select(Idea.id).where(Idea.title == voices.MAYAS_TITLE)).one()
        answer = self.noor.goto(f"/ideas/{self.idea_id}")
        assert answer is not None and answer.status == 404
        mail = words_of(self.live.post.wait_for(MAYA, "Confirm your idea"))
        self.maya.goto(first_link(mail, "/sign-in/"))
        self.maya.get_by_role("button", name="Publish my idea").click()
        expect(self.maya.get_by_role("heading", level=1, name=voices.MAYAS_TITLE)).to_be_visible()
        expect(self.maya.get_by_text("Your idea is published.")).to_be_visible()

    def sign_in(self, page: Page, email: str) -> None:
        """By the code in the mail."""
        page.goto("/sign-in")
        page.get_by_label("Your e-mail address").fill(email)
        page.get_by_role("button", name="Send me the e-mail").click()
        mail = words_of(self.live.post.wait_for(email, "Sign in"))
        code = re.search(r"\b\d{6}\b", mail)
        assert code is not None, mail
        page.get_by_label("The code in the mail").fill(code[0])
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_text("You are signed in.")).to_be_visible()

    def support(self) -> None:
        """Ben finds the idea by its words, says the same happened to him, and supports it. Maya is told."""
        page = self.ben
        self.sign_in(page, BEN)
        page.goto("/find")
        page.get_by_label("Words, or a number like").fill("appointment text message")
        page.get_by_role("button", name="Find").click()
        page.get_by_role("link", name=voices.MAYAS_TITLE).click()
        page.get_by_label("Add to the discussion").fill(voices.BENS_COMMENT)
        page.get_by_role("button", name="Add comment").click()
        expect(page.get_by_role("article").get_by_text(voices.BENS_COMMENT)).to_be_visible()
        page.get_by_role("button", name="Support this idea").click()
        expect(page.get_by_role("button", name="Withdraw my support")).to_be_visible()
        expect(page.get_by_text("person supports this")).to_be_visible()
        assert voices.BENS_COMMENT in words_of(self.live.post.wait_for(MAYA, "Somebody has written about"))

    def assigned(self) -> None:
        """The worker has found a theme for the idea, and the idea's page says which and why."""
        def has_theme(db: Session) -> bool:
            return db.get_one(Idea, self.idea_id).theme_id is not None

        self._wait(has_theme, SECONDS_TO_ASSIGN, "a theme for the idea")
        theme = self.theme()
        self.maya.goto(f"/ideas/{self.idea_id}")
        expect(self.maya.get_by_role("heading", name="Its theme")).to_be_visible()
        beside = self.maya.get_by_role("complementary")
        expect(beside.get_by_role("link", name=theme.title, exact=True).first).to_be_visible()
        expect(self.maya.locator("mark").first).to_be_visible()

    def theme(self) -> Theme:
        with self.live.transaction() as db:
            return db.get_one(Theme, db.get_one(Idea, self.idea_id).theme_id)

    def move_and_merge(self) -> None:
        """Ruth moves Maya's idea to another theme at the desk, and then makes one of the two."""
        page, before = self.ruth, self.theme()
        self.sign_in(page, RUTH)
        page.goto(f"/desk?call={self.call_id}")
        page.get_by_role("link", name=re.compile(re.escape(before.title))).first.click()
        expect(page.get_by_role("heading", level=1, name=before.title)).to_be_visible()
        other = page.get_by_label("Move to").locator("option").nth(2).inner_text()
        page.get_by_role("checkbox", name=f"Tick FM-{ideas.FIRST_REFERENCE + self.idea_id}").check()
        page.get_by_label("Move to").select_option(label=other)
        page.get_by_role("button", name="Move", exact=True).click()
        expect(page.get_by_text("Moved 1 idea. Your choice will stay.")).to_be_visible()
        assert self.theme().title == other
        page.get_by_role("link", name="Merge").click()
        choice = page.get_by_label("Which theme should it become part of?")
        wanted = choice.locator("option", has_text=other).first.get_attribute("value")
        choice.select_option(value=wanted)
        page.get_by_role("button", name="See what would happen").click()
        expect(page.get_by_role("heading", name="Merge these two themes?")).to_be_visible()
        page.get_by_role("button", name="Merge them").click()
        expect(page.get_by_text("The two themes are one now, with")).to_be_visible()
        expect(page.get_by_role("heading", level=1, name=other)).to_be_visible()

    def answer(self) -> None:
        """Ruth writes the answer, sees who will be told with which words, and publishes it once Omar approved."""
        page = self.ruth
        page.get_by_label("Decision").select_option(label="Doing it")
        page.get_by_label("In 200 characters").fill(voices.SUMMARY)
        page.get_by_label("In full").fill(voices.BODY)
        page.get_by_label("Signed by").fill("Ruth Ellison")
        page.get_by_label("Their role").fill("Head of outpatients")
        page.get_by_text("How will you know that it worked?").click()
        page.get_by_label("What you will measure").fill("Letters that come after the appointment")
        page.get_by_label("Value before", exact=True).fill("120")
        page.get_by_label("Day of the value before").fill(clock.today().isoformat())
        page.get_by_label("Where the figure comes from").fill("The post book")
        page.get_by_label("Value wanted", exact=True).fill("20")
        page.get_by_label("When it will be read").fill(clock.today().isoformat())
        page.get_by_role("button", name="Save and see who will be told").click()
        expect(page.get_by_role("heading", level=1, name=re.compile("will be told"))).to_be_visible()
        expect(page.get_by_role("main")).to_contain_text(self.passage_of(self.idea_id))
        self.approve()
        page.get_by_role("button", name=re.compile("Publish and tell")).click()
        expect(page.get_by_text("The answer is public")).to_be_visible()
        with self.live.transaction() as db:
            self.answer_path = f"/answers/{db.exec(select(Answer.id)).one()}"

    def approve(self) -> None:
        """Omar, whom Ruth asks to read it, finds it in his work and approves it."""
        self.ruth.get_by_label("Who reads it").select_option(label="Omar Aziz")
        self.ruth.get_by_role("button", name="Ask for a second reader").click()
        expect(self.ruth.get_by_role("main")).to_contain_text("It waits for Omar Aziz")
        self.sign_in(self.omar, OMAR)
        self.omar.goto("/desk/work")
        self.omar.get_by_role("region", name="Drafts to read").get_by_role("link").first.click()
        self.omar.get_by_role("button", name="I have read it: approve").click()
        expect(self.omar.get_by_role("main")).to_contain_text("read this text and approved it")
        self.ruth.reload()

    def passage_of(self, idea_id: int) -> str:
        """The words that the answer responds to: exactly what the stored text says at the stored place."""
        with self.live.transaction() as db:
            body = db.get_one(Idea, idea_id).body
            place = db.exec(select(Membership).where(Membership.idea_id == idea_id, col(Membership.primary))).one()
            assert place.words, f"idea {idea_id} has no passage"
            assert body[place.begins:place.ends] == place.words
            return place.words

    def reply(self) -> None:
        """Maya and Noor each read the answer beside their own words; Maya says that it answers part of her point."""
        with self.live.transaction() as db:
            noors = db.exec(select(Idea.id).where(Idea.title == voices.NOORS_TITLE)).one()
        for email, idea_id in ((MAYA, self.idea_id), (NOOR, noors)):
            mail = self.live.post.wait_for(email, "You have an answer")
            assert_quotes(words_of(mail), self.passage_of(idea_id))
            as_page = mail.get_body(("html",))
            assert as_page is not None
            seen = html.unescape(re.sub(r"<[^>]+>", " ", as_page.get_content()))
            assert flat(self.passage_of(idea_id)) in flat(seen)
        page = self.maya
        page.goto(first_link(words_of(self.live.post.wait_for(MAYA, "You have an answer")), "heard=partly"))
        expect(page.get_by_role("main")).to_contain_text(self.passage_of(self.idea_id))
        expect(page.get_by_label("It answers part of my point")).to_be_checked()
        page.get_by_label(re.compile("What is missing")).fill(voices.MAYAS_REPLY)
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_text("Thank you. What you said is counted.")).to_be_visible()

    def in_public(self) -> None:
        """Somebody who is not signed in sees the answer, how many say that it answers them, and how the idea stands."""
        visitor = self.arrive()
        visitor.goto(self.answer_path)
        main = visitor.get_by_role("main")
        expect(main).to_contain_text(voices.SUMMARY)
        expect(main).to_contain_text(re.compile(r"0 of \d+ people who were told say it answers their point"))
        expect(main).to_contain_text("Part of it")
        expect(main).not_to_contain_text(voices.MAYAS_REPLY)
        visitor.goto(f"/ideas/{self.idea_id}")
        expect(visitor.get_by_role("main")).to_contain_text(voices.SUMMARY)
        expect(visitor.get_by_role("main")).to_contain_text(re.compile("Answered"))

    def stored(self) -> Stored:
        with self.live.transaction() as db:
            idea = db.get_one(Idea, self.idea_id)
            place = db.exec(select(Membership).where(Membership.idea_id == idea.id, col(Membership.primary))).one()
            answer, theme = db.exec(select(Answer)).one(), db.get_one(Theme, idea.theme_id)
            people = {account.id: account.email for account in db.exec(select(accounts.Account)).all()}
            return Stored(
                idea=idea.model_dump(include={"title", "body", "status", "kind", "place", "author_private", "channel",
                                              "supports_count", "comments_count"}),
                theme=theme.title, passage=place.words, put_by_a_person=place.by_person,
                comments=[(people[c.author_id or 0], c.body) for c in db.exec(select(Comment)).all()],
                answer=answer.model_dump(
                    include={"verdict", "summary", "body", "signed_name", "signed_role", "told_count"}),
                replies=[(people[r.account_id], r.heard.value, r.sentence) for r in db.exec(select(Reply)).all()],
                told=Counter((people[n.account_id], n.kind) for n in db.exec(select(notifications.Notification)).all()),
                happened=Counter(db.exec(select(Event.kind)).all()), ideas_in_theme=theme.ideas_count,
            )


def confirmed(db: Session, email: str, name: str, role: Role = Role.CITIZEN) -> accounts.Account:
    account = accounts.known_by(db, email, name=name)
    accounts.confirm(db, account)
    team = teams.named(db, "Outpatients team", "Ellerford General") if role != Role.CITIZEN else None
    accounts.grant(db, account, role, team_id=team.id if team else None, by=None)
    return account
