"""What a team says in public, to a theme or to one idea. A draft is seen at the desk only."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from models.accounts import Account
from models.base import maybe_moment, moment, points_to, word
from models.ideas import Idea
from models.statuses import Verdict

SUMMARY_LIMIT = 200
BODY_LIMIT = 10_000


class Answer(SQLModel, table=True):
    __table_args__ = (CheckConstraint("num_nonnulls(theme_id, idea_id) = 1", name="one_thing"),)

    id: int = Field(default=None, primary_key=True)
    theme_id: int | None = points_to("theme", optional=True)
    idea_id: int | None = points_to("idea", optional=True)
    verdict: Verdict = word(Verdict, Verdict.DOING)
    passed_to: str = Field(default="", max_length=120)
    summary: str = Field(default="", max_length=SUMMARY_LIMIT)
    body: str = ""
    signed_name: str = Field(default="", max_length=80)
    signed_role: str = Field(default="", max_length=120)
    team_id: int | None = points_to("team", optional=True)
    author_id: int | None = points_to("account", optional=True)
    drafted_at: datetime = moment()
    saved_at: datetime = moment()
    published_at: datetime | None = maybe_moment()
    told_count: int = 0

    @property
    def published(self) -> bool:
        return self.published_at is not None

    @property
    def verdict_words(self) -> str:
        return f"Not ours: passed to {self.passed_to}" if self.passed_to else self.verdict.words


def visible_to(account: Account | None) -> SelectOfScalar[Answer]:
    if account is not None and account.works_at_desk:
        return select(Answer)
    return select(Answer).where(col(Answer.published_at).is_not(None))


def for_idea(idea: Idea) -> SelectOfScalar[Answer]:
    """Published answers to this idea or to its theme: its own first, then the newest."""
    mine = or_(col(Answer.idea_id) == idea.id, col(Answer.theme_id) == idea.theme_id)
    rows = select(Answer).where(mine, col(Answer.published_at).is_not(None))
    return rows.order_by(col(Answer.idea_id).is_(None), col(Answer.published_at).desc())
