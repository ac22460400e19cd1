"""An idea with everything its own page tells of it, read at once: who, where it belongs, why, what happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, func

from models import authors, ideas, promises, statuses, story_columns, wording
from models.accounts import Account
from models.answered import Answered
from models.assignments import Assignment
from models.authors import Author
from models.base import among
from models.calls import Call
from models.ideas import Idea
from models.improvements import Improvement
from models.memberships import Membership
from models.promises import Promise
from models.readers import Reader, kind_of, who
from models.similar import BESIDE
from models.statuses import Channel, Status
from models.story_columns import CallTeam, Joined
from models.subscriptions import Subscription
from models.supports import Support
from models.teams import Team
from models.themes import Theme
from models.wording import day, going_on

SENT_BY = {
    Channel.WEB: "", Channel.PAPER: "sent in on paper", Channel.PHONE: "taken down on the telephone",
    Channel.IMPORTED: "brought in from another list",
}


@dataclass(frozen=True)
class Happened:
    """One event of the idea, without who did it: the timeline tells what, not whose click it was."""

    kind: str
    at: datetime
    theme_id: int | None
    by_person: bool


@dataclass(frozen=True)
class Neighbour:
    id: int
    reference: str
    title: str
    status: Status
    supports_count: int
    proposed_at: datetime


@dataclass(frozen=True)
class Further:
    """A further theme that the idea speaks to, and the words that do."""

    theme_id: int
    title: str
    words: str


@dataclass(frozen=True)
class SaidBefore:
    answer_id: int
    summary: str
    on: datetime


@dataclass(frozen=True, eq=False)
class Story:
    """The idea's row, and beside it what the one query brought along, by name. `values`: all of it, so that stories
    that tell the same are equal, and their page is made once (web/kit/rendering.py)."""

    idea: Idea
    row: Any
    events: list[Happened]
    near: list[Neighbour]
    further: list[Further]
    values: tuple[Any, ...]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Story) and self.values == other.values

    def __hash__(self) -> int:
        return hash(self.values)

    @property
    def in_public(self) -> bool:
        return self.idea.in_public

    def readable_by(self, account: Account | None) -> bool:
        """Whether its words are shown: what was hidden or taken back is for its author and for moderators only."""
        if not self.idea.taken_back and self.idea.hidden_at is None:
            return True
        return account is not None and (account.id == self.idea.author_id or account.moderates)

    @property
    def author(self) -> Author:
        return authors.of(self.row)

    @property
    def sent_by(self) -> str:
        """How it reached us, when that was not by this site."""
        return SENT_BY[self.idea.channel]

    def standing(self, answers: Sequence[Answered] = ()) -> tuple[str, str, str]:
        """Where it stands: in a few words, in a sentence, and as the thread draws it."""
        if self.idea.hidden_at is not None:
            return "Hidden", f"A moderator hid it on {day(self.idea.hidden_at)}. Its author was told why.", "off"
        status = self.idea.status
        if self.aside and self.idea.waits:
            return "Put aside", f"It gets no answer of its own: {going_on(self.aside[0])}", "off"
        words = status.words
        if status in statuses.JUST_ANSWERED and answers:
            words = f"{words}: {going_on(answers[0].answer.verdict_words)}"
        return words, status.meaning, status.knot

    @property
    def passage(self) -> tuple[int, int] | None:
        """Where the words are that grouped it, while the stored text still says exactly them."""
        begins, ends, words = self.row.begins, self.row.ends, self.row.passage
        return (begins, ends) if words and self.idea.body[begins:ends] == words else None

    @property
    def team(self) -> str:
        """Who has it: the team of its call. Empty when no team is named."""
        return f"{self.row.call_team}, {self.row.call_body}" if self.row.call_body else self.row.call_team or ""

    @property
    def promise(self) -> Promise:
        """For when it is promised an answer, and each time that this was put off."""
        return promises.of(self.row)

    @property
    def aside(self) -> tuple[str, datetime | None] | None:
        """Why it gets no answer of its own, and since when that is said."""
        if self.row.aside:
            reason, at = self.row.aside
            return reason, datetime.fromisoformat(at)
        return (wording.too_few(self.row.fewest), None) if self.row.too_few else None

    @property
    def said_before(self) -> SaidBefore | None:
        """The answer that its theme had when it came, while it waits for one of its own."""
        if not self.row.said_before:
            return None
        answer_id, summary, at = self.row.said_before
        return SaidBefore(answer_id, summary, datetime.fromisoformat(at))

    @property
    def others_in_theme(self) -> int:
        """How many public ideas its theme has beside it. What is hidden, joined or taken back counts in no theme."""
        return max((self.row.theme_ideas or 0) - self.idea.listed, 0)


def told(db: Session, idea_id: int, account: Account | None) -> Story | None:
    """The story of an idea that this person may know of; `readable_by` says whether they may read it too."""
    found = db.execute(_of_idea(kind_of(account)), {"idea": idea_id} | who(account))
    return _story(found.first())


def told_of_reference(db: Session, reference: str, account: Account | None) -> Story | None:
    """The same for `/where`, which says how far an idea is to anyone, and shows its words only when they are public."""
    return _story(db.execute(_of_reference(kind_of(account)), {"reference": reference} | who(account)).first())


@cache
def _of_idea(reader: Reader | None) -> sa.Select[Any]:
    return _everything(reader).where(col(Idea.id) == sa.bindparam("idea", type_=sa.Integer), ideas.known_to(reader))


@cache
def _of_reference(reader: Reader | None) -> sa.Select[Any]:
    this = col(Idea.reference) == sa.bindparam("reference", type_=sa.String)
    return _everything(reader).where(this, ideas.heard_of())


def _everything(account: Reader | None) -> sa.Select[Any]:
    columns: list[Any] = [
        Idea, *authors.OF_IDEA, *story_columns.COLUMNS, story_columns.events().label("events"),
        story_columns.near().label("near"), story_columns.further().label("further"),
        story_columns.mine(Support, account).label("supported"),
        story_columns.mine(Subscription, account).label("following"),
        story_columns.why_hidden().label("why_hidden"),
    ]
    return (
        sa.select(*columns)
        .select_from(Idea)
        .outerjoin(Account, col(Account.id) == Idea.author_id)
        .outerjoin(Team, col(Team.id) == Account.team_id)
        .outerjoin(Call, (col(Call.id) == Idea.call_id) & among(Call.state, statuses.PUBLIC_CALLS))
        .outerjoin(Assignment, story_columns.given())
        .outerjoin(CallTeam, CallTeam.id == func.coalesce(Assignment.team_id, Call.team_id))
        .outerjoin(Theme, col(Theme.id) == Idea.theme_id)
        .outerjoin(Membership, (col(Membership.idea_id) == Idea.id) & col(Membership.primary))
        .outerjoin(Improvement, col(Improvement.idea_id) == Idea.id)
        .outerjoin(Joined, (Joined.id == Idea.joined_id) & Joined.hidden_at.is_(None)
                   & among(Joined.status, statuses.LISTED))
    )


def _story(row: Any) -> Story | None:
    if row is None:
        return None
    events = [Happened(kind, datetime.fromisoformat(at), theme, person)
              for kind, at, theme, person in row.events or []]
    near = [Neighbour(id_, ref, title, Status(status), count, datetime.fromisoformat(at))
            for id_, ref, title, status, count, at in row.near or []]
    idea, *others = row
    values = *(value for name, value in vars(idea).items() if name in Idea.model_fields), *map(_fixed, others)
    return Story(idea, row, events, near[:BESIDE], [Further(*line) for line in row.further or []], values)


def _fixed(value: Any) -> Any:
    return tuple(map(_fixed, value)) if isinstance(value, list) else value
