"""What one officer has: drafts to read, and what is owed an answer, theirs and that of those they stand in for. And who
stands in for them."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from starlette.responses import Response

from models import accounts, amendments, clock, deputies, desk_counts, waiting
from models.accounts import Account
from models.reviews import Readers
from web.answer_forms import ahead
from web.kit import paging
from web.kit.forms import Filled, Form
from web.kit.paging import Order
from web.kit.visit import Visit
from web.waiting import waited

FIRST_DUE = Order(tuple((column, False) for column in waiting.first_due()))


class DeputyForm(Form):
    deputy: str
    begins_on: ahead("the first day")  # type: ignore[valid-type]
    ends_on: ahead("the last day")  # type: ignore[valid-type]


def index(visit: Visit) -> Response:
    return _page(visit, _stored(visit))


def _stored(visit: Visit) -> Filled[DeputyForm]:
    mine = deputies.of(visit.db, visit.member)
    if mine is None:
        today = clock.today()
        return DeputyForm.blank(begins_on=today, ends_on=today + timedelta(days=14))
    return DeputyForm.blank(deputy=mine.deputy_id, begins_on=mine.begins_on, ends_on=mine.ends_on)


def _page(visit: Visit, draft: Filled[DeputyForm], status: int = 200) -> Response:
    me = visit.member
    page = paging.fetch(visit.db, waiting.had_by(me), FIRST_DUE, after=visit.asked("after"))
    officers = visit.db.exec(accounts.at_desk().where(Account.id != me.id)).all()
    more = visit.link("desk_work.index", after=page.after) if page.after else None
    names: dict[int, Any] = {one.id: one.name or one.email for one in officers}
    return visit.render("desk/work.html", status, page=page, draft=draft, officers=officers, names=names, more=more,
                        mine=deputies.of(visit.db, me), waited=waited, me=me, drafts=_to_read(visit, officers),
                        tally=desk_counts.tally(visit.db, None))


def _to_read(visit: Visit, officers: Sequence[Account]) -> Sequence[Any]:
    """The drafts and new texts that wait for their reading, where answers need a second reader."""
    needed = Readers([visit.member, *officers]).needed
    return visit.db.execute(amendments.to_read(visit.member)).all() if needed else []


def name(visit: Visit) -> Response:
    """Names a deputy, or ends it."""
    if str(visit.form.get("wanted")) == "no":
        deputies.end(visit.db, visit.member)
        return visit.redirect("desk_work.index", done="deputy-ended")
    draft, deputy_id = DeputyForm.read(visit.form), visit.typed_id("deputy")
    deputy = visit.db.exec(accounts.at_desk().where(Account.id == (deputy_id or 0))).first()
    _check(draft, deputy if deputy is not None and deputy.id != visit.member.id else None)
    if not draft.accepted or deputy is None:
        return _page(visit, draft, 422)
    deputies.name(visit.db, visit.member, deputy, begins_on=draft.accepted.begins_on, ends_on=draft.accepted.ends_on)
    return visit.redirect("desk_work.index", done="deputy-named")


def _check(draft: Filled[DeputyForm], deputy: Account | None) -> None:
    said = draft.accepted
    if said and not (said.begins_on and said.ends_on):
        draft.refuse("begins_on", "Enter the first day and the last.")
    elif said and said.ends_on < said.begins_on:
        draft.refuse("ends_on", "The last day must not come before the first.")
    if deputy is None:
        draft.refuse("deputy", "Choose who stands in for you.")

