"""Sentences are found by rule, and their offsets always hold."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp import pipeline
from nlp.passages import holding, sentences
from nlp.words import lemma


def said(text):
    return [text[span.start : span.end] for span in sentences(text)]


def test_a_text_falls_into_its_sentences():
    assert said("Cars speed. Nobody stops! Why?\nBins too") == ["Cars speed.", "Nobody stops!", "Why?", "Bins too"]


@pytest.mark.parametrize(
    "text", ["I saw Dr. Evans at St. Mary's.", "Open 8.30 a.m. on Mill Rd. near here.", "No. 9", "At P.S. 100."])
def test_short_forms_end_no_sentence(text):
    assert said(text) == [text]


def test_dots_inside_a_quotation_stay_with_it():
    assert said('She said "go away." Then she left.') == ['She said "go away."', "Then she left."]


@given(st.text(st.characters(), max_size=300))
def test_offsets_hold_for_any_text(text):
    spans = sentences(text)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    left_out = set(range(len(text))) - {i for span in spans for i in range(span.start, span.end)}
    assert all(text[i].isspace() for i in left_out)


@given(st.text(st.characters(), max_size=300))
def test_each_word_and_phrase_stands_where_it_says(text):
    doc = pipeline.read(text)
    spans = doc._.sentences
    for word in doc._.words:
        assert 0 <= word.start < word.end <= len(text)
        assert holding(spans, word.start) == word.sentence
    for phrase in doc._.phrases:
        assert 0 <= phrase.start < phrase.end <= len(text)


@pytest.mark.parametrize(
    ("word", "form"),
    [("Crossings", "cross"), ("crossing", "cross"), ("Crosswalks", "crosswalk"), ("bus", "bus"), ("children", "child")],
)
def test_words_are_brought_to_their_dictionary_form(word, form):
    assert lemma(word) == form
