"""The theme map: nothing covers anything, every theme is named, and the same themes are always drawn the same."""

import math
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from web.maps import LONGEST, Circle, Drawing, Drawn, Place, draw, wrapped

WIDE, NARROW = (860, 440), (380, 640)
PLACES = st.lists(
    st.builds(
        Place, id=st.integers(1, 10_000), title=st.text("abcdefg ", min_size=3, max_size=120).filter(str.strip),
        count=st.integers(1, 1000), staff=st.just(0), x=st.floats(0, 1), y=st.floats(0, 1), answered=st.booleans()),
    min_size=1, max_size=40, unique_by=lambda place: place.id)
STREETS = [
    Place(n, title, count, 1, x, y, False) for n, (title, count, x, y) in enumerate([
        ("Somewhere to sit on the way", 16, 0.3, 0.1), ("Speeding and cut-through traffic", 15, 0.3, 0.6),
        ("Safe crossings near schools and shops", 12, 0.1, 0.6), ("Bus stops and getting to them", 11, 0.1, 0.3),
        ("Parking on pavements and at school gates", 11, 0.5, 0.3), ("Street lights and dark paths", 10, 0.1, 0.9),
        ("Broken, narrow and overgrown pavements", 10, 0.5, 0.6), ("Potholes and how repairs are done", 10, 1, 0.6),
        ("Puddles, ice, leaves and salt", 6, 0.7, 0.5)], 1)]


def away(theme: Drawn, box: object) -> float:
    return Circle(theme.place, theme.x, theme.y, theme.r).away(box)  # type: ignore[arg-type]


def nothing_covers_anything(drawing: Drawing) -> None:
    for one, other in combinations(drawing.themes, 2):
        assert math.hypot(one.x - other.x, one.y - other.y) > one.r + other.r
        assert not any(line.meets(another) for line in one.label for another in other.label)
        assert all(away(other, line) > 0 for line in one.label)
        assert all(away(one, line) > 0 for line in other.label)


@settings(max_examples=60, deadline=None)
@given(PLACES, st.sampled_from([WIDE, NARROW]))
def test_no_name_covers_another_or_a_strange_circle_and_all_stand_on_the_map(
    places: list[Place], size: tuple[int, int]
) -> None:
    drawing = draw(places, width=size[0], height=size[1], dots=False)

    assert len(drawing.themes) == len(places)
    nothing_covers_anything(drawing)
    for theme in drawing.themes:
        assert theme.r <= theme.x <= size[0] - theme.r and theme.r <= theme.y <= size[1] - theme.r
        for line in theme.label:
            assert line.left >= 0 and line.right <= size[0] and line.top >= 0 and line.bottom <= size[1]


@settings(max_examples=60, deadline=None)
@given(PLACES, st.sampled_from([WIDE, NARROW]))
def test_every_circle_has_its_own_name_nearest_to_it_or_a_number(places: list[Place], size: tuple[int, int]) -> None:
    drawing = draw(places, width=size[0], height=size[1], dots=False)

    assert drawing.numbered == [theme for theme in drawing.themes if not theme.label]
    assert len({theme.number for theme in drawing.numbered}) == len(drawing.numbered)
    for theme in drawing.themes:
        nearest = [min(drawing.themes, key=lambda other, line=line: away(other, line)) for line in theme.label]
        assert not nearest or theme in nearest
        assert len(theme.label) <= 4


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_on_a_phone_and_on_a_wall_nine_themes_are_all_named_and_use_the_whole_map(size: tuple[int, int]) -> None:
    drawing = draw(STREETS, width=size[0], height=size[1], dots=True)

    assert not drawing.numbered
    for edges, most in (([(t.x - t.r, t.x + t.r) for t in drawing.themes], size[0]),
                        ([(t.y - t.r, t.y + t.r) for t in drawing.themes], size[1])):
        assert min(low for low, _ in edges) < most / 10 and max(high for _, high in edges) > most * 0.9


def test_themes_that_stand_on_one_spot_are_drawn_side_by_side() -> None:
    nothing_covers_anything(draw(
        [Place(n, f"Theme {n}", 20, 0, 0.5, 0.5, False) for n in range(1, 8)], width=380, height=640, dots=False))


def test_the_order_of_the_themes_changes_nothing() -> None:
    places = [Place(n, f"Theme {n}", 3 + n % 4, 0, n / 9, (n * 5 % 9) / 9, False) for n in range(9)]

    assert draw(places, width=860, height=440, dots=True) == draw(places[::-1], width=860, height=440, dots=True)


def test_there_is_a_point_for_every_idea_and_staff_have_their_own() -> None:
    places = [Place(1, "Letters", 40, 7, 0.2, 0.2, False), Place(2, "Buses", 9, 9, 0.8, 0.5, True),
              Place(3, "Nobody", 0, 0, 0.1, 0.9, False)]

    drawing = draw(places, width=860, height=440, dots=True)

    assert [(len(theme.dots), sum(staff for *_, staff in theme.dots)) for theme in drawing.themes] == [(40, 7), (9, 9)]
    for theme in drawing.themes:
        assert all(math.hypot(x - theme.x, y - theme.y) < theme.r for x, y, _ in theme.dots)


def test_no_point_lies_under_a_name() -> None:
    for theme in draw(STREETS, width=860, height=440, dots=True).themes:
        assert len(theme.dots) == theme.place.count
        assert not any(line.left < x < line.right and line.top < y < line.bottom
                       for x, y, _ in theme.dots for line in theme.label)


def test_a_name_is_broken_into_lines_of_about_the_same_length() -> None:
    assert wrapped("Letters", 2) == ["Letters"]
    assert wrapped("Appointment letters that come late", 2) == ["Appointment letters", "that come late"]
    assert wrapped("Speeding cars and cut-through street", 3) == ["Speeding cars", "and cut-through", "street"]


def test_a_name_that_is_too_long_is_cut_at_its_end_only() -> None:
    title = "Appointment letters that come late and make no sense at all to those who have to read them twice"

    assert wrapped(title, 2) == []
    assert len(wrapped(title, 3)) == 3 and wrapped(title, 3)[-1].endswith("…")
    assert all(len(line) <= LONGEST for line in wrapped(title + "a" * 90, 3))
    assert all(len(line) <= LONGEST for line in wrapped("a" * 90, 3))
