"""The answers to a call, what was promised in them and what came of it, as the people of `year` live it."""

import re
from datetime import timedelta

from playwright.sync_api import Locator, Page, expect
from sqlmodel import Session, col, select

from models import answers, clock, reviews
from models.accounts import Account
from models.answers import Answer
from models.commitments import Commitment
from models.ideas import Idea
from models.memberships import Membership
from models.outcomes import Outcome
from models.statuses import WAITING, MailChoice, Verdict
from models.themes import Theme
from tests.journeys import passing
from tests.journeys.letters import assert_quotes
from tests.journeys.living import words_of
from tests.journeys.year import MAYA, OMAR, PHONE, RUTH, Year

ANSWERED = 3
PROMISE = "A text goes out two days before each appointment"


class Answered(Year):
    def largest(self) -> list[int]:
        """The theme of the six, and the two largest others."""
        with self.live.transaction() as db:
            mine = self.theme_of(MAYA)
            others = select(Theme.id).where(Theme.call_id == self.call_id, Theme.id != mine)
            others = others.where(col(Theme.merged_into_id).is_(None), col(Theme.retired_at).is_(None))
            return [mine, *db.exec(others.order_by(col(Theme.ideas_count).desc(), col(Theme.id)).limit(ANSWERED - 1))]

    def answer(self) -> None:
        """Ruth writes three answers, Omar reads and approves them, and she publishes them together."""
        page = self.sign_in(RUTH)
        for number, theme_id in enumerate(self.largest()):
            page.goto(f"/desk/themes/{theme_id}")
            self._write(page, first=number == 0)
            expect(page.get_by_role("heading", level=1, name=re.compile("will be told"))).to_be_visible()
            self.answer_ids.append(int(re.findall(r"/desk/answers/(\d+)", page.url)[0]))
            page.get_by_role("button", name="Ask for a second reader").click()
        reader = self.sign_in(OMAR)
        for answer_id in self.answer_ids:
            reader.goto(f"/desk/answers/{answer_id}/preview")
            reader.get_by_role("button", name="I have read it: approve").click()
            expect(reader.get_by_role("main")).to_contain_text("read this text and approved it")
        page.goto("/desk/publication")
        for answer_id in self.answer_ids:
            page.locator(f"#answers-{answer_id}").check()
        page.get_by_role("button", name="Publish now").click()
        with self.live.transaction() as db:
            assert all(db.get_one(Answer, answer_id).published for answer_id in self.answer_ids)
        passing.until_done(self.live)

    def _write(self, page: Page, *, first: bool) -> None:
        def fill(label: str, words: str) -> None:
            page.get_by_label(label, exact=True).first.fill(words)

        page.get_by_label("Decision").select_option(label="Doing it" if first else "Not doing it")
        fill("In 200 characters", "Everybody is told two days before." if first else "Not this year.")
        fill("In full", "You lost appointments because letters came late. From spring a text goes out two days before."
             if first else "We read every idea. There is no money for it this year, and we say so now.")
        fill("Signed by", "Ruth Ellison")
        fill("Their role", "Head of outpatients")
        if first:
            self._open(page.locator("details:has(#field-promise) > summary"))
            fill("What will be done", PROMISE)
            fill("Who does it", "The outpatients team")
            fill("By when", (clock.today() + timedelta(60)).isoformat())
            self._open(page.locator("details:has(#field-measure) > summary"))
            fill("What you will measure", "Missed appointments in a month")
            fill("Value before", "120")
            fill("Day of the value before", clock.today().isoformat())
            fill("Where the figure comes from", "The booking system")
            fill("Value wanted", "80")
            fill("When it will be read", (clock.today() + timedelta(120)).isoformat())
        page.get_by_role("button", name="Save and see who will be told").click()

    def _open(self, summary: Locator) -> None:
        if summary.count():
            summary.first.click()

    def each_has_their_answer(self) -> None:
        """By rows, not by what the site would say: one mail a person and answer, with all that they wrote quoted."""
        with self.live.transaction() as db:
            for answer_id in self.answer_ids:
                answer = db.get_one(Answer, answer_id)
                rows = db.exec(
                    select(Account.email, Idea.body, Membership).join(Idea, col(Idea.author_id) == Account.id)
                    .join(Membership, (col(Membership.idea_id) == Idea.id) & col(Membership.primary))
                    .where(Membership.theme_id == answer.theme_id, Account.mail_choice == MailChoice.AT_ONCE)).all()
                title = db.get_one(Theme, answer.theme_id).title
                assert rows
                for email, body, place in rows:
                    assert body[place.begins:place.ends] == place.words
                    subject = f"You have an answer: “{title}”"
                    told = [mail for mail in self.live.post.to(email) if mail["Subject"] == subject]
                    assert len(told) == 1, (email, title, len(told))
                    if place.words:
                        assert_quotes(words_of(told[0]), place.words)

    def iris_is_rung(self) -> None:
        page = self.sign_in(RUTH)
        page.goto(f"/desk/answers/{self.answer_ids[0]}/outreach")
        person = page.get_by_role("listitem").filter(has_text=self.references["iris"])
        expect(person).to_contain_text(PHONE)
        expect(person).to_contain_text("appointment")
        person.get_by_role("button", name=re.compile("^Reached")).click()
        expect(page.get_by_role("main")).to_contain_text("1 call got through")

    def promise(self) -> Page:
        with self.live.transaction() as db:
            commitment = db.exec(select(Commitment.id).where(Commitment.promise == PROMISE)).one()
        page = self.sign_in(RUTH)
        page.goto(f"/desk/commitments/{commitment}")
        return page

    def move_the_day(self) -> None:
        page = self.promise()
        self._open(page.locator("details:has(#field-due_on) > summary"))
        page.get_by_label("The new day").fill((clock.today() + timedelta(40)).isoformat())
        page.get_by_label("Why?").fill("The firm that sends the texts changed.")
        page.get_by_role("button", name="Move it: tell").click()
        passing.until_done(self.live)

    def deliver(self) -> None:
        page = self.promise()
        self._open(page.locator("details:has(#field-evidence) > summary"))
        page.get_by_label("How can anybody see that it is done?").fill("The first texts went out on Monday.")
        page.get_by_role("button", name="It is done: tell").click()
        passing.until_done(self.live)

    def measure(self, value: str) -> None:
        with self.live.transaction() as db:
            outcome = db.exec(select(Outcome.id).where(Outcome.answer_id == self.answer_ids[0])).one()
        page = self.sign_in(RUTH)
        page.goto(f"/desk/outcomes/{outcome}")
        page.get_by_label("Value", exact=True).fill(value)
        page.get_by_label("Read on").fill(clock.today().isoformat())
        page.get_by_label("Where the figure comes from").fill("The booking system")
        page.get_by_label("High", exact=False).first.check()
        page.get_by_role("button", name="Keep the reading").click()
        passing.until_done(self.live)

    def close(self) -> None:
        """Not before every theme has an outcome: the rest is answered by the same verbs, without the browser."""
        page = self.sign_in(RUTH)
        page.goto(f"/calls/{self.call_id}")
        page.locator("#call-answered").click()
        expect(page.get_by_text("This call is not answered yet")).to_be_visible()
        with self.live.transaction() as db:
            self._answer_the_rest(db)
        page.goto(f"/calls/{self.call_id}")
        page.locator("#call-answered").click()
        expect(page.get_by_role("main")).to_contain_text("We did")
        passing.until_done(self.live)

    def _answer_the_rest(self, db: Session) -> None:
        ruth, omar = (db.exec(select(Account).where(Account.email == email)).one() for email in (RUTH, OMAR))
        waits = select(Idea.theme_id, Idea.id).where(Idea.call_id == self.call_id, col(Idea.status).in_(WAITING))
        rest = {(theme_id, None if theme_id else idea_id) for theme_id, idea_id in db.exec(waits)}
        for theme_id, idea_id in sorted(rest, key=str):
            answer = answers.draft(db, theme_id=theme_id, idea_id=idea_id, by=ruth, verdict=Verdict.NO,
                                   summary="Not this year.", body="There is no money for it this year.",
                                   signed_name="Ruth Ellison", signed_role="Head of outpatients")
            reviews.ask(db, answer, by=ruth)
            reviews.approve(db, answer, by=omar, seen=answer.saved_at)
            answers.publish(db, answer, by=ruth)
