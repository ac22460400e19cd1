"""What the tests of the theme engine share: sixty ideas, read once."""

import pytest
from hypothesis import HealthCheck, settings

from nlp import grouping, labels, reasons, vectors
from tests.nlp.ideas import IDEAS

settings.register_profile("steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")


@pytest.fixture(scope="session")
def state():
    return vectors.fit(IDEAS)


@pytest.fixture(scope="session")
def rows(state):
    return state.embed(IDEAS)


@pytest.fixture(scope="session")
def partition(rows):
    return grouping.group(rows, IDEAS)


@pytest.fixture(scope="session")
def names(rows, partition, state):
    return labels.label(IDEAS, rows, partition, state)


@pytest.fixture(scope="session")
def whys(rows, partition, state):
    return reasons.explain(IDEAS, rows, partition, state)


@pytest.fixture(scope="session")
def words_only():
    """A state without the sentence model: quick enough for hundreds of strange texts."""
    return vectors.fit(IDEAS, sentences=False)
