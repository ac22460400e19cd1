"""Among very many ideas the nearest are looked for in the cells around each, and nearly all true ones are found."""

import numpy as np
import pytest

from nlp import neighbours


@pytest.fixture(scope="module")
def many():
    """Five thousand rows about sixty matters, as unlike within a matter as ideas are."""
    chance = np.random.default_rng(1)
    matters = chance.standard_normal((60, 40))
    rows = matters[chance.integers(0, 60, 5_000)] + chance.standard_normal((5_000, 40))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def in_cells(monkeypatch, rows, count=25):
    monkeypatch.setattr(neighbours, "MOST_EXACT", len(rows) - 1)
    monkeypatch.setattr(neighbours, "CELL", 50)
    return neighbours.nearest(rows, rows, count)


def test_nineteen_in_twenty_of_the_true_nearest_are_found(monkeypatch, many):
    true, cosines = neighbours.nearest(many, many, 25)
    found, close = in_cells(monkeypatch, many)
    recall = np.mean([len(set(a) & set(b)) / 25 for a, b in zip(true.tolist(), found.tolist(), strict=True)])
    assert 0.95 <= recall < 1, "not in cells at all"
    assert close.mean() >= 0.99 * cosines.mean()


def test_nobody_is_their_own_neighbour_and_the_nearest_come_first(monkeypatch, many):
    found, close = in_cells(monkeypatch, many)
    assert not (found == np.arange(5_000)[:, None]).any()
    assert (np.diff(close, axis=1) <= 0).all()
    assert np.allclose(close[7], many[found[7]] @ many[7], atol=1e-5)


def test_the_same_rows_have_the_same_neighbours_each_time(monkeypatch, many):
    one, other = in_cells(monkeypatch, many), in_cells(monkeypatch, many)
    assert one[0].tobytes() == other[0].tobytes()
    assert one[1].tobytes() == other[1].tobytes()


def test_up_to_twenty_thousand_rows_are_compared_with_all(monkeypatch, many):
    monkeypatch.setattr(neighbours, "MOST_EXACT", len(many))
    monkeypatch.setattr(neighbours, "_in_cells", None)
    assert neighbours.nearest(many, many, 3)[0].shape == (5_000, 3)


def test_rows_that_are_all_alike_are_searched_too(monkeypatch):
    rows = np.tile(np.eye(3, dtype=np.float32)[0], (500, 1))
    found, close = in_cells(monkeypatch, rows, 5)
    assert (close == 1).all()
    assert not (found == np.arange(500)[:, None]).any()


def test_shared_neighbours_are_counted_alike_in_pieces(monkeypatch, many):
    places, _ = neighbours.nearest(many, many, 10)
    whole = neighbours.shared(places)
    monkeypatch.setattr(neighbours, "BLOCK", 700)
    assert (whole != neighbours.shared(places)).nnz == 0
    assert (whole != whole.T).nnz == 0
