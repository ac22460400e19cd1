"""Answers in public, as pages and as data, and what contributors say of them."""

from collections.abc import Callable

import pytest
from sqlmodel import Session, select

from models import answers, ideas, replies
from models.accounts import Account
from models.answers import Answer
from models.replies import Reply
from models.statuses import Heard, Verdict
from tests import scenes
from tests.cast import Cast
from tests.page import Site

SignIn = Callable[[Account], Site]


@pytest.fixture
def given(db: Session, people: Cast) -> Answer:
    theme = scenes.theme(db, scenes.call(db, people).id)
    scenes.grouped(db, theme, scenes.idea(db, people.maya), scenes.idea(db, people.tom))
    answer = scenes.published(db, people, theme=theme)
    db.commit()
    return answer


def test_nothing_is_answered_yet(site: Site) -> None:
    assert "Nothing has been answered yet" in site.get("/answers")
    assert site.get("/answers.json").response.json() == {"items": [], "next": None}
    site.get("/answers/1", expect=404)


def test_everyone_reads_answers_as_page_and_as_data(site: Site, people: Cast, given: Answer) -> None:
    page = site.get("/answers")
    assert given.summary in page
    assert "2 people who wrote were told" in page
    item = site.get("/answers.json").response.json()["items"][0]
    assert (item["verdict"], item["team"], item["told"], item["says_not"]) == ("part", "Outpatients team", 2, 0)
    assert given.summary in site.get("/answers.csv").response.text
    assert "<entry>" in site.get("/answers.atom").response.text
    shown = site.get(f"/answers/{given.id}")
    assert "The answer of the Outpatients team, Ellerford General" in shown
    assert "Signed by Ruth Ellison, Head of access" in shown
    assert "Two more people will answer the telephones." in shown
    assert "/reply" not in shown.html


def test_what_one_person_says_of_an_answer_is_no_percentage(
    db: Session, site: Site, people: Cast, given: Answer
) -> None:
    replies.give(db, given, heard=Heard.PARTLY, sentence="", by=people.maya)
    db.commit()

    assert "0 of 1 reply says it answers the point" in site.get("/answers")
    page = site.get(f"/answers/{given.id}")
    assert "Part of it 1 of 1" in page and "100 %" not in page


def test_the_list_can_be_narrowed(site: Site, people: Cast, given: Answer) -> None:
    assert given.summary in site.get(f"/answers?verdict=part&team={people.team.id}")
    for query in ("verdict=no", "team=4711", "call=4711"):
        page = site.get(f"/answers?{query}")
        assert "No answer fits" in page
        assert given.summary not in page
    assert given.summary in site.get("/answers?verdict=nonsense&team=x&after=x")


def test_a_draft_is_not_there(db: Session, site: Site, sign_in: SignIn, people: Cast) -> None:
    draft = scenes.draft(db, people, theme=scenes.theme(db, None))
    db.commit()

    site.get(f"/answers/{draft.id}", expect=404)
    sign_in(people.maya).get(f"/answers/{draft.id}", expect=404)
    sign_in(people.maya).get(f"/answers/{draft.id}/reply", expect=404)
    assert "only the desk can see it" in sign_in(people.ruth).get(f"/answers/{draft.id}")
    assert draft.summary not in site.get("/answers")


def test_maya_says_what_she_thinks_and_changes_her_mind(
    db: Session, site: Site, sign_in: SignIn, people: Cast, given: Answer
) -> None:
    maya = sign_in(people.maya)
    page = maya.get(f"/answers/{given.id}")
    assert f"“{scenes.PASSAGE}”" in page
    form = maya.get(f"/answers/{given.id}/reply")

    assert "Choose whether this answers your point." in maya.send(form, "/reply", expect=422, sentence="And evenings?")
    maya.send(form, "/reply", heard="not", sentence="And evenings?")
    assert "0 of 2 people who were told say it answers their point." in site.get(f"/answers/{given.id}")
    again = maya.get(f"/answers/{given.id}/reply")
    fields = again.form("/reply")["fields"]
    assert (fields["heard"], fields["sentence"].strip()) == ("not", "And evenings?")
    done = maya.send(again, "/reply", heard="answered", sentence="")

    assert "What you said is counted." in maya.follow(done)
    public = site.get(f"/answers/{given.id}")
    assert "1 of 2 people who were told say it answers their point. 1 replied." in public
    assert "And evenings?" not in public
    assert [reply.heard for reply in db.exec(select(Reply))] == [Heard.ANSWERED]


def test_only_those_who_wrote_may_reply(db: Session, site: Site, sign_in: SignIn, people: Cast, given: Answer) -> None:
    path = f"/answers/{given.id}/reply"

    assert "/sign-in" in site.get(path, expect=303).response.headers["location"]
    for person in (people.ben, people.ruth, people.dev):
        sign_in(person).get(path, expect=404)
        sign_in(person).post(path, {"heard": "not"}, expect=404)
    assert db.exec(select(Reply)).all() == []


def test_somebody_who_withdrew_is_no_longer_asked(db: Session, sign_in: SignIn, people: Cast) -> None:
    theme, mine = scenes.theme(db, None), scenes.idea(db, people.maya)
    scenes.grouped(db, theme, mine)
    ideas.withdraw(db, mine, by=people.maya)
    answer = scenes.published(db, people, theme=theme)
    db.commit()

    sign_in(people.maya).get(f"/answers/{answer.id}/reply", expect=404)


def test_what_will_not_be_done_is_drawn_otherwise_than_what_will(db: Session, site: Site, people: Cast) -> None:
    no, part = scenes.draft(db, people, idea=scenes.idea(db, people.maya)), scenes.idea(db, people.ben)
    no.verdict = Verdict.NO
    answers.publish(db, no, by=people.ruth)
    given = scenes.published(db, people, idea=part)
    db.commit()

    assert '<span class="tag tag-off">Not doing it</span>' in site.get(f"/answers/{no.id}")
    assert '<span class="tag tag-done">Doing part of it</span>' in site.get(f"/answers/{given.id}")
    assert 'tag-off">Not doing it' in site.get("/answers")
