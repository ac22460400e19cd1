"""The same texts give the same numbers, whatever their order and company; the model's bytes are checked."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp import encoder, pipeline, vectors
from tests.nlp.ideas import IDEAS


def test_every_text_with_words_is_a_row_of_length_one(rows):
    assert rows.shape == (60, 434)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_a_text_without_words_is_a_row_of_noughts(state):
    assert not state.embed(["", "  \n", "!!! …", "\ud800"]).any()


def test_texts_in_another_order_give_the_same_state(state):
    assert vectors.fit(IDEAS[::-1]).version == state.version


def test_other_texts_give_another_state(state):
    assert vectors.fit(IDEAS[:-1]).version != state.version


def test_a_saved_state_gives_the_same_numbers_again(state, rows):
    again = vectors.State.load(state.save())
    assert again.version == state.version
    assert again.save() == state.save()
    assert np.array_equal(again.embed(IDEAS[:7]), rows[:7])


@pytest.mark.parametrize("damage", [b"", b"nonsense", b"folkmoot-state-1\nnonsense"])
def test_bytes_that_are_no_state_are_refused(damage):
    with pytest.raises(vectors.StateUnreadable):
        vectors.State.load(damage)


def test_a_state_cut_short_is_refused(state):
    with pytest.raises(vectors.StateUnreadable):
        vectors.State.load(state.save()[:-200])


def test_a_text_has_the_same_row_alone_and_in_company(state, rows):
    assert np.array_equal(state.embed([IDEAS[17]])[0], rows[17])


def test_progress_is_told_up_to_the_end(state):
    told = []
    state.embed(IDEAS[:5], progress=lambda done, of: told.append((done, of)))
    assert told[-1] == (5, 5)
    assert told == sorted(told)


def test_an_engine_without_the_sentence_model_works_and_says_so(tmp_path):
    assert vectors.sources() == ("lsa", "sentences")
    assert vectors.sources(tmp_path) == ("lsa",)
    plain = vectors.fit(IDEAS, tmp_path)
    assert plain.sources == ("lsa",)
    assert plain.embed(IDEAS).shape == (60, 50)


def test_a_model_with_other_bytes_is_refused(tmp_path):
    for name in encoder.SHA256:
        (tmp_path / name).write_bytes(b"something else")
    with pytest.raises(encoder.ModelRefused):
        vectors.fit(IDEAS, tmp_path)


def test_a_state_made_with_the_model_says_when_the_model_is_gone(state, tmp_path):
    with pytest.raises(vectors.ModelMissing):
        vectors.State.load(state.save(), tmp_path).embed(["Bins"])


def test_a_doc_with_a_state_answers_with_the_good_vector(state, rows):
    doc = pipeline.read(IDEAS[0], state)
    assert np.array_equal(doc.vector, rows[0])
    near, far = pipeline.read(IDEAS[1], state), pipeline.read(IDEAS[32], state)
    assert doc.similarity(near) > doc.similarity(far)


@settings(max_examples=60)
@given(st.lists(st.text(st.characters()), max_size=8))
def test_any_unicode_can_be_read(words_only, texts):
    rows = words_only.embed(texts)
    lengths = np.linalg.norm(rows, axis=1)
    assert rows.shape == (len(texts), 50)
    assert np.all(np.isclose(lengths, 1, atol=1e-4) | (lengths == 0))


@settings(max_examples=15)
@given(st.lists(st.text(st.characters(), max_size=60), max_size=6))
def test_a_state_can_be_fitted_on_anything(texts):
    state = vectors.fit(texts, sentences=False)
    assert state.embed(texts).shape == (len(texts), 50)
    assert vectors.State.load(state.save()).version == state.version


def test_a_giant_text_is_read(state):
    giant = "The bins are never emptied. " * 4_000
    assert len(giant) > 100_000
    assert np.isclose(np.linalg.norm(state.embed([giant])[0]), 1, atol=1e-5)
