"""Reading ideas: one with its whole story, and lists of them."""

from typing import Any

from sqlmodel import Session, col
from starlette.responses import Response

from models import answered, listings, similar, stories, timelines
from models.answered import Answered
from models.ideas import Idea
from models.listings import Wanted
from models.statuses import LISTED, Kind, Stance, Status
from models.stories import Story
from web import discussions
from web import listings as addresses
from web.kit import formats
from web.kit.errors import NotFound
from web.kit.forms import Filled
from web.kit.paging import Page
from web.kit.visit import Visit

STATUSES = tuple((status.value, status.words) for status in Status if status in LISTED)
KINDS = tuple((kind.value, kind.words) for kind in Kind)
STANCES = tuple((stance.value, stance.words) for stance in Stance)


def show(visit: Visit, idea_id: int) -> Response:
    return tell(visit, story_of(visit, idea_id))


def story_of(visit: Visit, idea_id: int) -> Story:
    story = stories.told(visit.db, idea_id, visit.account)
    if story is None:
        raise NotFound
    return story


def tell(visit: Visit, story: Story, *, status: int = 200, draft: Filled[Any] | None = None) -> Response:
    """An idea's page; with the draft of a comment that was not accepted, and what is wrong with it."""
    if not story.readable_by(visit.account):
        template = "ideas/hidden.html" if story.idea.hidden_at else "ideas/gone.html"
        return visit.render(template, status=410, story=story, idea=story.idea)
    answers = answered.for_idea(visit.db, story.idea, visit.account) if story.row.answered else []
    return visit.render(
        "ideas/show.html",
        status=status,
        story=story,
        answers=answers,
        draft=draft,
        follows=story.row.following,
        steps=tuple(timelines.steps(story, answers)),
        near=_near(visit.db, story, answers),
        **discussions.shown(visit, story.idea),
    )


def _near(db: Session, story: Story, answers: list[Answered]) -> tuple[Any, ...]:
    """Similar ideas: those its theme's membership names; by its vector, or only its words while it has none."""
    if story.near or answers:
        return tuple(story.near)
    if story.row.has_vector:
        return tuple(similar.in_meaning(db, story.idea))
    return tuple(similar.to_title(db, story.idea.title, but=story.idea.id)[:similar.BESIDE])


def in_public(visit: Visit, idea_id: int) -> tuple[Story, list[Answered]]:
    """An idea whose words everybody may read, with the answers that it got."""
    story = story_of(visit, idea_id)
    if not story.readable_by(None):
        raise NotFound
    return story, answered.for_idea(visit.db, story.idea, None) if story.row.answered else []


def data(visit: Visit, idea_id: int) -> Response:
    """The idea as data, with what became of it."""
    story, answers = in_public(visit, idea_id)
    steps = timelines.steps(story, answers)
    row = visit.db.execute(listings.cards(None, whole=True).where(col(Idea.id) == idea_id)).one()
    entry = addresses.entry(visit, row)
    entry.fields.update({
        "passage": list(story.passage) if story.passage else None,
        "steps": [{"what": step.what, "on": formats.plain(step.on), "state": step.state} for step in steps],
    })
    return formats.one(entry)


def index(visit: Visit) -> Response:
    asked = addresses.wanted(visit)
    page = addresses.fetch(visit, asked)
    if visit.format == "html":
        return _as_page(visit, asked, page)
    entries = (addresses.entry(visit, row) for row in page.rows)  # one at a time: a file has thousands
    following = addresses.after(visit, asked, page, format=visit.format)
    return formats.answer(visit, title="Ideas", names=list(addresses.FIELDS), entries=entries, next_path=following)


def _as_page(visit: Visit, asked: Wanted, page: Page) -> Response:
    template = "ideas/results.html" if visit.wants_fragment else "ideas/index.html"
    beside = listings.beside(visit.db, asked)
    return visit.render(
        template, asked=asked, rows=page.rows, following=addresses.after(visit, asked, page),
        begun=bool(visit.asked("after")), count=beside.count, counted_to=asked.counted_to,
        as_data=addresses.as_data(visit, asked),
        orders=addresses.orders(visit, asked), **_choices(visit, asked, beside.calls, beside.themes),
    )


def _choices(visit: Visit, asked: Wanted, calls: list[Any], themes: list[Any]) -> dict[str, Any]:
    """What the list can be narrowed to, and what it is narrowed to now."""
    names = {("call", str(id_)): question for id_, question in calls}
    names |= {("theme", str(id_)): title for id_, title in themes}
    return {
        "calls": tuple(map(tuple, calls)), "themes": tuple(map(tuple, themes)), "statuses": STATUSES, "kinds": KINDS,
        "stances": STANCES, "chosen": addresses.chosen(visit, asked, names),
    }
