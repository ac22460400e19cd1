"""Proposing an idea: what cannot be taken is said, kept and given back; a draft is its holder's alone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from models import calls, clock
from models.accounts import Account
from models.calls import Call
from models.drafts import Draft
from models.ideas import Idea
from models.statuses import CallState, Kind
from tests.cast import Cast
from tests.page import Site
from tests.proposing import BETTER, TITLE, TODAY, count, only_idea, up_to_check


@pytest.fixture
def call(db: Session) -> Call:
    made = Call(question="How can waiting be shorter?", can_change="x", cannot_change="y", decides="z",
                answer_by=clock.today(), state=CallState.OPEN)
    db.add(made)
    db.commit()
    return made


@pytest.mark.parametrize(("typed", "sentence"), [
    ("", "Enter a title for your idea."), ("  \n ", "Enter a title for your idea."),
    ("\u200b\u200b\u2060\u00ad\u200d", "Enter a title for your idea."), ("Hm", "at least 5 characters"),
    ("x" * 121, "Use 120 characters or fewer. You have written 121."),
    ("x" * 200_000, "Use 120 characters or fewer. You have written 200,000."),
])
def test_a_title_that_cannot_be_taken(db: Session, site: Site, typed: str, sentence: str) -> None:
    page = site.send(site.get("/ideas/new"), "/ideas/new", title=typed, expect=422)

    assert sentence in page and page.title.startswith("Error:") and 'href="#field-title"' in page.html
    assert count(db, Draft) == 0


@pytest.mark.parametrize(("today", "better", "place", "sentence"), [
    ("", BETTER, "", "Enter what happens today."), (TODAY, "", "", "Enter what would be better."),
    ("\u2060" * 40, BETTER, "", "Enter what happens today."), ("Bad.", BETTER, "", "at least 10 characters"),
    ("x" * 5000, BETTER, "", "Use 4,999 characters or fewer. You have written 5,000."),
    (TODAY, BETTER, "p" * 101, "Use 100 characters or fewer. You have written 101."),
])
def test_details_that_cannot_be_taken_are_given_back(
    db: Session, site: Site, today: str, better: str, place: str, sentence: str
) -> None:
    site.send(site.get("/ideas/new"), "/ideas/new", title=TITLE)
    path = f"/ideas/drafts/{db.exec(select(Draft)).one().key}/details"

    page = site.send(site.get(path), "/details", today=today, better=better, place=place, expect=422)

    assert sentence in page
    fields = page.form("/details")["fields"]
    assert (fields["today"].strip(), fields["better"].strip(), fields["place"]) == (today, better, place)


@pytest.mark.parametrize(("typed", "sentence"), [
    ({"email": "", "name": "Lena"}, "Enter your e-mail address."),
    ({"email": "lena", "name": "Lena"}, "Enter an e-mail address like"),
    ({"email": "lena@example.org", "name": ""}, "Enter your name, or tick"),
    ({"email": "lena@example.org", "name": "\u200b\u2060"}, "Enter your name, or tick"),
    ({"email": "lena@example.org", "name": "Lena \u202efox"}, "turn the direction"),
    ({"email": "lena@example.org", "name": "x" * 81}, "Use 80 characters or fewer. You have written 81."),
])
def test_contact_that_cannot_be_taken_is_given_back(
    db: Session, site: Site, typed: dict[str, str], sentence: str
) -> None:
    site.send(site.get("/ideas/new"), "/ideas/new", title=TITLE)
    path = f"/ideas/drafts/{db.exec(select(Draft)).one().key}/contact"

    page = site.send(site.get(path), "/contact", expect=422, **typed)

    assert sentence in page and {k: page.form("/contact")["fields"][k] for k in typed} == typed


def test_no_question_can_be_left_out(db: Session, site: Site) -> None:
    site.send(site.get("/ideas/new"), "/ideas/new", title=TITLE)
    key = db.exec(select(Draft)).one().key

    draft = f"/ideas/drafts/{key}"
    early = [site.get(f"{draft}/check", expect=303), site.post(f"{draft}/check"), site.get(f"{draft}/sent", expect=303)]
    for page in early:
        assert page.response.headers["location"] == f"{draft}/details"
    assert count(db, Idea) == 0


@pytest.mark.parametrize("key", ["unknown", "x" * 24, "x" * 3000, "%00", "é", "..%2f..%2fetc"])
def test_an_unknown_draft_does_not_exist(site: Site, key: str) -> None:
    for step in ("title", "similar", "details", "improvement", "contact", "check", "sent"):
        site.get(f"/ideas/drafts/{key}/{step}", expect=404)
    for step in ("title", "details", "improvement", "contact", "check"):
        site.post(f"/ideas/drafts/{key}/{step}", expect=404)


def test_an_old_draft_does_not_exist(db: Session, site: Site) -> None:
    page = up_to_check(site)
    db.exec(select(Draft)).one().begun_at = clock.now() - timedelta(days=15)
    db.commit()

    site.get(page.response.url.path, expect=404)


def test_mayas_draft_is_mayas_alone(db: Session, sign_in: Callable[[Account], Site], site: Site, people: Cast) -> None:
    path = up_to_check(sign_in(people.maya)).response.url.path

    sign_in(people.ben).get(path, expect=404)
    sign_in(people.anna).post(path, expect=404)
    assert site.get(path, expect=303).response.headers["location"].startswith("/sign-in?next=%2Fideas%2Fdrafts")
    assert count(db, Idea) == 0


def test_an_address_cannot_choose_the_key_of_somebodys_draft(db: Session, site: Site) -> None:
    chosen = "a" * 24
    site.send(site.get(f"/ideas/new?key={chosen}"), "/ideas/new", title=TITLE)

    assert db.exec(select(Draft)).one().key != chosen


def test_an_idea_for_a_call_says_which(db: Session, site: Site, call: Call) -> None:
    page = site.get(f"/ideas/new?call={call.id}")
    assert call.question in page

    site.send(up_to_check(site, path=f"/ideas/new?call={call.id}"), "/check")
    assert only_idea(db).call_id == call.id


@pytest.mark.parametrize("asked", ["0", "-1", "999999", "99999999999", "x", "1' OR 1=1"])
def test_a_call_that_there_is_not(site: Site, call: Call, asked: str) -> None:
    site.get("/ideas/new", expect=404, params={"call": asked})


def test_a_call_that_is_a_draft_does_not_exist_for_others(db: Session, site: Site, call: Call) -> None:
    call.state = CallState.DRAFT
    db.commit()

    site.get(f"/ideas/new?call={call.id}", expect=404)


def test_a_closed_call_takes_no_ideas_and_says_so(db: Session, site: Site, call: Call, people: Cast) -> None:
    page = site.get(f"/ideas/new?call={call.id}")
    calls.close(db, call, by=people.ruth)
    db.commit()

    assert "takes no more ideas" in site.get(f"/ideas/new?call={call.id}", expect=409)
    refused = site.send(page, "/ideas/new", title=TITLE, expect=409)
    assert "takes no more ideas" in refused and f'value="{TITLE}"' in refused.html
    site.send(refused, "/ideas/new")
    assert db.exec(select(Draft)).one().call_id is None


def test_a_call_that_closes_on_the_way_loses_nothing(db: Session, site: Site, call: Call, people: Cast) -> None:
    page = up_to_check(site, path=f"/ideas/new?call={call.id}")
    calls.close(db, call, by=people.ruth)
    db.commit()

    refused = site.send(page, "/check", expect=409)
    assert "This call has closed since you began" in refused and TODAY in refused
    assert count(db, Idea) == 0
    site.send(refused, "/check")
    assert only_idea(db).call_id is None


def test_a_call_whose_last_day_passes_on_the_way_takes_no_more_before_any_job_has_closed_it(
    db: Session, site: Site, call: Call
) -> None:
    page = up_to_check(site, path=f"/ideas/new?call={call.id}")
    call.closes_on = clock.today() - timedelta(days=1)
    db.commit()

    refused = site.send(page, "/check", expect=409)
    assert "This call has closed since you began" in refused and TODAY in refused
    assert "takes no more ideas" in site.get(f"/ideas/new?call={call.id}", expect=409)
    site.send(refused, "/check")
    assert only_idea(db).call_id is None


def test_an_improvement_is_for_staff(site: Site, sign_in: Callable[[Account], Site], people: Cast) -> None:
    site.get("/ideas/new?kind=improvement", expect=303)
    sign_in(people.maya).get("/ideas/new?kind=improvement", expect=404)
    sign_in(people.maya).post("/ideas/new?kind=improvement", {"title": TITLE}, expect=404)
    assert "improvement" in sign_in(people.ruth).get("/ideas/new?kind=improvement")


def test_a_kind_that_there_is_not_is_an_idea(db: Session, site: Site) -> None:
    site.send(site.get("/ideas/new?kind=x"), "/ideas/new", title=TITLE)

    assert db.exec(select(Draft)).one().kind == Kind.IDEA


def test_the_eleventh_idea_of_an_address_has_to_wait_and_is_kept(db: Session, site: Site, people: Cast) -> None:
    for n in range(10):
        site.send(up_to_check(site, title=f"Bench number {n}"), "/check")
    page = up_to_check(site)

    site.send(page, "/check", expect=429)

    assert count(db, Idea) == 10
    assert TITLE in site.get(page.response.url.path)


def test_those_who_type_mayas_address_do_not_stop_maya(
    db: Session, site: Site, sign_in: Callable[[Account], Site], people: Cast
) -> None:
    maya = sign_in(people.maya)
    page = up_to_check(maya)
    for _ in range(10):
        contact = site.get(up_to_check(site).response.url.path.replace("check", "contact"))
        site.send(site.follow(site.send(contact, "/contact", email=people.maya.email)), "/check")

    maya.send(page, "/check")
    assert count(db, Idea) == 11
