"""A random walk: people, officers and moderators do anything that can be done, in any order, through the models' verbs.
Afterwards the doctor recounts everything."""

import random
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlmodel import Session, SQLModel, col, func, select

from models import (
    accounts,
    answers,
    asides,
    assignments,
    calls,
    clock,
    closing,
    comments,
    commitments,
    decisions,
    delays,
    ideas,
    joining,
    memberships,
    merging,
    newcomers,
    outcomes,
    placements,
    publishing,
    replies,
    revisions,
    subscriptions,
    supports,
    teams,
    themes,
    undoing,
    waiting,
)
from models.accounts import Account
from models.acts import Act
from models.answers import Answer
from models.calls import Call
from models.comments import Comment
from models.commitments import Commitment
from models.decisions import DecisionKind
from models.ideas import Idea
from models.outcomes import Outcome
from models.roles import Role
from models.statuses import CallState, Heard, Kind, Verdict
from models.themes import Theme

BODY = "My letter came late. I rang three times and nobody picked up the telephone. So I lost my place. ({})"
BEGINS, ENDS = 21, 73
PEOPLE, THEMES = 40, 120


class Walk:
    def __init__(self, seed: int) -> None:
        self.dice, self.done = random.Random(seed), Counter[str]()
        self.acts: list[Callable[[Session], object]] = [
            self.propose, self.propose, self.propose, self.support, self.support, self.withdraw_support, self.comment,
            self.comment, self.take_back, self.useful, self.edit, self.withdraw, self.join, self.part, self.move,
            self.move, self.group, self.make_theme, self.merge, self.split, self.undo, self.quote, self.draft,
            self.publish, self.publish, self.answer_too, self.promise, self.deliver, self.expect, self.measure,
            self.reply, self.follow, self.hide, self.show, self.close, self.put_aside, self.put_off, self.hand_over]

    def begin(self, db: Session) -> None:
        """Two calls, one team, and people of each role."""
        team = teams.named(db, "Walkers")
        for number in range(PEOPLE):
            person = accounts.known_by(db, f"walker-{number}@example.org", name=f"Walker {number}")
            accounts.confirm(db, person)
            role = Role.POLICY if number < 4 else Role.MODERATOR if number < 6 else Role.CITIZEN
            accounts.grant(db, person, role, team_id=team.id if number < 6 else None, by=None)
        for number in range(2):
            call = calls.draft(db, by=self.officer(db), question=f"What would you change, number {number}?",
                sponsor="The board", can_change="All", cannot_change="Nothing", decides="The board", team_id=team.id,
                closes_on=clock.today() + timedelta(days=30), answer_by=clock.today() + timedelta(days=60))
            calls.open_up(db, call, by=self.officer(db))

    def step(self, db: Session) -> None:
        act = self.dice.choice(self.acts)
        try:
            with db.begin_nested():
                act(db)
                db.flush()
            self.done[act.__name__] += 1
        except (closing.StillWaits, delays.NotAhead, outcomes.Settled, themes.Closed, themes.NameTaken,
                calls.NotFromHere, calls.CommitmentMissing, answers.SavedSince, undoing.Obstacle):
            self.done["refused"] += 1

    def one(self, db: Session, table: type[SQLModel], *conditions: Any) -> Any:
        """Any row; none when there is none."""
        key: Any = table.id  # type: ignore[attr-defined]
        top = db.exec(select(func.max(key))).one() or 0
        found = select(table).where(key >= self.dice.randint(1, max(top, 1)), *conditions).order_by(key).limit(1)
        return db.exec(found).first()

    def person(self, db: Session) -> Account:
        return db.exec(select(Account).order_by(col(Account.id)).offset(self.dice.randrange(PEOPLE))).first()  # type: ignore[return-value]

    def officer(self, db: Session) -> Account:
        return self.dice.choice(list(db.exec(accounts.at_desk())))

    def idea(self, db: Session) -> Idea | None:
        found: Idea | None = self.one(db, Idea)
        return found

    def theme(self, db: Session) -> Theme | None:
        found: Theme | None = self.one(db, Theme, themes.is_current(Theme))
        return found

    def propose(self, db: Session) -> None:
        call = self.one(db, Call)
        kind = self.dice.choice(list(Kind))
        idea = ideas.receive(db, title=f"Answer the telephone {self.dice.random():.9f}", author=self.person(db),
            body=BODY.format(self.dice.random()), kind=kind, call_id=call.id if call and call.takes_ideas else None)
        if self.dice.random() < 0.9:
            ideas.propose(db, idea)

    def support(self, db: Session) -> None:
        if idea := self.idea(db):
            supports.give(db, idea, by=self.person(db))

    def withdraw_support(self, db: Session) -> None:
        if idea := self.idea(db):
            supports.withdraw(db, idea, by=self.person(db))

    def comment(self, db: Session) -> None:
        idea = self.idea(db)
        if idea and idea.takes_comments:
            above = db.exec(select(Comment).where(Comment.idea_id == idea.id, col(Comment.parent_id).is_(None))).first()
            comments.write(db, idea, body="I was there.", by=self.person(db), parent=self.dice.choice([None, above]))

    def take_back(self, db: Session) -> None:
        said = self.one(db, Comment)
        if said:
            comments.withdraw(db, said, by=db.get_one(Account, said.author_id))

    def useful(self, db: Session) -> None:
        said = self.one(db, Comment, col(Comment.hidden_at).is_(None), col(Comment.withdrawn_at).is_(None))
        if said:
            comments.mark_useful(db, said, by=self.person(db), wanted=self.dice.random() < 0.7)

    def edit(self, db: Session) -> None:
        idea = self.idea(db)
        author = db.get(Account, idea.author_id) if idea else None
        if idea and author and idea.editable_by(author):
            body = self.dice.choice([f"One thing more. {idea.body}", BODY.format("changed"), "I rang. Nobody came."])
            revisions.edit_idea(db, idea, title=idea.title, body=body, by=author)

    def withdraw(self, db: Session) -> None:
        idea = self.idea(db)
        if idea and self.dice.random() < 0.3:
            publishing.withdraw(db, idea, by=db.get_one(Account, idea.author_id))

    def join(self, db: Session) -> None:
        idea, other = self.idea(db), self.idea(db)
        if idea and other:
            joining.join(db, idea, other, by=self.officer(db))

    def part(self, db: Session) -> None:
        idea = self.one(db, Idea, col(Idea.joined_id).is_not(None))
        if idea:
            joining.part(db, idea, by=self.officer(db))

    def move(self, db: Session) -> None:
        idea, theme = self.idea(db), self.theme(db)
        if idea and theme:
            memberships.move(db, [idea.id], theme, by=self.officer(db))

    def group(self, db: Session) -> None:
        """As the machine does."""
        idea, theme = self.idea(db), self.theme(db)
        if idea and theme and idea.takes_theme and idea.call_id == theme.call_id:
            words = idea.body[BEGINS:ENDS]
            memberships.put(db, idea, theme, by=None, score=0.7, begins=BEGINS, ends=BEGINS + len(words), words=words,
                            terms=["ring"], nearest=[])

    def make_theme(self, db: Session) -> None:
        call = self.one(db, Call)
        if self.more_themes(db):
            themes.make(db, title=f"Theme {self.dice.random():.9f}", call_id=call.id if call else None, by=None)

    def more_themes(self, db: Session) -> bool:
        return db.exec(select(func.count()).select_from(Theme)).one() < THEMES

    def split(self, db: Session) -> None:
        theme = self.theme(db)
        ids = db.exec(select(Idea.id).where(Idea.theme_id == theme.id).limit(3)).all() if theme else []
        if theme and ids and self.more_themes(db):
            memberships.move_from(db, theme, ids, f"Part {self.dice.random():.9f}", by=self.officer(db))

    def undo(self, db: Session) -> None:
        if act := self.one(db, Act):
            undoing.undo_all(db, act, by=self.officer(db))

    def merge(self, db: Session) -> None:
        theme, into = self.theme(db), self.theme(db)
        if theme and into and theme.call_id == into.call_id and self.dice.random() < 0.3:
            merging.merge(db, theme, into, by=self.officer(db))

    def quote(self, db: Session) -> None:
        idea = self.one(db, Idea, col(Idea.theme_id).is_not(None))
        if idea and idea.in_public:
            words = placements.Words(idea.id, BEGINS, BEGINS + len(idea.body[BEGINS:ENDS]), idea.body[BEGINS:ENDS])
            placements.quote(db, db.get_one(Theme, idea.theme_id), [words])

    def draft(self, db: Session) -> Answer | None:
        theme, idea = self.theme(db), self.idea(db)
        of_theme = theme is not None and self.dice.random() < 0.5
        if not of_theme and not (idea and idea.in_public and idea.takes_others):
            return None
        about = {"theme_id": theme.id} if of_theme and theme else {"idea_id": idea.id if idea else None}
        old = db.exec(answers.draft_of(**about)).first()
        return answers.draft(db, **about, by=self.officer(db), seen=old.saved_at if old else None, summary="We will.",
            body="We heard you.", signed_name="Walker", signed_role="Head", verdict=self.dice.choice(list(Verdict)))

    def publish(self, db: Session) -> None:
        answer = self.one(db, Answer, col(Answer.published_at).is_(None)) or self.draft(db)
        if answer:
            answers.publish(db, answer, by=self.officer(db))

    def answer_too(self, db: Session) -> None:
        answer = self.one(db, Answer, col(Answer.published_at).is_not(None), col(Answer.theme_id).is_not(None))
        if answer:
            newcomers.answer_too(db, answer, by=self.officer(db))

    def promise(self, db: Session) -> None:
        answer = self.one(db, Answer)
        if answer:
            commitments.make(db, answer, promise="Two more people", who="The board", due_on=clock.today(),
                             by=self.officer(db))

    def deliver(self, db: Session) -> None:
        promise = self.one(db, Commitment)
        answer = db.get(Answer, promise.answer_id) if promise else None
        if answer and answer.published:
            commitments.deliver(db, promise, answer, evidence="It is there.", link="", by=self.officer(db))

    def expect(self, db: Session) -> None:
        answer = self.one(db, Answer)
        if answer:
            outcomes.expect(db, answer, measure="Calls that were answered", unit="%", baseline=40.0, target=90.0,
                baseline_on=clock.today(), baseline_source="The log", read_by=None, by=self.officer(db))

    def measure(self, db: Session) -> None:
        outcome = self.one(db, Outcome)
        answer = db.get(Answer, outcome.answer_id) if outcome else None
        if answer and answer.published:
            outcomes.read(db, outcome, answer, value=self.dice.random() * 100, read_on=clock.today(), note="",
                          by=self.officer(db))

    def reply(self, db: Session) -> None:
        answer = self.one(db, Answer, col(Answer.published_at).is_not(None))
        if answer:
            replies.give(db, answer, heard=self.dice.choice(list(Heard)), sentence="", by=self.person(db))

    def follow(self, db: Session) -> None:
        if idea := self.idea(db):
            self.dice.choice([subscriptions.follow, subscriptions.unfollow])(db, self.person(db), idea_id=idea.id)

    def hide(self, db: Session) -> None:
        self._decide(db, DecisionKind.HIDE)

    def show(self, db: Session) -> None:
        self._decide(db, DecisionKind.RESTORE)

    def _decide(self, db: Session, kind: DecisionKind) -> None:
        idea = self.idea(db)
        said = self.one(db, Comment, Comment.idea_id == idea.id) if idea else None
        if idea and not idea.waits_for_author:
            decisions.decide(db, kind, idea, self.dice.choice([None, said]), reason="Rule 3", by=self.officer(db))

    def close(self, db: Session) -> None:
        call = self.one(db, Call)
        verbs = {CallState.OPEN: calls.open_up, CallState.READING: calls.close, CallState.ANSWERED: closing.conclude}
        if call and self.dice.random() < 0.2:
            verbs[CallState(self.dice.choice(call.state.next_states)[0])](db, call, by=self.officer(db))

    def put_aside(self, db: Session) -> None:
        thing = self.dice.choice([self.theme(db), self.idea(db)])
        if thing and self.dice.random() < 0.3:
            asides.put(db, thing, reason="The county decides this.", by=self.officer(db))
        elif thing:
            asides.take_up(db, thing, by=self.officer(db))

    def put_off(self, db: Session) -> None:
        row = db.execute(waiting.rows().where(waiting.due().is_not(None)).limit(1)).first()
        if row:
            thing = db.get_one(Theme, row.id) if row.kind == waiting.THEME else db.get_one(Idea, row.id)
            delays.explain(db, thing, promised=row.due, new_by=row.due + timedelta(days=self.dice.randrange(9)),
                           reason="Two of us are ill.", by=self.officer(db))

    def hand_over(self, db: Session) -> None:
        thing = self.dice.choice([self.theme(db), self.idea(db)])
        if thing:
            assignments.give(db, thing, account_id=self.officer(db).id, team_id=None, by=self.officer(db))
