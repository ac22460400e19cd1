"""Whom work at the desk can be given to: the officers who work there, and their teams."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from sqlmodel import Session, col, select

from models import accounts, teams
from models.accounts import Account
from models.teams import Team

MOST = 200
ME = "me"
Receiver = tuple[int | None, int | None]  # an account, a team


def choices(db: Session, *, by: Account, days: bool = False) -> list[tuple[str, str]]:
    """Each with the word that `named` understands: oneself, officers by name, then teams. `days`: with the day that
    their team promises then."""
    people = db.exec(accounts.at_desk().where(Account.id != by.id).limit(MOST)).all()
    groups = db.exec(teams.all_of_them().limit(MOST)).all()
    day: dict[int | None, str] = {team.id: team.promise if days else "" for team in groups}
    return [(ME, "Me" + day.get(by.team_id, "")),
            *((f"account-{one.id}", (one.name or one.email) + day.get(one.team_id, "")) for one in people),
            *((f"team-{team.id}", f"The team: {team.full_name}{day[team.id]}") for team in groups)]


def named(db: Session, word: str) -> Receiver | None:
    """The officer with their team, or the team alone; none when there is no such any more."""
    found = re.fullmatch(r"(account|team)-(\d{1,9})", word)
    if found is None:
        return None
    key = int(found[2])
    if found[1] == "team":
        return (None, key) if db.get(Team, key) else None
    account = db.exec(accounts.at_desk().where(Account.id == key)).one_or_none()
    return (account.id, account.team_id) if account else None


def names(db: Session, given: Iterable[Mapping[str, Any]]) -> dict[tuple[str, int], str]:
    """The names of those whom work was given to, by kind and id."""
    wanted = {(kind, one[kind]) for one in given for kind in ("account", "team") if one.get(kind)}
    found: dict[tuple[str, int], str] = {}
    for kind, table in (("account", Account), ("team", Team)):
        ids = [id_ for of_kind, id_ in wanted if of_kind == kind]
        if ids:
            rows = db.exec(select(table.id, table.name).where(col(table.id).in_(ids)))
            found |= {(kind, id_): name for id_, name in rows}
    return found


def receiver(given: Mapping[str, Any], known: Mapping[tuple[str, int], str]) -> str:
    """Whom work was given to, in words: the officer, else the team."""
    kind = next((kind for kind in ("account", "team") if given.get(kind)), None)
    return known.get((kind, given[kind]), "somebody") if kind else "nobody"
