"""Titles a person would keep, and quotes that are the stored words to the character."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp import grouping, labels, private, wordings
from nlp.words import lemma
from tests.nlp.ideas import CAMPAIGN, IDEAS, MATTER_OF

WORDS = {
    "bins": {"bin", "rubbish", "collect", "recycl"}, "speeding": {"speed", "traffic", "fast", "drive", "slow"},
    "doctors": {"appointment", "gp", "surgery", "doctor"}, "library": {"library", "book"},
    "letters": {"letter", "form"}, "parks": {"park", "playground", "swing"},
}  # fmt: skip


def test_each_title_speaks_of_its_matter(partition, names):
    for theme, name in zip(partition.themes, names, strict=True):
        matters = [MATTER_OF[i] for i in theme.members]
        matter = max(set(matters), key=matters.count)
        assert any(word in name.title.lower() for word in WORDS[matter]), (matter, name.title)


def test_titles_are_short_distinct_and_in_natural_case(names):
    titles = [name.title for name in names]
    assert len({title.lower() for title in titles}) == len(titles)
    assert all(title[0].isupper() and not title.isupper() and len(title) <= 100 for title in titles)
    assert all("_" not in title and "\n" not in title for title in titles)


def test_a_short_form_keeps_its_capitals(names):
    said = " ".join([name.title for name in names] + [phrase for name in names for phrase in name.phrases])
    assert "GP" in said
    assert " gp" not in said


def test_every_quote_is_the_stored_text_at_its_offsets(partition, names):
    for theme, name in zip(partition.themes, names, strict=True):
        assert 1 <= len(name.quotes) <= 3
        assert len({quote.text for quote in name.quotes}) == len(name.quotes)
        for quote in name.quotes:
            assert quote.index in theme.members
            assert IDEAS[quote.index][quote.start : quote.end] == quote.text


def test_what_most_people_deny_the_title_denies(state):
    texts = [
        *IDEAS,
        *(f"Drivers don't stop at the zebra crossing in {place}" for place in ("Ely", "Hull", "Bath", "Wick")),
    ]
    groups = [tuple(range(60)), tuple(range(60, 64))]
    title = labels.label_groups(texts, state.embed(texts), groups, state)[1].title
    assert any(word in title.lower() for word in ("don't", "not", "no "))


@pytest.mark.parametrize(
    ("wording", "sounds"),
    [("walk in the street", True), ("forcing people to walk", False), ("parking on both sides", False),
     ("walks in the park", False), ("walk signal", False), ("bins on the street", False)])
def test_a_wording_that_tells_people_what_to_do_stands_beside_no_other(wording, sounds):
    assert wordings.bids(wording) is sounds


def test_the_covering_quote_says_a_word_of_the_title(names):
    for name in names:
        said = {lemma(word.strip(",.").lower()) for word in name.quotes[0].text.split()}
        assert any(lemma(word.lower()) in said for word in name.title.split() if len(word) > 3), name


def test_a_quote_tells_nobodys_telephone_number(state):
    private_ones = [f"{idea} Ring me on 07700 90012{i}." for i, idea in enumerate(IDEAS[:3])]
    texts = [*private_ones, *IDEAS[3:]]
    partition = grouping.group(state.embed(texts), texts)
    for name in labels.label(texts, state.embed(texts), partition, state):
        assert not any(private.find(quote.text) for quote in name.quotes)


def test_a_campaign_does_not_name_the_theme_by_its_volume(state):
    texts = [*IDEAS[:10], *[CAMPAIGN] * 40]
    rows = state.embed(texts)
    copies = dict.fromkeys(range(10, 50), 10)
    name = labels.label_groups(texts, rows, [tuple(range(50))], state, copies)[0]
    assert "bus" not in name.title.lower()


def test_the_same_ideas_in_another_order_have_the_same_titles(rows, state, names):
    turned = IDEAS[::-1]
    again = labels.label(turned, rows[::-1], grouping.group(rows[::-1], turned), state)
    assert [name.title for name in again] == [name.title for name in names]
    said = [[quote.text for quote in name.quotes] for name in names]
    assert [[quote.text for quote in name.quotes] for name in again] == said


def test_nothing_to_label_is_no_label(state):
    assert labels.label([], state.embed([]), grouping.Partition((), ()), state) == []


@settings(max_examples=25)
@given(st.lists(st.text(st.characters(), max_size=80), min_size=1, max_size=12), st.integers(1, 3))
def test_any_text_can_be_labelled(words_only, texts, count):
    groups = [tuple(range(start, len(texts), count)) for start in range(min(count, len(texts)))]
    found = labels.label_groups(texts, words_only.embed(texts), groups, words_only)
    assert len({name.title for name in found}) == len(groups)
    for name in found:
        assert name.title
        assert all(texts[quote.index][quote.start : quote.end] == quote.text for quote in name.quotes)


@pytest.mark.parametrize("text", ["BINS " * 30_000, "a" * 100_500])
def test_a_giant_text_can_be_labelled(words_only, text):
    texts = [text, *IDEAS[:4]]
    found = labels.label_groups(texts, words_only.embed(texts), [(0, 1, 2, 3, 4)], words_only)
    assert all(texts[quote.index][quote.start : quote.end] == quote.text for quote in found[0].quotes)
