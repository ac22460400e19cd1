"""An answer before it is public: who will be told, who has read it, and what stands in the way."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import BeforeValidator
from sqlmodel import col
from starlette.responses import Response

from models import answered, answers, english, evidence, outreaches, publications, releases, reviews, translations
from models.answered import Answered
from models.answers import Answer, SavedSince
from models.audiences import Audience
from models.faults import Blocked
from models.ideas import Idea
from models.outreaches import Told
from models.reviews import WHY_LIMIT, MayNotRead, OwnText, ReadSince
from web import desk_schedules
from web.desk import order, told_how
from web.desk_schedules import HourForm
from web.kit import paging
from web.kit.forms import Filled, Form, line
from web.kit.visit import Visit, found

BY_IDEA = order((Idea.id, False))
AND_TELL = "tell"  # the other button publishes, and tells nobody yet
OWN = "You saved this text last, so a colleague must approve it."
NO_READER = "Choose somebody who works at the desk, and who did not save this text last."


def _reader(typed: object) -> int | None:
    chosen = str(typed).strip()
    if chosen and not (chosen.isascii() and chosen.isdigit() and len(chosen) < 10):
        raise ValueError(NO_READER)
    return int(chosen) if chosen else None


class AskForm(Form):
    """Who is to read a draft; nobody by name for whoever has time first."""

    reader: Annotated[int | None, BeforeValidator(_reader)]


class SendBackForm(Form):
    not_yet: line("what must change first", most=WHY_LIMIT, least=1)  # type: ignore[valid-type]


def preview(visit: Visit, answer_id: int) -> Response:
    return _preview(visit, answer_id)


def _preview(
    visit: Visit, answer_id: int, status: int = 200, *, blocks: Sequence[str] = (), saved_since: bool = False,
    draft: Filled[HourForm] | None = None, asking: Filled[AskForm] | None = None,
    back: Filled[SendBackForm] | None = None,
) -> Response:
    """Who will be told, each with the words of theirs that the answer responds to."""
    told = _told(visit, answer_id)
    people = answers.contributors(answer_id).order_by(None)
    page = paging.fetch(visit.db, people, BY_IDEA, after=visit.asked("after"), size=50)
    facts = evidence.of_one(visit.db, answer_id, told.answer.summary, told.answer.body)
    told = told.with_facts(facts)
    missing = [] if told.answer.published else [*told.missing, *publications.faults(told.answer, facts)]
    readers = reviews.readers(visit.db)
    audience, foreseen = _people(visit, told.answer)
    of = english.of(told.answer)
    under_way = translations.standing(visit.db, told.answer, of, readers) if audience.wishes else {}
    return visit.render(
        "desk/preview.html", status, told=told, page=page, audience=audience, readers=readers,
        missing=missing, blocks=blocks, under_way=under_way, unread=publications.unread(told, readers),
        saved_since=saved_since, back=back or SendBackForm.blank(),
        draft=draft or HourForm.blank(), asking=asking or _asked(told),
        foreseen=foreseen)


def _people(visit: Visit, answer: Answer) -> tuple[Audience, Told]:
    """Who is mailed, and who is written to or rung up; of a public answer, those who were not yet."""
    return (answers.audience(visit.db, answer.id, by=visit.member, untold=answer.published),
            outreaches.foreseen(visit.db, answer.id, untold=answer.published))


def _asked(told: Answered) -> Filled[AskForm]:
    last = told.review.reader_id if told.review is not None else None
    return AskForm.blank(reader=last or "")


def _told(visit: Visit, answer_id: int) -> Answered:
    told = answered.find(visit.db, col(Answer.id) == answer_id, None)
    return found(told[0] if told else None)


def publish(visit: Visit, answer_id: int) -> Response:
    answer, tells = _answer(visit, answer_id), visit.form.get("then", AND_TELL) == AND_TELL
    done = told_how("answer-published", *_people(visit, answer))
    try:
        publications.publish(visit.db, answer, by=visit.member, seen=_seen(visit), tell=tells)
    except Blocked as blocked:
        return _preview(visit, answer_id, 422, blocks=blocked.sentences)
    except SavedSince:
        return _preview(visit, answer_id, 409, saved_since=True)
    return visit.redirect("desk_answers.show", answer_id=answer_id,
                          done=done if answer.told_at else "answer-published-quietly")


def ask(visit: Visit, answer_id: int) -> Response:
    answer, form = _answer(visit, answer_id), AskForm.read(visit.form)
    try:
        if form.accepted:
            reviews.ask(visit.db, answer, by=visit.member, reader_id=form.accepted.reader)
    except Blocked as blocked:
        return _preview(visit, answer_id, 422, blocks=blocked.sentences)
    except MayNotRead:
        form.refuse("reader", NO_READER)
    except ReadSince:
        return _read_meanwhile(visit, answer_id)
    if not form.accepted:
        return _preview(visit, answer_id, 422, asking=form)
    return visit.redirect("desk_publications.preview", answer_id=answer_id, done="reader-asked")


def approve(visit: Visit, answer_id: int) -> Response:
    answer = _answer(visit, answer_id)
    try:
        reviews.approve(visit.db, answer, by=visit.member, seen=_seen(visit))
    except Blocked as blocked:
        return _preview(visit, answer_id, 422, blocks=blocked.sentences)
    except SavedSince:
        return _preview(visit, answer_id, 409, saved_since=True)
    except OwnText:
        return _preview(visit, answer_id, 422, blocks=[OWN])
    except ReadSince:
        return _read_meanwhile(visit, answer_id)
    return visit.redirect("desk_publications.preview", answer_id=answer_id, done="review-approved")


def send_back(visit: Visit, answer_id: int) -> Response:
    answer, form = _answer(visit, answer_id), SendBackForm.read(visit.form)
    if not form.accepted:
        return _preview(visit, answer_id, 422, back=form)
    try:
        reviews.send_back(visit.db, answer, by=visit.member, seen=_seen(visit), why=form.accepted.not_yet)
    except SavedSince:
        return _preview(visit, answer_id, 409, saved_since=True, back=form)
    except OwnText:
        return _preview(visit, answer_id, 422, blocks=[OWN])
    except ReadSince:
        return _read_meanwhile(visit, answer_id)
    return visit.redirect("desk_publications.preview", answer_id=answer_id, done="sent-back")


def _read_meanwhile(visit: Visit, answer_id: int) -> Response:
    return visit.redirect("desk_publications.preview", answer_id=answer_id, done="read-meanwhile")


def tell(visit: Visit, answer_id: int) -> Response:
    answer = visit.one(answers.visible_to(visit.member).where(
        Answer.id == answer_id, col(Answer.published_at).is_not(None)))
    done = told_how("answer-told", *_people(visit, answer))
    answers.tell(visit.db, answer, by=visit.member)
    return visit.redirect("desk_answers.show", answer_id=answer_id, done=done)


def schedule(visit: Visit, answer_id: int) -> Response:
    """Sets the hour at which it is to be published."""
    answer, (form, due_at) = _answer(visit, answer_id), desk_schedules.read(visit.form)
    if not form.accepted:
        return _preview(visit, answer_id, 422, draft=form)
    try:
        releases.set_hour(visit.db, answer, due_at=due_at, by=visit.member, seen=_seen(visit), tell=visit.tells)
    except Blocked as blocked:
        return _preview(visit, answer_id, 422, blocks=blocked.sentences)
    except SavedSince:
        return _preview(visit, answer_id, 409, saved_since=True)
    return visit.redirect("desk_publications.preview", answer_id=answer_id, done="answer-scheduled")


def _seen(visit: Visit) -> datetime:
    return desk_schedules.moment_of(visit.form.get("seen", ""))


def _answer(visit: Visit, answer_id: int) -> Answer:
    return visit.one(answers.visible_to(visit.member).where(Answer.id == answer_id))
