"""Promises at the desk: made, under way, moved to another day, done or dropped, each said in public."""

from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator
from sqlmodel import col, select
from starlette.responses import Response

from models import answered, answers, commitments, outreaches, timelines
from models.answers import Answer
from models.commitments import Commitment, MovedSince, RewordedSince
from web import desk_answers
from web.answer_forms import AddedPromise, ahead
from web.kit.forms import Filled, Form, line, link
from web.kit.visit import Visit


def _day(typed: object) -> date | None:
    try:
        return date.fromisoformat(str(typed)) if typed else None
    except ValueError:
        return None


class NoteForm(Form):
    sentence: line("a sentence", most=commitments.SENTENCE_LIMIT, least=1)  # type: ignore[valid-type]


class MoveForm(Form):
    due_on: ahead("the new day")  # type: ignore[valid-type]
    moved_because: line("why it needs another day", most=commitments.SENTENCE_LIMIT, least=1)  # type: ignore[valid-type]
    seen: Annotated[date | None, BeforeValidator(_day)]


class RewordForm(Form):
    promise: line("what was promised", most=commitments.TEXT_LIMIT, least=1)  # type: ignore[valid-type]
    who: line("who does it", most=commitments.WHO_LIMIT)  # type: ignore[valid-type]
    reworded_because: line("why it was wrong", most=commitments.SENTENCE_LIMIT, least=1)  # type: ignore[valid-type]
    seen: int


class DoneForm(Form):
    evidence: line("how anybody can see that it is done", most=commitments.SENTENCE_LIMIT, least=1)  # type: ignore[valid-type]
    link: link("a page that shows it", most=commitments.LINK_LIMIT)  # type: ignore[valid-type]


class DropForm(Form):
    dropped_because: line("why it will not be done", most=commitments.SENTENCE_LIMIT, least=1)  # type: ignore[valid-type]


def create(visit: Visit, answer_id: int) -> Response:
    answer = visit.one(answers.visible_to(visit.member).where(Answer.id == answer_id))
    form = AddedPromise.read(visit.form)
    if not form.accepted:
        return desk_answers.page(visit, answer_id, 422, promise=form)
    made = form.accepted
    commitments.make(visit.db, answer, promise=made.promise, who=made.who, due_on=made.due_on, by=visit.member)
    return visit.redirect("desk_answers.show", answer_id=answer.id, done="promised")


def show(visit: Visit, commitment_id: int) -> Response:
    return _page(visit, *_found(visit, commitment_id))


def _found(visit: Visit, commitment_id: int) -> tuple[Commitment, Answer]:
    commitment = visit.one(select(Commitment).where(Commitment.id == commitment_id))
    return commitment, visit.one(answers.visible_to(visit.member).where(Answer.id == commitment.answer_id))


def _public(visit: Visit, commitment_id: int) -> tuple[Commitment, Answer]:
    commitment = visit.one(select(Commitment).where(Commitment.id == commitment_id))
    public = select(Answer).where(Answer.id == commitment.answer_id, col(Answer.published_at).is_not(None))
    return commitment, visit.one(public)


def _page(
    visit: Visit, commitment: Commitment, answer: Answer, status: int = 200, *, since: str = "", **drafts: Any
) -> Response:
    told = answered.find(visit.db, col(Answer.id) == answer.id, None)[0]
    happened = visit.db.exec(commitments.progress(commitment.id)).all()
    made_at = max(commitment.made_at, answer.published_at) if answer.published_at else commitment.made_at
    forms = {"note": NoteForm.blank(), "move": MoveForm.blank(), "done": DoneForm.blank(),
             "drop": DropForm.blank(), "reword": _words_now(visit, commitment)} | drafts
    wrong = next((form for form in drafts.values() if form.errors), None)
    return visit.render("desk/commitment.html", status, commitment=commitment, answer=answer, told=told, draft=wrong,
                        steps=timelines.of_commitment(commitment, made_at, happened), since=since,
                        audience=commitments.audience(visit.db, answer.id, by=visit.member),
                        foreseen=outreaches.foreseen(visit.db, answer.id), **forms)


def _done(visit: Visit, commitment: Commitment, changed: bool, done: str) -> Response:
    """Back to the promise; it says so where somebody else ended it first."""
    return visit.redirect("desk_commitments.show", commitment_id=commitment.id,
                          done=done if changed else "promise-over")


