"""Where is my idea? How far it is, who has it and what comes next, for anybody who knows its reference."""

from typing import Any

from starlette.responses import Response

from models import answered, search, stories, timelines
from models.stories import Story
from web.kit.visit import Visit

REFERENCE_MOST = 40


def index(visit: Visit) -> Response:
    """The form; a reference that was typed leads to its own page."""
    typed = visit.asked("reference", most=REFERENCE_MOST)
    known = search.reference_in(typed)
    if known:
        return visit.redirect("where.show", reference=known)
    if typed:
        return _unknown(visit, typed)
    problem = "Enter the number of your idea, such as FM-2417." if "reference" in visit.request.query_params else ""
    return visit.render("where/index.html", status=422 if problem else 200, typed="", problem=problem)


def show(visit: Visit, reference: str) -> Response:
    known = search.reference_in(reference[:REFERENCE_MOST])
    story = stories.told_of_reference(visit.db, known, visit.account) if known else None
    if story is None:
        return _unknown(visit, reference[:REFERENCE_MOST])
    if known != reference:  # one address for each: their pages are kept
        return visit.redirect("where.show", reference=known)
    return visit.render("where/show.html", story=story, idea=story.idea, **_told(visit, story))


def _unknown(visit: Visit, typed: str) -> Response:
    problem = "We know no idea with this number. Look at the mail we sent you: it starts with FM."
    return visit.render("where/index.html", status=404, typed=typed, problem=problem)


def _told(visit: Visit, story: Story) -> dict[str, Any]:
    """What can be said of it in public: every step when its words are public, no more than that it is here when not."""
    if not story.in_public:
        return {"answers": [], "steps": timelines.without_words(story)}
    answers = answered.for_idea(visit.db, story.idea, None) if story.row.answered else []
    return {"answers": answers, "steps": timelines.steps(story, answers)}
