"""Ideas, comments, answers and mails that tests are about, made with the domain's own verbs."""

from datetime import timedelta
from typing import Any

from sqlmodel import Session

from models import answers, calls, clock, comments, decisions, ideas, mails, memberships, themes
from models.accounts import Account
from models.answers import Answer
from models.calls import Call
from models.comments import Comment
from models.decisions import DecisionKind
from models.ideas import Idea
from models.mails import Mail
from models.statuses import Verdict
from models.themes import Theme
from tests.cast import Cast

TITLE = "Text people the day before"
BODY = (
    "My mother missed two appointments because the letters came after the day.\n\n"
    "When I rang to cancel the third I was forty minutes on hold, so people just do not turn up."
)
PASSAGE = "When I rang to cancel the third I was forty minutes on hold"
ASKED = "We should close Mill Lane to cars on school days."


def received(db: Session, by: Account | None, title: str = TITLE, body: str = BODY, **more: Any) -> Idea:
    """An idea whose author has not confirmed their address yet."""
    return ideas.receive(db, title=title, body=body, author=by, **more)


def an_idea(db: Session, by: Account | None, title: str = TITLE, body: str = BODY, **more: Any) -> Idea:
    """A public idea of this person."""
    idea = received(db, by, title, body, **more)
    ideas.propose(db, idea)
    db.flush()
    return idea


def a_call(
    db: Session, people: Cast, question: str = "How can appointments be easier to keep?", days: int = 30
) -> Call:
    """An open call that promises its answer so many days from now."""
    call = calls.draft(
        db, by=people.ruth, question=question, sponsor="Helen Rathbone", can_change="Letters", cannot_change="The law",
        decides="The board", answer_by=clock.today() + timedelta(days=days), team_id=people.team.id,
        closes_on=clock.today() + timedelta(days=max(days - 5, 1)),
    )
    calls.open_up(db, call, by=people.ruth)
    return call


def an_asking_call(db: Session, people: Cast) -> Call:
    """An open call that asks for or against."""
    call = a_call(db, people, "What would make Mill Lane safer?")
    call.proposition = ASKED
    db.commit()
    return call


def grouped(db: Session, idea: Idea, theme: Theme | None = None, *, by: Account | None = None, **why: Any) -> Theme:
    """Puts the idea into a theme, for the passage that stands in BODY."""
    theme = theme or themes.make(db, title="Missed and moved appointments", call_id=idea.call_id, by=None)
    begins = idea.body.find(PASSAGE)
    reasons = {
        "score": 0.62,
        "begins": begins,
        "ends": begins + len(PASSAGE),
        "words": PASSAGE,
        "terms": ["cancel", "hold"],
    }
    memberships.put(db, idea, theme, by=by, **(reasons if begins >= 0 else {"score": 0.62}) | why)
    return theme


def answered(db: Session, people: Cast, *, theme: Theme | None = None, idea: Idea | None = None) -> Answer:
    """A public answer: part of it is being done."""
    answer = answers.draft(
        db, theme_id=theme.id if theme else None, idea_id=idea.id if idea else None, by=people.ruth,
        verdict=Verdict.PART, summary="Every clinic will text two days before.", body="We tried it for a month.",
        signed_name="Ruth Ellison", signed_role="head of access", team_id=people.team.id,
    )
    answers.publish(db, answer, by=people.ruth)
    return answer


def a_comment(
    db: Session, idea: Idea, by: Account, body: str = "My dad has no mobile.", under: Comment | None = None
) -> Comment:
    return comments.write(db, idea, body=body, by=by, parent=under)


def a_mail(db: Session, *, to: str = "maya@example.org", **words: Any) -> Mail:
    """One that waits to be sent."""
    mail = mails.letter(to=to, **words)
    mails.keep(db, [mail])
    return mail


def hidden(
    db: Session, idea: Idea, people: Cast, comment: Comment | None = None, reason: str = "It names a nurse."
) -> None:
    decisions.decide(db, DecisionKind.HIDE, idea, comment, reason=reason, by=people.dev)
