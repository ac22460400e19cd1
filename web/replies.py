"""Saying whether an answer answers one's point from the mail that brought it, without signing in."""

from sqlmodel import col
from starlette.responses import Response

from models import answered, answers, replies
from models.accounts import Account
from models.answered import Answered
from models.answers import Answer
from web.answers import ReplyForm, asked_of, reply_form
from web.kit.visit import Visit


def by_link(visit: Visit, token: str) -> Response:
    """The form, with the choice of the link that was followed. Only its button says it."""
    asked = _asked(visit, token)
    if asked is None:
        return _over(visit)
    told, person = asked
    return reply_form(visit, told, asked_of(visit, told), person)


def give(visit: Visit, token: str) -> Response:
    asked, draft = _asked(visit, token), ReplyForm.read(visit.form)
    if asked is None:
        return _over(visit)
    told, person = asked
    if not draft.accepted:
        return reply_form(visit, told, draft, person, 422)
    said = draft.accepted
    replies.give(visit.db, told.answer, heard=said.heard, sentence=said.sentence, by=person)
    return visit.redirect("answers.show", answer_id=told.answer.id, done="replied", anchor=f"answer-{told.answer.id}")


def _asked(visit: Visit, token: str) -> tuple[Answered, Account] | None:
    """The answer as the person reads it whom the mail went to; none when the link is cut, too old, or not theirs."""
    known = replies.by_token(visit.db, token)
    if known is None:
        return None
    answer_id, person = known
    seen = col(Answer.id).in_(answers.visible_to(person).with_only_columns(col(Answer.id)))
    told = answered.find(visit.db, (col(Answer.id) == answer_id) & seen, person)
    return (told[0], person) if told and told[0].may_reply else None


def _over(visit: Visit) -> Response:
    return visit.render("answers/cut.html", 404)
