"""Supporting an idea. The switch posts the state it wants, so that clicking twice is clicking once."""

from sqlmodel import col
from starlette.responses import Response

from models import ideas, subscriptions, supports
from models.ideas import Idea
from web.kit.visit import Visit, not_own


def set_support(visit: Visit, idea_id: int) -> Response:
    idea = visit.one(ideas.visible_to(visit.account).where(col(Idea.id) == idea_id))
    if visit.switched_on:
        not_own(visit, idea)
        counted = supports.give(visit.db, idea, by=visit.member)
        return shown(visit, idea_id, done="supported" if counted else "not-supported")
    supports.withdraw(visit.db, idea, by=visit.member)
    return shown(visit, idea_id, done="unsupported")


def shown(visit: Visit, idea_id: int, *, done: str) -> Response:
    """The block with the count and its two switches, alone or on the idea's page."""
    if not visit.wants_fragment:
        return visit.redirect("ideas.show", idea_id=idea_id, done=done)
    idea = visit.one(ideas.visible_to(visit.account).where(col(Idea.id) == idea_id))
    supported = supports.given(visit.db, idea, visit.member) is not None
    following = subscriptions.follows(visit.db, visit.member, idea_id)
    return visit.render("supports/show.html", idea=idea, supported=supported, following=following, done=done)
