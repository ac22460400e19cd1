"""The parts of an organisation that answer, and that staff belong to."""

from datetime import date

from sqlmodel import Field, Session, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models import clock, history, wording, working_days
from models.accounts import Account
from models.base import points_to

MOST_DAYS = 250


class Team(SQLModel, table=True):
    id: int = Field(default=None, primary_key=True)
    name: str = Field(unique=True, max_length=120)
    body: str = Field(default="", max_length=120)
    answer_days: int | None = None  # working days from when it is given an idea to its answer, where none was promised
    lead_id: int | None = points_to("account", optional=True)

    @property
    def full_name(self) -> str:
        return f"{self.name}, {self.body}" if self.body else self.name

    @property
    def answers_by(self) -> date | None:
        """The day that it promises of what it is given today; a promise that nobody made before cannot be late."""
        return working_days.add(clock.today(), self.answer_days) if self.answer_days else None

    @property
    def promise(self) -> str:
        return f": promises an answer for {wording.day(self.answers_by)}" if self.answers_by else ""


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
