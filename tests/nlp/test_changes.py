"""A new grouping only proposes, and never what people have settled."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nlp import changes
from nlp.changes import Existing
from nlp.grouping import Partition, Theme


def partition(*groups, other=()):
    themes = tuple(Theme(tuple(group), len(group), np.zeros(2, dtype=np.float32), 0.7) for group in groups)
    return Partition(themes, tuple(other))


def themes(**members):
    return {int(name[1:]): Existing(frozenset(ids), title=f"Theme {name[1:]}") for name, ids in members.items()}


def test_the_same_grouping_proposes_nothing():
    assert changes.compare(themes(t1=[0, 1, 2], t2=[3, 4, 5]), partition([0, 1, 2], [3, 4, 5])) == []


def test_a_first_grouping_proposes_new_themes():
    found = changes.compare({}, partition([0, 1, 2], [3, 4, 5]))
    assert [(change.kind, change.ideas) for change in found] == [("new", (0, 1, 2)), ("new", (3, 4, 5))]
    assert [change.group for change in found] == [0, 1]


def test_an_idea_that_fits_elsewhere_is_proposed_to_move():
    found = changes.compare(themes(t1=[0, 1, 2, 3], t2=[4, 5, 6]), partition([0, 1, 2], [3, 4, 5, 6]))
    assert [(change.kind, change.ideas, change.theme, change.into) for change in found] == [("moved", (3,), 1, 2)]
    assert found[0].reason == "This idea is nearer to what “Theme 2” says than to “Theme 1”."


def test_an_idea_on_the_border_of_two_themes_stays_until_it_is_clearly_nearer_to_the_other():
    def told(turned):
        rows = np.array([[1, 0], [1, 0], [1, 0], [np.cos(turned), np.sin(turned)], [0, 1], [0, 1], [0, 1]], np.float32)
        existing = themes(t1=[0, 1, 2, 3], t2=[4, 5, 6])
        return changes.compare(existing, partition([0, 1, 2], [3, 4, 5, 6]), rows=rows)

    assert told(0.85) == []
    assert [(change.kind, change.ideas) for change in told(0.86)] == [("moved", (3,))]


def test_an_idea_of_a_small_theme_is_held_against_the_others_there_and_not_against_itself():
    rows = np.array([[1, 0], [np.cos(0.9), np.sin(0.9)], [0, 1], [0, 1], [0, 1]], np.float32)
    found = changes.compare(themes(t1=[0, 1], t2=[2, 3, 4]), partition([0], [1, 2, 3, 4]), rows=rows)
    assert [(change.kind, change.ideas) for change in found] == [("moved", (1,))]


def test_ideas_without_a_theme_are_proposed_for_one():
    found = changes.compare(themes(t1=[0, 1, 2]), partition([0, 1, 2, 3, 4]))
    assert [(change.kind, change.ideas, change.theme, change.into) for change in found] == [("moved", (3, 4), None, 1)]


def test_two_themes_that_became_one_are_proposed_to_merge():
    found = changes.compare(themes(t1=[0, 1, 2, 3], t2=[4, 5]), partition([0, 1, 2, 3, 4, 5]))
    assert [(change.kind, change.theme, change.into, change.ideas) for change in found] == [("merged", 2, 1, (4, 5))]
    assert "All of its ideas" in found[0].reason


def test_a_theme_that_fell_apart_is_proposed_to_split():
    found = changes.compare(themes(t1=range(10)), partition(range(6), range(6, 10)))
    assert [(change.kind, change.theme, change.ideas) for change in found] == [("split", 1, (6, 7, 8, 9))]


def test_an_empty_theme_is_proposed_to_retire():
    found = changes.compare({1: Existing(frozenset()), 2: Existing(frozenset([0, 1, 2]))}, partition([0, 1, 2]))
    assert [(change.kind, change.theme) for change in found] == [("retired", 1)]


def test_a_theme_that_people_touched_is_not_taken_apart():
    touched = {1: Existing(frozenset(range(6)), touched=True), 2: Existing(frozenset([6, 7, 8]))}
    found = changes.compare(touched, partition([0, 1, 2], [3, 4, 5], [6, 7, 8]))
    assert found == []


def test_what_the_machine_put_into_a_theme_that_people_touched_may_be_proposed_to_move():
    touched = {1: Existing(frozenset(range(6)), touched=True, pinned=frozenset([0])), 2: Existing(frozenset([6, 7, 8]))}
    found = changes.compare(touched, partition([0, 1, 2, 3, 4], [5, 6, 7, 8]))
    assert [(change.kind, change.theme, change.into, change.ideas) for change in found] == [("moved", 1, 2, (5,))]


def test_a_theme_that_people_touched_may_still_gain():
    touched = {1: Existing(frozenset(range(6)), touched=True)}
    found = changes.compare(touched, partition([*range(6), 20, 21]))
    assert [(change.kind, change.into, change.ideas) for change in found] == [("moved", 1, (20, 21))]


def test_what_people_pinned_is_in_no_proposal():
    pinned = {1: Existing(frozenset([0, 1, 2, 3]), pinned=frozenset([3])), 2: Existing(frozenset([4, 5, 6]))}
    found = changes.compare(pinned, partition([0, 1, 2], [3, 4, 5, 6]))
    assert all(3 not in change.ideas for change in found)


def test_ids_stand_for_places():
    found = changes.compare({}, partition([0, 1, 2]), ids=[501, 733, 612])
    assert found[0].ideas == (501, 612, 733)


groups = st.lists(st.integers(0, 5), min_size=1, max_size=40)


@given(groups, groups, st.sets(st.integers(0, 5)), st.sets(st.integers(0, 39)))
def test_no_proposal_ever_touches_what_people_settled(before, after, touched, pinned):
    existing = {
        theme: Existing(
            frozenset(i for i, t in enumerate(before) if t == theme), theme in touched,
            frozenset(i for i in pinned if i < len(before) and before[i] == theme),
        )
        for theme in sorted(set(before))
    }  # fmt: skip
    regrouped = partition(*([i for i, g in enumerate(after) if g == group] for group in sorted(set(after))))
    found = changes.compare(existing, regrouped)
    settled = {i for told in existing.values() for i in told.pinned}
    proposed = [i for change in found for i in change.ideas]
    assert not settled & set(proposed)
    assert len(proposed) == len(set(proposed))
    assert all(0 <= change.confidence <= 1 and change.reason for change in found)
    assert all(change.theme not in touched for change in found if change.kind in {"merged", "split", "retired"})
