"""The parts of an organisation that answer, and that staff belong to."""

from sqlmodel import Field, Session, SQLModel, select


class Team(SQLModel, table=True):
    id: int = Field(default=None, primary_key=True)
    name: str = Field(unique=True, max_length=120)
    body: str = Field(default="", max_length=120)

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
