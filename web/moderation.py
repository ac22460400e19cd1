"""What was reported, and deciding about it: hide, show again or keep, each with a reason that its author is told."""

from typing import Any

from sqlmodel import select
from starlette.responses import Response

from models import decisions, flags, ideas
from models.comments import Comment
from models.decisions import REASON_LIMIT, Decision, DecisionKind
from models.ideas import Idea
from web import checking
from web.kit import paging
from web.kit.forms import Filled, Form, words
from web.kit.paging import Order
from web.kit.visit import Visit

NEWEST = Order(((Decision.id, True),))  # type: ignore[arg-type]
MOST_SHOWN = 100


class DecisionForm(Form):
    wanted: DecisionKind
    reason: words("the reason: its author will read it", least=5, most=REASON_LIMIT)  # type: ignore[valid-type]


def index(visit: Visit) -> Response:
    waiting = visit.db.execute(flags.queue().limit(MOST_SHOWN)).all()
    page = paging.fetch(visit.db, decisions.past(), NEWEST, after=visit.asked("after"))
    found = visit.db.execute(decisions.to_look_at().limit(MOST_SHOWN)).all()
    looks = [(row, checking.pointed_out(row.body, row.findings)) for row in found]
    return visit.render("moderation/index.html", waiting=waiting, page=page, concern=flags.Concern, looks=looks)


def show(visit: Visit, idea_id: int) -> Response:
    return _page(visit, *_about(visit, idea_id), DecisionForm.blank())


def decide(visit: Visit, idea_id: int) -> Response:
    idea, comment = _about(visit, idea_id)
    draft = DecisionForm.read(visit.form)
    if not draft.accepted:
        return _page(visit, idea, comment, draft, 422)
    decided = draft.accepted
    made = decisions.decide(visit.db, decided.wanted, idea, comment, reason=decided.reason, by=visit.member)
    kept = decided.wanted == DecisionKind.KEEP
    done = "kept-up" if kept else "decided" if made else "decided-before"
    return visit.redirect("moderation.index", done=done)


def _page(visit: Visit, idea: Idea, comment: Comment | None, draft: Filled[Any], status: int = 200) -> Response:
    comment_id = comment.id if comment else None
    reports = visit.db.exec(flags.about(idea.id, comment_id).limit(MOST_SHOWN)).all()
    past = visit.db.execute(decisions.about(idea.id, comment_id).limit(MOST_SHOWN)).all()
    return visit.render(
        "moderation/show.html", status, idea=idea, comment=comment, draft=draft, reports=reports, past=past)


def _about(visit: Visit, idea_id: int) -> tuple[Idea, Comment | None]:
    """The idea, hidden or not, and the comment that ?comment= names when it is one of its own."""
    idea = visit.one(ideas.visible_to(visit.member).where(Idea.id == idea_id))
    comment_id = visit.asked_id("comment")
    if comment_id is None:
        return idea, None
    return idea, visit.one(select(Comment).where(Comment.id == comment_id, Comment.idea_id == idea.id))
