"""One theme at the desk: the ideas in it with the reason for each, and putting them where they belong."""

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, bindparam, case, func
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar
from starlette.datastructures import FormData
from starlette.responses import Response

from models import acts, answered, desk, doubts, ideas, memberships, merging, moving, notes, stances, themes
from models.answers import Answer
from models.base import Written
from models.ideas import Idea
from models.memberships import Membership
from models.themes import DESCRIPTION_LIMIT, TITLE_LIMIT, Theme
from web import answer_forms, desk_beside
from web.answer_forms import AnswerForm
from web.desk import order, queue, ticked
from web.kit import paging
from web.kit.forms import Filled, Form, line, words
from web.kit.paging import Order
from web.kit.visit import Visit, found

NEW = "new"
CLOSED = "This theme was merged or closed meanwhile. It needs no name any more."
TAKEN = "Another theme of this call has this name. Choose a name that tells them apart."
MOST_AT_ONCE = 100
MOST_OFFERED = 500
KEYS = (("J K", "down and up the list"), ("X", "tick the idea"), ("M", "move it"), ("C", "keep it here"),
        ("S", "split off the ticked ones"), ("A", "go to the answer"), ("R", "rename the theme"), ("G", "merge it"),
        ("I", "take it yourself"), ("P", "put it aside"), ("Q", "ask back"), ("U", "take back what you just did"),
        ("?", "this list"))


class ThemeForm(Form):
    title: line("a name for the theme", least=3, most=TITLE_LIMIT)  # type: ignore[valid-type]
    description: words("what it is about", most=DESCRIPTION_LIMIT)  # type: ignore[valid-type]


class MoveForm(Form):
    into: line("a theme", most=12)  # type: ignore[valid-type]
    title: line("a name for the new theme", most=TITLE_LIMIT)  # type: ignore[valid-type]


class MergeForm(Form):
    into: line("a theme", most=12)  # type: ignore[valid-type]


def show(visit: Visit, theme_id: int) -> Response:
    theme = found(desk.theme(visit.db, theme_id, visit.member, act_id=visit.asked_id("act")))
    if theme.merged_into_id is not None:
        return visit.redirect("desk_themes.show", theme_id=theme.merged_into_id, **desk_beside.ways(visit))
    return page(visit, theme)


def page(visit: Visit, theme: Any, form: Filled[AnswerForm] | None = None) -> Response:
    """The whole desk on one theme: the queue, the evidence, the answer."""
    least_sure = visit.asked("order") == "doubtful"
    sorting, first = _evidence(least_sure)
    rows = paging.fetch(
        visit.connection, desk.evidence(), sorting, after=visit.asked("after"), first=first, given={"theme": theme.id})
    answers = answered.find(visit.db, col(Answer.theme_id) == theme.id, None) if theme.given or theme.begun else []
    written = answer_forms.written(visit, answers, form=form, key=f"theme-{theme.id}",
                                   figures=answer_forms.figures_of_theme(theme), seen=theme.editors,
                                   missed=theme.missed,
                                   save_path=visit.link("desk_answers.save_for_theme", theme_id=theme.id))
    return visit.render(
        "desk/theme.html", 422 if form else 200, theme=theme, queue=queue(visit, desk_beside.call_id(visit)),
        ideas=rows, others=moving.places(theme.offered), least_sure=least_sure, written=written,
        draft=written.form, verdicts=answer_forms.VERDICTS, reference=reference, offered=moving.OFFERED,
        chosen=stances.tally(theme.chosen), doubts=doubts.shown(theme.doubts),
        undo=acts.shown(theme.acts, visit.asked_id("act")), beside=desk_beside.ways(visit),
        again=desk_beside.again(visit), notes=notes.shown(theme.notes), keys=KEYS)


@cache
def _evidence(least_sure: bool) -> tuple[Order, Written]:
    """The order of a theme's ideas, and the query for the first page."""
    sure: ColumnElement[float] = func.coalesce(Membership.score, 0.0)
    if least_sure:
        sure = case((col(Membership.by_id).is_not(None), 1.0), else_=sure)  # a person looked already
    sorting = order((sure, not least_sure), (Idea.id, False))
    return sorting, paging.beginning(desk.evidence(), sorting, paging.SIZE)


