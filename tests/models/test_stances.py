"""For and against: who counts once, who counts at all, and what may be said of the numbers."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from models import clock, drafts, imports, joining, publishing, stances
from models.accounts import Account
from models.calls import Call
from models.ideas import Idea
from models.imports import Submission
from models.statuses import Kind, Stance
from models.themes import Theme
from tests.cast import Cast
from tests.said import a_call, an_asking_call, an_idea, grouped, hidden, received

FOR, AGAINST, NEITHER, UNSAID = Stance


@pytest.fixture
def call(db: Session, people: Cast) -> Call:
    return an_asking_call(db, people)


def counted(db: Session, call: Call) -> list[int]:
    """How many are for, against, neither, and would not say."""
    db.flush()
    tally = stances.tally(db.execute(select(stances.in_call(call.id))).scalar_one())
    assert tally is not None
    return [people for _, people in tally.rows]


def says(db: Session, call: Call, by: Account | None, stance: Stance | None, title: str = "Mill Lane") -> Idea:
    return an_idea(db, by, title, call_id=call.id, stance=stance)


def test_each_person_has_one_voice(db: Session, people: Cast, call: Call) -> None:
    for person, stance in ((people.maya, FOR), (people.ben, AGAINST), (people.tom, NEITHER), (people.dev, UNSAID)):
        says(db, call, person, stance)

    assert counted(db, call) == [1, 1, 1, 1]


def test_of_two_ideas_the_newest_says_what_their_author_chose(db: Session, people: Cast, call: Call) -> None:
    says(db, call, people.maya, FOR)
    says(db, call, people.maya, AGAINST, "Mill Lane again")

    assert counted(db, call) == [0, 1, 0, 0]


def test_people_who_send_the_same_letter_are_as_many_as_they_are(db: Session, people: Cast, call: Call) -> None:
    for person in (people.maya, people.ben, people.tom):
        says(db, call, person, FOR, "The very same letter")

    assert counted(db, call) == [3, 0, 0, 0]


def test_rows_that_were_brought_in_are_a_voice_each(db: Session, people: Cast, call: Call) -> None:
    rows = [Submission(str(n), "Same words", "Same words.", "", clock.now(), stance=FOR) for n in range(2)]
    rows.append(Submission("3", "Not asked", "Not asked.", "", clock.now()))
    imports.take_in(db, call, rows, asked=call.proposition)

    assert counted(db, call) == [2, 0, 0, 0]


def test_what_nobody_may_read_has_no_voice(db: Session, people: Cast, call: Call) -> None:
    hidden(db, says(db, call, people.maya, FOR), people)
    publishing.withdraw(db, says(db, call, people.ben, FOR), by=people.ben)
    received(db, people.tom, call_id=call.id, stance=FOR)
    says(db, call, people.dev, None)

    assert counted(db, call) == [0, 0, 0, 0]


def test_an_idea_that_is_joined_with_another_keeps_its_authors_voice(db: Session, people: Cast, call: Call) -> None:
    one, other = says(db, call, people.maya, FOR), says(db, call, people.ben, AGAINST)
    assert joining.join(db, one, other, by=people.ruth)

    assert counted(db, call) == [1, 1, 0, 0]


def test_other_calls_and_other_themes_do_not_count(db: Session, people: Cast, call: Call) -> None:
    theme = grouped(db, says(db, call, people.maya, FOR))
    says(db, call, people.ben, AGAINST)
    says(db, a_call(db, people, "What about our parks?"), people.tom, FOR)
    db.flush()

    assert counted(db, call) == [1, 1, 0, 0]
    beside = select(stances.in_theme()).select_from(Theme).join(Call, col(Call.id) == Theme.call_id)
    assert db.execute(beside.where(col(Theme.id) == theme.id)).scalar_one()["for"] == 1
    call.proposition = ""
    db.flush()
    assert db.execute(beside.where(col(Theme.id) == theme.id)).scalar_one() is None


def test_the_database_holds_no_stance_that_nobody_can_choose(db: Session, people: Cast, call: Call) -> None:
    idea = says(db, call, people.maya, FOR)
    with pytest.raises(IntegrityError), db.begin_nested():
        db.connection().exec_driver_sql(f"UPDATE idea SET stance = 'perhaps' WHERE id = {idea.id}")


def test_the_voices_of_a_call_are_counted_in_the_order_of_one_index(db: Session, call: Call) -> None:
    db.connection().exec_driver_sql("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
    query = select(stances.in_call(call.id)).compile(db.connection(), compile_kwargs={"render_postcompile": True})
    plan = "".join(db.connection().exec_driver_sql(f"EXPLAIN {query}", query.params).scalars())

    assert "using ix_idea_voices" in plan and "Sort" not in plan


@pytest.mark.parametrize(("in_favour", "opposed", "said"), [
    (0, 0, "Nobody has chosen for or against."),
    (1, 0, "Too few to say: 1 person chose for or against."),
    (4, 0, "Too few to say: 4 people chose for or against."),
    (5, 0, "Of the 5 people who wrote in and chose a side, all are for it."),
    (0, 5, "Of the 5 people who wrote in and chose a side, all are against it."),
    (66, 34, "Of the 100 people who wrote in and chose a side, most are for it: 66 for, 34 against."),
    (34, 66, "Of the 100 people who wrote in and chose a side, most are against it: 66 against, 34 for."),
    (65, 35, "Of the 100 people who wrote in and chose a side, "
             "a majority of 65 is for it and a minority of 35 against it."),
    (44, 56, "Of the 100 people who wrote in and chose a side, "
             "a majority of 56 is against it and a minority of 44 for it."),
    (55, 45, "Of the 100 people who wrote in and chose a side, "
             "about as many are for it as against it: 55 for, 45 against."),
    (45, 55, "Of the 100 people who wrote in and chose a side, "
             "about as many are for it as against it: 45 for, 55 against."),
])
def test_what_is_said_of_the_numbers(in_favour: int, opposed: int, said: str) -> None:
    assert stances.in_words(in_favour, opposed, 0) == said


def test_those_who_named_no_side_are_told_of_and_never_counted_to_one(db: Session) -> None:
    assert stances.in_words(5, 0, 1).endswith("all are for it. And 1 named no side.")
    assert stances.in_words(9, 2, 30).endswith("9 for, 2 against. And 30 named no side.")
    assert stances.in_words(2, 2, 30) == "Too few to say: 4 people chose for or against."


def test_where_nobody_knows_how_many_people_wrote_submissions_are_counted() -> None:
    assert stances.in_words(3, 1, 0, people=False) == "Too few to say: 4 submissions chose for or against."
    assert stances.in_words(5, 0, 1, people=False) == (
        "Of the 5 submissions that chose a side, all are for it. And 1 named no side.")


def test_a_choice_holds_only_for_what_was_asked(db: Session, people: Cast, call: Call) -> None:
    draft = drafts.begin(db, title="Mill Lane", kind=Kind.IDEA, call_id=call.id, account_id=people.maya.id)
    draft.today, draft.better, draft.email = "Cars wait.", "Nobody waits.", "maya@example.org"
    draft.stance, draft.proposition = FOR.value, call.proposition
    assert draft.missing(call) is None

    call.proposition = "We should open Mill Lane to lorries."
    db.flush()

    assert draft.missing(call) == "stance" and draft.stance_on(None) is None
    assert drafts.send(db, draft, by=people.maya).stance is None
    assert (draft.stance, draft.proposition) == ("", "")
