"""Whatever people do, in whatever order: nobody is told of their own act, and nobody twice of the same thing."""

import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress

import pytest
from sqlmodel import Session, col, select

from jobs import notify
from models import calls, closing, decisions, ideas, joining, memberships, subscriptions, supports
from models.accounts import Account
from models.closing import StillWaits
from models.comments import Comment
from models.decisions import DecisionKind
from models.history import LISTENERS, Event
from models.ideas import Idea
from models.mails import Mail
from models.notifications import Notification
from models.statuses import CallState
from tests import said, scenes
from tests.cast import Cast

ACTS = 40


class Town:
    """A call with two themes and some ideas, and people who do anything that can be done."""

    def __init__(self, db: Session, people: Cast, dice: random.Random) -> None:
        self.db, self.people, self.dice = db, people, dice
        self.persons = list(people.everyone().values())
        self.call = scenes.call(db, people)
        self.themes = [scenes.theme(db, self.call.id), scenes.theme(db, self.call.id, title="Letters")]
        self.ideas = [scenes.idea(db, person, call_id=self.call.id) for person in (*self.persons, None)]
        self.told = 0

    def acts(self) -> list[Callable[[Account, Idea], object]]:
        return [self.follow, self.follow_call, self.support, self.comment, self.reply, self.decide, self.group,
                self.join, self.part, self.answer_theme, self.answer_idea, self.move_call, self.withdraw]

    def follow(self, by: Account, idea: Idea) -> None:
        self.dice.choice([subscriptions.follow, subscriptions.unfollow])(self.db, by, idea_id=idea.id)

    def follow_call(self, by: Account, idea: Idea) -> None:
        subscriptions.follow(self.db, by, call_id=self.call.id)

    def support(self, by: Account, idea: Idea) -> None:
        supports.give(self.db, idea, by=by)

    def comment(self, by: Account, idea: Idea) -> None:
        if idea.takes_comments:
            said.a_comment(self.db, idea, by)

    def reply(self, by: Account, idea: Idea) -> None:
        above = self.db.exec(select(Comment).where(Comment.idea_id == idea.id).limit(1)).first()
        if above is not None and idea.takes_comments:
            said.a_comment(self.db, idea, by, under=above)

    def decide(self, by: Account, idea: Idea) -> None:
        above = self.db.exec(select(Comment).where(Comment.idea_id == idea.id).limit(1)).first()
        kind = self.dice.choice([DecisionKind.HIDE, DecisionKind.RESTORE])
        decisions.decide(self.db, kind, idea, self.dice.choice([above, None]), reason="Rule 3", by=by)

    def group(self, by: Account, idea: Idea) -> None:
        memberships.move(self.db, [idea.id], self.dice.choice(self.themes), by=by)

    def join(self, by: Account, idea: Idea) -> None:
        joining.join(self.db, idea, self.dice.choice(self.ideas), by=by)

    def part(self, by: Account, idea: Idea) -> None:
        joining.part(self.db, idea, by=by)

    def answer_theme(self, by: Account, idea: Idea) -> None:
        scenes.published(self.db, self.people, theme=self.dice.choice(self.themes))

    def answer_idea(self, by: Account, idea: Idea) -> None:
        if idea.in_public:
            scenes.published(self.db, self.people, idea=idea)

    def move_call(self, by: Account, idea: Idea) -> None:
        verbs = {CallState.OPEN: calls.open_up, CallState.READING: calls.close, CallState.ANSWERED: closing.conclude}
        wanted, _ = self.dice.choice(self.call.state.next_states)
        with suppress(StillWaits):
            verbs[CallState(wanted)](self.db, self.call, by=by)

    def withdraw(self, by: Account, idea: Idea) -> None:
        if self.dice.random() < 0.2 and idea.withdrawable_by(by):
            ideas.withdraw(self.db, idea, by=by)

    def tell(self) -> None:
        """Each job runs twice, as it does when a worker dies after it."""
        new = self.db.exec(select(Event).where(col(Event.id) > self.told).order_by(col(Event.id))).all()
        for event in new:
            self.told = event.id
            for _ in range(2 if "notify" in LISTENERS.get(event.kind, ()) else 0):
                notify.notify(self.db, event.id)


@pytest.mark.parametrize("seed", range(4))
def test_nobody_is_told_of_their_own_act_or_twice(db: Session, people: Cast, seed: int) -> None:
    dice = random.Random(seed)
    town = Town(db, people, dice)
    for _ in range(ACTS):
        dice.choice(town.acts())(dice.choice(town.persons), dice.choice(town.ideas))
        town.tell()

    rows = db.exec(select(Notification, Event.by_id).join(Event, col(Event.id) == Notification.event_id)).all()
    assert len(rows) > ACTS / 10, "too little happened to prove anything"
    assert [row for row, by_id in rows if row.account_id == by_id] == []
    assert _most(Counter((row.event_id, row.account_id) for row, _ in rows)) == 1
    answered = [row for row, _ in rows if row.kind.startswith("answer.")]
    passages = Counter((row.answer_id, row.account_id, passage["idea_id"])
                       for row in answered for passage in row.data.get("passages", []))
    assert _most(passages) == 1
    follows = Counter((row.answer_id, row.account_id) for row in answered if not row.data.get("passages"))
    assert _most(follows) == 1
    mailed = [row.mail_id for row, _ in rows if row.mail_id is not None]
    assert len(mailed) == len(set(mailed)) == len(db.exec(select(Mail)).all())


def _most(counted: Counter[tuple[int | None, ...]]) -> int:
    return max(counted.values(), default=1)
