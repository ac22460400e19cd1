"""Grouping a call: what the first run makes, and what no later run may touch."""

from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, select

from jobs import group
from models import analyses, changes, groupings, memberships, merging, themes
from models.analyses import Analysis
from models.calls import Call
from models.changes import Change, ChangeState
from models.history import Event
from models.ideas import Idea
from models.memberships import Membership
from models.statuses import Status
from models.themes import Theme, ThemeQuote
from tests import crowd
from tests.cast import Cast


def exact(db: Session, table: str) -> tuple[int, int]:
    """How many passages there are, and how many of them the stored text says word for word."""
    rows = text(f"SELECT p.begins, p.ends, p.words, idea.body FROM {table} p JOIN idea ON idea.id = p.idea_id")
    found_there = db.execute(rows).all()
    return len(found_there), sum(row.body[row.begins:row.ends] == row.words != "" for row in found_there)


def standing(db: Session, call: Call) -> dict[str, Any]:
    """Everything that a grouping must leave alone."""
    db.expire_all()
    ideas = db.exec(select(Idea).where(Idea.call_id == call.id)).all()
    made = db.exec(select(Theme).where(Theme.call_id == call.id)).all()
    put = db.exec(select(Membership).where(col(Membership.by_id).is_not(None))).all()
    return {
        "places": {idea.id: idea.theme_id for idea in ideas if idea.theme_id},
        "themes": {one.id: (one.title, one.description, one.merged_into_id, one.x, one.y) for one in made},
        "by people": {member.id: member.model_dump() for member in put},
    }


def test_the_first_run_makes_themes_with_every_word_of_its_proof(db: Session, call: Call) -> None:
    made = db.exec(themes.current(call.id)).all()

    assert 3 <= len(made) <= 20
    assert len({theme.title for theme in made}) == len(made)
    many, right = exact(db, "membership")
    assert many == right >= 60
    many, right = exact(db, "themequote")
    assert many == right >= len(made)


def test_every_count_equals_the_rows_behind_it(db: Session, call: Call) -> None:
    for theme in db.exec(themes.current(call.id)).all():
        here = db.exec(select(Idea).where(Idea.theme_id == theme.id)).all()
        assert theme.ideas_count == len(here) > 0
        assert theme.staff_count == sum(idea.is_improvement for idea in here)
        assert {idea.status for idea in here} == {Status.GROUPED}


def test_the_run_says_what_it_did_and_what_it_cost(db: Session, call: Call) -> None:
    grouping = groupings.latest(db, call.id)

    assert grouping is not None and not grouping.running
    told = {"ideas", "found", "other", "placed", "wall_seconds", "cpu_seconds", "peak_megabytes"}
    assert told <= set(grouping.figures)
    assert grouping.figures["ideas"] == 70 == grouping.figures["placed"] + grouping.figures["other"]
    assert db.exec(select(Event).where(Event.kind == "themes.grouped")).one().call_id == call.id
    assert len(db.exec(select(Event).where(Event.kind == "idea.grouped")).all()) == grouping.figures["placed"]


def test_each_idea_is_analysed_with_the_state_that_is_kept(db: Session, call: Call) -> None:
    state = analyses.newest_state(db, call.id)
    found_there = db.exec(select(Analysis)).all()

    assert state is not None and len(found_there) == 70
    assert {analysis.version for analysis in found_there} == {state.version}


def test_reasons_name_words_and_neighbours_of_the_same_theme(db: Session, call: Call) -> None:
    surest = select(Membership).where(col(Membership.primary)).order_by(col(Membership.score).desc())
    member = db.exec(surest.limit(1)).one()
    near = db.exec(select(Idea.theme_id).where(col(Idea.id).in_(member.nearest))).all()

    assert member.by_id is None and member.terms and 0 < member.score <= 1
    assert member.idea_id not in member.nearest and set(near) == {member.theme_id}


def test_a_run_that_comes_twice_is_a_run_that_came_once(db: Session, call: Call) -> None:
    before = standing(db, call)
    events = len(db.exec(select(Event)).all())

    group.group(crowd.newest_event(db, "grouping.asked"))

    assert standing(db, call) == before
    assert len(db.exec(select(Event)).all()) == events


