"""An author changes their own idea for a while, publishes one that waited, or takes it back."""

from typing import Any

from pydantic import Field
from starlette.responses import Response

from models import ideas, improvements, publishing, revisions
from models.calls import Call
from models.drafts import PART_LEAST
from models.ideas import BODY_LIMIT, COUNTER, EDIT_MINUTES, TITLE_LEAST, TITLE_LIMIT, Idea
from models.improvements import TEXT_LIMIT, Improvement
from models.revisions import Revision
from models.statuses import Stance, Waste
from web import checking
from web.drafts import STANCES, WASTES
from web.kit import formats, paging
from web.kit.formats import Entry
from web.kit.forms import Filled, Form, line, words
from web.kit.paging import Order, Page
from web.kit.visit import Visit

NEWEST = Order(((Revision.id, True),))  # type: ignore[arg-type]

FIELDS = ("id", "title", "body", "waste", "small_test", "saving", "stance", "until")


class IdeaForm(Form):
    """All that an author may change. Only staff have added to their idea, and only some calls ask for or against:
    what an idea has not, its form leaves out."""

    title: line("a title for your idea", least=TITLE_LEAST, most=TITLE_LIMIT)  # type: ignore[valid-type]
    body: words("your idea", least=10, most=BODY_LIMIT)  # type: ignore[valid-type]
    waste: Waste | None = Field(default=None, title="which waste it removes")
    small_test: words("how you would try it out", least=PART_LEAST, most=TEXT_LIMIT) = ""  # type: ignore[valid-type]
    saving: words("what it would save", most=TEXT_LIMIT) = ""  # type: ignore[valid-type]
    stance: Stance | None = Field(default=None, title="whether you are for or against it")


def edit(visit: Visit, idea_id: int) -> Response:
    idea = _own(visit, idea_id)
    improvement = improvements.of_idea(visit.db, idea)
    return _form(visit, idea, improvement, Filled(revisions.stored(idea, improvement)))


def update(visit: Visit, idea_id: int) -> Response:
    """Stores the change, unless the text is no longer the one that the form was opened with: then both are shown."""
    idea = _own(visit, idea_id)
    visit.db.refresh(idea, with_for_update=COUNTER)
    improvement = improvements.of_idea(visit.db, idea)
    draft = IdeaForm.read(visit.form, only=revisions.stored(idea, improvement))
    if not draft.accepted or not idea.editable_by(visit.account):
        return _form(visit, idea, improvement, draft, status=422)
    changed = draft.accepted.model_dump(exclude_unset=True)
    if _stale(visit, idea, improvement, changed):
        return _form(visit, idea, improvement, draft, status=409, stale=True)
    if checking.asks(visit, draft, *draft.typed):
        return _form(visit, idea, improvement, draft, status=422)
    return _change(visit, idea, improvement, changed)


def versions(visit: Visit, idea_id: int) -> Response:
    """What the idea said before, for everyone who may read it."""
    idea = visit.one(ideas.visible_to(visit.account).where(Idea.id == idea_id))
    rows, data = revisions.listed_of_idea(idea.id), visit.format != "html"
    rows = rows.where(revisions.IN_PUBLIC) if data else rows
    place = visit.place()
    if data and _begins(visit):  # the text that stands is the first of them
        place["size"] -= 1
    page = paging.fetch(visit.db, rows, NEWEST, **place)
    if data:
        return _data(visit, idea, page)
    return visit.render("edits/versions.html", idea=idea, page=page, begins=not visit.asked("after"),
                        improvement=improvements.of_idea(visit.db, idea), wastes=dict(WASTES),
                        stances=dict(STANCES))


def withdraw_version(visit: Visit, revision_id: int) -> Response:
    """An earlier text alone, when what it said should not have been there."""
    revision = visit.one(revisions.own(visit.member, revision_id))
    revisions.withdraw(visit.db, revision, by=visit.member)
    if revision.comment_id is not None:
        return visit.redirect("comments.history", comment_id=revision.comment_id, done="version-withdrawn")
    return visit.redirect("edits.versions", idea_id=revision.idea_id, done="version-withdrawn")