def reference(idea_id: int) -> str:
    return ideas.reference_of(idea_id)


def _theme(visit: Visit, theme_id: int) -> Theme:
    return visit.one(themes.current().where(Theme.id == theme_id))


def _others(db: Session, theme_id: int, call_id: int | None) -> tuple[Any, ...]:
    """The themes an idea could go to: those of the same call, the largest when there are many."""
    given = {"theme": theme_id, "call": call_id, "most": MOST_OFFERED}
    largest = db.connection().execute(_largest(call_id is not None), given)
    return tuple(sorted(largest, key=lambda theme: str(theme.title).lower()))


@cache
def _largest(of_call: bool) -> Select[Any]:
    same = col(Theme.call_id) == bindparam("call", type_=Integer) if of_call else col(Theme.call_id).is_(None)
    rows = themes.current().where(same, col(Theme.id) != bindparam("theme", type_=Integer)).order_by(None)
    named: Select[Any] = rows.with_only_columns(Theme.id, Theme.title, Theme.ideas_count)  # type: ignore[call-overload]
    return named.order_by(col(Theme.ideas_count).desc(), col(Theme.id)).limit(bindparam("most", type_=Integer))


def edit(visit: Visit, theme_id: int) -> Response:
    theme = _theme(visit, theme_id)
    return _name(visit, theme, ThemeForm.blank(**theme.said), theme.print)


def _name(visit: Visit, theme: Theme, draft: Filled[ThemeForm], seen: str, status: int = 200) -> Response:
    return visit.render("desk/edit.html", status, theme=theme, draft=draft, seen=seen, stale=status == 409,
                        beside=desk_beside.ways(visit))


def rename(visit: Visit, theme_id: int) -> Response:
    """Gives it its name, unless somebody gave it another since the form was opened: then both are shown."""
    theme = visit.one(select(Theme).where(Theme.id == theme_id))
    draft, seen = ThemeForm.read(visit.form), str(visit.form.get("seen", ""))
    themes.hold_to_name(visit.db, theme)
    if draft.accepted and seen != theme.print and dict(draft.accepted) != theme.said:
        return _name(visit, theme, draft, theme.print, 409)
    if said := draft.accepted:
        try:
            themes.rename(visit.db, theme, title=said.title, description=said.description, by=visit.member)
        except themes.NameTaken:
            draft.refuse("title", TAKEN)
        except themes.Closed:
            draft.refuse("title", CLOSED)
    if not draft.accepted:
        return _name(visit, theme, draft, seen, 422)
    return visit.redirect("desk_themes.show", theme_id=theme.id, done="renamed", **desk_beside.ways(visit))


def moves(visit: Visit, theme_id: int) -> Response:
    """The page that asks where the ticked ideas should go, and says what that would mean."""
    theme, asked = _theme(visit, theme_id), visit.request.query_params
    ids = ticked([*asked.getlist("idea"), *asked.getlist("ideas")], most=MOST_AT_ONCE)
    return _moves(visit, theme, ids, MoveForm.blank(into=NEW if "split" in asked else visit.asked("into")))


def _moves(visit: Visit, theme: Theme, ids: list[int], draft: Filled[MoveForm], status: int = 200) -> Response:
    asked = desk.evidence().where(col(Idea.id).in_(ids)).order_by(col(Idea.id))
    chosen_ones = visit.db.execute(asked, {"theme": theme.id}).all()
    return visit.render("desk/move.html", status, theme=theme, ideas=chosen_ones, draft=draft,
                        preview=moving.consequences(visit.db, theme, ids),
                        others=_others(visit.db, theme.id, theme.call_id), beside=desk_beside.ways(visit))


