"""Joining a single idea with another at the desk, and parting them again."""

from sqlmodel import col
from starlette.responses import Response

from models import ideas, joining, search, statuses
from models.base import among
from models.ideas import Idea
from web.kit.forms import Filled, Form, line
from web.kit.visit import Visit

REFERENCE_LIMIT = 20


class JoinForm(Form):
    reference: line("the reference of the other idea", least=1, most=REFERENCE_LIMIT)  # type: ignore[valid-type]


def show(visit: Visit, idea_id: int) -> Response:
    """Asks for the other idea's reference, then says what would happen."""
    idea, asked = _idea(visit, idea_id), visit.asked("reference")
    draft = JoinForm.read({"reference": asked}) if asked else JoinForm.blank()
    return _page(visit, idea, draft, _other(visit, idea, draft) if asked else None)


def update(visit: Visit, idea_id: int) -> Response:
    idea = _idea(visit, idea_id)
    if visit.form.get("wanted") == "no":
        parted = joining.part(visit.db, idea, by=visit.member)
        return visit.redirect("desk_joining.show", idea_id=idea.id, done="parted" if parted else "outdated")
    draft = JoinForm.read(visit.form)
    other = _other(visit, idea, draft)
    if other is None:
        return _page(visit, idea, draft, None)
    joined = joining.join(visit.db, idea, other, by=visit.member)
    return visit.redirect("desk_joining.show", idea_id=idea.id, done="joined" if joined else "not-joined")


def _idea(visit: Visit, idea_id: int) -> Idea:
    known = ideas.visible_to(visit.member).where(col(Idea.hidden_at).is_(None), among(Idea.status, statuses.TOLD))
    return visit.one(known.where(Idea.id == idea_id))


def _page(visit: Visit, idea: Idea, draft: Filled[JoinForm], other: Idea | None) -> Response:
    joined = visit.db.get(Idea, idea.joined_id) if idea.joined_id else None
    told = joining.audience(visit.db, idea, by=visit.member) if other else None
    return visit.render("desk/joining.html", 422 if draft.errors else 200, idea=idea, draft=draft, other=other,
                        joined=joined, told=told)


def _other(visit: Visit, idea: Idea, draft: Filled[JoinForm]) -> Idea | None:
    """The idea to join it with; none, with a sentence beside the field, when there is none such."""
    reference = search.reference_in(draft.accepted.reference) if draft.accepted else None
    other = joining.whole(visit.db, reference) if reference else None
    if other is None and not draft.errors:
        draft.refuse("reference", "Enter the reference of an idea that everyone can read, like FM-2417.")
    elif other is not None and other.id == idea.id:
        draft.refuse("reference", "This is the idea itself, or one that was joined with it.")
        return None
    return other
