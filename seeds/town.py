"""The people, teams and days of the story, found by the keys that the words use."""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from sqlmodel import Session

from models.accounts import Account
from models.answers import Answer
from models.calls import Call
from models.comments import Comment
from models.ideas import Idea
from models.teams import Team
from models.themes import Theme

YEAR = 365


@dataclass
class Town:
    """Ids, not rows: each day of the story is told in a session of its own."""

    ends: datetime
    accounts: dict[str, int] = field(default_factory=dict)
    teams: dict[str, int] = field(default_factory=dict)
    calls: dict[str, int] = field(default_factory=dict)
    ideas: dict[str, int] = field(default_factory=dict)
    themes: dict[tuple[str, str], int] = field(default_factory=dict)
    answers: dict[tuple[str, str], int] = field(default_factory=dict)
    questions: dict[str, int] = field(default_factory=dict)
    benefits: dict[tuple[str, str], int] = field(default_factory=dict)
    chance: random.Random = field(default_factory=lambda: random.Random(2417))

    def day(self, number: int) -> date:
        return (self.ends - timedelta(days=YEAR - number)).date()

    def moment(self, number: int, earliest: int = 7, latest: int = 22) -> datetime:
        """Some time of that day, always the same one; never later than the end of the story."""
        minute = self.chance.randrange(earliest * 60, latest * 60)
        start = datetime.combine(self.day(number), datetime.min.time(), UTC)
        return min(start + timedelta(minutes=minute), self.ends)

    def account(self, db: Session, key: str) -> Account:
        return db.get_one(Account, self.accounts[key])

    def team(self, db: Session, key: str) -> Team:
        return db.get_one(Team, self.teams[key])

    def call(self, db: Session, key: str) -> Call:
        return db.get_one(Call, self.calls[key])

    def idea(self, db: Session, key: str) -> Idea:
        return db.get_one(Idea, self.ideas[key])

    def theme(self, db: Session, call: str, key: str) -> Theme:
        return db.get_one(Theme, self.themes[call, key])

    def answer(self, db: Session, call: str, key: str) -> Answer:
        return db.get_one(Answer, self.answers[call, key])


Talk = dict[int, Comment]
