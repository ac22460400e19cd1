"""People's corrections teach the sorting of what nobody corrected, once they have said enough about every theme."""

import random
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp import grouping, learning
from tests.nlp.ideas import IDEAS, MATTER_OF
from tests.nlp.test_grouping import as_texts, some_rows

MATTERS = sorted(set(MATTER_OF))


def said(each, matters=MATTERS):
    """The first ideas of each matter are put in its theme by people."""
    return {i: MATTERS.index(matter) for matter in matters
            for i in [i for i, of in enumerate(MATTER_OF) if of == matter][:each]}


def test_five_examples_of_every_theme_sort_the_rest_by_them(rows):
    pinned = said(5)
    found = grouping.group(rows, IDEAS, pinned=pinned, themes=range(6))
    of = found.theme_of(60)
    right = [found.themes[of[i]].key == MATTERS.index(MATTER_OF[i]) for i in range(60) if i not in pinned]
    assert {theme.key for theme in found.themes} == set(range(6))
    assert np.mean(right) >= 0.9


@pytest.mark.parametrize(("pins", "themes", "enough"), [
    ({0: 5, 1: 4}, (0, 1), True), ({0: 5, 1: 3}, (0, 1), False), ({0: 5, 1: 5}, (0, 1, 2), False),
    ({0: 5, 1: 5}, None, False), ({0: 9}, (0,), False), ({}, (), False), ({0: 5, 1: 5, 2: 1}, (0, 1), False),
])  # fmt: skip
def test_people_have_said_enough_when_every_theme_has_four_examples(pins, themes, enough):
    keys = [None, *(key for key, count in pins.items() for _ in range(count))]
    assert learning.said_enough(keys, themes) is enough


def test_where_themes_lack_examples_the_texts_themselves_decide(rows):
    pinned = said(5, MATTERS[:3])
    known = grouping.group(rows, IDEAS, pinned=pinned, themes=range(6))
    unknown = grouping.group(rows, IDEAS, pinned=pinned)
    assert [theme.members for theme in known.themes] == [theme.members for theme in unknown.themes]


def test_a_new_matter_is_not_forced_into_the_themes_there_are(state):
    new = [f"The allotment {word} need water and the plots flood each spring" for word in (
        "gardeners", "holders", "sheds", "paths", "beds", "keepers", "growers", "hedges", "taps", "tenants")]
    texts = [*IDEAS, *(f"{text} {end}" for text in new for end in ("now", "as we said at the growers' meeting"))]
    found = grouping.group(state.embed(texts), texts, pinned=said(6), themes=range(6), copies=())
    of = found.theme_of(len(texts))
    theme, count = Counter(of[60:].tolist()).most_common(1)[0]
    assert count >= 15
    assert found.themes[theme].key is None


def test_the_order_of_the_ideas_does_not_matter_for_what_is_learnt(rows):
    pinned = said(5)
    order = list(range(60))
    random.Random(7).shuffle(order)
    shuffled = [IDEAS[i] for i in order]
    there = {place: pinned[i] for place, i in enumerate(order) if i in pinned}
    one = grouping.group(rows, IDEAS, pinned=pinned, themes=range(6))
    other = grouping.group(rows[order], shuffled, pinned=there, themes=range(6))
    assert as_texts(one, IDEAS) == as_texts(other, shuffled)
    assert one.centres.tobytes() == other.centres.tobytes()
    assert [theme.key for theme in one.themes] == [theme.key for theme in other.themes]


def test_thousands_of_examples_are_learnt_from_evenly():
    pinned, right = np.arange(8_000), np.repeat([0, 1], [7_000, 1_000])
    examples, known = learning._spread_evenly(pinned, right)
    assert np.bincount(known).tolist() == [1_500, 1_000]
    assert (right[examples] == known).all()
    assert examples[0] == 0 and 6_999 in examples


@settings(max_examples=25)
@given(st.integers(40, 90), st.integers(0, 1_000), st.integers(2, 5), st.integers(1, 12))
def test_corrections_are_never_lost_where_they_teach(count, seed, themes, most):
    pinned = {i: i % themes for i in range(5 * themes)}
    texts = [f"idea number {i}" for i in range(count)]
    found = grouping.group(
        some_rows(count, seed), texts, pinned=pinned, themes=range(themes), copies=(), most=most)
    of = found.theme_of(count)
    assert sorted([i for theme in found.themes for i in theme.members] + list(found.other)) == list(range(count))
    assert all(found.themes[of[i]].key == key for i, key in pinned.items())
    assert len(found.themes) <= max(most, themes + 1)


def test_what_could_be_of_two_themes_is_taken_for_the_larger_and_what_is_clear_stays():
    of_large, of_small, either = [[2.0, 0.0]] * 80, [[0.0, 2.0]] * 15, [[1.0, 1.02]] * 5
    found = learning._in_proportion(np.array(of_large + of_small + either)).argmax(axis=1)
    assert found.tolist() == [0] * 80 + [1] * 15 + [0] * 5
