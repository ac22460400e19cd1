"""What a list of ideas was asked for by its address, and the addresses of the same list asked for otherwise."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Select

from models import authors, listings, text
from models.base import Written
from models.listings import Sorting, Wanted
from models.readers import Reader, kind_of, who
from models.statuses import LISTED, Kind, Stance, Status
from web.kit import formats, paging
from web.kit.formats import Entry
from web.kit.paging import Order, Page
from web.kit.visit import Visit

MOST_VALUES = 20
LONGEST = 100

Pair = tuple[str, str]


def wanted(visit: Visit) -> Wanted:
    """What the address asks for. A value that means nothing here is kept apart: it is never left out in silence."""
    sorting = _sorting(visit.asked("order")) or Sorting.NEWEST
    read = {name: [(value, meaning(value)) for value in _all(visit, name)] for name, meaning in MEANINGS.items()}
    known = {name: tuple(dict.fromkeys(one for _, one in each if one is not None)) for name, each in read.items()}
    unknown = tuple((name, value) for name, each in read.items() for value, one in each if one is None)
    return Wanted(
        sorting=sorting, calls=known["call"], themes=known["theme"], statuses=known["status"], kinds=known["kind"],
        stances=known["stance"], places=_all(visit, "place"), words=visit.asked("q"), unknown=unknown,
        nothing=any(each and not known[name] for name, each in read.items()),
    )


def _all(visit: Visit, name: str) -> tuple[str, ...]:
    given = (text.one_line(value)[:LONGEST] for value in visit.request.query_params.getlist(name)[:MOST_VALUES])
    return tuple(dict.fromkeys(value for value in given if value))


def _number(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None


def _sorting(value: str) -> Sorting | None:
    return Sorting(value) if value in set(Sorting) else None


def _status(value: str) -> Status | None:
    return Status(value) if value in LISTED else None


def _kind(value: str) -> Kind | None:
    return Kind(value) if value in set(Kind) else None


def _stance(value: str) -> Stance | None:
    return Stance(value) if value in set(Stance) else None


MEANINGS: dict[str, Callable[[str], Any]] = {
    "call": _number, "theme": _number, "status": _status, "kind": _kind, "stance": _stance}


def pairs(asked: Wanted) -> list[tuple[str, str]]:
    """What was asked for, as the names and values of an address."""
    groups: list[tuple[str, Iterable[Any]]] = [
        ("q", [asked.words] if asked.words else []), ("call", asked.calls), ("theme", asked.themes),
        ("status", asked.statuses), ("place", asked.places), ("kind", asked.kinds),
        ("stance", asked.stances),
        ("order", [asked.sorting] if asked.sorting != Sorting.NEWEST else []),
    ]
    return [(name, str(value)) for name, values in groups for value in values] + list(asked.unknown)


def path(visit: Visit, asked: Wanted, *, format: str = "html", after: str = "",
         without: Pair | None = None) -> str:
    query = [pair for pair in pairs(asked) if pair != without] + ([("after", after)] if after else [])
    base = visit.link("ideas.index") + (f".{format}" if format != "html" else "")
    return f"{base}?{urlencode(query)}" if query else base


def after(visit: Visit, asked: Wanted, page: Page, *, format: str = "html") -> str | None:
    return path(visit, asked, format=format, after=page.after) if page.after else None


def as_data(visit: Visit, asked: Wanted) -> list[tuple[str, str]]:
    """The same list as data."""
    return [(name, path(visit, asked, format=ending)) for name, ending in formats.NAMED]


def orders(visit: Visit, asked: Wanted) -> list[tuple[str, str, bool]]:
    """Words, address and whether it is this one, for each order of the same list."""
    return [(order.words, path(visit, replace(asked, sorting=order)), order == asked.sorting) for order in Sorting]


def chosen(visit: Visit, asked: Wanted, names: dict[Pair, str]) -> list[tuple[str, str]]:
    """Each value the list is narrowed to, in words, with the address of the list without it."""
    narrowing = [pair for pair in pairs(asked) if pair[0] != "order"]
    unknown = {(name, value): f"{name.capitalize()} “{value}”" for name, value in asked.unknown}
    return [(unknown.get(pair) or _in_words(pair, names), path(visit, asked, without=pair)) for pair in narrowing]


def _in_words(pair: Pair, names: dict[Pair, str]) -> str:
    name, value = pair
    if name == "q":
        return f"“{value}”"
    if name == "status":
        return Status(value).words
    if name == "kind":
        return Kind(value).words
    if name == "stance":
        return f"Chose “{Stance(value).words}”"
    return names.get(pair, value if name == "place" else f"{name.capitalize()} {value}")


def fetch(visit: Visit, asked: Wanted) -> Page:
    """The page of the list that the address asks for. Data comes in larger pages than people read."""
    place, rows = visit.place(), _rows(asked.shape, kind_of(visit.account), visit.format)
    if asked.sorting == Sorting.RANDOM and visit.format != "csv":  # a file holds all, wherever it begins
        return _from_todays_lot(visit, asked, rows, place["size"])
    if not place["after"]:
        return _beginning(visit, asked, visit.format, place["size"])
    order = Order(listings.order(asked.sorting))
    return paging.fetch(visit.connection, rows, order, given=_given(visit, asked), **place)


def first_of(visit: Visit, asked: Wanted, most: int) -> list[Any]:
    """The first few of a list."""
    return list(_beginning(visit, asked, "html", most).rows)


def _beginning(visit: Visit, asked: Wanted, format: str, size: int) -> Page:
    of, order = (asked.shape, kind_of(visit.account), format), Order(listings.order(asked.sorting))
    return paging.fetch(visit.connection, _rows(*of), order, after="", size=size, first=_first(*of, size),
                        given=_given(visit, asked))


def _given(visit: Visit, asked: Wanted) -> dict[str, Any]:
    return asked.given | who(visit.account)


@lru_cache(maxsize=listings.SHAPES)
def _rows(shape: Wanted, reader: Reader | None, format: str) -> Select[Any]:
    rows = listings.cards(reader, whole=format in {"json", "csv"}).where(*listings.conditions(shape))
    return rows.add_columns(listings.answered_at()) if format == "atom" else rows


@lru_cache(maxsize=listings.SHAPES)
def _first(shape: Wanted, reader: Reader | None, format: str, size: int) -> Written:
    return paging.beginning(_rows(shape, reader, format), Order(listings.order(shape.sorting)), size)


def _from_todays_lot(visit: Visit, asked: Wanted, rows: Any, size: int) -> Page:
    """The random order begins somewhere else each day; at its end it goes on from the very first lot."""
    order, after, given = Order(listings.order(asked.sorting)), visit.asked("after"), _given(visit, asked)
    (lot, _), _ = order.columns
    start = listings.first_lot()
    begun = paging.read(after, order)
    if begun is not None and begun[0] < start:
        return paging.fetch(visit.connection, rows.where(lot < start), order, after=after, size=size, given=given)
    page = paging.fetch(visit.connection, rows.where(lot >= start), order, after=after, size=size, given=given)
    if page.after is not None:
        return page
    if len(page.rows) == size:
        return Page(page.rows, paging.cursor([-1, 0]))
    left = size - len(page.rows)
    rest = paging.fetch(visit.connection, rows.where(lot < start), order, after="", size=left, given=given)
    return Page(page.rows + rest.rows, rest.after)


# The fields of an idea as data, in their order, with the column that each comes from.
FIELDS = {
    **{name: name for name in ("id", "reference", "kind", "status", "title", "body", "place", "channel", "author")},
    **{name: name for name in ("waste", "small_test", "saving", "stance")},
    "call_id": "call_id",
    "call": "call_question",
    "theme_id": "theme_id",
    "theme": "theme_title",
    "supports": "supports_count",
    "staff_supports": "staff_supports_count",
    "comments": "comments_count",
    "proposed_at": "proposed_at",
    "edited_at": "edited_at",
}


def entry(visit: Visit, row: Any) -> Entry:
    """An idea as data. A name is given only where the page shows it."""
    fields = {name: getattr(row, column, None) for name, column in FIELDS.items()}
    fields["author"] = authors.of(row).known_name
    changed = [row.proposed_at, row.edited_at, getattr(row, "answered_at", None)]
    newest = max(at for at in changed if at is not None)
    opening = text.excerpt(row.body, 0, 0, listings.EXCERPT - 1).after
    return Entry(row.title, visit.link("ideas.show", idea_id=row.id), newest, opening, fields)
