"""In how many days each team answers, who has what, who stands in for whom, and what comes later than promised."""

from typing import Any

from sqlmodel import Session

from models import asides, assignments, delays, deputies, teams, waiting
from models.ideas import Idea
from models.themes import Theme
from seeds.town import Town


def settle(town: Town, place: dict[str, Any], db: Session) -> None:
    for team in place["team"]:
        if "lead" in team:
            teams.promise(db, town.team(db, team["key"]), answer_days=team["answer_days"],
                          lead_id=town.accounts[team["lead"]], by=town.account(db, "anna-lindqvist"))


def stand_in(town: Town, words: dict[str, Any], db: Session) -> None:
    deputies.name(db, town.account(db, words["account"]), town.account(db, words["deputy"]),
                  begins_on=town.day(words["begins"]), ends_on=town.day(words["ends"]))


def give(town: Town, call: str, words: dict[str, Any], db: Session) -> None:
    account_id = town.accounts[words["to"]] if "to" in words else None
    team_id = town.teams[words["team"]] if "team" in words else None
    assignments.give(db, _thing(town, call, words, db), account_id=account_id, team_id=team_id,
                     why=words.get("why", ""), by=town.account(db, words["author"]))


def put_off(town: Town, call: str, words: dict[str, Any], db: Session) -> None:
    thing = _thing(town, call, words, db)
    kind = waiting.THEME if isinstance(thing, Theme) else waiting.IDEA
    promised = db.execute(waiting.one(kind, thing.id)).one().due
    delays.explain(db, thing, promised=promised, new_by=town.day(words["new_by"]), reason=words["reason"],
                   by=town.account(db, words["author"]))


def put_aside(town: Town, call: str, words: dict[str, Any], db: Session) -> None:
    asides.put(db, _thing(town, call, words, db), reason=words["reason"], by=town.account(db, words["author"]))


def _thing(town: Town, call: str, words: dict[str, Any], db: Session) -> Theme | Idea:
    return town.theme(db, call, words["theme"]) if "theme" in words else town.idea(db, words["idea"])
