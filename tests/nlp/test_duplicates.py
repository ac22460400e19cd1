"""A campaign is one voice with a count; people who merely agree are not copies of each other."""

import random
from itertools import pairwise

import numpy as np
import pytest

from nlp import duplicates, grouping, vectors
from tests.nlp.ideas import CAMPAIGN, IDEAS


def edited(text, seed):
    """A copy as people make them: a word left out, one changed, a line of their own at an end."""
    chance = random.Random(seed)
    words = text.split()
    for _ in range(max(1, len(words) // 12)):
        words.pop(chance.randrange(len(words)))
    words[chance.randrange(len(words))] = "really"
    own = chance.choice(["", " Thank you.", " I have lived here for thirty years."])
    return " ".join(words) + own


def test_two_identical_ideas_are_one_voice(words_only):
    texts = [IDEAS[0], IDEAS[0]]
    assert duplicates.find(texts, words_only.embed(texts)) == (duplicates.Copies(0, (0, 1)),)


def test_nothing_and_one_have_no_copies(words_only):
    assert duplicates.find([], words_only.embed([])) == ()
    assert duplicates.find(["Bins"], words_only.embed(["Bins"])) == ()


def test_different_ideas_are_never_copies(rows):
    assert duplicates.find(IDEAS, rows) == ()


def test_planted_copies_are_found_and_nothing_else(state):
    originals = [idea for idea in IDEAS if len(idea.split()) >= 14][:30]
    texts = list(IDEAS) + [edited(idea, seed) for seed, idea in enumerate(originals)]
    planted = {(IDEAS.index(idea), 60 + seed) for seed, idea in enumerate(originals)}
    found = duplicates.find(texts, state.embed(texts))
    pairs = {(a, b) for copies in found for a in copies.members for b in copies.members if a < b}
    right = len(pairs & planted)
    f1 = 2 * right / (len(pairs) + len(planted))
    assert len(planted) == 30
    assert f1 >= 0.95


def test_a_letter_quoted_in_part_belongs_to_its_campaign(state):
    quoted = "Hello, " + ". ".join(CAMPAIGN.split(". ")[:2]) + ". My own mother is a nurse there."
    texts = [CAMPAIGN, *IDEAS, quoted]
    found = duplicates.find(texts, state.embed(texts))
    assert [copies.members for copies in found] == [(0, 61)]


def test_a_campaign_of_five_hundred_letters_is_one_voice(state):
    texts = [*IDEAS, *[CAMPAIGN] * 500]
    rows = state.embed(texts[:61])[[*range(60), *[60] * 500]]
    found = grouping.group(rows, texts)
    theme = next(theme for theme in found.themes if 60 in theme.members)
    assert found.copies[0].count == 500
    assert theme.voices <= len(theme.members) - 499


def test_copies_do_not_depend_on_the_order(state):
    texts = [*IDEAS[:20], *[edited(idea, seed) for seed, idea in enumerate(IDEAS[:10])]]
    turned = texts[::-1]
    there = duplicates.find(texts, state.embed(texts))
    back = duplicates.find(turned, state.embed(turned))
    assert {frozenset(texts[i] for i in copies.members) for copies in there} == {
        frozenset(turned[i] for i in copies.members) for copies in back
    }
    assert [texts[copies.kept] for copies in there] == [turned[copies.kept] for copies in back]


def test_ten_thousand_identical_ideas_are_one_voice():
    texts = ["The bins are never emptied on our road"] * 10_000
    state = vectors.fit(texts, sentences=False)
    rows = state.embed(texts[:1])[[0] * 10_000]
    found = grouping.group(rows, texts)
    assert found.copies[0].count == 10_000
    assert found.themes == ()
    assert len(found.other) == 10_000


def test_a_letter_half_quoted_among_other_words_is_found_however_its_meaning_differs():
    words = CAMPAIGN.split()
    half = " ".join(words[: len(words) // 2])
    own = "We have asked about the allotments and the water taps on our site for years now"
    texts = [CAMPAIGN, *IDEAS, f"{own}. {half} and the rest of my letter is about the allotments"]
    unlike = np.eye(62, dtype=np.float32)
    assert [copies.members for copies in duplicates.find(texts, unlike)] == [(0, 61)]


def test_a_phrase_that_two_people_use_makes_no_campaign():
    phrase = "as I have said many times to the council"
    texts = [f"{idea} {phrase}" for idea in IDEAS[:2]]
    assert duplicates.find(texts, np.eye(2, dtype=np.float32)) == ()


def test_a_copy_of_a_copy_is_not_taken_along():
    """From one text to the next a third changes: the first and the last say nothing alike."""
    words = " ".join(IDEAS[:6]).split()
    steps = [words[at : at + 20] for at in (0, 6, 12, 18)]
    texts = [" ".join(step) for step in steps]
    assert all(duplicates.alike(a, b) >= duplicates.ALIKE for a, b in pairwise(steps))
    assert max(copies.count for copies in duplicates.find(texts, np.ones((4, 4), dtype=np.float32) / 2)) < 4


@pytest.mark.parametrize(("count", "share"), [(15, 0.5 / 0.55), (16, 1)])
def test_short_texts_must_be_more_alike_than_long_ones(count, share):
    one = IDEAS[0].lower().split() * 2
    other = ["also" if n % 4 == 3 else word for n, word in enumerate(one)]
    told = duplicates._jaccard(duplicates._letters(one[:count]), duplicates._letters(other[:count]))
    assert duplicates.alike(one[:count], other[:count]) == pytest.approx(told * share)


@pytest.mark.parametrize(("words", "added", "share"), [
    (duplicates.FEWEST_WITH_MORE, duplicates.MOST_ADDED, 1),
    (duplicates.FEWEST_WITH_MORE, duplicates.MOST_ADDED + 1, 0),
    (duplicates.FEWEST_WITH_MORE - 1, duplicates.MOST_ADDED, 0),
])
def test_a_short_text_stands_whole_at_an_end_of_a_little_longer_one(words, added, share):
    said = [f"swing{n}" for n in range(words)]
    own = list("abcdefghijklm")[:added]
    assert duplicates._with_more(said, [*said, *own]) == duplicates._with_more([*own, *said], said) == share


def test_a_question_that_differs_in_a_word_stays_with_the_copy_of_it_that_is_nearest(state):
    """Both questions are like both copies; each copy goes to the question that it was made from."""
    one = "How long does it take until my new library card arrives by post"
    other = "How long does it take until my new parking card arrives by post"
    texts = [one, other, f"Hello {one}", f"Hello {other}"]
    found = duplicates.find(texts, state.embed(texts))
    together = [{0, 2}, {1, 3}]
    assert all(any(pair <= set(copies.members) for copies in found) for pair in together)
