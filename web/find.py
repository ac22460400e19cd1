"""Finding anything by its words, or an idea by its reference."""

from typing import Any

from sqlmodel import col
from starlette.responses import Response

from models import ideas, search
from models import listings as listed
from models.ideas import Idea
from models.search import WORDS_LIMIT
from web import listings
from web.kit import formats
from web.kit.visit import Visit


def index(visit: Visit) -> Response:
    words = visit.asked("q", most=WORDS_LIMIT)
    reference = search.reference_in(words)
    if visit.format != "html":
        return _as_data(visit, words, reference)
    found = _by_reference(visit, reference) if reference else None
    return found or _by_words(visit, words, unknown=reference)


def _as_data(visit: Visit, words: str, reference: str | None) -> Response:
    """The ideas that were found; for a number the one idea that has it."""
    whole = listed.cards(visit.account, whole=True)
    rows = visit.db.execute(whole.where(col(Idea.reference) == reference, ideas.shown_to(visit.account))).all()
    if not rows:
        rows, _ = _ideas(visit, words, whole=True)
    entries = [listings.entry(visit, row) for row in rows]
    return formats.answer(visit, title=f"Found: {words}", names=list(listings.FIELDS), entries=entries, next_path=None)


def _by_reference(visit: Visit, reference: str) -> Response | None:
    """Straight to the idea; to where it is, while it cannot be read. None: it is a number, but not of an idea."""
    idea = visit.db.exec(ideas.visible_to(visit.account).where(Idea.reference == reference)).first()
    if idea is not None:
        return visit.redirect("ideas.show", idea_id=idea.id)
    known = visit.db.exec(ideas.known(reference)).first()
    return visit.redirect("where.show", reference=reference) if known is not None else None


def _by_words(visit: Visit, words: str, *, unknown: str | None) -> Response:
    """`unknown`: the number that was asked for, and that no idea has."""
    rows, loosely = _ideas(visit, words)
    beside = search.beside(visit.db, words) if words else []
    return visit.render("find/index.html", words=words, rows=rows, loosely=loosely, beside=_placed(visit, beside),
                        unknown=unknown)


def _ideas(visit: Visit, words: str, *, whole: bool = False) -> tuple[list[Any], bool]:
    """The best ideas that say all the words; when there are none, those that say some of them."""
    if not words:
        return [], False
    rows = search.ideas_saying(visit.db, words, visit.account, whole=whole)
    some = search.any_of(words)
    if rows or " or " not in some:
        return rows, False
    return search.ideas_saying(visit.db, some, visit.account, whole=whole), True


def _placed(visit: Visit, beside: list[Any]) -> dict[str, list[tuple[str, str]]]:
    """Themes, calls and answers, each with its address."""
    placed: dict[str, list[tuple[str, str]]] = {"theme": [], "call": [], "answer": []}
    for row in beside:
        placed[row.kind].append((row.title, f"/{row.kind}s/{row.id}"))
    return placed
