"""What is said under an idea, one page at a time: for the idea's own page, and as data."""

from functools import cache
from typing import Any

from starlette.responses import Response

from models import comments, discussions, ideas
from models.base import Written
from models.comments import BODY_LIMIT, Comment
from models.discussions import Reading, Said, Thread
from models.ideas import Idea
from models.readers import Reader, kind_of, who
from web.kit import formats, paging
from web.kit.formats import Entry
from web.kit.paging import Order, Page
from web.kit.visit import Visit

FIELDS = ("id", "idea_id", "parent_id", "author", "team", "body", "useful", "written_at", "edited_at")


def shown(visit: Visit, idea: Idea, *, begin: str | None = None) -> dict[str, Any]:
    """A page of the discussion as the address asks for it; or from `begin` on, oldest first."""
    reading = _reading(visit) if begin is None else Reading.OLDEST
    after = visit.asked("after") if begin is None else begin
    page = _page(visit, idea, reading, after)
    return {
        "idea": idea, "reading": reading, "readings": list(Reading), "begun": bool(after), "further": page.after,
        "discussion": discussions.read_by(visit.account, page.rows), "limit": BODY_LIMIT,
    }


def _page(visit: Visit, idea: Idea, reading: Reading, after: str) -> Page:
    reader = kind_of(visit.account)
    return paging.fetch(
        visit.connection, discussions.of_idea(reader), Order(discussions.order(reading)), after=after,
        size=discussions.SIZE, first=_first(reading, reader), given={"idea": idea.id} | who(visit.account),
    )


@cache
def _first(reading: Reading, reader: Reader | None) -> Written:
    return paging.beginning(discussions.of_idea(reader), Order(discussions.order(reading)), discussions.SIZE)


def _reading(visit: Visit) -> Reading:
    asked = visit.asked("order")
    return Reading(asked) if asked in set(Reading) else Reading.OLDEST


def mark_of(visit: Visit, comment: Comment) -> str:
    """The mark of the page that a comment is on; empty for the first one."""
    place = discussions.place_of(visit.db, comment)
    return paging.cursor(list(place)) if place else ""


def index(visit: Visit, idea_id: int) -> Response:
    """A discussion as data. As a page it stands on the idea's own."""
    idea = visit.one(ideas.visible_to(None).where(Idea.id == idea_id))
    if visit.format == "html":
        return visit.redirect("ideas.show", idea_id=idea.id, anchor="discussion")
    rows = discussions.of_idea(None).where(comments.shown())
    order = Order(discussions.order(Reading.OLDEST))
    page = paging.fetch(visit.db, rows, order, given={"idea": idea.id}, **visit.place())
    entries = [_entry(visit, idea, said) for said in _everyone(discussions.read_by(None, page.rows).threads)]
    following = visit.link("discussions.index_as", idea_id=idea.id, format=visit.format, after=page.after)
    return formats.answer(visit, title=idea.title, names=FIELDS, entries=entries,
                          next_path=following if page.after else None)


def _everyone(threads: list[Thread]) -> list[Said]:
    return [said for thread in threads for said in (thread.first, *thread.replies) if said is not None]


def _entry(visit: Visit, idea: Idea, said: Said) -> Entry:
    fields = {
        "id": said.id, "idea_id": idea.id, "parent_id": said.parent_id, "author": said.author.known_name,
        "team": said.author.team or None, "body": said.body, "useful": said.useful_count,
        "written_at": said.written_at, "edited_at": said.edited_at,
    }
    title, path = f"{said.author.name} on {idea.title}", visit.link("comments.show", comment_id=said.id)
    return Entry(title, path, said.edited_at or said.written_at, said.body, fields)