def withdrawal(visit: Visit, idea_id: int) -> Response:
    idea = _own(visit, idea_id)
    return visit.render("edits/withdrawal.html", idea=idea, may=idea.withdrawable_by(visit.account))


def withdraw(visit: Visit, idea_id: int) -> Response:
    idea = _own(visit, idea_id)
    if not publishing.withdraw(visit.db, idea, by=visit.member):
        return visit.render("edits/withdrawal.html", status=409, idea=idea, may=False)
    return visit.redirect("ideas.show", idea_id=idea.id, done="withdrawn")


def publish(visit: Visit, idea_id: int) -> Response:
    """An idea that waited for its author's address to be confirmed: signing in by mail has done that."""
    idea = _own(visit, idea_id)
    call_id = idea.call_id
    publishing.publish(visit.db, idea, by=visit.member)
    return visit.redirect("ideas.show", idea_id=idea.id,
                          done="proposed" if idea.call_id == call_id else "proposed-alone")


def _change(visit: Visit, idea: Idea, improvement: Improvement | None, changed: dict[str, Any]) -> Response:
    """Who took out something private is led to where it can still be read, and taken back."""
    before = revisions.stored(idea, improvement)
    revisions.edit_idea(visit.db, idea, by=visit.member, improvement=improvement, **changed)
    if idea.published and checking.took_out(before.values(), changed.values()):
        return visit.redirect("edits.versions", idea_id=idea.id, done="edited-private")
    return visit.redirect("ideas.show", idea_id=idea.id, done="edited")


def _own(visit: Visit, idea_id: int) -> Idea:
    return visit.one(publishing.own(visit.member, idea_id))


def _stale(visit: Visit, idea: Idea, improvement: Improvement | None, typed: dict[str, str]) -> bool:
    changed = typed != revisions.stored(idea, improvement)
    return changed and visit.asked("seen") != revisions.print_of(idea, improvement)


def _form(
    visit: Visit, idea: Idea, improvement: Improvement | None, draft: Filled[IdeaForm], *, status: int = 200,
    stale: bool = False,
) -> Response:
    if not idea.editable_by(visit.account):
        typed = draft.typed if visit.form else None
        return visit.render("edits/over.html", status=409, idea=idea, typed=typed, minutes=EDIT_MINUTES)
    print_ = visit.asked("seen") if visit.form and not stale else revisions.print_of(idea, improvement)
    call = visit.db.get(Call, idea.call_id) if idea.call_id else None
    return visit.render("edits/edit.html", status=status, idea=idea, call=call, draft=draft, stale=stale, seen=print_,
                        improvement=improvement, wastes=WASTES, stances=STANCES, minutes=EDIT_MINUTES)


def _data(visit: Visit, idea: Idea, page: Page) -> Response:
    path = visit.link("edits.versions", idea_id=idea.id)
    entries = [
        Entry(title=row.title, path=f"{path}#earlier-{row.id}", at=row.kept_at, summary=row.body,
              fields={name: getattr(row, name, row.kept_at) for name in FIELDS})
        for row in page.rows
    ]
    after = visit.link("edits.versions_as", idea_id=idea.id, format=visit.format, after=page.after)
    if _begins(visit):
        entries.insert(0, _now(idea, improvements.of_idea(visit.db, idea), path))
    return formats.answer(visit, title=f"Texts of {idea.reference}", names=FIELDS, entries=entries,
                          next_path=after if page.after else None)


def _begins(visit: Visit) -> bool:
    return not visit.place()["after"]


def _now(idea: Idea, improvement: Improvement | None, path: str) -> Entry:
    fields = dict.fromkeys(FIELDS) | revisions.stored(idea, improvement)
    return Entry(title=idea.title, path=path, at=idea.edited_at or idea.proposed_at, summary=idea.body, fields=fields)
