"""Coding blind: one idea a page, with the list of themes and nothing else to go by. Only the two coders find these."""

from sqlalchemy import Row
from sqlmodel import col
from starlette.responses import Response

from models import sheets
from models.codings import Coder, Coding
from web.kit.forms import Filled, Form, line
from web.kit.visit import Visit, found
from web.measured import NONE_WORDS

NONE = "0"
CHOOSE = "Choose the theme that fits best, or “None of these”."


class SheetForm(Form):
    theme: line("a theme", most=12)  # type: ignore[valid-type]


def show(visit: Visit, coding_id: int, place: int) -> Response:
    coding, coder = _own(visit, coding_id)
    sheet = _at(visit, coder, place)
    if sheet is None or sheet.place != place:  # handed in, or this one was taken back or hidden meanwhile
        return _go_on(visit, coding, sheet.place if sheet else None)
    chosen = "" if sheet.choice is None else sheet.theme_id or NONE
    return _page(visit, coding, coder, sheet, SheetForm.blank(theme=chosen))


def _own(visit: Visit, coding_id: int) -> tuple[Coding, Coder]:
    """The check and this person's part in it: 404 for everybody else, and once it was stopped."""
    row = found(visit.db.execute(sheets.own(visit.member).where(col(Coding.id) == coding_id)).first())
    return row.Coding, row.Coder


def _at(visit: Visit, coder: Coder, place: int) -> Row | None:  # type: ignore[type-arg]
    """The sheet at this place or the first after it; none for a coder who has handed in."""
    return sheets.at(visit.db, coder, place) if coder.handed_in_at is None else None


def _page(visit: Visit, coding: Coding, coder: Coder, sheet: Row, draft: Filled[SheetForm]) -> Response:  # type: ignore[type-arg]
    listed = [(theme["id"], theme["title"], *([theme["description"]] if theme["description"] else []))
              for theme in coding.themes]
    progress = next(one for one in sheets.progress(visit.db, [coding.id])[coding.id] if one.coder.id == coder.id)
    return visit.render(
        "desk/coding_sheet.html", 422 if draft.errors else 200, coding=coding, sheet=sheet, draft=draft,
        progress=progress, options=[*listed, (NONE, NONE_WORDS)], before=sheets.before(visit.db, coder, sheet.place))


def choose(visit: Visit, coding_id: int, place: int) -> Response:
    coding, coder = _own(visit, coding_id)
    sheet = _at(visit, coder, place)
    if sheet is None or sheet.place != place:
        return _not_kept(visit, coding, coder)
    draft, known = SheetForm.read(visit.form), {str(theme["id"]) for theme in coding.themes} | {NONE}
    if draft.typed["theme"] not in known:
        draft.refuse("theme", CHOOSE)
        return _page(visit, coding, coder, sheet, draft)
    if not sheets.choose(visit.db, coding, coder, sheet.id, visit.typed_id("theme") or None, by=visit.member):
        return _not_kept(visit, coding, coder)
    return _go_on(visit, coding, sheets.next_place(visit.db, coder, after=place))


def _not_kept(visit: Visit, coding: Coding, coder: Coder) -> Response:
    done = "choice-too-late" if coder.handed_in_at is not None else "choice-of-nothing"
    return visit.redirect("desk_codings.show", coding_id=coding.id, done=done)


def _go_on(visit: Visit, coding: Coding, place: int | None) -> Response:
    """To this sheet, or where there is none, to the page of the check."""
    if place is None:
        return visit.redirect("desk_codings.show", coding_id=coding.id)
    return visit.redirect("desk_sheets.show", coding_id=coding.id, place=place)


def hand_in(visit: Visit, coding_id: int) -> Response:
    coding, coder = _own(visit, coding_id)
    handed_in = sheets.hand_in(visit.db, coding, coder, by=visit.member)
    done = "coding-over" if not handed_in else "coding-finished" if coding.finished else "handed-in"
    return visit.redirect("desk_codings.show", coding_id=coding.id, done=done)
