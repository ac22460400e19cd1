"""Questions that teams ask back, in every state, for the sweep."""

from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import Session, select

from models import (
    accounts,
    answers,
    clock,
    contacts,
    coverages,
    ideas,
    memberships,
    outreaches,
    publishing,
    questions,
    replies,
    standing,
    themes,
)
from models.accounts import Account
from models.ideas import Idea
from models.questions import Asking
from models.statuses import Channel, Heard, OutreachState, Verdict
from tests.journeys.sweeping import CITIZEN, NOBODY, POLICY, State

WORDS = "On which days does the bus come too early, and at which stop?"


def _asked(db: Session, known: dict[str, Account], title: str) -> Asking:
    idea = ideas.receive(db, title=title, body="The bus comes too early.", author=known[CITIZEN])
    publishing.publish(db, idea, by=known[CITIZEN])
    answer_by = clock.today() + timedelta(days=10)
    question = questions.ask(db, words=WORDS, answer_by=answer_by, by=known[POLICY], idea_id=idea.id)
    return db.exec(select(Asking).where(Asking.question_id == question.id)).one()


def _falls_short(db: Session, known: dict[str, Account]) -> answers.Answer:
    """An answer to a theme that answers the points of too few."""
    idea = ideas.receive(db, title="Buses that come twice", body="Then none for an hour.", author=known[CITIZEN])
    publishing.publish(db, idea, by=known[CITIZEN])
    theme = themes.make(db, title=f"Two buses at once {idea.reference}", call_id=None, by=known[POLICY])
    memberships.put(db, idea, theme, by=known[POLICY])
    answer = answers.draft(db, theme_id=theme.id, by=known[POLICY], verdict=Verdict.NO, summary="Not this year.",
                           body="The depot is full.", signed_name="Ruth Ellison", signed_role="Head of buses")
    answers.publish(db, answer, by=known[POLICY])
    for number in range(replies.LEAST):
        person = accounts.known_by(db, f"reader{number}@example.org")
        replies.give(db, answer, heard=Heard.NOT, sentence="When, then?", by=person)
    return answer


def _entered(db: Session, known: dict[str, Account], answer: answers.Answer) -> list[int]:
    """A caller and somebody who wrote a letter, whose point this answer answers, and one who is forgotten."""
    ids = []
    for channel in (Channel.PHONE, Channel.PAPER, Channel.PHONE):
        idea = contacts.enter(db, channel=channel, title="Say when the next one comes", body="I cannot stand for long.",
                              call_id=None, name="Edna Moss", address="2 Mill Lane\nBrackenby",
                              telephone="01632 960123", by=known[POLICY])
        coverages.cover(db, answer.id, sa.select(Idea.id).where(Idea.id == idea.id))  # type: ignore[call-overload,arg-type]
        standing.settle(db, answers=[answer.id])
        ids.append(idea.id)
    contacts.erase(db, db.exec(contacts.of_idea(ids[-1])).one(), by=known[POLICY])
    outreaches.mark(db, answer, ids[1], OutreachState.SENT, by=known[POLICY])
    outreaches.mark(db, answer, ids[0], OutreachState.NOT_REACHED, by=known[POLICY])
    return ids


def states(db: Session, known: dict[str, Account]) -> list[State]:
    fresh, said, over, ended = (_asked(db, known, f"Buses that come early {n}") for n in range(4))
    questions.respond(db, said, body="On Mondays, at Mill Lane.")
    questions.close(db, db.get_one(questions.Question, over.question_id), by=known[POLICY])
    questions.revoke(db, ended)
    unasked = ideas.receive(db, title="Buses that nobody signs", body="It came on paper.", author=None)
    ideas.propose(db, unasked)
    short = _falls_short(db, known)
    link = replies.path(short.id, known[CITIZEN].id)
    entered = _entered(db, known, short)
    person = f"/desk/answers/{short.id}/outreach"
    ask = f"/desk/ideas/{fresh.idea_id}/questions"
    return [
        State(NOBODY, fresh.path),
        State(NOBODY, fresh.path, press="Send my answer", status=422),
        State(NOBODY, fresh.path, press="Send my answer", typed={"body": "Ring me on 07700 900123."}, status=422),
        State(NOBODY, said.path),
        State(NOBODY, over.path),
        State(NOBODY, ended.path, status=410),
        State(NOBODY, fresh.path[:-4], status=404),
        State(CITIZEN, f"/questions/{fresh.id}"),
        State(CITIZEN, f"/ideas/{fresh.idea_id}"),
        State(NOBODY, f"/ideas/{said.idea_id}"),
        State(NOBODY, f"{link}?heard=partly"),
        State(NOBODY, link, press="Send", status=422),
        State(NOBODY, link[:-4], status=404),
        State(POLICY, f"/desk/themes/{short.theme_id}"),
        State(POLICY, "/desk/questions"),
        State(POLICY, "/desk/entries"),
        State(POLICY, "/desk/entries/new"),
        State(POLICY, "/desk/entries/new", press="Enter it", status=422),
        *(State(POLICY, f"/desk/entries/{idea_id}") for idea_id in entered),
        *(State(POLICY, f"/desk/answers/{short.id}/{page}") for page in ("outreach", "letters")),
        State(POLICY, f"{person}/{entered[1]}/reply"),
        State(POLICY, f"{person}/{entered[1]}/reply", press="Keep it", status=422),
        State(POLICY, f"{person}/{entered[0]}/reply", status=404),
        State(POLICY, ask),
        State(POLICY, ask, press="Ask", status=422),
        State(POLICY, f"/desk/ideas/{unasked.id}/questions"),
        State(POLICY, f"/desk/questions/{said.question_id}"),
        State(POLICY, f"/desk/questions/{over.question_id}"),
    ]
