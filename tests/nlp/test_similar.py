"""While a draft is typed, the ideas nearest to it are offered."""

from nlp import similar
from tests.nlp.ideas import IDEAS, MATTER_OF


def test_the_nearest_ideas_are_about_the_same_thing(state, rows):
    found = similar.rank("cars going too fast near the school", rows, state)
    assert [MATTER_OF[one.place] for one in found[:3]] == ["speeding"] * 3
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def test_texts_may_be_given_in_place_of_vectors(state, rows):
    draft = "library open on Sunday"
    assert similar.rank(draft, IDEAS, state) == similar.rank(draft, rows, state)


def test_an_empty_draft_is_like_nothing(state, rows):
    assert similar.rank("", rows, state) == []


def test_where_there_are_no_ideas_there_is_nothing_similar(state):
    assert similar.rank("Bins", [], state) == []


def test_a_draft_may_be_given_as_its_vector(state, rows):
    draft = "library open on Sunday"
    assert similar.rank(state.embed([draft])[0], rows, state) == similar.rank(draft, rows, state)
