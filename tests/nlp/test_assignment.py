"""A new idea finds its theme at once, or is told honestly that there is none."""

import time

import numpy as np
import pytest

from nlp import assignment
from tests.nlp.ideas import MATTER_OF

NEW = {
    "My recycling bin was missed again and the rubbish is still out on the street": "bins",
    "Please put a speed camera on our road, drivers race through": "speeding",
    "It is impossible to get through to the surgery to see a doctor": "doctors",
    "Let teenagers borrow more books and keep the library open late": "library",
    "I could not understand the letter about my council tax": "letters",
    "The slide in the park playground is broken": "parks",
}


@pytest.mark.parametrize(("text", "matter"), NEW.items())
def test_a_new_idea_joins_the_theme_about_its_matter(text, matter, state, partition):
    found = assignment.assign(state.embed([text])[0], partition.centres)
    assert found is not None
    matters = [MATTER_OF[i] for i in partition.themes[found.theme].members]
    assert max(set(matters), key=matters.count) == matter
    assert 0 < found.score <= 1


def test_an_idea_about_nothing_there_has_no_theme(state, partition):
    assert assignment.assign(state.embed(["Zürich xylophone quarks"])[0], partition.centres) is None
    assert assignment.assign(state.embed([""])[0], partition.centres) is None


def test_where_there_is_no_theme_there_is_no_answer(state):
    assert assignment.assign(state.embed(["Bins"])[0], np.zeros((0, 434), dtype=np.float32)) is None


def test_the_best_themes_come_best_first(state, partition):
    found = assignment.best(state.embed(["Bins"])[0], partition.centres, 3)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert assignment.assign(state.embed(["Bins"])[0], partition.centres) == found[0]


def test_it_takes_less_than_a_few_milliseconds():
    centres = np.random.default_rng(1).standard_normal((60, 434)).astype(np.float32)
    began = time.process_time()
    for _ in range(200):
        assignment.assign(centres[3], centres)
    assert (time.process_time() - began) / 200 < 0.005
