"""When the machine starts by itself, and what of its findings is kept."""

import pytest
from sqlmodel import Session, select

from models import calls, changes, clock, closing, groupings, memberships, placements, themes
from models.calls import Call, CommitmentMissing
from models.changes import Change, ChangeKind, ChangeState
from models.groupings import Grouping
from models.ideas import Idea
from models.memberships import Membership
from models.placements import Found, Place, Proposal, Words
from models.themes import Theme
from tests import crowd
from tests.cast import Cast
from tests.said import an_idea


@pytest.fixture
def call(db: Session) -> Call:
    return crowd.a_call(db)


def finished(db: Session, call: Call, *, ideas: int) -> Grouping:
    grouping = groupings.ask(db, call.id, by=None)
    groupings.finish(db, grouping, {"ideas": ideas})
    return grouping


def spoken(db: Session, people: Cast, call: Call, count: int) -> list[Idea]:
    said = "A text the day before."
    return [an_idea(db, people.maya, f"Idea {number}", said, call_id=call.id) for number in range(count)]


def test_nine_ideas_are_never_grouped_and_ten_are(db: Session, people: Cast, call: Call) -> None:
    spoken(db, people, call, 9)
    assert not groupings.due(db, call.id, at_once=True) and not groupings.due(db, call.id)
    spoken(db, people, call, 1)
    assert groupings.due(db, call.id, at_once=True)


def test_a_tenth_more_waits_for_the_night_and_three_tenths_do_not_wait(db: Session, people: Cast, call: Call) -> None:
    spoken(db, people, call, 20)
    finished(db, call, ideas=20)
    spoken(db, people, call, 1)
    assert not groupings.due(db, call.id)
    spoken(db, people, call, 1)
    assert groupings.due(db, call.id) and not groupings.due(db, call.id, at_once=True)
    spoken(db, people, call, 4)
    assert groupings.due(db, call.id, at_once=True)


def test_a_run_under_way_serves_whoever_asks_next(db: Session, people: Cast, call: Call) -> None:
    spoken(db, people, call, 12)
    first = groupings.ask(db, call.id, by=people.ruth)

    assert groupings.ask(db, call.id, by=people.anna).id == first.id
    assert not groupings.due(db, call.id, at_once=True)


def test_each_night_the_calls_that_grew_are_grouped(db: Session, people: Cast, call: Call) -> None:
    spoken(db, people, call, 12)
    over = crowd.a_call(db, "Is this question over?")
    calls.close(db, over, by=None)
    closing.conclude(db, over, by=None)
    spoken(db, people, over, 12)

    assert groupings.ask_where_due(db) == 1 and groupings.ask_where_due(db) == 0
    assert groupings.latest(db, call.id) is not None and groupings.latest(db, over.id) is None


def test_a_run_that_failed_is_over_once(db: Session, call: Call) -> None:
    grouping = groupings.ask(db, call.id, by=None)
    groupings.fail(db, grouping.id, "There are only 2 ideas to group.")
    groupings.fail(db, grouping.id, "Another reason")

    assert grouping.error == "There are only 2 ideas to group." and not grouping.running


def test_a_passage_that_changed_meanwhile_and_an_idea_that_was_placed_meanwhile(
    db: Session, people: Cast, call: Call
) -> None:
    edited, placed, plain = spoken(db, people, call, 3)
    hers = themes.make(db, title="Ruth’s", call_id=call.id, by=people.ruth)
    memberships.put(db, placed, hers, by=people.ruth)
    read = ((edited, "B text"), (placed, "A text"), (plain, "A text"))
    places = [Place(Words(idea.id, 0, 6, words), 0.5) for idea, words in read]

    assert placements.make_themes(db, call.id, [Found("Texts", [1.0], "v", 0.1, 0.2, places, [])]) == 2

    members = {member.idea_id: member for member in db.exec(select(Membership)).all()}
    assert (members[edited.id].words, members[plain.id].words) == ("", "A text")
    assert members[placed.id].theme_id == hers.id
    assert db.exec(select(Theme).where(Theme.title == "Texts")).one().ideas_count == 2


@pytest.mark.parametrize("kind", list(ChangeKind))
def test_no_kind_of_proposal_comes_back_after_it_was_refused(
    db: Session, people: Cast, call: Call, kind: ChangeKind
) -> None:
    one, other = (themes.make(db, title=title, call_id=call.id, by=None) for title in ("One", "Other"))
    ids = [idea.id for idea in spoken(db, people, call, 4)]
    grouping = groupings.ask(db, call.id, by=None)
    about = {ChangeKind.NEW: (None, None), ChangeKind.SPLIT: (one.id, None), ChangeKind.RETIRE: (one.id, None)}
    theme, into = about.get(kind, (one.id, other.id))
    proposal = Proposal(kind, ids, 0.8, "Because.", theme_id=theme, other_theme_id=into, title="A title")
    assert placements.propose(db, grouping.id, call.id, [proposal]) == 1
    changes.refuse(db, db.exec(select(Change)).one(), by=people.ruth)

    assert placements.propose(db, grouping.id, call.id, [proposal]) == 0


def test_what_nobody_decided_is_outdated_by_the_next_run(db: Session, people: Cast, call: Call) -> None:
    grouping = groupings.ask(db, call.id, by=None)
    proposal = Proposal(ChangeKind.NEW, [1, 2, 3], 0.8, "Because.", title="A title")
    placements.propose(db, grouping.id, call.id, [proposal])
    placements.propose(db, grouping.id, call.id, [proposal])

    states = [change.state for change in db.exec(select(Change).order_by("id")).all()]
    assert states == [ChangeState.OUTDATED, ChangeState.OPEN]


def test_a_call_keeps_its_commitment_while_it_is_public(db: Session, people: Cast, call: Call) -> None:
    with pytest.raises(CommitmentMissing) as error:
        calls.write(db, call, by=people.ruth, decides="", summary="New")

    assert error.value.missing == ["decides"] and call.decides and call.summary == ""


def test_a_late_answer_is_late_until_it_is_given(db: Session, people: Cast, call: Call) -> None:
    assert call.answer_by is not None and not call.answer_late
    with clock.at(clock.now().replace(year=clock.now().year + 1)):
        assert call.answer_late
        calls.close(db, call, by=people.ruth)
        closing.conclude(db, call, by=people.ruth)
        assert not call.answer_late
