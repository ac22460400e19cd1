"""What becomes of one idea, theme, answer or call as a feed: the steps everybody may know of, and each once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

from sqlmodel import Session, select

from models import calls, clock, commitments, decisions, memberships, outcomes
from models.accounts import Account
from models.answers import Answer
from models.calls import Call
from models.commitments import Commitment
from models.decisions import DecisionKind
from models.ideas import Idea
from models.listings import EXCERPT
from models.outcomes import Outcome, Reading
from models.themes import Theme
from tests import scenes
from tests.cast import Cast
from tests.page import Site
from tests.said import an_idea
from web import feeds
from web.kit.formats import ATOM

SignIn = Callable[[Account], Site]
DUE = clock.today() + timedelta(days=30)


def entries(site: Site, path: str) -> list[dict[str, str]]:
    """The newest first, each with its title, summary, id, moment and address."""
    answer = site.get(path).response
    assert answer.headers["content-type"].startswith("application/atom+xml") and "set-cookie" not in answer.headers
    found = []
    for node in ElementTree.fromstring(answer.content).iter(f"{{{ATOM}}}entry"):
        told = {child.tag.split("}")[1]: child.text or "" for child in node}
        [link] = node.iter(f"{{{ATOM}}}link")
        found.append(told | {"link": link.attrib["href"]})
    assert len({one["id"] for one in found}) == len(found)
    assert [one["updated"] for one in found] == sorted((one["updated"] for one in found), reverse=True)
    return found


def titles(site: Site, path: str) -> list[str]:
    return [one["title"] for one in entries(site, path)]


def promised(db: Session, people: Cast, answer: Answer) -> Commitment:
    """What a draft promises when it is made public."""
    commitments.write(db, answer, promise="Two more people answer", who="Access team", due_on=DUE, by=people.ruth)
    scenes.answers.publish(db, answer, by=people.ruth)
    return db.exec(select(Commitment).where(Commitment.answer_id == answer.id)).one()


def told(db: Session, people: Cast) -> tuple[Call, Theme, Idea, Answer]:
    """A call with one theme of one idea, answered with a promise that was kept and a measure that was read."""
    call = scenes.call(db, people)
    theme, idea = scenes.theme(db, call.id), scenes.idea(db, people.maya, call_id=call.id)
    scenes.grouped(db, theme, idea)
    answer = scenes.measured(db, people, scenes.draft(db, people, theme=theme))
    promise = promised(db, people, answer)
    commitments.deliver(db, promise, answer, evidence="They began on Monday.", by=people.ruth)
    measure = db.exec(select(Outcome).where(Outcome.answer_id == answer.id)).one()
    outcomes.read(db, measure, answer, value=9.0, read_on=clock.today(), note="", source="Switchboard",
                  by=people.ruth)
    db.commit()
    return call, theme, idea, answer


def test_each_tells_what_was_answered_done_and_measured(db: Session, site: Site, people: Cast) -> None:
    call, theme, idea, answer = told(db, people)

    for path in (f"/ideas/{idea.id}", f"/themes/{theme.id}", f"/answers/{answer.id}", f"/calls/{call.id}"):
        said = "\n".join(titles(site, f"{path}.atom"))
        assert "Delivered: Two more people answer" in said and "Measured: Calls that nobody answers" in said, path
        assert "oing part" in said, path
    assert "Sent in" in titles(site, f"/ideas/{idea.id}.atom")
    assert "Became a theme" in titles(site, f"/themes/{theme.id}.atom")
    assert "Open for ideas" in titles(site, f"/calls/{call.id}.atom")


def test_what_is_only_promised_is_no_step_yet(db: Session, site: Site, people: Cast) -> None:
    answer = scenes.draft(db, people, idea=an_idea(db, people.maya))
    promised(db, people, answer)
    db.commit()

    assert not [title for title in titles(site, f"/answers/{answer.id}.atom") if "Two more" in title]


def test_a_day_that_was_moved_is_a_step_with_its_reason(db: Session, site: Site, people: Cast) -> None:
    idea = an_idea(db, people.maya)
    answer = scenes.draft(db, people, idea=idea)
    commitments.move(db, promised(db, people, answer), answer, due_on=DUE + timedelta(days=9),
                     because="Nobody applied.", seen=DUE, by=people.ruth)
    db.commit()

    for path in (f"/answers/{answer.id}", f"/ideas/{idea.id}"):
        [newest, *_] = entries(site, f"{path}.atom")
        assert newest["title"].startswith("Moved from") and newest["title"].endswith(": Two more people answer")
        assert newest["summary"] == "Nobody applied." and "/commitments/" in newest["link"]


def test_what_is_entered_late_is_news_and_each_reading_stays(db: Session, site: Site, people: Cast) -> None:
    *_, answer = told(db, people)
    before = entries(site, f"/answers/{answer.id}.atom")
    measure = db.exec(select(Outcome).where(Outcome.answer_id == answer.id)).one()
    long_ago = clock.today() - timedelta(days=40)
    outcomes.read(db, measure, answer, value=8.25, read_on=long_ago, note="", source="Switchboard", by=people.ruth)
    db.commit()

    [newest, *others] = entries(site, f"/answers/{answer.id}.atom")

    assert "8.25 %" in newest["summary"] and [one["id"] for one in others] == [one["id"] for one in before]


def test_a_result_that_was_put_right_is_a_step_with_its_reason(db: Session, site: Site, people: Cast) -> None:
    call, theme, idea, answer = told(db, people)
    outcomes.add(db, answer, by=people.ruth, measure="Letters that come late", unit="%", baseline=9.0,
                 baseline_on=scenes.JUNE)
    reading = db.exec(select(Reading)).one()
    before = {one["id"] for one in entries(site, f"/answers/{answer.id}.atom")}
    said = {name: getattr(reading, name) for name in outcomes.SAID} | {"value": 19.0}
    outcomes.correct(db, reading, answer, because="A digit was lost.", seen=reading.version, by=people.ruth, **said)
    db.commit()

    for path in (f"/ideas/{idea.id}", f"/themes/{theme.id}", f"/answers/{answer.id}", f"/calls/{call.id}"):
        [newest, *_] = entries(site, f"{path}.atom")
        assert newest["title"] == "Result put right: Calls that nobody answers", path
        assert newest["summary"] == "A digit was lost." and newest["id"] not in before


def test_the_newest_steps_of_an_early_answer_are_in_the_feed_of_a_call_with_many(
    db: Session, site: Site, people: Cast, monkeypatch: Any
) -> None:
    call, _, _, answer = told(db, people)
    for number in range(3):
        scenes.published(db, people, idea=an_idea(db, people.ben, title=f"Another way {number}", call_id=call.id))
    promise = commitments.make(db, answer, promise="A second line", who="", due_on=scenes.JUNE, by=people.ruth)
    commitments.deliver(db, promise, answer, by=people.ruth)
    db.commit()
    monkeypatch.setattr(feeds, "MOST", 2)

    assert titles(site, f"/calls/{call.id}.atom")[0] == "Delivered: A second line"


def test_the_feed_of_a_theme_goes_where_the_theme_went(db: Session, site: Site, people: Cast) -> None:
    call, theme, *_ = told(db, people)
    other = scenes.theme(db, call.id, title="Empty so far")
    gone = scenes.theme(db, call.id, title="Something else")
    gone.merged_into_id = theme.id
    db.commit()

    assert titles(site, f"/themes/{gone.id}.atom") == titles(site, f"/themes/{theme.id}.atom")
    assert titles(site, f"/themes/{other.id}.atom") == ["Became a theme"]


def test_a_step_keeps_its_id_when_its_words_change(db: Session, site: Site, people: Cast) -> None:
    call, theme, idea, _ = told(db, people)
    before = {one["id"]: one["summary"] for one in entries(site, f"/ideas/{idea.id}.atom")}
    memberships.put(db, scenes.idea(db, people.ben, call_id=call.id), theme, by=None)
    db.commit()

    after = {one["id"]: one["summary"] for one in entries(site, f"/ideas/{idea.id}.atom")}

    assert set(before) == set(after) and before != after


def test_a_feed_ends_somewhere(db: Session, site: Site, people: Cast, monkeypatch: Any) -> None:
    call, *_ = told(db, people)
    whole = titles(site, f"/calls/{call.id}.atom")
    monkeypatch.setattr(feeds, "MOST", 2)

    assert titles(site, f"/calls/{call.id}.atom?again=yes") == whole[:2]


def test_what_is_not_public_has_no_feed(db: Session, site: Site, sign_in: SignIn, people: Cast) -> None:
    call = calls.draft(db, by=people.ruth, team_id=None, question="What is not asked yet?")
    hidden, draft = scenes.theme(db, call.id), scenes.draft(db, people, idea=an_idea(db, people.maya))
    hidden.ideas_count = 3
    gone = an_idea(db, people.ben)
    decisions.decide(db, DecisionKind.HIDE, gone, None, reason="It names a nurse.", by=people.dev)
    db.commit()

    for path in (f"/calls/{call.id}", f"/themes/{hidden.id}", f"/answers/{draft.id}", f"/ideas/{gone.id}",
                 "/calls/999999", "/themes/999999", "/answers/999999", "/ideas/999999"):
        site.get(f"{path}.atom", expect=404)
        sign_in(people.ruth).get(f"{path}.atom", expect=404)


def test_pages_lead_to_their_feed(db: Session, site: Site, people: Cast) -> None:
    call, theme, idea, answer = told(db, people)

    for path in (f"/ideas/{idea.id}", f"/themes/{theme.id}", f"/answers/{answer.id}", f"/calls/{call.id}"):
        page = site.get(path).html
        assert f'<a href="{path}.atom">what becomes of it as a feed</a>' in page, path
        assert 'type="application/atom+xml"' in page.split("<body>")[0], path
    assert ".atom" not in site.get(f"/answers/{answer.id}/versions").html
    assert f'href="/ideas/{idea.id}.atom">Follow it in a feed reader' in site.get(f"/where/{idea.reference}").html
    assert 'type="application/atom+xml" title="Answers" href="/answers.atom">' in site.get("/").html


def test_the_words_of_an_idea_in_a_feed_end_with_a_word(db: Session, site: Site, people: Cast) -> None:
    scenes.idea(db, people.maya, body="Nobody answers " * 100)
    db.commit()

    [one] = entries(site, "/ideas.atom")
    assert one["summary"].endswith(("Nobody…", "answers…")) and len(one["summary"]) <= EXCERPT
