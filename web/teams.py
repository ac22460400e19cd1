"""What each team promises of ideas that no call promises anything to, and who leads it."""

from typing import Any

from sqlmodel import select
from starlette.responses import Response

from models import accounts, teams
from models.teams import Team
from web.kit.forms import Filled, Form, whole
from web.kit.visit import Visit


class TeamForm(Form):
    lead: str
    answer_days: whole("the working days", most=teams.MOST_DAYS)  # type: ignore[valid-type]


def index(visit: Visit) -> Response:
    rows = visit.db.exec(teams.all_of_them()).all()
    return visit.render("desk/teams.html", teams=rows)


def edit(visit: Visit, team_id: int) -> Response:
    team = _team(visit, team_id)
    return _page(visit, team, TeamForm.blank(lead=team.lead_id or "", answer_days=team.answer_days or ""))


def update(visit: Visit, team_id: int) -> Response:
    team, draft = _team(visit, team_id), TeamForm.read(visit.form)
    lead_id = visit.typed_id("lead")
    lead = visit.db.exec(accounts.at_desk().where(accounts.Account.id == (lead_id or 0))).first()
    if draft.typed["lead"] and lead is None:
        draft.refuse("lead", "Choose somebody who works at the desk.")
    if not draft.accepted:
        return _page(visit, team, draft, 422)
    teams.promise(visit.db, team, answer_days=draft.accepted.answer_days, lead_id=lead.id if lead else None,
                  by=visit.member)
    return visit.redirect("teams.index", done="team-saved")


def _team(visit: Visit, team_id: int) -> Team:
    return visit.one(select(Team).where(Team.id == team_id))


def _page(visit: Visit, team: Team, draft: Filled[Any], status: int = 200) -> Response:
    officers = [(one.id, one.name or one.email) for one in visit.db.exec(accounts.at_desk())]
    return visit.render("desk/team.html", status, team=team, draft=draft, officers=officers)
