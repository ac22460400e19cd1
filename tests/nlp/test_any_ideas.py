"""Whatever people send, in whatever order: the engine answers, the same each time, with offsets that hold."""

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nlp import (
    assignment,
    duplicates,
    grouping,
    labels,
    languages,
    passages,
    pipeline,
    private,
    reasons,
    similar,
    urgent,
)

ANY = st.text(st.characters(), max_size=80)
SAID = ["the bins", "are late", "the bus", "stops", "at night", "7", "Mr Lee", "fire", "07700 900123"]
WORDS = st.lists(st.sampled_from(SAID), max_size=9)
MIXED = st.lists(st.one_of(ANY, WORDS.map(" ".join)), max_size=14)
GIANTS = ["", " " * 20_000, "a" * 20_000, "The bin is full. " * 2_000, "\u0301" * 5_000, "\x00\ufffd" * 5_000,
          "ŵ🗑" * 5_000]


def voices(texts, vectors):
    """The copies as the texts that they are of."""
    return sorted(tuple(sorted(texts[i] for i in copies.members)) for copies in duplicates.find(texts, vectors))


def themes(texts, vectors):
    """The grouping as texts: its themes in their order, and what is left over."""
    found = grouping.group(vectors, texts)
    return [sorted(texts[i] for i in theme.members) for theme in found.themes], sorted(texts[i] for i in found.other)


@settings(max_examples=60)
@given(MIXED, st.randoms(use_true_random=False))
@example(["Bins"], None)
@example(["Bins", "Bins"], None)
@example([], None)
def test_copies_of_any_texts_are_the_same_in_any_order(words_only, texts, chance):
    turned = sorted(texts, key=lambda _: chance.random()) if chance else texts[::-1]
    assert voices(texts, words_only.embed(texts)) == voices(turned, words_only.embed(turned))


@settings(max_examples=60)
@given(MIXED, st.randoms(use_true_random=False))
@example(["Bins"], None)
@example(["Bins", "Bins"], None)
@example([], None)
def test_any_texts_are_grouped_the_same_in_any_order(words_only, texts, chance):
    turned = sorted(texts, key=lambda _: chance.random()) if chance else texts[::-1]
    there, other = themes(texts, words_only.embed(texts))
    assert (there, other) == themes(turned, words_only.embed(turned))
    assert Counter([text for theme in there for text in theme] + other) == Counter(texts)


@settings(max_examples=60)
@given(ANY, MIXED, st.integers(1, 6))
@example("Bins", ["Bins", "Bins"], 1)
@example("Bins", [], 5)
def test_any_draft_is_held_against_any_ideas(words_only, draft, texts, count):
    found = similar.rank(draft, texts, words_only, count=count)
    assert len(found) <= count
    assert all(0 <= one.place < len(texts) and similar.LEAST <= one.score <= 1.0001 for one in found)
    assert all((-one.score, one.place) < (-other.score, other.place) for one, other in pairwise(found))
    assert found == similar.rank(draft, texts, words_only, count=count)


@given(st.integers(0, 6), st.integers(0, 300), st.integers(1, 4))
def test_any_vector_is_assigned_and_the_order_of_the_themes_tells_nothing(count, seed, wanted):
    rows = np.random.default_rng(seed).standard_normal((count + 1, 5)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    vector, centres = rows[0], rows[1:]
    found = assignment.best(vector, centres, wanted)
    turned = assignment.best(vector, centres[::-1], wanted)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert all(one.score >= assignment.LEAST - 1e-6 and one.margin >= 0 for one in found[:1])
    assert [one.theme for one in found] == [count - 1 - one.theme for one in turned]
    assert assignment.best(np.zeros(5, np.float32), centres, wanted) == ()


@pytest.mark.parametrize("text", GIANTS, ids=range(len(GIANTS)))
def test_an_empty_or_giant_text_is_read_by_every_part(words_only, text):
    texts = [text, "The bins are late", text]
    vectors = words_only.embed(texts)
    partition = grouping.group(vectors, texts)
    assert languages.detect(text) in {"en", "cy", "other"}
    assert similar.rank(text, texts, words_only) == similar.rank(text, vectors, words_only)
    assert len(reasons.explain(texts, vectors, partition, words_only)) == 3
    assert len(labels.label(texts, vectors, partition, words_only)) == len(partition.themes)
    for found in (private.find(text), urgent.find(text), passages.sentences(text)):
        assert all(0 <= one.start < one.end <= len(text) for one in found)


@given(st.text(st.characters(), max_size=300))
def test_what_is_found_in_any_text_is_found_again(text):
    assert private.find(text) == private.find(text)
    assert urgent.find(text) == urgent.find(text)
    assert passages.sentences(text) == passages.sentences(text)
    assert languages.detect(text) == languages.detect(text)
    assert pipeline.read(text)._.terms == pipeline.read(text)._.terms


def test_ten_thousand_identical_ideas_have_no_theme_and_each_is_like_a_draft(words_only):
    texts = ["The bins are never emptied on our road"] * 10_000
    vectors = words_only.embed(texts[:1])[[0] * 10_000]
    partition = grouping.group(vectors, texts)
    assert labels.label(texts, vectors, partition, words_only) == []
    assert set(reasons.explain(texts, vectors, partition, words_only)) == {None}
    assert [one.place for one in similar.rank("bins never emptied", vectors, words_only)] == [0, 1, 2, 3, 4]
