"""What the desk's lists show and leave out, their order, and what decides a proposal."""

import html
import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlmodel import Session

from models import answers, calls, clock, commitments, decisions, desk_counts, groupings, ideas, outcomes
from models.accounts import Account
from models.calls import Call
from models.changes import Change, ChangeKind
from models.decisions import DecisionKind
from models.themes import Theme
from tests import scenes
from tests.cast import Cast
from tests.page import Site

SignIn = Callable[[Account], Site]
Told = tuple[Call, Theme]


@pytest.fixture
def told(db: Session, people: Cast) -> Told:
    call = scenes.call(db, people)
    theme = scenes.theme(db, call.id)
    db.commit()
    return call, theme


def test_a_desk_without_a_call_counts_what_waits_and_says_how_a_call_is_begun(
    db: Session, sign_in: SignIn, people: Cast
) -> None:
    empty = sign_in(people.ruth).get("/desk")
    assert "No call has been written yet" in empty and "Nothing waits for an answer" in empty

    scenes.idea(db, people.maya)
    db.commit()
    waiting = sign_in(people.ruth).get("/desk")
    assert "No call has been written yet" in waiting and "Single ideas 1" in waiting.text


def test_the_theme_that_waits_longest_comes_first_or_the_one_that_is_due(
    db: Session, sign_in: SignIn, people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    soon, late = scenes.call(db, people), scenes.call(db, people, question="What about our letters?")
    late.answer_by = clock.today() + timedelta(days=90)
    for title, call, days, taken_back in (("Three days", soon, 3, False), ("Nine days", late, 9, False),
                                          ("Twenty days", soon, 20, False), ("Nobody waits", soon, 40, True)):
        theme, mine = scenes.theme(db, call.id, title=title), scenes.idea(db, people.maya, call_id=call.id)
        scenes.grouped(db, theme, mine, scenes.idea(db, people.ben, call_id=call.id))
        mine.proposed_at = clock.now() - timedelta(days=days)
        if taken_back:
            ideas.withdraw(db, mine, by=people.maya)
    db.commit()
    desk = sign_in(people.ruth)

    def names(path: str) -> list[str]:
        return re.findall(r"<b><bdi>(.*?)</bdi></b>", desk.get(path).html)

    longest = ["Twenty days", "Nine days", "Three days", "Nobody waits"]
    assert names("/desk") == names("/desk?sort=waiting") == longest
    assert names("/desk?sort=due")[-1] == "Nine days"
    assert names("/desk?sort=growth")[0] == "Three days"  # the only one with two ideas of this week
    assert "first asked 20 days ago" in desk.get("/desk")
    monkeypatch.setattr("web.desk.QUEUE_SIZE", 3)
    rest = re.search(r'href="([^"]*after=[^"]*)"', desk.get("/desk?sort=waiting&call=").html)
    assert rest and names(html.unescape(rest[1])) == longest[3:]
    assert "Go to the beginning" in desk.get(html.unescape(rest[1])) and "Go to the beginning" not in desk.get("/desk")
    rest = re.search(r'href="([^"]*after=[^"]*)"', desk.get("/desk?sort=growth&call=").html)
    assert rest and {*names("/desk?sort=growth"), *names(html.unescape(rest[1]))} == set(longest)


def test_an_idea_that_fewer_sent_than_its_closed_call_answers_does_not_wait_at_the_desk(
    db: Session, people: Cast, sign_in: SignIn
) -> None:
    call = scenes.call(db, people)
    call.fewest = 5
    idea = scenes.idea(db, people.maya, call_id=call.id, title="Lamps on the towpath")
    db.commit()
    ruth = sign_in(people.ruth)
    assert idea.title in ruth.get("/desk/ideas")

    calls.close(db, call, by=people.ruth)
    db.commit()
    assert desk_counts.tally(db, call.id, people.ruth).single_waiting == 0
    assert idea.title not in ruth.get("/desk/ideas")
    ruth.get(f"/desk/ideas/{idea.id}")


def test_what_was_hidden_or_taken_back_is_not_read_at_the_desk(
    db: Session, sign_in: SignIn, people: Cast, told: Told
) -> None:
    call, theme = told
    hidden, back = (scenes.idea(db, people.ben, title=f"The {word} one", body=f"The {word} words.", call_id=call.id)
                    for word in ("hidden", "withdrawn"))
    shown = scenes.idea(db, people.ben, body="The shown words.", call_id=call.id)
    more = [scenes.idea(db, people.ben, call_id=call.id) for _ in range(2)]
    run, ids = groupings.ask(db, call.id, by=None), [one.id for one in (hidden, back, shown, *more)]
    db.add(Change(grouping_id=run.id, call_id=call.id, kind=ChangeKind.MOVE, confidence=0.9, reason="Alike.",
                  other_theme_id=theme.id, idea_ids=ids))
    given = scenes.published(db, people, idea=hidden)
    commitments.make(db, given, promise="A bench", who="", due_on=None, by=people.ruth)
    decisions.decide(db, DecisionKind.HIDE, hidden, None, reason="It names a nurse.", by=people.dev)
    ideas.withdraw(db, back, by=people.ben)
    db.commit()
    desk = sign_in(people.ruth)

    for path in ("/desk/changes", "/desk/promises", f"/desk/answers/{given.id}", f"/desk/answers/{given.id}/preview"):
        page = desk.get(path)
        assert "The hidden" not in page, path
        assert "The withdrawn" not in page, path
    assert "The shown words." in desk.get("/desk/changes")
    assert hidden.reference in desk.get("/desk/promises")


def test_the_tab_counts_every_promise_and_measure_that_its_list_shows(
    db: Session, sign_in: SignIn, people: Cast, told: Told
) -> None:
    answer = scenes.draft(db, people, theme=told[1])
    kept, _ = (commitments.make(db, answer, promise=words, who="", due_on=None, by=people.ruth)
               for words in ("A bench", "A lamp"))
    outcomes.expect(db, answer, measure="Falls", unit="", baseline=4, baseline_on=clock.today(), baseline_source="",
                    target=None, read_by=None, by=people.ruth)
    answers.publish(db, answer, by=people.ruth)
    db.commit()
    desk = sign_in(people.ruth)

    for change, left in ((lambda: None, 3), (lambda: commitments.deliver(db, kept, answer, by=people.ruth), 2)):
        change()
        db.commit()
        page = desk.get("/desk/promises")
        assert f"Promises and measures {left}" in page.text and page.html.count("<li><span><a ") == left


@pytest.mark.parametrize("before", ["", "?call={}"])
def test_after_a_decision_the_list_is_the_one_that_it_was(
    db: Session, sign_in: SignIn, people: Cast, told: Told, before: str
) -> None:
    call, theme = told
    run = groupings.ask(db, call.id, by=None)
    db.add(Change(grouping_id=run.id, call_id=call.id, kind=ChangeKind.RETIRE, confidence=0.9, reason="Empty.",
                  theme_id=theme.id))
    db.commit()
    desk = sign_in(people.ruth)

    done = desk.send(desk.get("/desk/changes" + before.format(call.id)), "/desk/changes/", wanted="no")

    asked = parse_qs(urlsplit(done.response.headers["location"]).query)
    assert asked.get("call", []) == ([str(call.id)] if before else [])


@pytest.mark.parametrize("wanted", ["", "on", "YES", "accept"])
def test_a_proposal_is_not_decided_by_a_form_that_says_neither_yes_nor_no(
    db: Session, sign_in: SignIn, people: Cast, told: Told, wanted: str
) -> None:
    call, theme = told
    run = groupings.ask(db, call.id, by=None)
    change = Change(grouping_id=run.id, call_id=call.id, kind=ChangeKind.RETIRE, confidence=0.9, reason="Empty.",
                    theme_id=theme.id)
    db.add(change)
    db.commit()

    page = sign_in(people.ruth).post(f"/desk/changes/{change.id}", {"wanted": wanted}, expect=422)

    assert "Nothing has been kept or changed." in page
    db.refresh(change)
    assert change.open
