"""What a policy officer is asked to look at again in a theme, on both sides of each limit."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp import doubts
from nlp.doubts import Held
from tests.nlp.ideas import IDEAS

WIDTH = 400
BUSES = ["The bus is late.", "A bus never came.", "Buses do not wait.", "No bus on Sunday.", "A full bus.", "Bus!"]


def rows_of(*themes):
    """Rows of themes, each given as (direction, likeness, count): any two ideas of it have that cosine, exactly."""
    rows, free = [], 20
    for direction, likeness, count in themes:
        for _ in range(count):
            row = np.zeros(WIDTH)
            row[: len(direction)] = np.array(direction) * likeness**0.5
            row[free] = (1 - likeness) ** 0.5
            rows.append(row)
            free += 1
    return np.array(rows, dtype=np.float32).reshape(-1, WIDTH)


def held(*counts, titles=()):
    """Themes with so many ideas each, in the order of their places."""
    ends = np.cumsum(counts)
    return {
        key: Held(titles[key] if key < len(titles) else "Bus stops", tuple(range(end - count, end)))
        for key, (count, end) in enumerate(zip(counts, ends, strict=True))
    }


def kinds(themes, rows, texts=None, copies=None):
    spoken = doubts.listen(texts or [f"Words of number {n}" for n in range(len(rows))])
    return {key: [doubt.kind for doubt in found] for key, found in doubts.find(themes, rows, spoken, copies).items()}


def about(cosine):
    return (cosine, (1 - cosine**2) ** 0.5)


def axis(place):
    return tuple(float(at == place) for at in range(8))


EMPTY = ["Other points", "Various things", "General", "Comments and suggestions", "Pethau eraill"]


@pytest.mark.parametrize("title", EMPTY)
def test_a_name_that_says_nothing_is_doubted(title):
    assert kinds(held(6, titles=[title]), rows_of((axis(0), 0.5, 6))) == {0: ["catch-all"]}


@pytest.mark.parametrize("title", ["Other bus stops", "General practitioners", "20", "A better library", "Llyfrgell"])
def test_a_name_that_says_something_is_not(title):
    assert kinds(held(6, titles=[title]), rows_of((axis(0), 0.5, 6))) == {0: []}


@pytest.mark.parametrize(("saying", "expected"), [(3, []), (4, ["catch-all"])])
def test_a_name_of_words_that_most_of_the_call_say_is_doubted(saying, expected):
    texts = BUSES[:saying] + [f"The library number {n} is cold." for n in range(6 - saying)]

    assert kinds(held(6, titles=["Buses"]), rows_of((axis(0), 0.5, 6)), texts)[0] == expected


@pytest.mark.parametrize("size", [10, 60])
@pytest.mark.parametrize(("likeness", "expected"), [(0.94, False), (0.96, True)])
def test_two_themes_that_are_one_are_found_whatever_their_size(size, likeness, expected):
    rows = rows_of(((1.0, 0.0), 0.4, size), (about(likeness), 0.5, size))

    assert {"near-duplicate" in found for found in kinds(held(size, size), rows).values()} == {expected}


def test_a_theme_of_very_few_is_not_said_to_be_a_twin():
    rows = rows_of(((1.0, 0.0), 0.4, 9), (about(0.99), 0.5, 9))

    assert kinds(held(9, 9), rows) == {0: [], 1: []}


@pytest.mark.parametrize(("both", "expected"), [(5, []), (6, ["overlapping"])])
def test_a_theme_overlaps_when_more_than_half_speak_to_another_too(both, expected):
    rows = rows_of((axis(0), 1.0, 10 - both), (about(0.5), 1.0, both), (axis(1), 1.0, 10))

    assert kinds(held(10, 10), rows) == {0: expected, 1: []}


def test_an_overlap_says_how_large_it_is_and_with_what():
    rows = rows_of((axis(0), 1.0, 4), (about(0.5), 1.0, 6), (axis(1), 1.0, 10))

    themes = {7: Held("Crossings", tuple(range(10))), 9: Held("Stop signs", tuple(range(10, 20)))}

    [doubt] = doubts.find(themes, rows, doubts.listen([""] * 20))[7]

    assert (doubt.other, doubt.figures) == (9, {"share": 0.6})
    assert doubt.sentence == "60 % of the ideas here also speak to “{other}”. Merge the two?"


@pytest.mark.parametrize(("count", "expected"), [(2, ["under-used"]), (3, [])])
def test_a_theme_that_is_tiny_beside_the_call_is_doubted(count, expected):
    rows = rows_of(*((axis(n), 0.5, size) for n, size in enumerate((18, 18, 18, count))))

    assert kinds(held(18, 18, 18, count), rows)[3] == expected


def test_a_theme_without_an_idea_says_so_by_itself():
    assert kinds(held(18, 0), rows_of((axis(0), 0.5, 18))) == {0: [], 1: []}


@pytest.mark.parametrize(("likeness", "expected"), [(0.29, ["mixed"]), (0.31, [])])
def test_a_theme_of_ideas_that_are_less_alike_than_usual_is_doubted(likeness, expected):
    rows = rows_of((axis(0), likeness, 10), *((axis(n), 0.4, 10) for n in (1, 2, 3)))

    assert kinds(held(10, 10, 10, 10), rows) == {0: expected, 1: [], 2: [], 3: []}


def test_with_three_themes_nothing_is_usual():
    rows = rows_of((axis(0), 0.1, 10), *((axis(n), 0.6, 10) for n in (1, 2)))

    assert kinds(held(10, 10, 10), rows) == {0: [], 1: [], 2: []}


MATTERS = ["parking", "speeding", "a dark tunnel", "no crossing", "litter", "lorries", "mud", "floods", "rats", "ice"]


def street(naming, *, matter=""):
    """Ten texts, so many of which name Mill Lane, and ten about libraries."""
    where = ["in Mill Lane"] * naming + ["here"] * (10 - naming)
    said = [f"There is {matter or problem} {place}." for problem, place in zip(MATTERS, where, strict=True)]
    return said + [f"The library needs {n} more books in Welsh." for n in range(10)]


@pytest.mark.parametrize(("naming", "expected"), [(4, []), (5, ["mixed"])])
def test_a_theme_that_is_only_a_street_is_doubted(naming, expected):
    rows = rows_of((axis(0), 0.5, 10), (axis(1), 0.5, 10))

    assert kinds(held(10, 10), rows, street(naming))[0] == expected


def test_a_street_and_a_matter_are_a_theme():
    rows = rows_of((axis(0), 0.5, 10), (axis(1), 0.5, 10))

    assert kinds(held(10, 10), rows, street(10, matter="dangerous parking")) == {0: [], 1: []}


def test_the_street_is_named_as_people_write_it():
    rows = rows_of((axis(0), 0.5, 10), (axis(1), 0.5, 10))

    [doubt] = doubts.find(held(10, 10), rows, doubts.listen(street(7)))[0]

    assert doubt.sentence.startswith("70 % of the ideas here name “Mill Lane”, and little else holds them together.")


@pytest.mark.parametrize(("parking", "expected"), [(5, ["mixed"]), (6, [])])
def test_a_matter_holds_a_street_together_when_most_speak_of_it(parking, expected):
    rows = rows_of((axis(0), 0.5, 10), (axis(1), 0.5, 10))
    said = [f"There is {'parking' if n < parking else MATTERS[n]} in Mill Lane." for n in range(10)]

    assert kinds(held(10, 10), rows, said + street(0)[10:])[0] == expected


@pytest.mark.parametrize(
    ("written", "named"),
    [("Mill Mill", False), ("Mill Mill Mill", True), ("Mill Mill mill", False), ("Mill Mill Mill mill", True)],
)
def test_a_word_is_a_name_when_it_is_mostly_written_as_one(written, named):
    assert ("mill" in doubts.listen([f"We walk near {word} daily." for word in written.split()]).names) is named


def test_titles_in_capitals_make_no_names_of_their_words():
    texts = ["The New Library And The Old Library"] * 3 + ["THE LIBRARY IN WINTER"] * 3 + ["We like the library."]

    assert not doubts.listen(texts).names


def test_a_campaign_is_one_voice():
    rows = rows_of((axis(0), 0.4, 5), (axis(1), 0.4, 5))
    same = np.vstack([rows[:5], np.repeat(rows[4:5], 90, axis=0), rows[5:]])

    assert kinds(held(95, 5), same, copies=dict.fromkeys(range(5, 95), 4))[0] == []


def test_the_themes_of_a_good_grouping_are_mostly_not_doubted(partition, rows, names):
    themes = {key: Held(names[key].title, theme.members) for key, theme in enumerate(partition.themes)}
    found = doubts.find(themes, rows, doubts.listen(IDEAS))

    assert len(themes) >= 3 and sum(map(bool, found.values())) <= len(themes) / 3


@given(st.lists(st.text(max_size=60), max_size=14), st.randoms(use_true_random=False))
def test_any_texts_are_read_and_their_order_tells_nothing(texts, chance):
    order = list(range(len(texts)))
    chance.shuffle(order)
    rows = rows_of(*((axis(n % 3), 0.4, 1) for n in range(len(texts))))
    half = len(texts) // 2
    mixed = {"at": [order.index(i) for i in range(len(texts))]}
    themes = {1: Held("Bus stops", tuple(range(half))), 2: Held("", tuple(range(half, len(texts))))}
    moved = {key: Held(one.title, tuple(mixed["at"][i] for i in one.members)) for key, one in themes.items()}

    found = doubts.find(themes, rows, doubts.listen(texts))
    again = doubts.find(moved, rows[order], doubts.listen([texts[i] for i in order]))

    assert found == again and set(found) == {1, 2}
