"""A text with a second point is found in a second theme by the sentence that makes the point."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp import assignment, points
from tests.nlp.ideas import IDEAS, MATTER_OF

BINS = "The recycling bins on our road are missed every other week."
PARK = "The swings in the park playground have been broken for months."
TWO = f"{BINS}  {PARK}"


class Told:
    """A state that gives each sentence the row that the test says."""

    def __init__(self, rows):
        self.rows = rows

    def embed(self, texts):
        return np.array([self.rows[text] for text in texts], dtype=np.float32)


def of_two(first, other, text="This is the first point. This is the other point."):
    rows = {"This is the first point.": first, "This is the other point.": other}
    return points.second([text], [0], np.eye(2, dtype=np.float32), Told(rows))[0]


def test_the_sentence_about_another_matter_is_the_second_point(state, partition):
    own = assignment.assign(state.embed([TWO])[0], partition.centres).theme
    found = points.second([TWO], [own], partition.centres, state)[0]
    matters = {MATTER_OF[partition.themes[theme].members[0]] for theme in (own, found.theme)}
    assert matters == {"bins", "parks"}
    said = TWO[found.start : found.end]
    assert said == (BINS if MATTER_OF[partition.themes[found.theme].members[0]] == "bins" else PARK)


@pytest.mark.parametrize("text", [BINS, "", "!!", f"{BINS} Thanks.", f"{BINS} Mill Road too."])
def test_a_text_of_one_full_sentence_has_no_second_point(text, state, partition):
    assert points.second([text], [0], partition.centres, state) == [None]


@pytest.mark.parametrize(("other", "made"), [((0.5, 0.61), True), ((0.5, 0.59), False), ((0.0, 0.24), False)])
def test_a_second_point_is_clearly_nearer_to_its_theme_and_near_enough(other, made):
    found = of_two((0.8, 0.1), other)
    assert (found is not None) is made
    assert found is None or (found.theme, found.start, found.end) == (1, 25, 49)


def test_where_every_sentence_leans_to_another_theme_it_is_no_second_point():
    assert of_two((0.3, 0.4), (0.2, 0.9)) is None


def test_ideas_without_a_theme_and_calls_of_one_theme_have_none(state, partition):
    assert points.second([TWO], [-1], partition.centres, state) == [None]
    assert points.second([TWO], [0], partition.centres[:1], state) == [None]
    assert points.second([], [], partition.centres, state) == []


def test_texts_read_in_several_turns_have_the_same_points(state, partition, monkeypatch):
    texts = [TWO, IDEAS[0], f"{PARK} {BINS}", BINS, TWO]
    at_once = points.second(texts, [0] * 5, partition.centres, state)
    monkeypatch.setattr(points, "AT_ONCE", 1)
    assert points.second(texts, [0] * 5, partition.centres, state) == at_once


@given(st.text(st.characters(), max_size=200))
def test_every_point_is_the_texts_own_characters(words_only, text):
    text = f"{text} The bins are missed every week. The park gates are always shut."
    centres = words_only.embed(["Bins are missed every week", "Park gates are shut"])
    found = points.second([text], [0], centres, words_only)[0]
    said = text[found.start : found.end] if found else ""
    assert found is None or found.theme == 1
    assert said == said.strip() and said in text
