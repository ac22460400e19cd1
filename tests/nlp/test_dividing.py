"""Communities that fall apart by themselves are cut again; those that hold together, or hold a pin, are not."""

from itertools import pairwise

import numpy as np
from scipy import sparse

from nlp import communities


def cliques(*sizes: int, bridges: int = 1) -> sparse.csr_matrix:
    """Groups in which all are tied to all, each tied to the next by a few ties."""
    starts = np.cumsum((0, *sizes))
    ties = np.zeros((starts[-1], starts[-1]))
    for begins, ends in pairwise(starts):
        ties[begins:ends, begins:ends] = 1
    for before, begins in pairwise(starts[:-1]):
        for bridge in range(bridges):
            ties[before + bridge, begins + bridge] = ties[begins + bridge, before + bridge] = 1
    np.fill_diagonal(ties, 0)
    return sparse.csr_matrix(ties)


def cut(graph: sparse.csr_matrix, keys: list[int | None] | None = None) -> list[int]:
    """What becomes of one community that holds everything."""
    count = graph.shape[0]
    return communities.divide(graph, np.zeros(count, dtype=np.int64), keys or [None] * count).tolist()


def test_two_groups_with_one_tie_between_them_are_two() -> None:
    found = cut(cliques(12, 9))

    assert found == [0] * 12 + [1] * 9


def test_a_group_that_holds_together_stays() -> None:
    assert set(cut(cliques(20))) == {0}
    assert set(cut(cliques(8, 8, bridges=8))) == {0}  # one tie in eight would be cut


def test_a_group_with_a_small_tail_stays() -> None:
    """Nearly all ties are kept by any cut there; so would they be by chance."""
    assert set(cut(cliques(40, 3))) == {0}


def test_where_people_pinned_something_they_said_how_it_is_cut() -> None:
    keys: list[int | None] = [7] + [None] * 20

    assert set(cut(cliques(12, 9), keys)) == {0}


def test_each_community_is_looked_at_by_itself() -> None:
    graph = cliques(12, 9, 15)
    labels = np.array([0] * 21 + [1] * 15)

    found = communities.divide(graph, labels, [None] * 36)

    assert [len(set(part)) for part in (found[:12], found[12:21], found[21:])] == [1, 1, 1]
    assert len(set(found.tolist())) == 3


def test_no_voice_and_no_tie_are_left_as_they_are() -> None:
    assert communities.divide(sparse.csr_matrix((0, 0)), np.array([], dtype=np.int64), []).tolist() == []
    assert cut(sparse.csr_matrix((4, 4))) == [0, 0, 0, 0]
