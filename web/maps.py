"""A map of themes, drawn on the server: a circle a theme, as large as what was said, always in its place."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

LABEL_WIDTH, COUNT_WIDTH, LINE = 8.0, 6.8, 17.0  # of one letter of a label, of a count; the height of a line
SHAPES = ((20, 2), (13, 3))  # letters on a line and lines of a label: wide first, then narrow
MARGIN = 10.0
GAP = 7.0
ROUNDS = 300
MOST_DOTS = 700
GOLDEN = math.pi * (3 - math.sqrt(5))  # an angle that never comes round to itself


@dataclass(frozen=True)
class Place:
    """A theme as the map needs it: x and y from 0 to 1."""

    id: int
    title: str
    count: int
    staff: int
    x: float
    y: float
    answered: bool


@dataclass
class Circle:
    place: Place
    x: float
    y: float
    r: float


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        apart = self.right <= other.left or other.right <= self.left
        return not (apart or self.bottom <= other.top or other.bottom <= self.top)

    def holds(self, other: "Box") -> bool:
        across = self.left <= other.left and other.right <= self.right
        return across and self.top <= other.top and other.bottom <= self.bottom

    def covers(self, x: float, y: float) -> bool:
        return self.left - 4 < x < self.right + 4 and self.top < y < self.bottom + 2

    def meets_circle(self, circle: Circle) -> bool:
        x = min(max(circle.x, self.left), self.right)
        y = min(max(circle.y, self.top), self.bottom)
        return math.hypot(circle.x - x, circle.y - y) < circle.r


@dataclass(frozen=True)
class Drawn:
    """A circle with a point an idea, and its label: lines of text, each with where its middle stands."""

    place: Place
    x: float
    y: float
    r: float
    lines: list[tuple[float, float, str]]
    count_at: tuple[float, float] | None
    dots: list[tuple[float, float, bool]]


@dataclass(frozen=True)
class Drawing:
    width: int
    height: int
    themes: list[Drawn]


def draw(places: Sequence[Place], *, width: int, height: int, dots: bool) -> Drawing:
    """The same themes give the same drawing. Circles do not overlap, and no label covers another."""
    shown = sorted((place for place in places if place.count), key=lambda place: (-place.count, place.id))
    return _draw(tuple(shown), width, height, dots)


@lru_cache(maxsize=128)  # a map changes with its themes only, and takes longer to draw than the rest of its page
def _draw(shown: tuple[Place, ...], width: int, height: int, dots: bool) -> Drawing:
    circles = _circles(shown, width, height)
    _push_apart(circles, width, height)
    dotted = dots and sum(place.count for place in shown) <= MOST_DOTS
    page, taken = Box(0, 0, width, height), list[Box]()
    return Drawing(width, height, [_drawn(circle, circles, taken, page, dotted) for circle in circles])


def _circles(places: Sequence[Place], width: int, height: int) -> list[Circle]:
    total = sum(place.count for place in places) or 1
    unit = math.sqrt(0.24 * width * height / math.pi / total)
    largest = min(width, height) / 4
    circles = []
    for n, place in enumerate(places):
        r = min(max(unit * math.sqrt(place.count), 9.0), largest)
        x = MARGIN + r + place.x * (width - 2 * (MARGIN + r)) + 2 * math.cos(n * GOLDEN)
        y = MARGIN + r + place.y * (height - 2 * (MARGIN + r) - LINE) + 2 * math.sin(n * GOLDEN)
        circles.append(Circle(place, x, y, r))
    return circles


def _push_apart(circles: list[Circle], width: int, height: int) -> None:
    """Moves circles that overlap away from each other, the smaller ones more, until none do."""
    for _ in range(ROUNDS):
        moved = False
        for n, one in enumerate(circles):
            for other in circles[n + 1:]:
                moved = _part(one, other, n) or moved
            one.x = min(max(one.x, MARGIN + one.r), width - MARGIN - one.r)
            one.y = min(max(one.y, MARGIN + one.r), height - MARGIN - LINE - one.r)
        if not moved:
            return


def _part(one: Circle, other: Circle, n: int) -> bool:
    away = math.hypot(other.x - one.x, other.y - one.y)
    short = one.r + other.r + GAP - away
    if short <= 0.5:
        return False
    angle = math.atan2(other.y - one.y, other.x - one.x) if away > 0.01 else n * GOLDEN
    share = one.r**2 / (one.r**2 + other.r**2)
    one.x -= math.cos(angle) * short * (1 - share)
    one.y -= math.sin(angle) * short * (1 - share)
    other.x += math.cos(angle) * short * share
    other.y += math.sin(angle) * short * share
    return True


def _drawn(circle: Circle, circles: list[Circle], taken: list[Box], page: Box, dotted: bool) -> Drawn:
    lines, box = _label(circle, circles, taken, page)
    taken += [box] if box else []
    middle = (box.left + box.right) / 2 if box else circle.x
    tops = [box.top + LINE * (n + 0.8) for n in range(len(lines) + 1)] if box else []
    texts = [(middle, top, line) for top, line in zip(tops, lines, strict=False)]
    dots = _dots(circle, box) if dotted else []
    return Drawn(circle.place, circle.x, circle.y, circle.r, texts, (middle, tops[-1]) if box else None, dots)


Label = tuple[list[str], Box | None]


def _label(circle: Circle, circles: list[Circle], taken: list[Box], page: Box) -> Label:
    """The lines of a label and where they stand: in its circle, beside it, or across it; else only the count."""
    others = [other for other in circles if other is not circle]
    shapes = [wrapped(circle.place.title, letters, most) for letters, most in SHAPES]
    for rooms in (_inside, _beside, _across):
        for lines in shapes:
            wide, tall = max(map(len, lines)) * LABEL_WIDTH, LINE * (len(lines) + 1)
            for box in rooms(circle, wide, tall):
                if page.holds(box) and not any(map(box.meets, taken)) and not any(map(box.meets_circle, others)):
                    return lines, box
    half = len(str(circle.place.count)) * COUNT_WIDTH / 2
    box = _around(circle.x, circle.y, 2 * half, LINE)
    return [], box if half < circle.r and not any(map(box.meets, taken)) else None


def _dots(circle: Circle, label: Box | None) -> list[tuple[float, float, bool]]:
    """A point an idea, like the seeds of a sunflower around the label; those by staff evenly among them."""
    count, staff, tried = circle.place.count, circle.place.staff, circle.place.count
    points: list[tuple[float, float]] = []
    while len(points) < count and tried < 6 * count + 20:
        points = [point for point in _sunflower(circle, tried) if not (label and label.covers(*point))]
        tried += max(1, count // 8)
    return [(x, y, n * staff // count != (n + 1) * staff // count) for n, (x, y) in enumerate(points[:count])]


def _sunflower(circle: Circle, count: int) -> list[tuple[float, float]]:
    radii = [(circle.r - 4.5) * math.sqrt((n + 0.5) / count) for n in range(count)]
    return [(circle.x + r * math.cos(n * GOLDEN), circle.y + r * math.sin(n * GOLDEN))
            for n, r in enumerate(radii)]


def _around(x: float, y: float, wide: float, tall: float) -> Box:
    return Box(x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2)


def _inside(circle: Circle, wide: float, tall: float) -> list[Box]:
    fits = math.hypot(wide / 2, tall / 2) <= circle.r
    return _across(circle, wide, tall) if fits else []


def _beside(circle: Circle, wide: float, tall: float) -> list[Box]:
    """Below, above, at the right, at the left."""
    x, y, r = circle.x, circle.y, circle.r
    up, aside = r + 3 + tall / 2, r + 6 + wide / 2
    return [_around(a, b, wide, tall) for a, b in ((x, y + up), (x, y - up), (x + aside, y), (x - aside, y))]


def _across(circle: Circle, wide: float, tall: float) -> list[Box]:
    return [_around(circle.x, circle.y, wide, tall)]


def wrapped(title: str, letters: int, most: int) -> list[str]:
    """A title on a few lines; the last ends in … when there is more."""
    lines = [""]
    for word in title.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= letters or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    kept = [line if len(line) <= letters + 2 else line[: letters + 1] + "…" for line in lines[:most]]
    if len(lines) > most:
        kept[-1] = kept[-1][: letters].rstrip("….,;: ") + "…"
    return kept
