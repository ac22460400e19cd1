"""Each membership says why: the words, the nearest ideas, and the passage, which is there character for character."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp import grouping, pipeline, reasons
from tests.nlp.ideas import IDEAS


def test_every_idea_in_a_theme_has_a_reason_and_no_other(partition, whys):
    of = partition.theme_of(60)
    assert [why is None for why in whys] == [theme == -1 for theme in of]
    assert all(why.theme == theme for why, theme in zip(whys, of, strict=True) if why)


def test_the_passage_is_a_sentence_of_the_idea(whys):
    for idea, why in zip(IDEAS, whys, strict=True):
        if why:
            passage = idea[why.start : why.end]
            assert passage and passage == passage.strip()
            assert passage[0].isupper() and passage[-1] in ".?!"


def test_the_passage_is_the_sentence_about_the_theme(rows, state):
    mixed = "My family moved here in 1998 and we like it. The bins were not collected again and rubbish bags lie about."
    texts = [*IDEAS, mixed]
    all_rows = state.embed(texts)
    why = reasons.explain(texts, all_rows, grouping.group(all_rows, texts), state)[60]
    assert mixed[why.start : why.end].startswith("The bins")


def test_shared_terms_are_words_of_the_idea(whys):
    for idea, why in zip(IDEAS, whys, strict=True):
        if why and "library" in idea.lower():
            assert "library" in why.terms


def test_the_nearest_ideas_are_others_of_the_same_theme(partition, whys):
    for i, why in enumerate(whys):
        if why:
            assert i not in why.nearest
            assert set(why.nearest) <= set(partition.themes[why.theme].members)
            assert len(why.nearest) == min(3, len(partition.themes[why.theme].members) - 1)


@settings(max_examples=25)
@given(st.lists(st.text(st.characters(), max_size=80), min_size=4, max_size=14))
def test_offsets_hold_for_any_texts(words_only, texts):
    rows = words_only.embed(texts)
    partition = grouping.group(rows, texts)
    for text, why in zip(texts, reasons.explain(texts, rows, partition, words_only), strict=True):
        assert why is None or 0 <= why.start <= why.end <= len(text)


def test_a_sentence_of_a_word_or_two_does_not_stand_for_an_idea():
    text = "Rang up. Was told the gully by the pharmacy is not a drain. It stinks."
    doc = pipeline.read(text)

    span = reasons.passage(doc._.sentences, doc._.words, {"ring": 0.3, "stink": 0.3, "drain": 0.2, "gully": 0.1})

    assert text[span.start : span.end] == "Was told the gully by the pharmacy is not a drain."


def test_where_nothing_marks_the_theme_the_fuller_sentence_is_taken():
    text = "Soaked. We stood by the road without a shelter for an hour."
    doc = pipeline.read(text)

    span = reasons.passage(doc._.sentences, doc._.words, {})

    assert text[span.start : span.end].startswith("We stood")


def test_an_idea_of_marks_and_numbers_alone_has_a_reason_too(state):
    texts = [*IDEAS, "7 7 7"]
    rows = state.embed(texts)
    rows[60] = rows[0]
    partition = grouping.group(rows, texts, copies=())
    why = reasons.explain(texts, rows, partition, state)[60]
    assert why is not None
    assert texts[60][why.start:why.end] == "7 7 7"


@pytest.mark.parametrize("text", [
    "The bus won't come and I can't wait.", "The bus won’t come, we shan’t wait.",
    "Bus wont come: it ain't right to wait.", "The bus is gonna come, I wanna wait.",
])
def test_what_is_left_of_a_contraction_is_no_word(text):
    assert not {"wo", "ca", "sha", "ai", "gon", "wan", "na", "have"} & set(pipeline.read(text)._.terms)


def test_a_word_that_stands_by_itself_stays_though_contractions_begin_with_it():
    assert "dare" in pipeline.read("Few dare to cross there.")._.terms
