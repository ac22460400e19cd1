"""Scenes that several tests begin from: a call with themes, ideas in them, an answer on its way."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from jobs import notify
from models import accounts, answers, calls, clock, ideas, memberships, outcomes, themes
from models.accounts import Account
from models.answers import Answer
from models.calls import Call
from models.ideas import Idea
from models.roles import Role
from models.statuses import Kind, Verdict
from models.themes import Theme
from tests.cast import Cast

PASSAGE = "I rang three times and nobody picked up the telephone"


def call(db: Session, people: Cast, *, question: str = "How can we miss fewer appointments?") -> Call:
    made = calls.draft(db, by=people.ruth, question=question, can_change="Reminders", cannot_change="Buildings",
                       decides="The board", answer_by=clock.today() + timedelta(days=10), team_id=people.team.id,
                       sponsor="Helen Rathbone", closes_on=clock.today() + timedelta(days=5))
    calls.open_up(db, made, by=people.ruth)
    return made


def idea(
    db: Session, author: Account | None, *, title: str = "Answer the telephone", body: str = "",
    call_id: int | None = None, kind: Kind = Kind.IDEA,
) -> Idea:
    words = body or f"My letter came late. {PASSAGE}. So I lost my place."
    made = ideas.receive(db, title=title, body=words, author=author, call_id=call_id, kind=kind)
    ideas.propose(db, made)
    return made


def theme(db: Session, call_id: int | None, *, title: str = "Getting through by telephone") -> Theme:
    return themes.make(db, title=title, call_id=call_id, by=None)


def grouped(db: Session, theme: Theme, *members: Idea) -> None:
    """Puts ideas into a theme as the machine does, with the passage when it stands in them."""
    for member in members:
        begins = max(member.body.find(PASSAGE), 0)
        words = PASSAGE if PASSAGE in member.body else ""
        memberships.put(db, member, theme, by=None, score=0.8, begins=begins, ends=begins + len(words), words=words,
                        terms=["telephone", "ring"], nearest=[])
    db.refresh(theme)


WORDS = {
    "verdict": Verdict.PART, "summary": "Every clinic will answer within five minutes from June.",
    "body": "We heard you.\n\nTwo more people will answer the telephones.", "signed_name": "Ruth Ellison",
    "signed_role": "Head of access",
}


def draft(db: Session, people: Cast, *, theme: Theme | None = None, idea: Idea | None = None) -> Answer:
    return answers.draft(db, theme_id=theme.id if theme else None, idea_id=idea.id if idea else None,
                         by=people.ruth, team_id=people.team.id, **WORDS)


def officer(db: Session, people: Cast, name: str = "Omar Aziz") -> Account:
    """A further policy officer: from the second on, answers need a second reader."""
    account = accounts.known_by(db, f"{name.split()[0].lower()}@example.org", name=name)
    accounts.confirm(db, account)
    accounts.grant(db, account, Role.POLICY, team_id=people.team.id, by=None)
    return account


def measured(db: Session, people: Cast, answer: Answer, *, measure: str = "Calls that nobody answers") -> Answer:
    """The same draft with what it will be measured by."""
    outcomes.expect(db, answer, measure=measure, unit="%", baseline=31.5, baseline_on=date(2026, 1, 31),
                    baseline_source="Switchboard", target=10.0, read_by=clock.today() + timedelta(days=90),
                    by=people.ruth)
    return answer


def finished(db: Session, people: Cast) -> Answer:
    """A draft of Ruth's to a theme, with nothing missing."""
    about = theme(db, call(db, people).id)
    grouped(db, about, idea(db, people.maya))
    return measured(db, people, draft(db, people, theme=about))


def do_jobs(db: Session, deferred: Callable[[str], list[dict[str, Any]]]) -> None:
    """What the worker would do about the events there are, as often as it is asked."""
    for job in deferred("notify"):
        notify.notify(db, **job)
    db.commit()


def published(db: Session, people: Cast, *, theme: Theme | None = None, idea: Idea | None = None) -> Answer:
    answer = draft(db, people, theme=theme, idea=idea)
    answers.publish(db, answer, by=people.ruth)
    return answer


JUNE = date(2026, 6, 30)
