"""Who has a theme or a single idea: an officer, a team, or both. Without one it is the call's owner and team."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session, SQLModel, col, func, select

from models import clock, history
from models.accounts import Account
from models.base import moment, points_to
from models.ideas import Idea
from models.teams import Team
from models.themes import Theme

WHY_LIMIT = 300


class Assignment(SQLModel, table=True):
    """`due_on`: when a team that takes on an idea outside of any call has promised to answer it."""

    __table_args__ = (CheckConstraint("num_nonnulls(theme_id, idea_id) = 1", name="one_thing"),)

    id: int = Field(default=None, primary_key=True)
    theme_id: int | None = points_to("theme", optional=True, unique=True)
    idea_id: int | None = points_to("idea", optional=True, unique=True)
    account_id: int | None = points_to("account", optional=True)
    team_id: int | None = points_to("team", optional=True)
    due_on: date | None = None
    why: str = Field(default="", max_length=WHY_LIMIT)
    given_at: datetime = moment()


def about(thing: Theme | Idea) -> dict[str, Any]:
    """The key of what is answered: a theme, or an idea by itself."""
    return {"theme_id": thing.id} if isinstance(thing, Theme) else {"idea_id": thing.id}


def of(db: Session, thing: Theme | Idea) -> Assignment | None:
    key = col(Assignment.theme_id) if isinstance(thing, Theme) else col(Assignment.idea_id)
    return db.exec(select(Assignment).where(key == thing.id)).one_or_none()


def unpromised(db: Session, *things: Theme | Idea) -> bool:
    """Whether no call and no team promised a day of one of these before: a team that it is given to does."""
    single = [thing.id for thing in things if isinstance(thing, Idea) and thing.call_id is None]
    dated = select(func.count()).where(col(Assignment.idea_id).in_(single), col(Assignment.due_on).is_not(None))
    return bool(single) and db.exec(dated).one() < len(single)


def give(
    db: Session, thing: Theme | Idea, *, account_id: int | None, team_id: int | None, why: str = "", by: Account | None
) -> None:
    """Hands it to somebody. `by` is none where the clock did it, because a promise was missed. Who has it already
    is given nothing anew."""
    db.refresh(thing, with_for_update={"key_share": True})  # two who hand it over take turns
    old = of(db, thing)
    if old is not None and (old.account_id, old.team_id) == (account_id, team_id):
        return
    mine = old or Assignment(**about(thing))
    before = {"account": mine.account_id, "team": mine.team_id}
    mine.account_id, mine.team_id, mine.why, mine.given_at = account_id, team_id, why, clock.now()
    team = db.get(Team, team_id) if team_id and unpromised(db, thing) else None
    mine.due_on = team.answers_by if team else mine.due_on
    db.add(mine)
    history.record(db, "work.assigned" if by else "work.handed_over", by=by.id if by else None, call=thing.call_id,
                   **_named(thing), before=before, account=account_id, team=team_id, why=why)


def _named(thing: Theme | Idea) -> dict[str, Any]:
    return {"theme": thing.id} if isinstance(thing, Theme) else {"idea": thing.id}
