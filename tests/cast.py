"""The people that tests are about. The stranger is always among them."""

from dataclasses import dataclass

from sqlmodel import Session, SQLModel, select

from models import accounts, teams
from models.accounts import Account
from models.history import Event
from models.roles import Role
from models.teams import Team

TABLES = [SQLModel.metadata.tables[one.__tablename__] for one in (Team, Account, Event)]  # that they are written to


@dataclass(frozen=True)
class Cast:
    """Maya proposes; Ben is the stranger; Tom is on the ward; Ruth answers; Dev moderates; Anna runs the site."""

    maya: Account
    ben: Account
    tom: Account
    ruth: Account
    dev: Account
    anna: Account
    team: Team

    def everyone(self) -> dict[str, Account]:
        return {name: getattr(self, name) for name in ("maya", "ben", "tom", "ruth", "dev", "anna")}


def gather(db: Session) -> Cast:
    team = teams.named(db, "Outpatients team", "Ellerford General")

    def person(name: str, role: Role, *, private: bool = False) -> Account:
        email = f"{name.split()[0].lower()}@example.org"
        account = accounts.known_by(db, email, name=name, private=private)
        accounts.confirm(db, account)
        accounts.grant(db, account, role, team_id=None if role == Role.CITIZEN else team.id, by=None)
        return account

    cast = Cast(
        maya=person("Maya Okafor", Role.CITIZEN), ben=person("Ben Sharma", Role.CITIZEN, private=True),
        tom=person("Tom Hargreaves", Role.STAFF), ruth=person("Ruth Ellison", Role.POLICY),
        dev=person("Dev Patel", Role.MODERATOR), anna=person("Anna Lindqvist", Role.ADMINISTRATOR), team=team,
    )
    db.flush()
    return cast


def gathered(db: Session) -> Cast:
    """The same people, where they are there already."""
    known = {account.name.split()[0].lower(): account for account in db.exec(select(Account)).all()}
    return Cast(**known, team=db.exec(select(Team)).one())
