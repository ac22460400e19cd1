"""Putting a public answer right: written, read by a second person, made public with its reason."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from pydantic import BeforeValidator
from sqlmodel import col
from starlette.responses import Response

from models import amendments, answered, answers, english, evidence, outreaches, reviews, translations
from models.amendments import REASON_LIMIT, Amendment
from models.answers import BODY_LIMIT, SUMMARY_LIMIT, Answer
from models.english import English
from models.faults import Blocked
from models.new_texts import WrittenSince
from models.reviews import MayNotRead, OwnText, ReadSince
from web.answer_forms import maybe_moment
from web.desk_publications import NO_READER, OWN, AskForm, SendBackForm
from web.desk_schedules import moment_of
from web.kit.forms import Filled, Form, line, words
from web.kit.visit import Visit


class AmendmentForm(Form):
    summary: line("the answer in short", most=SUMMARY_LIMIT, least=1)  # type: ignore[valid-type]
    body: words("the answer in full", most=BODY_LIMIT, least=1)  # type: ignore[valid-type]
    reason: line("why it is put right", most=REASON_LIMIT, least=1)  # type: ignore[valid-type]
    seen: Annotated[datetime | None, BeforeValidator(maybe_moment)]


def show(visit: Visit, answer_id: int) -> Response:
    return _page(visit, _answer(visit, answer_id))


def _page(
    visit: Visit, answer: Answer, status: int = 200, *, draft: Filled[AmendmentForm] | None = None,
    blocks: Sequence[str] = (), since: bool = False, asking: Filled[AskForm] | None = None,
    back: Filled[SendBackForm] | None = None,
) -> Response:
    one = visit.db.exec(amendments.under_way(answer.id)).first()
    told = answered.find(visit.db, col(Answer.id) == answer.id, None)[0]
    readers = reviews.readers(visit.db)
    texts = (one.summary, one.body) if one else (answer.summary, answer.body)
    facts = evidence.of_one(visit.db, answer.id, *texts)
    stands = amendments.blocks(one, facts, readers) if one else []
    of = English(one.summary, one.body, coming=True) if one else english.of(answer)
    return visit.render("desk/amendment.html", status, told=told, one=one, draft=draft or _stored(answer, one),
                        readers=readers, facts=facts, stands=stands, blocks=blocks, since=since,
                        audience=answers.audience(visit.db, answer.id, by=visit.member),
                        foreseen=outreaches.foreseen(visit.db, answer.id),
                        back=back or SendBackForm.blank(),
                        under_way=translations.standing(visit.db, answer, of, readers),
                        asking=asking or AskForm.blank(reader=(one.reader_id if one else None) or ""))


def _stored(answer: Answer, one: Amendment | None) -> Filled[AmendmentForm]:
    if one is not None:
        seen = one.saved_at.isoformat()
        return AmendmentForm.blank(summary=one.summary, body=one.body, reason=one.reason, seen=seen)
    typed = {"summary": answer.summary, "body": answer.body} | answer.typed
    return AmendmentForm.blank(**typed)


def save(visit: Visit, answer_id: int) -> Response:
    answer, form = _answer(visit, answer_id), AmendmentForm.read(visit.form)
    said = form.accepted
    if said is None:
        return _page(visit, answer, 422, draft=form)
    try:
        amendments.save(visit.db, answer, summary=said.summary, body=said.body, reason=said.reason, by=visit.member,
                        seen=said.seen)
    except WrittenSince:
        return _both(visit, answer, form)
    return visit.redirect("desk_amendments.show", answer_id=answer_id, done="amendment-saved")


def _both(visit: Visit, answer: Answer, form: Filled[AmendmentForm]) -> Response:
    """Two people wrote at once: theirs is shown, this one’s words stay in the form. Saving from here is a choice."""
    theirs = visit.db.exec(amendments.under_way(answer.id)).first()
    form.typed["seen"] = theirs.saved_at.isoformat() if theirs else ""
    return _page(visit, answer, 409, draft=form, since=True)


def ask(visit: Visit, answer_id: int) -> Response:
    (answer, one), form = _both_rows(visit, answer_id), AskForm.read(visit.form)
    try:
        if form.accepted:
            amendments.ask(visit.db, answer, one, by=visit.member, reader_id=form.accepted.reader)
    except MayNotRead:
        form.refuse("reader", NO_READER)
    except ReadSince:
        return visit.redirect("desk_amendments.show", answer_id=answer_id, done="read-meanwhile")
    if not form.accepted:
        return _page(visit, answer, 422, asking=form)
    return visit.redirect("desk_amendments.show", answer_id=answer_id, done="reader-asked")


def approve(visit: Visit, answer_id: int) -> Response:
    return _act(visit, answer_id, "review-approved", lambda answer, one, seen: amendments.approve(
        visit.db, answer, one, by=visit.member, seen=seen))


def send_back(visit: Visit, answer_id: int) -> Response:
    form = SendBackForm.read(visit.form)
    if not form.accepted:
        return _page(visit, _both_rows(visit, answer_id)[0], 422, back=form)
    why = form.accepted.not_yet
    return _act(visit, answer_id, "sent-back", lambda answer, one, seen: amendments.send_back(
        visit.db, answer, one, by=visit.member, seen=seen, why=why), back=form)


def publish(visit: Visit, answer_id: int) -> Response:
    mailed = answers.audience(visit.db, _answer(visit, answer_id).id, by=visit.member).told
    tells = visit.form.get("then") == "tell" and mailed > 0
    return _act(visit, answer_id, "amended-told" if tells else "amended", lambda answer, one, seen: amendments.publish(
        visit.db, answer, one, by=visit.member, seen=seen, tell=tells))


def _act(visit: Visit, answer_id: int, done: str, act: Any, back: Filled[SendBackForm] | None = None) -> Response:
    answer, one = _both_rows(visit, answer_id)
    try:
        act(answer, one, moment_of(visit.form.get("seen", "")))
    except Blocked as blocked:
        return _page(visit, answer, 422, blocks=blocked.sentences)
    except OwnText:
        return _page(visit, answer, 422, blocks=[OWN])
    except WrittenSince:
        return _page(visit, answer, 409, since=True, back=back)
    except ReadSince:
        done = "read-meanwhile"
    to = "desk_amendments.show" if one.published_at is None else "desk_answers.show"
    return visit.redirect(to, answer_id=answer_id, done=done)


def drop(visit: Visit, answer_id: int) -> Response:
    answer, one = _both_rows(visit, answer_id)
    amendments.drop(visit.db, answer, one, by=visit.member)
    return visit.redirect("desk_answers.show", answer_id=answer_id, done="amendment-dropped")


def _answer(visit: Visit, answer_id: int) -> Answer:
    """A public answer; a draft is changed where it is written."""
    public = Answer.id == answer_id, col(Answer.published_at).is_not(None)
    return visit.one(answers.visible_to(visit.member).where(*public))


def _both_rows(visit: Visit, answer_id: int) -> tuple[Answer, Amendment]:
    return _answer(visit, answer_id), visit.one(amendments.under_way(answer_id))
