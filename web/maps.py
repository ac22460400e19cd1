"""A map of themes, drawn on the server: a circle a theme, as large as what was said, always in its place."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from models import wording

LETTER, LINE = 8.4, 17.0  # how wide a letter of a label is at most, by and large, and how high a line
LONGEST, MOST_LINES = 24, 3  # letters on a line of a label, and its lines
SHARES = (0.42, 0.32, 0.22, 0.15, 0.09)  # of the map that is circles: the first where all have a name wins
SMALLEST = 11.0
MARGIN = 6.0
GAP = 7.0  # between two circles
CLEAR = 6.0  # a name beside its circle keeps this far from any other
ROUNDS = 120
MOST_DOTS = 700
DOT = 2.6
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

    def away(self, box: "Box") -> float:
        """How far its edge is from a box; less than nothing where it covers a part."""
        x = min(max(self.x, box.left), box.right)
        y = min(max(self.y, box.top), box.bottom)
        return math.hypot(self.x - x, self.y - y) - self.r

    def holds(self, box: "Box") -> bool:
        x = max(self.x - box.left, box.right - self.x)
        y = max(self.y - box.top, box.bottom - self.y)
        return math.hypot(x, y) <= self.r


@dataclass(frozen=True)
class Box:
    """A line of text and the room that it takes."""

    text: str
    x: float
    top: float

    @property
    def left(self) -> float:
        return self.x - len(self.text) * LETTER / 2

    @property
    def right(self) -> float:
        return self.x + len(self.text) * LETTER / 2

    @property
    def bottom(self) -> float:
        return self.top + LINE

    @property
    def base(self) -> float:
        """Where the feet of its letters stand."""
        return self.top + LINE * 0.78

    def meets(self, other: "Box") -> bool:
        apart = self.right <= other.left or other.right <= self.left
        return not (apart or self.bottom <= other.top or other.bottom <= self.top)

    def covers(self, x: float, y: float) -> bool:
        return self.left - 5 < x < self.right + 5 and self.top - 3 < y < self.bottom + 3


@dataclass(frozen=True)
class Drawn:
    """A circle with a point an idea, and its name with the count below; or a number, explained beneath the map."""

    place: Place
    x: float
    y: float
    r: float
    label: list[Box]
    number: int | None
    dots: list[tuple[float, float, bool]]


@dataclass(frozen=True)
class Drawing:
    width: int
    height: int
    themes: list[Drawn]

    @property
    def numbered(self) -> list[Drawn]:
        return [theme for theme in self.themes if theme.number]


def draw(places: Sequence[Place], *, width: int, height: int, dots: bool) -> Drawing:
    """The same themes give the same drawing. Circles do not overlap, and no name covers another or a strange circle."""
    shown = sorted((place for place in places if place.count), key=lambda place: (-place.count, place.id))
    return _draw(tuple(shown), width, height, dots)


@lru_cache(maxsize=128)  # a map changes with its themes only, and takes longer to draw than the rest of its page
def _draw(shown: tuple[Place, ...], width: int, height: int, dots: bool) -> Drawing:
    circles, labels = _laid_out(shown, width, height)
    dotted = dots and sum(place.count for place in shown) <= MOST_DOTS
    return Drawing(width, height, [
        Drawn(circle.place, circle.x, circle.y, circle.r, label, None if label else n,
              _dots(circle, label or _number(circle, n)) if dotted else [])
        for n, (circle, label) in enumerate(zip(circles, labels, strict=True), 1)])


def _laid_out(shown: Sequence[Place], width: int, height: int) -> tuple[list[Circle], list[list[Box]]]:
    """As large as they can be with a name at each circle; else with as many names as can be."""
    best: tuple[list[Circle], list[list[Box]]] = ([], [])
    for share in SHARES:
        circles = _circles(shown, width, height, share)
        while not _pushed_apart(circles, width, height):
            for circle in circles:
                circle.r *= 0.93
        labels = _labels(circles, width, height)
        if not best[0] or sum(map(bool, labels)) > sum(map(bool, best[1])):
            best = circles, labels
        if all(labels):
            break
    return best


def _circles(places: Sequence[Place], width: int, height: int, share: float) -> list[Circle]:
    total = sum(place.count for place in places) or 1
    unit = math.sqrt(share * width * height / math.pi / total)
    across, down = _spread([place.x for place in places]), _spread([place.y for place in places])
    circles = []
    for n, place in enumerate(places):
        r = min(max(unit * math.sqrt(place.count), SMALLEST), min(width, height) / 4)
        x = MARGIN + r + across[n] * (width - 2 * (MARGIN + r)) + 2 * math.cos(n * GOLDEN)
        y = MARGIN + r + down[n] * (height - 2 * (MARGIN + r)) + 2 * math.sin(n * GOLDEN)
        circles.append(Circle(place, x, y, r))
    return circles


def _spread(values: Sequence[float]) -> list[float]:
    """From edge to edge: half as far apart as they are, half in even steps, so that no part of the map stays empty."""
    if len(values) < 2:
        return [0.5 for _ in values]
    low, wide = min(values), max(values) - min(values) or 1
    step = {n: rank / (len(values) - 1) for rank, n in enumerate(sorted(range(len(values)), key=values.__getitem__))}
    return [(step[n] + (value - low) / wide) / 2 for n, value in enumerate(values)]


def _pushed_apart(circles: list[Circle], width: int, height: int) -> bool:
    """Moves circles that overlap away from each other, the smaller ones more; whether none does in the end."""
    for _ in range(ROUNDS):
        moved = False
        for n, one in enumerate(circles):
            for other in circles[n + 1:]:
                moved = _part(one, other, n) or moved
            one.x = min(max(one.x, MARGIN + one.r), width - MARGIN - one.r)
            one.y = min(max(one.y, MARGIN + one.r), height - MARGIN - one.r)
        if not moved:
            return True
    return False


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


def _labels(circles: list[Circle], width: int, height: int) -> list[list[Box]]:
    """The lines of each name: in its circle, or touching it where nothing else is near; none where there is no room."""
    taken: list[Box] = []
    labels = []
    for circle in circles:
        others = [other for other in circles if other is not circle]
        label = next((lines for lines in _inside(circle) if all(map(circle.holds, lines))), None) or next(
            (lines for lines in _beside(circle)
             if min(map(circle.away, lines)) < CLEAR and _free(lines, others, taken, width, height)), [])
        taken += label
        labels.append(label)
    return labels


def _free(lines: list[Box], others: list[Circle], taken: list[Box], width: int, height: int) -> bool:
    on_page = all(line.left >= 0 and line.right <= width for line in lines)
    on_page = on_page and lines[0].top >= 0 and lines[-1].bottom <= height
    return (on_page and not any(line.meets(other) for line in lines for other in taken)
            and all(other.away(line) >= CLEAR for line in lines for other in others))


def _inside(circle: Circle) -> list[list[Box]]:
    return [_lines(said, circle.x, circle.y - len(said) * LINE / 2) for said in _said(circle.place)]


def _beside(circle: Circle) -> list[list[Box]]:
    """Below, above, at the right, at the left: first right in the middle, then a little to a side."""
    x, y, r = circle.x, circle.y, circle.r
    found = []
    for said in _said(circle.place):
        tall, half = len(said) * LINE, max(map(len, said)) * LETTER / 2
        for aside in (0, -0.4, 0.4, -0.8, 0.8):
            across, down = x + aside * half, y - tall / 2 + aside * r
            found += [_lines(said, across, y + r + 2), _lines(said, across, y - r - 2 - tall),
                      _lines(said, x + r + 4 + half, down), _lines(said, x - r - 4 - half, down)]
    return found


def _lines(said: list[str], middle: float, top: float) -> list[Box]:
    return [Box(line, middle, top + n * LINE) for n, line in enumerate(said)]


def _number(circle: Circle, number: int) -> list[Box]:
    return [Box(str(number), circle.x, circle.y - LINE / 2)]


def _said(place: Place) -> list[list[str]]:
    """A name and its count on two, three or one lines, the best first."""
    shapes = [wrapped(place.title, most) for most in (2, MOST_LINES, 1)]
    return [[*lines, wording.plural(place.count, "idea")] for lines in shapes if lines]


def wrapped(title: str, most: int) -> list[str]:
    """A title on this many lines of about the same length; none if it is too long, but the last shape is cut with …"""
    words = title.split()
    for letters in range(max(map(len, words)), LONGEST + 1):
        lines = _filled(words, letters)
        if len(lines) <= most:
            return lines
    if most < MOST_LINES:
        return []
    kept = _filled([word[:LONGEST - 1] for word in words], LONGEST - 1)[:most]
    return [*kept[:-1], kept[-1].rstrip("….,;: ") + "…"]


def _filled(words: Sequence[str], letters: int) -> list[str]:
    lines = [""]
    for word in words:
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= letters or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _dots(circle: Circle, label: list[Box]) -> list[tuple[float, float, bool]]:
    """A point an idea, like the seeds of a sunflower around the label; those by staff evenly among them."""
    count, staff, tried = circle.place.count, circle.place.staff, circle.place.count
    points: list[tuple[float, float]] = []
    while len(points) < count and tried < 6 * count + 20:
        points = [point for point in _sunflower(circle, tried) if not any(line.covers(*point) for line in label)]
        tried += max(1, count // 8)
    return [(x, y, n * staff // count != (n + 1) * staff // count) for n, (x, y) in enumerate(points[:count])]


def _sunflower(circle: Circle, count: int) -> list[tuple[float, float]]:
    radii = [(circle.r - 2 - DOT) * math.sqrt((n + 0.5) / count) for n in range(count)]
    return [(circle.x + r * math.cos(n * GOLDEN), circle.y + r * math.sin(n * GOLDEN))
            for n, r in enumerate(radii)]
