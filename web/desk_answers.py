"""Writing an answer at the desk: saved as a draft, looked at, made public; then what came of it."""

from typing import Any

from sqlmodel import col
from starlette.responses import Response

from models import answered, answers, clock, desk, notes, replies
from models.accounts import Account
from models.answers import Answer, SavedSince
from models.handling import Show
from web import answer_forms, desk_beside, desk_themes
from web.answer_forms import AnswerForm, MeasureForm, PromiseForm
from web.desk import idea_sort, only_overdue, singles
from web.kit.forms import Filled
from web.kit.visit import Visit, found

KEYS = (("A", "go to the answer"), ("I", "take it yourself"), ("P", "put it aside"), ("?", "this list"))


def about_idea(visit: Visit, idea_id: int) -> Response:
    return _idea_page(visit, found(desk.idea(visit.db, idea_id, visit.member)))


def _idea_page(visit: Visit, idea: Any, form: Filled[AnswerForm] | None = None) -> Response:
    call_id = desk_beside.call_id(visit)
    page = singles(visit, call_id)
    about = answered.find(visit.db, col(Answer.idea_id) == idea.id, None)
    written = answer_forms.written(visit, about, form=form, key=f"idea-{idea.id}",
                                   figures=answer_forms.figures_of_idea(idea), seen=idea.editors,
                                   save_path=visit.link("desk_answers.save_for_idea", idea_id=idea.id))
    return visit.render("desk/idea.html", 422 if form else 200, idea=idea, page=page, sort=idea_sort(visit),
                        show=Show.OVERDUE.value if only_overdue(visit) else None,
                        call_id=call_id, written=written, draft=written.form, verdicts=answer_forms.VERDICTS,
                        notes=notes.shown(idea.notes), keys=KEYS, today=clock.today(), beside=desk_beside.ways(visit))


def save_for_theme(visit: Visit, theme_id: int) -> Response:
    theme, form = found(desk.theme(visit.db, theme_id, visit.member)), answer_forms.read(visit.form)
    if not form.accepted:
        return desk_themes.page(visit, theme, form)
    back = visit.link("desk_themes.show", theme_id=theme.merged_into_id or theme_id, **desk_beside.ways(visit))
    return _save(visit, form, back, theme.title, theme_id=theme_id)


def save_for_idea(visit: Visit, idea_id: int) -> Response:
    idea, form = found(desk.idea(visit.db, idea_id, visit.member)), answer_forms.read(visit.form)
    if not form.accepted:
        return _idea_page(visit, idea, form)
    back = visit.link("desk_answers.about_idea", idea_id=idea_id, **desk_beside.ways(visit))
    return _save(visit, form, back, idea.title, idea_id=idea_id)


def _save(visit: Visit, form: Filled[AnswerForm], back: str, title: str, **about: int) -> Response:
    assert form.accepted is not None
    try:
        answer = answer_forms.save(visit, form.accepted, **about)
    except SavedSince as conflict:
        return _both(visit, form, conflict.answer, back, title)
    if visit.form.get("then") == "preview":
        return visit.redirect("desk_publications.preview", answer_id=answer.id, done=_done(answer, **about))
    anchor = "field-body" if visit.form.get("quote") else "answer-heading"
    return visit.go(back, done=_done(answer, **about), anchor=anchor)


def _done(answer: Answer, theme_id: int | None = None, idea_id: int | None = None) -> str:
    return "answer-saved" if theme_id == answer.theme_id else "answer-went-along"


def _both(visit: Visit, form: Filled[AnswerForm], theirs: Answer, back: str, title: str) -> Response:
    """Two people wrote at once: shows what each wrote. Saving from here is a choice made with open eyes."""
    stored = answered.find(visit.db, col(Answer.id) == theirs.id, None)[0]
    form.typed["seen"] = "" if theirs.published else theirs.saved_at.isoformat()
    writer = visit.db.get(Account, theirs.writer_id) if theirs.writer_id else None
    who = "You" if theirs.writer_id == visit.member.id else writer.name if writer is not None else ""
    return visit.render("desk/conflict.html", 409, draft=form, theirs=stored, back=back, title=title, who=who,
                        save_path=visit.path, verdicts=answer_forms.VERDICTS)


def show(visit: Visit, answer_id: int) -> Response:
    return page(visit, answer_id)


def page(visit: Visit, answer_id: int, status: int = 200, **drafts: Any) -> Response:
    """An answer after it was given: what was promised and measured, what people said, and what to add."""
    _answer(visit, answer_id)
    told = answered.find(visit.db, col(Answer.id) == answer_id, None)[0]
    said = visit.db.exec(replies.sentences(answer_id).limit(100)).all()
    shown = {"promise": PromiseForm.blank(), "measure": MeasureForm.blank()} | drafts
    wrong = next((form for form in drafts.values() if form.errors), None)
    return visit.render("desk/answer.html", status, told=told, said=said, draft=wrong, **shown)


def _answer(visit: Visit, answer_id: int) -> Answer:
    return visit.one(answers.visible_to(visit.member).where(Answer.id == answer_id))