def move(visit: Visit, theme_id: int) -> Response:
    """Moves the chosen ideas into another theme, or out into a new one; to split them off, asks for its name first."""
    theme, ids, draft = _theme(visit, theme_id), chosen(visit.form), MoveForm.read(visit.form)
    if "split" in visit.form:
        asks = visit.link("desk_themes.moves", theme_id=theme.id, split="yes", **desk_beside.ways(visit))
        return visit.go("&".join([asks, *(f"ideas={idea_id}" for idea_id in ids)]))
    into = _destination(visit, theme, draft)
    if not ids:
        draft.refuse("ideas", "Tick the ideas that should move.")
    if draft.accepted:
        try:
            act = memberships.move_from(visit.db, theme, ids, into or draft.accepted.title, by=visit.member)
            return visit.redirect("desk_themes.show", theme_id=theme.id, done="moved", act=act.id, anchor="evidence",
                                  **desk_beside.ways(visit))
        except themes.Closed:
            draft.refuse("into", "This theme was closed meanwhile. Choose another.")
        except themes.NameTaken:
            draft.refuse("title", TAKEN)
    return _moves(visit, theme, ids, draft, 422)


def _destination(visit: Visit, theme: Theme, draft: Filled[MoveForm]) -> Theme | None:
    """The theme that was chosen; none for a new one."""
    typed = draft.typed["into"]
    if typed == NEW:
        if draft.accepted and len(draft.accepted.title) < 3:
            draft.refuse("title", "Enter a name for the new theme.")
        return None
    found = visit.db.exec(_beside(theme).where(Theme.id == (visit.typed_id("into") or 0))).first()
    if found is None:
        draft.refuse("into", "Choose the theme they should go to.")
    return found


def _beside(theme: Theme) -> SelectOfScalar[Theme]:
    """The other themes of the same call: ideas never leave the call that they answer."""
    same = col(Theme.call_id).is_not_distinct_from(theme.call_id)
    return themes.current().where(same, col(Theme.id) != theme.id)


def keep(visit: Visit, theme_id: int) -> Response:
    theme = _theme(visit, theme_id)
    act = memberships.keep(visit.db, chosen(visit.form), theme, by=visit.member)
    return visit.redirect("desk_themes.show", theme_id=theme.id, done="kept", act=act.id if act else None,
                          anchor="evidence", **desk_beside.ways(visit))


def find_right(visit: Visit, theme_id: int) -> Response:
    """Nothing is to be changed where the machine asked to look again."""
    theme, kind = _theme(visit, theme_id), str(visit.form.get("doubt", ""))
    act = doubts.find_right(visit.db, theme, kind, visit.typed_id("other"), by=visit.member)
    return visit.redirect("desk_themes.show", theme_id=theme.id, done="found-right" if act else "not-doubted",
                          act=act.id if act else None, **desk_beside.ways(visit))


def chosen(form: FormData) -> list[int]:
    """The ideas that are ticked, or the one whose own button was pressed."""
    return ticked(form.getlist("only" if form.get("only") else "ideas"), most=MOST_AT_ONCE)


def merger(visit: Visit, theme_id: int) -> Response:
    """Asks which theme to merge into, then says what would happen."""
    theme, into_id = _theme(visit, theme_id), visit.asked_id("into")
    into = visit.one(_beside(theme).where(Theme.id == into_id)) if into_id not in (None, theme_id) else None
    preview = merging.consequences(visit.db, theme, into) if into else None
    draft = MergeForm.blank()
    if not into and "into" in visit.request.query_params:
        draft.refuse("into", "Choose the theme that it should become part of.")
    return visit.render("desk/merge.html", theme=theme, into=into, preview=preview, draft=draft,
                        others=_others(visit.db, theme.id, theme.call_id), beside=desk_beside.ways(visit))


def merge(visit: Visit, theme_id: int) -> Response:
    theme = _theme(visit, theme_id)
    into = visit.one(_beside(theme).where(Theme.id == (visit.typed_id("into") or 0)))
    merged = merging.merge(visit.db, theme, into, by=visit.member)
    return visit.redirect("desk_themes.show", theme_id=into.id, done="merged" if merged else "not-merged",
                          act=merged.id if merged else None, **desk_beside.ways(visit))
