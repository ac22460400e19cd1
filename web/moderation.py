"""What was reported, and deciding about it: hide, show again or keep, each with a reason for its author."""

from dataclasses import dataclass
from typing import Any

from pydantic import Field
from sqlmodel import select
from starlette.responses import Response

from models import decisions, flags, ideas, revisions
from models.accounts import Account
from models.comments import Comment
from models.decisions import REASON_LIMIT, Decision, DecisionKind
from models.ideas import Idea
from models.revisions import Revision
from models.statuses import MailChoice
from web import checking
from web.checking import Piece
from web.kit import paging
from web.kit.forms import Filled, Form, words
from web.kit.paging import Order
from web.kit.visit import Visit, not_own

NEWEST = Order(((Decision.id, True),))  # type: ignore[arg-type]
MOST_SHOWN = 100
TOLD = {
    MailChoice.AT_ONCE: "decided", MailChoice.DAILY: "decided-told-later", MailChoice.WEEKLY: "decided-told-later",
    MailChoice.NEVER: "decided-untold",
}


class DecisionForm(Form):
    wanted: DecisionKind = Field(title="what to do with it")
    reason: words("the reason: its author will read it", least=5, most=REASON_LIMIT)  # type: ignore[valid-type]


@dataclass(frozen=True)
class About:
    """What is decided about: an idea, a comment on it, or what one of them said before."""

    idea: Idea
    comment: Comment | None
    revision: Revision | None

    @property
    def thing(self) -> Idea | Comment | Revision:
        return self.revision or self.comment or self.idea

    @property
    def comment_id(self) -> int | None:
        return self.comment.id if self.comment else None

    @property
    def revision_id(self) -> int | None:
        return self.revision.id if self.revision else None

    def decide(self, visit: Visit, wanted: DecisionForm) -> Decision | None:
        why: dict[str, Any] = {"reason": wanted.reason, "by": visit.member}
        if self.revision is None:
            return decisions.decide(visit.db, wanted.wanted, self.idea, self.comment, **why)
        return decisions.decide_earlier(visit.db, wanted.wanted, self.revision, self.idea, self.comment, **why)


def index(visit: Visit) -> Response:
    waiting = visit.db.execute(flags.queue().limit(MOST_SHOWN)).all()
    page = paging.fetch(visit.db, decisions.past(), NEWEST, after=visit.asked("after"))
    looks = _looks(visit)
    urgent = [look for look in looks if checking.cannot_wait(look[1])]
    others = [look for look in looks if look not in urgent]
    return visit.render("moderation/index.html", waiting=waiting, page=page, concern=flags.Concern, urgent=urgent,
                        others=others)


def show(visit: Visit, idea_id: int) -> Response:
    return _page(visit, _about(visit, idea_id), DecisionForm.blank())


def decide(visit: Visit, idea_id: int) -> Response:
    about, draft = _about(visit, idea_id), DecisionForm.read(visit.form)
    not_own(visit, about.comment or about.idea)
    if not draft.accepted:
        return _page(visit, about, draft, 422)
    made = about.decide(visit, draft.accepted)
    kept = draft.accepted.wanted == DecisionKind.KEEP
    done = "kept-up" if kept else _told(visit, about) if made else "decided-before"
    return visit.redirect("moderation.index", done=done)


def _told(visit: Visit, about: About) -> str:
    """The notice that says whether its author hears of the decision."""
    author_id = (about.comment or about.idea).author_id
    return TOLD[visit.db.get_one(Account, author_id).mail_choice] if author_id else "decided-no-author"


def _looks(visit: Visit) -> list[tuple[Any, list[Piece]]]:
    """What a machine found in comments and ideas: each row with the words that were found in it."""
    found = (decisions.comments_to_look_at(), decisions.to_look_at(first=checking.URGENT))
    rows = [row for asked in found for row in visit.db.execute(asked.limit(MOST_SHOWN)).all()]
    return [(row, checking.pointed_out(row.body, row.findings)) for row in rows]


def _page(visit: Visit, about: About, draft: Filled[Any], status: int = 200) -> Response:
    past = decisions.about(about.idea.id, about.comment_id, about.revision_id).limit(MOST_SHOWN)
    reports = flags.about(about.idea.id, about.comment_id).limit(0 if about.revision else MOST_SHOWN)
    return visit.render("moderation/show.html", status, about=about, draft=draft,
                        reports=visit.db.exec(reports).all(), past=visit.db.execute(past).all())


def _about(visit: Visit, idea_id: int) -> About:
    """The idea, hidden or not, and of its own what ?comment= and ?version= name."""
    idea = visit.one(ideas.visible_to(visit.member).where(Idea.id == idea_id))
    comment_id, revision_id = visit.asked_id("comment"), visit.asked_id("version")
    comment = revision = None
    if comment_id is not None:
        comment = visit.one(select(Comment).where(Comment.id == comment_id, Comment.idea_id == idea.id))
    if revision_id is not None:
        earlier = revisions.of_comment(comment) if comment else revisions.of_idea(idea)
        revision = visit.one(earlier.where(Revision.id == revision_id))
    return About(idea, comment, revision)
