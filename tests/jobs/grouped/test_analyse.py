"""A new or edited idea meets the machine where the ideas of its call were grouped before."""

from collections.abc import Callable
from typing import Any

from sqlmodel import Session, col, select

from models import history, memberships, themes
from models.analyses import Analysis
from models.calls import Call
from models.history import Event
from models.ideas import Idea
from models.memberships import Membership
from models.statuses import Status
from models.themes import Theme
from tests import crowd
from tests.cast import Cast
from tests.said import an_idea

LATE = "The text came a week early and I forgot. Please send one reminder text the day before my clinic."


def member_of(db: Session, idea: Idea) -> Membership | None:
    db.expire_all()
    return db.exec(memberships.primary_of(idea.id)).one_or_none()


def test_a_new_idea_finds_its_theme_and_says_why(db: Session, people: Cast, call: Call) -> None:
    idea = an_idea(db, people.ben, "One more text", LATE, call_id=call.id)

    crowd.analysed(db, idea)

    member = member_of(db, idea)
    assert member is not None and member.by_id is None and member.score >= 0.25
    assert idea.body[member.begins:member.ends] == member.words != ""
    assert "remind" in member.words.lower() or "text" in member.words.lower()
    near = db.exec(select(Idea.theme_id).where(col(Idea.id).in_(member.nearest))).all()
    assert len(near) == 3 and set(near) == {member.theme_id} and idea.id not in member.nearest
    assert idea.status == Status.GROUPED and idea.theme_id == member.theme_id


def test_the_count_of_its_theme_goes_up_by_one(db: Session, people: Cast, call: Call) -> None:
    before = {theme.id: theme.ideas_count for theme in db.exec(themes.current(call.id)).all()}
    idea = an_idea(db, people.ben, "One more text", LATE, call_id=call.id)

    crowd.analysed(db, idea)

    db.expire_all()
    assert idea.theme_id is not None
    assert db.get_one(Theme, idea.theme_id).ideas_count == before[idea.theme_id] + 1


def test_reading_it_twice_is_reading_it_once(db: Session, people: Cast, call: Call) -> None:
    idea = an_idea(db, people.ben, "One more text", LATE, call_id=call.id)
    crowd.analysed(db, idea)
    first, events = member_of(db, idea), len(db.exec(select(Event)).all())
    assert first is not None
    why = first.model_dump(exclude={"at"})

    crowd.analysed(db, idea)

    again = member_of(db, idea)
    assert again is not None and again.model_dump(exclude={"at"}) == why
    assert len(db.exec(select(Event)).all()) == events
    assert len(db.exec(select(Analysis).where(Analysis.idea_id == idea.id)).all()) == 1


def test_words_that_say_nothing_get_no_theme(db: Session, people: Cast, call: Call) -> None:
    idea = an_idea(db, people.ben, "??????", "!!!! ???? ....", call_id=call.id)

    crowd.analysed(db, idea)

    assert member_of(db, idea) is None and idea.status == Status.PUBLISHED


def test_an_edited_idea_keeps_its_theme_with_a_passage_of_its_new_words(db: Session, people: Cast, call: Call) -> None:
    idea = an_idea(db, people.ben, "One more text", LATE, call_id=call.id)
    crowd.analysed(db, idea)
    theme = idea.theme_id
    idea.body = "Hello. " + LATE.replace("day before", "evening before")
    history.record(db, "idea.edited", by=people.ben.id, idea=idea.id)
    db.commit()

    crowd.analysed(db, idea, "idea.edited")

    member = member_of(db, idea)
    assert member is not None and member.theme_id == theme == idea.theme_id
    assert idea.body[member.begins:member.ends] == member.words != ""


def test_where_a_person_put_an_idea_it_stays_with_new_reasons(db: Session, people: Cast, call: Call) -> None:
    idea = an_idea(db, people.ben, "One more text", LATE, call_id=call.id)
    crowd.analysed(db, idea)
    other = next(theme for theme in db.exec(themes.current(call.id)).all() if theme.id != idea.theme_id)
    memberships.put(db, idea, other, by=people.ruth)
    db.commit()

    crowd.analysed(db, idea)

    member = member_of(db, idea)
    assert member is not None and (member.theme_id, member.by_id) == (other.id, people.ruth.id)


def test_a_theme_that_a_person_made_takes_new_ideas_too(db: Session, people: Cast, call: Call) -> None:
    about = [idea for idea in db.exec(select(Idea).where(Idea.call_id == call.id)).all()
             if "remind" in idea.body.lower() or "text" in idea.title.lower()]
    assert len(about) >= 4
    made = themes.make(db, title="Reminders", call_id=call.id, by=people.ruth)
    memberships.move(db, [idea.id for idea in about], made, by=people.ruth)
    idea = an_idea(db, people.ben, "One more text", LATE, call_id=call.id)

    crowd.analysed(db, idea)

    member = member_of(db, idea)
    assert member is not None and member.theme_id == made.id


def test_a_call_that_grew_by_a_third_is_grouped_at_once(
    db: Session, people: Cast, call: Call, deferred: Callable[[str], list[Any]]
) -> None:
    asked = len(deferred("group"))
    new = crowd.speaks(db, call, people.ben, count=20, start=70)
    crowd.analysed(db, new[0])
    assert len(deferred("group")) == asked, "twenty on seventy is less than three tenths"
    new += crowd.speaks(db, call, people.ben, count=2, start=90)

    crowd.analysed(db, new[-1])
    crowd.analysed(db, new[-2])

    assert len(deferred("group")) == asked + 1
