"""The theme map: nothing covers anything, and the same themes are always drawn the same."""

import math
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from web.maps import LABEL_WIDTH, LINE, Drawing, Place, draw, wrapped

PLACES = st.lists(
    st.builds(
        Place, id=st.integers(1, 10_000), title=st.text("abcdefg ", min_size=3, max_size=90).filter(str.strip),
        count=st.integers(1, 900), staff=st.just(0), x=st.floats(0, 1), y=st.floats(0, 1), answered=st.booleans()),
    min_size=3, max_size=20, unique_by=lambda place: place.id)


def boxes(drawing: Drawing) -> list[tuple[float, float, float, float]]:
    found = []
    for theme in drawing.themes:
        if theme.lines:
            wide = max(len(line) for _, _, line in theme.lines) * LABEL_WIDTH / 2
            x, top = theme.lines[0][0], theme.lines[0][1] - LINE * 0.8
            found.append((x - wide, top, x + wide, top + LINE * (len(theme.lines) + 1)))
    return found


@settings(max_examples=40, deadline=None)
@given(PLACES)
def test_no_label_covers_another_and_all_stand_on_the_map(places: list[Place]) -> None:
    drawing = draw(places, width=860, height=440, dots=False)

    assert len(drawing.themes) == len(places)
    for left, top, right, bottom in boxes(drawing):
        assert left >= -0.01 and top >= -0.01 and right <= 860.01 and bottom <= 440.01
    for one, other in combinations(boxes(drawing), 2):
        apart = one[2] <= other[0] + 0.01 or other[2] <= one[0] + 0.01
        assert apart or one[3] <= other[1] + 0.01 or other[3] <= one[1] + 0.01


def test_themes_that_stand_on_one_spot_are_drawn_side_by_side() -> None:
    places = [Place(n, f"Theme {n}", 20, 0, 0.5, 0.5, False) for n in range(1, 8)]

    drawing = draw(places, width=340, height=600, dots=False)

    for one, other in combinations(drawing.themes, 2):
        assert math.hypot(one.x - other.x, one.y - other.y) > one.r + other.r


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


def test_a_long_title_is_cut_at_its_end_only() -> None:
    assert wrapped("Letters", 20, 2) == ["Letters"]
    assert wrapped("Appointment letters that come late", 20, 2) == ["Appointment letters", "that come late"]
    assert wrapped("Appointment letters that come late and make no sense", 20, 2)[-1].endswith("…")
