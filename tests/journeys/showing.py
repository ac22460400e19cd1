"""What nobody can be brought to by asking for it: the page of each error, and a mail of each kind."""

from functools import cache

from sqlmodel import Session, col, select
from starlette.applications import Starlette
from starlette.requests import Request

from jobs import digest, hand, invite, mail_sign_in, notices, remind, review
from models import history, sign_ins, waiting
from models.accounts import Account
from models.answers import Answer
from models.calls import Call
from models.codings import Coding
from models.comments import Comment
from models.commitments import Commitment
from models.history import Event
from models.ideas import Idea
from models.mails import Mail
from models.notifications import Notification
from models.outcomes import Outcome
from models.questions import Question
from models.reminders import Stage
from web import app
from web.kit import error_pages


@cache
def the_site() -> Starlette:
    return app.site()


def error_made(status: int) -> str:
    """The page of an error, with what somebody had typed where something was sent."""
    typed = {"body": "What I typed."} if status in {403, 413, 422, 429, 503} else {}
    scope = {"type": "http", "method": "POST", "path": "/ideas", "query_string": b"", "headers": [], "app": the_site(),
             "folkmoot.typed": typed}
    return bytes(error_pages.error_page(Request(scope), status, {"Retry-After": "60"}).body).decode()


def letters_of_every_kind(db: Session) -> list[tuple[str, str]]:
    """The page of a mail of each kind with its template: what has happened in the sample service, and what might."""
    person = db.exec(select(Account).where(col(Account.confirmed_at).is_not(None)).order_by(col(Account.id))).first()
    assert person is not None
    written = [(template, _notice(db, kind, person).html) for kind, template in notices.TEMPLATES.items()]
    about = notices.Subject.of(db, _happened(db, "answer.published"))
    entries = [{"about": about, "mine": _mine(db), "own": None}]
    written.append(("digest", db.get_one(Mail, digest._mailed(db, person, entries)).html))
    idea = db.exec(select(Idea.id)).first()
    for asked in (sign_ins.ask(db, person.email), sign_ins.ask(db, person.email, idea_id=idea)):
        mail_sign_in.mail_sign_in(db, asked.id)
        written.append(("sign_in", db.exec(select(Mail).order_by(col(Mail.id).desc())).first().html))  # type: ignore[union-attr]
    call = db.exec(select(Call).order_by(col(Call.id))).first()
    assert call is not None
    coding = Coding(call_id=call.id, seed=1, size=60)
    late = db.execute(waiting.rows().where(waiting.due().is_not(None)).limit(2)).all()
    written += [("reminded", remind.post(db, person, stage, late).html) for stage in Stage]
    why = {(row.theme_id, row.idea_id): "You know the buses." for row in late[:1]}
    written += [("handed", hand.write(person, person, given, why).html) for given in (late[:1], late)]
    return [*written, ("invited", invite.post(db, person, coding, call).html), *_of_reviews(db, person)]


def _of_reviews(db: Session, person: Account) -> list[tuple[str, str]]:
    """To who was asked, to their deputy, to whoever has time; and to who asked."""
    answer = db.exec(select(Answer).where(col(Answer.published_at).is_(None))).first()
    assert answer is not None
    words = {"by": "Ruth Ellison", "about": "Buses that wait", "short": "Buses wait from May.", "public": False,
             "what": "draft answer", "why": "The day is missing.", "page": f"/desk/answers/{answer.id}/preview"}
    kinds = [("to_read", True, ""), ("to_read", True, "Omar Aziz"), ("to_read", False, ""), ("approved", True, ""),
             ("sent_back", True, "")]
    return [(template, review.write(person, template, away=away, named=named, **words).html)
            for template, named, away in kinds]


def _happened(db: Session, kind: str) -> Event:
    """It happened, or now it does: to a thing of the right sort."""
    answer = db.exec(select(Answer).join(Commitment).where(col(Answer.theme_id).is_not(None))).first()
    in_a_call = select(Comment).join(Idea).where(col(Idea.call_id).is_not(None))
    comment = db.exec(in_a_call.order_by(col(Comment.id))).first()
    outcome = db.exec(select(Outcome).order_by(col(Outcome.id))).first()
    question = db.exec(select(Question).order_by(col(Question.id))).first()
    assert answer is not None and comment is not None and outcome is not None and question is not None
    noun = kind.split(".")[0]
    if kind == "idea.joined":
        other = db.exec(select(Idea.id).where(Idea.id != comment.idea_id)).first()
        db.get_one(Idea, comment.idea_id).joined_id = other
    about: dict[str, int | None] = {
        "comment": {"idea": comment.idea_id, "comment": comment.id}, "idea": {"idea": comment.idea_id},
        "version": {"idea": comment.idea_id}, "answer": {"answer": answer.id}, "commitment": {"answer": answer.id},
        "outcome": {"answer": outcome.answer_id}, "question": {"theme": question.theme_id, "idea": question.idea_id},
        "call": {"call": db.get_one(Idea, comment.idea_id).call_id},
    }[noun]
    data: dict[str, int | None] = {}
    if noun == "commitment":
        data["commitment"] = db.exec(select(Commitment.id).where(Commitment.answer_id == answer.id)).first()
    if noun == "question":
        data["question"] = question.id
    if noun == "outcome":
        data["outcome"] = outcome.id
    return history.record(db, kind, by=None, **about, **data)


def _mine(db: Session) -> dict[str, object]:
    told = db.exec(select(Notification).where(Notification.kind == "answer.published")).first()
    return notices.mine(told) if told is not None else notices.MINE


def _notice(db: Session, kind: str, person: Account) -> Mail:
    event = _happened(db, kind)
    noun = {"answer.reached": "answer.published"}.get(kind, kind)
    told = db.exec(select(Notification).where(Notification.kind == noun)).first()
    notification = told or Notification(event_id=event.id, account_id=person.id, kind=kind, data={"reason": "A name."})
    return notices.letter(person, notices.Subject.of(db, event), notification)
