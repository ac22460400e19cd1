"""An author changes their own idea for a while, publishes one that waited, or takes it back."""

from starlette.responses import Response

from models import ideas, publishing, revisions
from models.ideas import BODY_LIMIT, COUNTER, EDIT_MINUTES, TITLE_LEAST, TITLE_LIMIT, Idea
from models.revisions import Revision
from web import checking
from web.kit import formats, paging
from web.kit.formats import Entry
from web.kit.forms import Filled, Form, line, words
from web.kit.paging import Order, Page
from web.kit.visit import Visit

NEWEST = Order(((Revision.id, True),))  # type: ignore[arg-type]

FIELDS = ("id", "title", "body", "until")


class IdeaForm(Form):
    title: line("a title for your idea", least=TITLE_LEAST, most=TITLE_LIMIT)  # type: ignore[valid-type]
    body: words("your idea", least=10, most=BODY_LIMIT)  # type: ignore[valid-type]


def edit(visit: Visit, idea_id: int) -> Response:
    idea = _own(visit, idea_id)
    return _form(visit, idea, IdeaForm.blank(title=idea.title, body=idea.body))


def update(visit: Visit, idea_id: int) -> Response:
    """Stores the change, unless the text is no longer the one that the form was opened with: then both are shown."""
    idea, draft = _own(visit, idea_id), IdeaForm.read(visit.form)
    visit.db.refresh(idea, with_for_update=COUNTER)
    if not draft.accepted or not idea.editable_by(visit.account):
        return _form(visit, idea, draft, status=422)
    title, body = draft.accepted.title, draft.accepted.body
    if visit.asked("seen") != revisions.print_of(idea) and (title, body) != (idea.title, idea.body):
        return _form(visit, idea, draft, status=409, stale=True)
    if checking.asks(visit, draft, "title", "body"):
        return _form(visit, idea, draft, status=422)
    revisions.edit_idea(visit.db, idea, title=title, body=body, by=visit.member)
    return visit.redirect("ideas.show", idea_id=idea.id, done="edited")


def versions(visit: Visit, idea_id: int) -> Response:
    """What the idea said before, for everyone who may read it."""
    idea = visit.one(ideas.visible_to(visit.account).where(Idea.id == idea_id))
    rows, data = revisions.listed_of_idea(idea.id), visit.format != "html"
    rows = rows.where(revisions.IN_PUBLIC) if data else rows
    now = data and not visit.asked("after")  # the text that stands is the first of them
    size = paging.size_of(visit.format) - now
    page = paging.fetch(visit.db, rows, NEWEST, after=visit.asked("after"), size=size)
    if data:
        return _data(visit, idea, page)
    return visit.render("edits/versions.html", idea=idea, page=page, begins=not visit.asked("after"))


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
    publishing.publish(visit.db, idea, by=visit.member)
    return visit.redirect("ideas.show", idea_id=idea.id, done="proposed")


def _own(visit: Visit, idea_id: int) -> Idea:
    return visit.one(publishing.own(visit.member, idea_id))


def _form(
    visit: Visit, idea: Idea, draft: Filled[IdeaForm], *, status: int = 200, stale: bool = False
) -> Response:
    if not idea.editable_by(visit.account):
        typed = draft.typed if visit.form else None
        return visit.render("edits/over.html", status=409, idea=idea, typed=typed, minutes=EDIT_MINUTES)
    print_ = visit.asked("seen") if visit.form and not stale else revisions.print_of(idea)
    return visit.render("edits/edit.html", status=status, idea=idea, draft=draft, stale=stale,
                        seen=print_, minutes=EDIT_MINUTES)


def _data(visit: Visit, idea: Idea, page: Page) -> Response:
    path = visit.link("edits.versions", idea_id=idea.id)
    entries = [
        Entry(title=row.title, path=f"{path}#earlier-{row.id}", at=row.kept_at, summary=row.body,
              fields={"id": row.id, "title": row.title, "body": row.body, "until": row.kept_at})
        for row in page.rows
    ]
    after = visit.link("edits.versions_as", idea_id=idea.id, format=visit.format, after=page.after)
    if not visit.asked("after"):
        entries.insert(0, _now(idea, path))
    return formats.answer(visit, title=f"Texts of {idea.reference}", names=FIELDS, entries=entries,
                          next_path=after if page.after else None)


def _now(idea: Idea, path: str) -> Entry:
    fields = {"id": None, "title": idea.title, "body": idea.body, "until": None}
    return Entry(title=idea.title, path=path, at=idea.edited_at or idea.proposed_at, summary=idea.body, fields=fields)
