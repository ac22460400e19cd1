"""The map is the same each time, near themes are near, and a theme keeps its place when others come."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nlp import layout


def some(count, seed=3):
    rows = np.random.default_rng(seed).standard_normal((count, 20)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@given(st.integers(0, 25), st.integers(0, 50))
def test_every_theme_is_on_the_map_and_none_on_another(count, seed):
    places = layout.place(some(count, seed))
    assert places.shape == (count, 2)
    assert ((places >= 0) & (places <= 1)).all()
    assert len({tuple(place) for place in places.tolist()}) == count
    assert np.array_equal(places, layout.place(some(count, seed)))


def test_themes_that_are_the_same_still_stand_apart():
    places = layout.place(np.repeat(some(1), 4, axis=0))
    assert len({tuple(place) for place in places.tolist()}) == 4


def test_near_themes_are_near():
    rows = some(12)
    rows[1] = rows[0] + 0.05 * rows[2]
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    places = layout.place(rows)
    far = np.linalg.norm(places - places[0], axis=1)
    assert far[1] == sorted(far)[1]


def test_a_theme_keeps_its_place_when_another_comes():
    before = layout.place(some(9))
    rows = np.vstack([some(9), some(1, seed=8)])
    after = layout.place(rows, [*(tuple(place) for place in before.tolist()), None])
    assert np.linalg.norm(after[:9] - before, axis=1).max() < 0.2
