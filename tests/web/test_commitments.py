"""Promises in public and at the desk: what was promised, every day it was promised for, and how it ended."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from models import clock, commitments, decisions, subscriptions
from models.accounts import Account
from models.answers import Answer
from models.commitments import Commitment, Progress
from models.decisions import DecisionKind
from models.history import Event
from models.statuses import MailChoice
from models.wording import day
from tests import scenes
from tests.cast import Cast
from tests.page import Site
from web.kit import paging

SignIn = Callable[[Account], Site]
Queries = Callable[[], AbstractContextManager[list[str]]]


def days(count: int) -> str:
    return (clock.today() + timedelta(days=count)).isoformat()


@pytest.fixture
def answer(db: Session, people: Cast) -> Answer:
    call = scenes.call(db, people)
    theme = scenes.theme(db, call.id)
    mine = scenes.idea(db, people.maya, call_id=call.id)
    scenes.grouped(db, theme, mine)
    subscriptions.follow(db, people.tom, idea_id=mine.id)
    return scenes.published(db, people, theme=theme)


@pytest.fixture
def promise(db: Session, people: Cast, answer: Answer) -> Commitment:
    made = commitments.make(db, answer, promise="Two more people", who="Outpatients",
                            due_on=clock.today() + timedelta(days=30), by=people.ruth)
    db.commit()
    return made


def test_what_is_promised_afterwards_has_a_day(sign_in: SignIn, people: Cast, answer: Answer, db: Session) -> None:
    db.commit()
    desk, here = sign_in(people.ruth), f"/desk/answers/{answer.id}"

    wrong = desk.send(desk.get(here), "/commitments", promise="", due_on="", expect=422)
    assert "Enter what you promise." in wrong and "Enter the day by which it will be done." in wrong
    desk.send(wrong, "/commitments", promise="A ramp", due_on=days(9))

    assert [row.due_on for row in db.exec(commitments.of_answer(answer.id))] == [clock.today() + timedelta(days=9)]


def test_where_nobody_can_be_mailed_no_telling_is_offered(
    db: Session, sign_in: SignIn, people: Cast, promise: Commitment
) -> None:
    for person in (people.maya, people.tom):
        person.mail_choice = MailChoice.NEVER
    db.commit()

    page = sign_in(people.ruth).get(f"/desk/commitments/{promise.id}")

    assert "Move it: mail nobody" in page and "0 people" not in page and ": tell" not in page
    assert "2 people have asked for no e-mails" in page


def test_a_slip_needs_a_reason_and_stays_readable(
    db: Session, site: Site, sign_in: SignIn, people: Cast, promise: Commitment
) -> None:
    desk, before = sign_in(people.ruth), promise.due_on
    page = desk.get(f"/desk/commitments/{promise.id}")
    assert "Move it: tell 2 people" in page

    wrong = desk.send(page, "/day", due_on=days(60), expect=422)
    assert "Enter why it needs another day." in wrong
    assert wrong.form("/day")["fields"]["due_on"] == days(60)
    assert "Enter the new day." in desk.send(page, "/day", moved_because="Late.", expect=422)
    assert "Enter another day" in desk.send(page, "/day", due_on=days(30), moved_because="Late.", expect=422)
    assert "from today on" in desk.send(page, "/day", due_on=days(-1), moved_because="Late.", expect=422)
    moved = desk.follow(desk.send(page, "/day", due_on=days(60), moved_because="Nobody applied.", tell="yes"))

    assert "The people who asked for it are being told." in moved
    public = site.get(f"/commitments/{promise.id}")
    assert f"Moved from {day(before)} to" in public and "Nobody applied." in public
    assert "Nobody applied." in site.get(f"/answers/{promise.answer_id}")
    assert "Nobody applied." in site.get("/roadmap")


def test_a_day_moved_by_somebody_else_meanwhile_keeps_what_was_typed(
    db: Session, sign_in: SignIn, people: Cast, promise: Commitment, answer: Answer
) -> None:
    desk = sign_in(people.ruth)
    page = desk.get(f"/desk/commitments/{promise.id}")
    commitments.move(db, promise, answer, due_on=clock.today() + timedelta(days=90), because="A strike.",
                     seen=promise.due_on, by=people.anna)
    db.commit()

    both = desk.send(page, "/day", due_on=days(60), moved_because="Nobody applied.", expect=409)

    assert "Somebody else moved this promise meanwhile" in both and "A strike." in both
    assert both.form("/day")["fields"]["moved_because"].strip() == "Nobody applied."
    desk.send(both, "/day", due_on=days(60), moved_because="Nobody applied.")
    db.refresh(promise)
    assert promise.due_on == clock.today() + timedelta(days=60)


def test_wrong_words_of_a_promise_are_put_right_with_a_reason_in_public(
    db: Session, site: Site, sign_in: SignIn, people: Cast, promise: Commitment, queries: Queries
) -> None:
    desk, due = sign_in(people.ruth), promise.due_on
    page = desk.get(f"/desk/commitments/{promise.id}")
    assert f"/desk/commitments/{promise.id}" in desk.get(f"/desk/answers/{promise.answer_id}/amendment").html
    assert "Put it right: tell 2 people" in page and page.form("/wording")["fields"]["promise"] == "Two more people"

    assert "Enter why it was wrong." in desk.send(page, "/wording", promise="Three more people", expect=422)
    assert "Enter other words" in desk.send(page, "/wording", reworded_because="A slip.", expect=422)
    right = {"promise": "Three more people", "reworded_because": "A slip.", "tell": "no"}
    done = desk.follow(desk.send(page, "/wording", **right))
    late = desk.send(page, "/wording", promise="Four more", reworded_because="Mine.", expect=409)

    assert "Nobody was mailed." in done
    assert "Somebody else put this promise right meanwhile" in late
    assert late.form("/wording")["fields"]["promise"] == "Four more"
    for path in (f"/commitments/{promise.id}", f"/answers/{promise.answer_id}"):
        public = site.get(path)
        assert "Three more people" in public and "It was: “Two more people”, Outpatients" in public
        assert "A slip." in public and day(due) in public
    with queries() as asked:
        desk.get(f"/desk/commitments/{promise.id}")
    assert sum("SELECT progress.id" in query for query in asked) == 1  # not a second time to count them
    theme_id = db.exec(select(Answer.theme_id)).one()
    assert "put the words of a promise right" in desk.get(f"/desk/themes/{theme_id}/journal")
    assert "Put right. It was" in site.get(f"/answers/{promise.answer_id}.atom")
    sign_in(people.maya).post(f"/desk/commitments/{promise.id}/wording", {"promise": "Mine"}, expect=404)


def test_it_is_done_when_somebody_says_how_that_can_be_seen(
    db: Session, site: Site, sign_in: SignIn, people: Cast, promise: Commitment
) -> None:
    desk = sign_in(people.ruth)
    page = desk.get(f"/desk/commitments/{promise.id}")
    desk.send(page, "/beginning")
    desk.send(page, "/notes", sentence="Both were chosen.")

    assert "Enter how anybody can see that it is done." in desk.send(page, "/delivery", expect=422)
    for bad in ("javascript:alert(1)", "example.org", "https://a b", 'https://a.b/"x'):
        refused = desk.send(page, "/delivery", evidence="They answer.", link=bad, expect=422)
        assert "Enter an address that begins with https://" in refused
    done = desk.send(page, "/delivery", evidence="They answer.", link="https://example.org/rota?week=2", tell="no")

    assert "Nobody was mailed." in desk.follow(done)
    public = site.get(f"/commitments/{promise.id}")
    said = "Done on", "They answer.", "https://example.org/rota?week=2", "Work on it began", "Both were chosen."
    for words in said:
        assert words in public
    told = db.exec(select(Event).where(Event.kind == "commitment.delivered")).one()
    assert told.data["tell"] is False


def test_a_promise_is_dropped_with_a_reason_and_nothing_comes_after(
    db: Session, site: Site, sign_in: SignIn, people: Cast, promise: Commitment
) -> None:
    desk = sign_in(people.ruth)
    page = desk.get(f"/desk/commitments/{promise.id}")

    assert "Enter why it will not be done." in desk.send(page, "/dropping", expect=422)
    desk.send(page, "/dropping", dropped_because="The money went elsewhere.")
    late = desk.follow(desk.send(page, "/delivery", evidence="They answer."))

    assert "Somebody else ended or published this promise meanwhile" in late
    assert "Why it will not be done" in site.get(f"/commitments/{promise.id}")
    assert "The money went elsewhere." in site.get("/roadmap?state=dropped")
    assert "No promise fits" in site.get("/roadmap?state=delivered")
    assert len(db.exec(select(Progress)).all()) == 1


def test_what_only_the_desk_may_see_or_change_is_not_there_for_others(
    db: Session, site: Site, sign_in: SignIn, people: Cast, promise: Commitment
) -> None:
    draft = scenes.draft(db, people, theme=scenes.theme(db, None, title="Letters"))
    secret = commitments.make(db, draft, promise="A secret", who="", due_on=None, by=people.ruth)
    db.commit()

    site.get(f"/commitments/{secret.id}", expect=404)
    assert "A secret" not in site.get("/roadmap")
    for person in (people.maya, people.tom, people.dev):
        sign_in(person).get(f"/desk/commitments/{promise.id}", expect=404)
        sign_in(person).post(f"/desk/commitments/{promise.id}/dropping", {"dropped_because": "No."}, expect=404)
    desk = sign_in(people.ruth)
    page = desk.get(f"/desk/commitments/{secret.id}")
    desk.post(f"/desk/commitments/{secret.id}/delivery", {"evidence": "Done."}, expect=404)
    assert "The promise is taken out of the draft." in desk.follow(desk.send(page, "/withdrawal"))


def test_the_promise_of_an_answer_to_a_hidden_idea_is_hidden_with_it(
    db: Session, site: Site, people: Cast
) -> None:
    idea = scenes.idea(db, people.maya)
    answer = scenes.published(db, people, idea=idea)
    promise = commitments.make(db, answer, promise="A ramp", who="", due_on=None, by=people.ruth)
    db.commit()
    assert "A ramp" in site.get("/roadmap")

    decisions.decide(db, DecisionKind.HIDE, idea, None, reason="It names a driver.", by=people.dev)
    db.commit()

    site.get(f"/commitments/{promise.id}", expect=404)
    assert "Nothing has been promised yet" in site.get("/roadmap")


def test_the_roadmap_goes_on_after_a_page_and_is_data_too(
    db: Session, site: Site, people: Cast, answer: Answer, queries: Queries
) -> None:
    assert "Nothing has been promised yet" in site.get("/roadmap")
    for n in range(paging.SIZE + 1):
        commitments.make(db, answer, promise=f"Promise {n:02}", who="", due_on=clock.today() + timedelta(days=n),
                         by=people.ruth)
    db.commit()

    with queries() as asked:
        first = site.get("/roadmap")
    assert len(asked) <= 6
    second = site.get(first.html.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&"))

    assert f"Promise {paging.SIZE - 1:02}" in first and f"Promise {paging.SIZE}" not in first
    assert f"Promise {paging.SIZE}" in second and "Promise 00" not in second
    rows = site.get("/roadmap.json").response.json()["items"]
    assert len(rows) == paging.SIZE + 1 and rows[0]["state"] == "planned" and not rows[0]["late"]
    assert "Promise 00" in site.get("/roadmap.csv") and "Promise 00" in site.get("/roadmap.atom")
    assert site.get(f"/commitments/{rows[0]['id']}.json").response.json()["progress"] == []
    assert "No promise fits" in site.get("/roadmap?call=999999")


def test_a_late_promise_is_marked(db: Session, site: Site, people: Cast, answer: Answer) -> None:
    commitments.make(db, answer, promise="A bench", who="", due_on=clock.today(), by=people.ruth)
    commitments.make(db, answer, promise="A lamp", who="", due_on=clock.today() - timedelta(days=1), by=people.ruth)
    db.commit()

    assert site.get("/roadmap").html.count("Late: it was promised for") == 1
    assert [row["late"] for row in site.get("/roadmap.json").response.json()["items"]] == [True, False]


def test_what_is_done_after_the_first_day_is_late_everywhere_the_same(
    db: Session, site: Site, people: Cast, answer: Answer, sign_in: SignIn
) -> None:
    """One whose day passed in silence, one that was moved openly, and one that was done in time."""
    then = clock.now() - timedelta(days=40)
    with clock.at(then):
        due = clock.today() + timedelta(days=20)
        silent, moved, early = (commitments.make(db, answer, promise=words, who="", due_on=due, by=people.ruth)
                                for words in ("A bench", "A lamp", "A ramp"))
        commitments.move(db, moved, answer, due_on=due + timedelta(days=90), because="No lamps.", seen=due,
                         by=people.ruth)
        commitments.deliver(db, early, answer, evidence="It is there.", by=people.ruth)
    for one in (silent, moved):
        commitments.deliver(db, one, answer, evidence="It is there.", by=people.ruth)
    db.commit()

    late = f"Done on {day(clock.today())}, 20 days late"
    in_time = f"Done on {day(then)}, 20 days early"
    for path in ("/roadmap", f"/answers/{answer.id}"):
        page = site.get(path).text
        assert (page.count(late), page.count(in_time)) == (2, 1), path
    for one in (silent, moved):
        assert late in site.get(f"/commitments/{one.id}")
        assert late in sign_in(people.ruth).get(f"/desk/commitments/{one.id}")
    assert late.replace("Done", "done") in site.get(f"/answers/{answer.id}/case")
    assert "Delivered 3, 2 of them late" in site.get("/roadmap")
    rows = site.get("/roadmap.json?state=delivered").response.json()["items"]
    assert sorted(row["promise"] for row in rows if row["kept_late"]) == ["A bench", "A lamp"]
    of_all = site.get("/figures.json").response.json()["items"][0]
    assert (of_all["delivered"], of_all["kept_late"]) == (3, 2)
    assert "2 of 3" in site.get("/figures")
