"""Giving themes and single ideas to an officer or a team of the desk, one or many at once."""

from typing import Any

from sqlmodel import col, select
from starlette.responses import Response

from models import assignments, ideas, officers, themes
from models.ideas import Idea
from models.officers import Receiver
from models.themes import Theme
from web import desk_beside
from web.desk import ticked
from web.kit.forms import Filled, Form, line
from web.kit.visit import Visit

MOST_AT_ONCE = 100
NOBODY = "nobody"


class GiveForm(Form):
    to: line("who should have it", least=1, most=20)  # type: ignore[valid-type]


def show(visit: Visit) -> Response:
    """Which are ticked, and who can have them."""
    asked = visit.request.query_params
    return _page(visit, _things(visit, asked.getlist("themes"), asked.getlist("ideas")), GiveForm.blank())


def give(visit: Visit) -> Response:
    things = _things(visit, visit.form.getlist("themes"), visit.form.getlist("ideas"))
    draft = GiveForm.read(visit.form)
    to = _receiver(visit, draft)
    if to is None or not things:
        return _page(visit, things, draft, 422)
    for thing in things:
        account_id, team_id = to
        assignments.give(visit.db, thing, account_id=account_id, team_id=team_id, by=visit.member)
    return visit.go(_back(visit, things), done="given-to-me" if draft.typed["to"] == officers.ME else "given")


def _things(visit: Visit, theme_ids: list[Any], idea_ids: list[Any]) -> list[Theme | Idea]:
    """Themes before ideas, each in the order of their ids: two who hand over the same take turns."""
    found: list[Theme | Idea] = []
    of_themes, of_ideas = ticked(theme_ids, most=MOST_AT_ONCE), ticked(idea_ids, most=MOST_AT_ONCE)
    if of_themes:
        found += visit.db.exec(select(Theme).where(col(Theme.id).in_(of_themes), themes.is_current(Theme))
                               .order_by(col(Theme.id))).all()
    if of_ideas:
        found += visit.db.exec(select(Idea).where(col(Idea.id).in_(of_ideas), ideas.listed())
                               .order_by(col(Idea.id))).all()
    return found


def _receiver(visit: Visit, draft: Filled[GiveForm]) -> Receiver | None:
    """The account and the team, or none with a sentence beside the field."""
    typed = draft.typed["to"]
    if typed == officers.ME:
        return visit.member.id, visit.member.team_id
    if typed == NOBODY:
        return None, None
    to = officers.named(visit.db, typed)
    if to is None:
        draft.refuse("to", "Choose who should have it.")
    return to


def _page(visit: Visit, things: list[Theme | Idea], draft: Filled[GiveForm], status: int = 200) -> Response:
    unpromised = assignments.unpromised(visit.db, *things)
    return visit.render("desk/give.html", status, things=things, draft=draft, back=_back(visit, things),
                        unpromised=unpromised, people=officers.choices(visit.db, by=visit.member, days=unpromised))


def _back(visit: Visit, things: list[Theme | Idea]) -> str:
    """To the one thing, or to the list that they were ticked in."""
    if len(things) == 1 and isinstance(things[0], Theme):
        return visit.link("desk_themes.show", theme_id=things[0].id, **desk_beside.ways(visit))
    if len(things) == 1:
        return visit.link("desk_answers.about_idea", idea_id=things[0].id, **desk_beside.ways(visit))
    return visit.link("desk.single" if things and isinstance(things[0], Idea) else "desk.index")
