"""Themes: what many people said, put together, with the very words that say so."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Row
from sqlmodel import col
from starlette.responses import RedirectResponse, Response

from models import answered, calls, codings, overviews, promises, stances, text, wording
from models.base import Written
from models.calls import Call
from models.ideas import Idea
from models.memberships import Membership
from models.statuses import Kind
from models.themes import Theme
from web import maps
from web.kit import formats, paging
from web.kit.formats import Entry
from web.kit.paging import Order
from web.kit.visit import Visit, found

ON_A_PAGE = 60
OPENING = 260
FIELDS = ("id", "title", "description", "ideas", "from_staff", "answered", "call", "question", "quote", "quoted_idea",
          "made_at")


def _falling(first: Any, last: Any, *, last_falls: bool = True) -> Order:
    return Order(((first, True), (last, last_falls)))


LARGEST_FIRST = _falling(Theme.ideas_count, Theme.id, last_falls=False)
ORDERS = {
    "clearest": ("Clearest", _falling(Membership.score, Idea.id)),
    "supported": ("Most supported", _falling(Idea.supports_count, Idea.id)),
    "newest": ("Newest", _falling(Idea.proposed_at, Idea.id)),
}


@dataclass(frozen=True)
class Said:
    """What the list shows of an idea's text: its passage with the words around it, or its beginning."""

    before: str
    passage: str
    after: str
    from_staff: bool


def index(visit: Visit) -> Response:
    call = _call(visit)
    asked = {"call": call.id if call else None}
    rows = overviews.of_themes(asked["call"])
    page = paging.fetch(visit.db, rows, LARGEST_FIRST, **visit.place(ON_A_PAGE))
    here = "themes.index" if visit.format == "html" else "themes.index_as"
    following = asked | visit.request.path_params | {"after": page.after}
    next_href = visit.link(here, **following) if page.after else None
    if visit.format != "html":
        entries = [_entry(visit, row) for row in page.rows]
        return formats.answer(visit, title="Themes", names=FIELDS, entries=entries, next_path=next_href)
    how_many = wording.plural(len(page.rows), "theme") + (" and more" if page.after else "")
    checked = visit.db.execute(sa.select(codings.newest_of(call.id))).scalar() if call else None
    return visit.render(
        "themes/index.html", call=call, checked=checked, themes=page.rows, **drawn(page.rows if call else []),
        how_many=how_many, next_href=next_href, data_links=_data_links(visit, asked))


def _call(visit: Visit) -> Call | None:
    asked = visit.asked_id("call")
    return visit.one(calls.visible_to(visit.account).where(Call.id == asked)) if asked else None


def _data_links(visit: Visit, asked: dict[str, Any]) -> list[tuple[str, str]]:
    return [(words, visit.link("themes.index_as", format=ending, **asked)) for words, ending in formats.NAMED]


def _entry(visit: Visit, row: Row[Any]) -> Entry:
    fields = {
        "id": row.id, "title": row.title, "description": row.description, "ideas": row.ideas_count,
        "from_staff": row.staff_count, "answered": row.answered, "call": row.call_id,
        "question": row.question, "quote": row.quote, "quoted_idea": row.quoted_id, "made_at": row.made_at,
    }
    path = visit.link("themes.show", theme_id=row.id)
    return Entry(row.title, path, row.made_at, row.quote or row.description, fields)


def data(visit: Visit, theme_id: int) -> Response:
    """The theme as its list gives it, as long as it stands in a list."""
    public = sa.or_(col(Theme.call_id).is_(None), calls.shown_to(None))
    rows = overviews.of_themes().where(col(Theme.id) == theme_id, public)
    return formats.one(_entry(visit, found(visit.db.execute(rows).first())))


def drawn(rows: Sequence[Row[Any]]) -> dict[str, Any]:
    """What the map's template needs: nothing to draw for fewer than three themes."""
    places = [maps.Place(row.id, row.title, row.ideas_count, row.staff_count, row.x, row.y, row.answered)
              for row in rows]
    if len(places) < 3:
        return {"drawings": [], "sentence": ""}
    largest = max(rows, key=lambda row: (row.ideas_count, -row.id))
    total = sum(row.ideas_count for row in rows)
    sentence = (f"A map of {wording.plural(len(places), 'theme')} with {wording.plural(total, 'idea')}. "
                f"The largest is “{largest.title}”, with {wording.number(largest.ideas_count)}.")
    wide = maps.draw(places, width=860, height=440, dots=True)
    return {"drawings": [wide, maps.draw(places, width=380, height=640, dots=False)], "sentence": sentence}


def show(visit: Visit, theme_id: int) -> Response:
    theme = found(overviews.theme(visit.db, theme_id, visit.account))
    if theme.merged_into_id is not None:
        return RedirectResponse(visit.link("themes.show", theme_id=theme.merged_into_id), 301)
    answers = answered.for_theme(visit.db, theme.id, visit.account) if theme.answered else []
    return visit.render(
        "themes/show.html", theme=theme, question=theme.question,
        quotes=theme.quotes or (), answers=answers, near=theme.near or (), proposition=theme.proposition,
        chosen=stances.tally(theme.chosen), waits=theme.waits, promise=promises.of(theme),
        aside=overviews.aside(theme), **_passages(visit, theme))


def _passages(visit: Visit, theme: Row[Any]) -> dict[str, Any]:
    """A page of the theme's ideas, in the order asked for."""
    chosen = visit.asked("sort") if visit.asked("sort") in ORDERS else "clearest"
    page = paging.fetch(visit.connection, overviews.passages(), ORDERS[chosen][1], after=visit.asked("after"),
                        first=_first(chosen), given={"theme": theme.id})
    more = {"theme_id": theme.id, "sort": chosen, "after": page.after}
    return {
        "ideas": page.rows, "said": said, "sorts": _sorts(visit, theme, chosen), "as_data": _as_data(visit, theme),
        "next_href": visit.link("themes.show", **more) + "#ideas" if page.after else None,
    }


def _as_data(visit: Visit, theme: Row[Any]) -> tuple[tuple[str, str], ...]:
    return tuple((name, visit.link("ideas.index_as", format=ending, theme=theme.id)) for name, ending in formats.NAMED)


@cache
def _first(chosen: str) -> Written:
    return paging.beginning(overviews.passages(), ORDERS[chosen][1], paging.SIZE)


def _sorts(visit: Visit, theme: Row[Any], chosen: str) -> list[tuple[str, str, bool]]:
    return [(words, visit.link("themes.show", theme_id=theme.id, sort=name) + "#ideas", name == chosen)
            for name, (words, _) in ORDERS.items()]


def said(row: Row[Any]) -> Said:
    """The passage, if the stored text still says it word for word; else how the text begins."""
    staff = row.kind == Kind.IMPROVEMENT
    if row.words and row.body[row.begins:row.ends] == row.words:
        around = text.excerpt(row.body, row.begins, row.ends)
        return Said(around.before, around.passage, around.after, staff)
    opening = text.excerpt(row.body, 0, 0, OPENING)
    return Said("", "", opening.after, staff)
