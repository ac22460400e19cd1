"""Themes are found with their number unknown, the same each time and in any order; what people pinned holds."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp import grouping
from tests.nlp.ideas import IDEAS, MATTER_OF


def agreement(partition):
    """The share of ideas whose theme is mostly about the same matter as they are."""
    right = 0
    for theme in partition.themes:
        matters = [MATTER_OF[i] for i in theme.members]
        right += max(matters.count(matter) for matter in set(matters))
    return right / len(IDEAS)


def as_texts(partition, texts):
    return [[texts[i] for i in sorted(theme.members, key=lambda i: texts[i])] for theme in partition.themes]


def some_rows(count, seed):
    rows = np.random.default_rng(seed).standard_normal((count, 12)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_six_matters_become_about_six_themes(partition):
    assert 4 <= len(partition.themes) <= 9
    assert agreement(partition) >= 0.85
    assert len(partition.other) <= 3


def test_every_idea_is_in_one_theme_or_in_other(partition):
    placed = [i for theme in partition.themes for i in theme.members] + list(partition.other)
    assert sorted(placed) == list(range(60))


def test_the_order_of_the_ideas_does_not_matter(rows, partition):
    order = list(range(60))
    random.Random(7).shuffle(order)
    shuffled = [IDEAS[i] for i in order]
    again = grouping.group(rows[order], shuffled)
    assert as_texts(again, shuffled) == as_texts(partition, IDEAS)
    assert [theme.centre.tobytes() for theme in again.themes] == [theme.centre.tobytes() for theme in partition.themes]


def test_the_same_ideas_give_the_same_themes(rows, partition):
    again = grouping.group(rows, IDEAS)
    assert again.other == partition.other
    assert again.centres.tobytes() == partition.centres.tobytes()
    assert [theme.members for theme in again.themes] == [theme.members for theme in partition.themes]


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_so_few_ideas_have_nothing_to_group(rows, count):
    found = grouping.group(rows[:count], IDEAS[:count])
    assert found.themes == ()
    assert found.other == tuple(range(count))


def test_texts_without_words_are_honestly_other(state, rows):
    texts = [*IDEAS, "", "???", "…"]
    found = grouping.group(state.embed(texts), texts)
    assert {60, 61, 62} <= set(found.other)


def test_what_people_pinned_together_stays_together(rows):
    pinned = {0: 7, 15: 7, 52: 7}
    found = grouping.group(rows, IDEAS, pinned=pinned)
    theme = next(theme for theme in found.themes if theme.key == 7)
    assert {0, 15, 52} <= set(theme.members)


def test_two_pinned_themes_never_become_one(rows):
    pinned = {0: 1, 1: 1, 2: 2, 3: 2, 4: 3}
    found = grouping.group(rows, IDEAS, pinned=pinned)
    homes = {theme.key: set(theme.members) for theme in found.themes if theme.key is not None}
    assert homes[1] >= {0, 1}
    assert homes[2] >= {2, 3}
    assert homes[3] >= {4}


def test_a_copy_that_was_pinned_apart_stays_apart(rows):
    texts = [*IDEAS, IDEAS[0]]
    found = grouping.group(rows[[*range(60), 0]], texts, pinned={0: 1, 60: 2})
    of = found.theme_of(61)
    assert [found.themes[of[0]].key, found.themes[of[60]].key] == [1, 2]


@settings(max_examples=25)
@given(
    st.integers(0, 70), st.integers(0, 1_000), st.integers(1, 12),
    st.dictionaries(st.integers(0, 69), st.integers(1, 4), max_size=9),
)  # fmt: skip
def test_corrections_are_never_lost_and_nothing_falls_out(count, seed, most, pinned):
    pinned = {i: key for i, key in pinned.items() if i < count}
    texts = [f"idea number {i}" for i in range(count)]
    found = grouping.group(some_rows(count, seed), texts, pinned=pinned, copies=(), most=most)
    of = found.theme_of(count)
    assert sorted([i for theme in found.themes for i in theme.members] + list(found.other)) == list(range(count))
    assert all(found.themes[of[i]].key == key for i, key in pinned.items())
    assert len(found.themes) <= max(most, len(set(pinned.values())) + 1)
    keys = [theme.key for theme in found.themes if theme.key is not None]
    assert len(keys) == len(set(keys))


def test_other_is_never_more_than_one_in_twenty(rows, state):
    strange = [f"zebra {word} quantum marmalade" for word in ("alpha", "beta", "gamma", "delta")]
    texts = [*IDEAS, *strange]
    found = grouping.group(state.embed(texts), texts)
    assert len(found.other) <= len(texts) / 20


def test_a_large_theme_has_parts_that_make_it_up():
    rows = np.vstack([some_rows(1, seed) + some_rows(80, seed + 9) * 0.5 for seed in range(4)])
    rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    found = grouping.group(rows, [f"text {i}" for i in range(320)], copies=(), most=2)
    assert len(found.themes) == 2
    for theme in found.themes:
        assert len(theme.parts) >= 2
        assert sorted(i for part in theme.parts for i in part) == list(theme.members)