def write(visit: Visit, commitment_id: int) -> Response:
    (commitment, answer), form = _public(visit, commitment_id), NoteForm.read(visit.form)
    if not form.accepted:
        return _page(visit, commitment, answer, 422, note=form)
    kept = commitments.note(visit.db, commitment, answer, sentence=form.accepted.sentence, by=visit.member)
    return _done(visit, commitment, kept, "promise-noted")


def begin(visit: Visit, commitment_id: int) -> Response:
    commitment, answer = _public(visit, commitment_id)
    commitments.begin(visit.db, commitment, answer, by=visit.member)
    return _done(visit, commitment, not commitment.ended, "promise-begun")


def move(visit: Visit, commitment_id: int) -> Response:
    (commitment, answer), form = _public(visit, commitment_id), MoveForm.read(visit.form)
    _check_move(form, commitment)
    if not form.accepted:
        return _page(visit, commitment, answer, 422, move=form)
    said = form.accepted
    try:
        kept = commitments.move(visit.db, commitment, answer, due_on=said.due_on, because=said.moved_because,
                                seen=said.seen, by=visit.member, tell=visit.tells)
    except MovedSince:
        return _page(visit, commitment, answer, 409, since="moved", move=form)
    return _done(visit, commitment, kept, "promise-moved" if visit.tells else "promise-moved-untold")


def _words_now(visit: Visit, commitment: Commitment) -> Filled[RewordForm]:
    seen = commitments.rewordings(visit.db, commitment.id)
    return RewordForm.blank(promise=commitment.promise, who=commitment.who, seen=seen)


def reword(visit: Visit, commitment_id: int) -> Response:
    (commitment, answer), form = _public(visit, commitment_id), RewordForm.read(visit.form)
    if not form.accepted:
        return _page(visit, commitment, answer, 422, reword=form)
    said = form.accepted
    try:
        changed = commitments.reword(visit.db, commitment, answer, promise=said.promise, who=said.who,
                                     because=said.reworded_because, seen=said.seen, by=visit.member,
                                     tell=visit.tells)
    except RewordedSince:
        form.typed["seen"] = str(commitments.rewordings(visit.db, commitment_id))
        return _page(visit, commitment, answer, 409, since="reworded", reword=form)
    if not changed:
        form.refuse("promise", "Enter other words than it has now.")
        return _page(visit, commitment, answer, 422, reword=form)
    return _done(visit, commitment, True, "promise-reworded" if visit.tells else "promise-reworded-untold")


def _check_move(form: Filled[MoveForm], commitment: Commitment) -> None:
    if form.accepted and form.accepted.due_on is None:
        form.refuse("due_on", "Enter the new day.")
    elif form.accepted and form.accepted.due_on == commitment.due_on == form.accepted.seen:
        form.refuse("due_on", "Enter another day than the one it has now.")


def deliver(visit: Visit, commitment_id: int) -> Response:
    (commitment, answer), form = _public(visit, commitment_id), DoneForm.read(visit.form)
    if not form.accepted:
        return _page(visit, commitment, answer, 422, done=form)
    kept = commitments.deliver(visit.db, commitment, answer, evidence=form.accepted.evidence, link=form.accepted.link,
                               by=visit.member, tell=visit.tells)
    return _done(visit, commitment, kept, "delivered" if visit.tells else "delivered-untold")


def drop(visit: Visit, commitment_id: int) -> Response:
    (commitment, answer), form = _public(visit, commitment_id), DropForm.read(visit.form)
    if not form.accepted:
        return _page(visit, commitment, answer, 422, drop=form)
    kept = commitments.drop(visit.db, commitment, answer, because=form.accepted.dropped_because, by=visit.member,
                            tell=visit.tells)
    return _done(visit, commitment, kept, "promise-dropped" if visit.tells else "promise-dropped-untold")


def take_out(visit: Visit, commitment_id: int) -> Response:
    commitment, answer = _found(visit, commitment_id)
    if not answers.take_out(visit.db, answer, commitment, by=visit.member):
        return _done(visit, commitment, False, "promise-over")
    return visit.redirect("desk_answers.show", answer_id=answer.id, done="promise-taken-out")
