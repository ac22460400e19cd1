"""What a notification says: one subject line and one mail template a kind; a digest uses the same lines."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, Self

from sqlalchemy import Select, and_, bindparam, case
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select, update

from jobs import letters
from models import authors, commitments, findings, outcomes, replies, translations
from models.accounts import Account
from models.amendments import Amendment
from models.answers import Answer
from models.authors import Author
from models.calls import Call
from models.comments import Comment
from models.commitments import Commitment, Progress
from models.history import Event
from models.ideas import Idea
from models.languages import Language
from models.mails import Mail
from models.notifications import Notification
from models.outcomes import Correction, Outcome, Reading
from models.questions import Asking, Question
from models.teams import Team
from models.themes import Theme
from models.translations import Translation

LINES = {
    "comment.written": "Somebody has written about {title}",
    "comment.hidden": "Your comment on {title} was hidden",
    "idea.hidden": "Your idea {title} was hidden",
    "idea.restored": "Your idea {title} can be seen again",
    "version.hidden": "An earlier text of yours, {title}, was hidden",
    "version.restored": "An earlier text of yours, {title}, can be seen again",
    "idea.joined": "{title} goes on as part of another idea",
    "question.asked": "A question to you about {title}",
    "answer.published": "You have an answer: {title}",
    "answer.reached": "You have an answer: {title}",
    "answer.told": "You have an answer: {title}",
    "answer.amended": "An answer was put right: {title}",
    "answer.translated": "Your answer in {language}: {title}",
    "comment.restored": "Your comment on {title} can be seen again",
    "commitment.moved": "Another day for what was promised: {title}",
    "commitment.reworded": "A promise was put right: {title}",
    "commitment.delivered": "Done: {title}",
    "commitment.dropped": "Not done after all: {title}",
    "outcome.measured": "Measured: {title}",
    "outcome.corrected": "A result was put right: {title}",
    "call.opened": "Open for ideas: {title}",
    "call.closed": "No longer open for ideas: {title}",
    "call.answered": "Answered: {title}",
}
TEMPLATES = {
    "answer.published": "answered",
    "answer.reached": "answered",
    "commitment.moved": "slipped",
    "answer.told": "answered",
    "question.asked": "asked",
    "answer.amended": "answered",
    "answer.translated": "answered",
    "commitment.reworded": "reworded",
    "commitment.delivered": "delivered",
    "commitment.dropped": "dropped",
    "outcome.measured": "measured",
    "outcome.corrected": "corrected",
    "comment.written": "commented",
    "idea.joined": "joined",
    "comment.hidden": "moderated",
    "comment.restored": "moderated",
    "idea.hidden": "moderated",
    "idea.restored": "moderated",
    "version.hidden": "moderated",
    "version.restored": "moderated",
    "call.opened": "called",
    "call.closed": "called",
    "call.answered": "called",
}
MODERATED = frozenset(kind for kind, template in TEMPLATES.items() if template == "moderated")
MINE: dict[str, Any] = {
    "passages": [], "reason": "", "reply": False, "call": None, "idea_id": None, "path": "", "reply_path": "",
}


@dataclass(frozen=True)
class Source:
    """What an event is about: the rows that decide whether somebody may be told of it."""

    kind: str
    idea: Idea | None
    whole: Idea | None
    call: Call | None
    comment: Comment | None
    answer: Answer | None
    question: Question | None

    def tellable_to(self, person: Account) -> bool:
        """Whether this person may be told of it now: not of what they can no longer read, though always of what a
        moderator decided on their own comment."""
        if self.own_of(person) and not self.known_to(person):
            return True
        shown = self.comment is None or (self.idea is not None and self.comment.in_public_on(self.idea))
        public = (self.answer is None or self.answer.published) and (self.call is None or self.call.public)
        public = public and (self.question is None or self.question.open)
        goes_on = self.kind != "idea.joined" or (self.whole is not None and self.whole.readable_by(person))
        return self.known_to(person) and (shown or self.own_of(person)) and public and goes_on

    def own_of(self, person: Account) -> bool:
        return self.comment is not None and self.comment.author_id == person.id

    def known_to(self, person: Account) -> bool:
        return self.idea is None or self.idea.readable_by(person)


@dataclass(frozen=True)
class Subject(Source):
    """Everything that the mails of one event have in common, read once."""

    title: str
    path: str
    author: Author | None
    team: Team | None
    promises: Sequence[Commitment]
    commitment: Commitment | None
    first_due: date | None
    progress: Progress | None
    outcome: Outcome | None
    readings: Sequence[Reading]
    correction: Correction | None
    amendment: Amendment | None
    translations: Sequence[Translation]
    language: Language | None

    @classmethod
    def of(cls, db: Session, event: Event) -> Self:
        answer = db.get(Answer, event.answer_id) if event.answer_id else None
        idea_id = event.idea_id or (answer.idea_id if answer else None)
        idea = db.get(Idea, idea_id) if idea_id else None
        call = db.get(Call, event.call_id) if event.kind.startswith("call.") else None
        question = db.get(Question, event.data["question"]) if event.kind == "question.asked" else None
        said = answer or question
        theme = db.get(Theme, said.theme_id) if said and said.theme_id else None
        outcome = db.get(Outcome, event.data["outcome"]) if "outcome" in event.data else None
        readings = db.exec(outcomes.readings(outcome.id)).all() if outcome else ()
        comment = db.get(Comment, event.comment_id) if event.comment_id else None
        commitment = db.get(Commitment, event.data["commitment"]) if "commitment" in event.data else None
        path = f"/answers/{answer.id}" if answer else f"/ideas/{idea.id}" if idea else "/"
        path = f"/calls/{call.id}" if call else path
        path = f"/commitments/{event.data['commitment']}" if "commitment" in event.data else path
        return cls(
            kind=event.kind,
            title=theme.title if theme else idea.title if idea else call.question if call else "",
            path=path + (f"#comment-{comment.id}" if comment else ""),
            idea=idea,
            whole=db.get(Idea, idea.joined_id) if idea and idea.joined_id else None,
            call=call,
            comment=comment,
            author=authors.of_comment(db.execute(authors.of_one_comment(comment.id)).one()) if comment else None,
            answer=answer,
            team=db.get(Team, said.team_id) if said and said.team_id else None,
            promises=db.exec(commitments.of_answer(answer.id)).all() if answer else (),
            commitment=commitment,
            first_due=_first_due(db, commitment) if commitment else None,
            progress=db.get(Progress, event.data["progress"]) if "progress" in event.data else None,
            outcome=outcome,
            readings=readings,
            correction=db.get(Correction, event.data["correction"]) if "correction" in event.data else None,
            question=question,
            amendment=db.get(Amendment, event.data["amendment"]) if "amendment" in event.data else None,
            translations=db.exec(translations.public(answer.id)).all() if answer else (),
            language=Language(event.data["language"]) if "language" in event.data else None,
        )

    def as_read_by(self, person: Account) -> Self | None:
        """What this person may be told of it now; None for nothing.

        Of their own comment on an idea that they can no longer read, without the title that others lost.
        """
        if not self.tellable_to(person):
            return None
        return self if self.known_to(person) else replace(self, title="", path="/account")

    @property
    def reading(self) -> Reading | None:
        """The last one."""
        return self.readings[-1] if self.readings else None

    @property
    def corrected(self) -> Reading | None:
        """The one that was put right."""
        wrong = self.correction.reading_id if self.correction else 0
        return next((reading for reading in self.readings if reading.id == wrong), None)

    @property
    def judgement(self) -> str:
        """Whether what was measured is better."""
        return findings.judgement(self.outcome, self.readings) if self.outcome else ""

    @property
    def seen_again(self) -> bool:
        """Whether a moderator showed it again, and everybody can read it."""
        public = self.idea is not None and (
            self.comment.in_public_on(self.idea) if self.comment else self.idea.in_public)
        return public and self.kind.endswith("restored")

    @property
    def line(self) -> str:
        title = f"“{self.title}”" if self.title else "an idea that is no longer shown"
        return LINES[self.kind].format(title=title, language=self.language.own if self.language else "")

    def older_for(self, person: Account) -> bool:
        """Whether what they can read in their language is older than the English text."""
        return any(one.language == person.language for one in self.translations) and not self.in_language_of(person)

    def in_language_of(self, person: Account) -> Translation | None:
        """The answer as this person would like to read it, while it says what the English text says."""
        return next((one for one in self.translations if self.answer is not None and one.is_of(self.answer)
                     and one.language == person.language), None)


def mine(notification: Notification) -> dict[str, Any]:
    """What one person is told besides, with a word for each thing that a template asks for."""
    told: dict[str, Any] = MINE | notification.data
    if "asking" in told:
        told["path"] = Asking(id=told["asking"]).path
    if told["passages"] and notification.answer_id:
        told["reply_path"] = replies.path(notification.answer_id, notification.account_id)
    return told


def _first_due(db: Session, commitment: Commitment) -> date | None:
    """The day that the page of the promise begins with, however often it was moved since."""
    return commitments.first_due(commitment, db.exec(commitments.progress(commitment.id)).all())


def letter(person: Account, about: Subject, notification: Notification) -> Mail:
    """What this person is told by mail, not kept yet."""
    told = mine(notification)
    return letters.write(
        to=person.email,
        subject=about.line,
        template=TEMPLATES[about.kind],
        account=person,
        because=_because(about, told),
        about=about,
        person=person,
        mine=told,
        own=about.in_language_of(person),
    )


def is_gone(db: Session, mail: Mail) -> bool:
    """Whether something that a kept mail tells may no longer be told to whom it goes: hidden, or taken back, since."""
    return not all(Source(*source).tellable_to(person)
                   for person, *source in db.execute(_told_in_a_mail(), {"mail": mail.id}))


@cache
def _told_in_a_mail() -> Select[Any]:
    """One query for all: each mail asks it on its way out. Built once, for that takes longer than the answer."""
    whole = aliased(Idea)
    asked = case((col(Event.kind) == "question.asked", col(Event.data)["question"].as_integer()))
    rows = (
        select(Account, Event.kind, Idea)
        .add_columns(whole, Call, Comment, Answer, Question)
        .select_from(Notification)
        .join(Event, col(Event.id) == Notification.event_id)
        .join(Account, col(Account.id) == Notification.account_id)
        .outerjoin(Answer, col(Answer.id) == Event.answer_id)
        .outerjoin(Idea, col(Idea.id) == func.coalesce(Event.idea_id, Answer.idea_id))
        .outerjoin(whole, col(whole.id) == Idea.joined_id)
        .outerjoin(Call, and_(col(Call.id) == Event.call_id, col(Event.kind).startswith("call.")))
        .outerjoin(Comment, col(Comment.id) == Event.comment_id)
        .outerjoin(Question, col(Question.id) == asked)
    )
    return rows.where(col(Notification.mail_id) == bindparam("mail"), col(Event.kind).in_(TEMPLATES))


def tell_the_rest(db: Session, mail: Mail) -> None:
    """What else stood in such a mail waits for the next one."""
    rows = update(Notification).where(col(Notification.mail_id) == mail.id)
    if db.exec(select(func.count()).where(col(Notification.mail_id) == mail.id)).one() > 1:
        db.exec(rows.values(mail_id=None, settled_at=None))


def _because(about: Subject, told: dict[str, Any]) -> dict[str, int]:
    """The idea or the call that they follow or spoke at. Nothing where it is what they wrote themselves."""
    if told["passages"] or about.kind in MODERATED or about.kind == "idea.joined":
        return {}
    if told["call"]:
        return {"call_id": told["call"]}
    return {"idea_id": told["idea_id"]} if told["idea_id"] else {}
