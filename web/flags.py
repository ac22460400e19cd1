"""Telling us that something should not be here: open to everyone, also without an account."""

from typing import Any

from pydantic import Field
from sqlmodel import select
from starlette.responses import Response

from models import comments, flags, ideas, limits
from models.comments import Comment
from models.flags import NOTE_LIMIT, Concern
from models.ideas import Idea
from web.kit import limiting
from web.kit.forms import Form, words
from web.kit.visit import Visit, not_own

CONCERNS = [(concern.value, concern.words) for concern in Concern]


class FlagForm(Form):
    concern: Concern = Field(title="what is wrong with it")
    note: words("what is wrong", most=NOTE_LIMIT)  # type: ignore[valid-type]


def new(visit: Visit, idea_id: int) -> Response:
    return _page(visit, idea_id, FlagForm.blank())


def report(visit: Visit, idea_id: int) -> Response:
    draft = FlagForm.read(visit.form)
    if not draft.accepted:
        return _page(visit, idea_id, draft, 422)
    idea, comment = _about(visit, idea_id)
    limiting.count((limits.FLAGS_OF_ADDRESS, limiting.address_of(visit.request)))
    flags.raise_one(visit.db, idea_id=idea.id, comment_id=comment.id if comment else None,
                    concern=draft.accepted.concern, note=draft.accepted.note, by=visit.account)
    anchor = f"comment-{comment.id}" if comment else ""
    return visit.redirect("ideas.show", idea_id=idea.id, done="reported", anchor=anchor)


def _page(visit: Visit, idea_id: int, draft: Any, status: int = 200) -> Response:
    idea, comment = _about(visit, idea_id)
    return visit.render("flags/new.html", status, idea=idea, comment=comment, draft=draft, concerns=CONCERNS)


def _about(visit: Visit, idea_id: int) -> tuple[Idea, Comment | None]:
    """The idea, and the comment that ?comment= names when it is one of its own that can be seen."""
    idea = visit.one(ideas.visible_to(visit.account).where(Idea.id == idea_id))
    comment_id = visit.asked_id("comment")
    if comment_id is None:
        not_own(visit, idea)
        return idea, None
    seen = select(Comment).where(Comment.id == comment_id, Comment.idea_id == idea.id, comments.shown())
    comment = visit.one(seen)
    not_own(visit, comment)
    return idea, comment


def of_comment(visit: Visit, comment_id: int) -> Response:
    """A comment's own report address leads to the form of its idea."""
    seen = comments.visible_to(visit.account).where(Comment.id == comment_id, comments.shown())
    comment = visit.one(seen)
    return visit.redirect("flags.new", idea_id=comment.idea_id, comment=comment.id)
