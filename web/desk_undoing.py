"""Taking back what was done at the desk, from the notice right after it or from a theme's journal."""

import sqlalchemy as sa
from sqlmodel import select
from starlette.responses import Response

from models import acts, undoing
from models.acts import Act
from models.themes import Theme
from web import desk_beside
from web.kit.visit import Visit


def offered(visit: Visit) -> list[Act]:
    """What was just done by this person, while it can be undone."""
    asked = visit.asked_id("act")
    given = {"act": asked, "reader": visit.member.id}
    return acts.shown(visit.db.execute(sa.select(acts.just_done()), given).scalar_one(), asked) if asked else []


def undo(visit: Visit, act_id: int) -> Response:
    act = visit.one(select(Act).where(Act.id == act_id))
    try:
        if visit.form.get("only"):
            undoing.undo(visit.db, act, by=visit.member)
        else:
            undoing.undo_all(visit.db, act, by=visit.member)
    except undoing.Obstacle as obstacle:
        return _back(visit, act, obstacle.why.value)
    return _back(visit, act, "undone")


def _back(visit: Visit, act: Act, done: str) -> Response:
    """To the page that the button stood on."""
    there = visit.form.get("there")
    if there == "changes":
        return visit.redirect("desk.proposed", call=visit.typed_id("call"), done=done)
    theme_id = (visit.typed_id("theme") if there == "journal" else act.theme_id) or act.other_theme_id
    theme = visit.db.get(Theme, theme_id) if theme_id else None
    if theme is None:
        return visit.redirect("desk.index", done=done, **desk_beside.ways(visit))
    return visit.redirect("desk_journals.show" if there == "journal" else "desk_themes.show", theme_id=theme.id,
                          done=done, **desk_beside.ways(visit))