def test_twenty_ideas_moved_three_themes_renamed_and_two_merged_stay_and_only_the_rest_is_proposed(
    db: Session, people: Cast, call: Call
) -> None:
    made = list(db.exec(themes.current(call.id)).all())
    assert len(made) >= 6
    elsewhere = select(Idea.id).where(Idea.theme_id != made[0].id, col(Idea.theme_id).is_not(None))
    twenty = db.exec(elsewhere.limit(20)).all()
    assert len(memberships.move(db, twenty, made[0], by=people.ruth).idea_ids) == 20
    for number, theme in enumerate(made[:3]):
        themes.rename(db, theme, title=f"A name that Ruth gave {number}", description="Her words", by=people.ruth)
    assert all(merging.merge(db, theme, made[3], by=people.ruth) for theme in made[4:6])
    db.commit()
    before = standing(db, call)
    gone = {theme.id for theme in made[4:6]}
    assert {idea for idea, place in before["places"].items() if place == made[0].id} >= set(twenty)
    assert [theme.title for theme in made[:3]] == [f"A name that Ruth gave {number}" for number in range(3)]

    new = crowd.speaks(db, call, people.ben, count=25, start=70)
    new += crowd.speaks(db, call, people.ben, count=15, name="streets")
    grouping = crowd.grouped(db, call)

    after = standing(db, call)
    assert grouping.error == ""
    assert {idea: after["places"].get(idea) for idea in before["places"]} == before["places"]
    assert after["themes"] == before["themes"] and after["by people"] == before["by people"]
    proposed = list(db.execute(changes.shown(call.id)).scalars())
    told_of = {idea for change in proposed for idea in change.idea_ids}
    assert told_of & {idea.id for idea in new}
    assert not told_of & {member["idea_id"] for member in after["by people"].values()}
    assert not gone & {theme for change in proposed for theme in (change.theme_id, change.other_theme_id)}


def test_new_ideas_join_themes_that_nobody_touched_and_are_proposed_to_the_others(
    db: Session, people: Cast, call: Call
) -> None:
    made = list(db.exec(themes.current(call.id)).all())
    for theme in made[:2]:
        themes.rename(db, theme, title=f"{theme.title}, says Ruth", description="", by=people.ruth)
    new = {idea.id for idea in crowd.speaks(db, call, people.ben, count=40, start=70)}

    crowd.grouped(db, call)

    placed = db.exec(select(Idea).where(col(Idea.id).in_(new), col(Idea.theme_id).is_not(None))).all()
    touched = {theme.id for theme in made[:2]}
    proposed = db.exec(select(Change).where(col(Change.other_theme_id).in_(touched))).all()
    assert placed and not {idea.theme_id for idea in placed} & touched
    assert {idea for change in proposed for idea in change.idea_ids} & new
    assert exact(db, "membership")[0] == exact(db, "membership")[1]


def test_what_was_refused_is_not_proposed_again_and_what_nobody_decided_is_outdated(
    db: Session, people: Cast, call: Call
) -> None:
    themes.rename(db, db.exec(themes.current(call.id)).all()[0], title="Ruth’s own", description="", by=people.ruth)
    crowd.speaks(db, call, people.ben, count=25, start=70)
    crowd.speaks(db, call, people.ben, count=15, name="streets")
    crowd.grouped(db, call)
    proposed = list(db.execute(changes.shown(call.id)).scalars())
    assert len(proposed) >= 2
    for change in proposed:
        changes.refuse(db, change, by=people.ruth)
    db.commit()
    refused = {(change.kind, change.other_theme_id, idea) for change in proposed for idea in change.idea_ids}

    crowd.grouped(db, call)

    again = list(db.execute(changes.shown(call.id)).scalars())
    assert not {(change.kind, change.other_theme_id, idea) for change in again for idea in change.idea_ids} & refused
    left = db.exec(select(Change).where(col(Change.id).in_([change.id for change in again]))).all()
    crowd.grouped(db, call)
    db.expire_all()
    assert {change.state for change in left} <= {ChangeState.OUTDATED}


def test_a_theme_that_lost_its_quotes_speaks_again_after_the_next_run(db: Session, call: Call) -> None:
    theme = db.exec(themes.current(call.id)).all()[0]
    for quote in db.exec(select(ThemeQuote).where(ThemeQuote.theme_id == theme.id)).all():
        db.delete(quote)
    db.commit()

    crowd.grouped(db, call)

    assert db.exec(select(ThemeQuote).where(ThemeQuote.theme_id == theme.id)).all()
    many, right = exact(db, "themequote")
    assert many == right
