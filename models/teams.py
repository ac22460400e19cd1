"""The parts of an organisation that answer, and that staff belong to."""

from sqlmodel import Field, Session, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models import history
from models.accounts import Account
from models.base import points_to

MOST_DAYS = 250


class Team(SQLModel, table=True):
    id: int = Field(default=None, primary_key=True)
    name: str = Field(unique=True, max_length=120)
    body: str = Field(default="", max_length=120)
    answer_days: int | None = None  # working days from an idea’s publication to its answer, where no call promises one
    lead_id: int | None = points_to("account", optional=True)

    @property
    def full_name(self) -> str:
        return f"{self.name}, {self.body}" if self.body else self.name


def named(db: Session, name: str, body: str = "") -> Team:
    """The team of that name, made when it is new."""
    team = db.exec(select(Team).where(Team.name == name)).one_or_none()
    if team is None:
        team = Team(name=name, body=body)
        db.add(team)
        db.flush()
    return team


def promise(db: Session, team: Team, *, answer_days: int | None, lead_id: int | None, by: Account) -> None:
    """In how many working days a team answers, and who leads it."""
    if (team.answer_days, team.lead_id) != (answer_days, lead_id):
        team.answer_days, team.lead_id = answer_days, lead_id
        history.record(db, "team.promised", by=by.id, team=team.id, answer_days=answer_days, lead=lead_id)


def all_of_them() -> SelectOfScalar[Team]:
    return select(Team).order_by(col(Team.name), col(Team.id))
