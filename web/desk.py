"""The policy team's desk: what waits for an answer, and what may be done about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa
from sqlalchemy import Select
from sqlmodel import col, select
from starlette.responses import Response

from models import calls, changes, clock, deciding, desk, desk_counts, desk_promises, groupings
from models.audiences import Audience
from models.base import Written
from models.calls import Call
from models.desk import IdeaSort, Sort
from models.groupings import Grouping
from models.handling import Show
from models.ideas import Idea
from models.outreaches import Told
from models.themes import Theme
from web import desk_beside, desk_pictures, desk_undoing
from web.kit import paging
from web.kit.paging import Order, Page
from web.kit.visit import Visit

QUEUE_SIZE = paging.SIZE


@dataclass(frozen=True)
class Queue:
    """The list at the left of the desk: its themes, and the address each link in it keeps."""

    page: Page
    sort: Sort
    call_id: int | None
    show: Show = Show.WAITING
    begun: bool = False

    @property
    def answered(self) -> bool:
        return not self.show.waits

    @property
    def sorts(self) -> tuple[Sort, ...]:
        return sorts(self.show)

    @property
    def first(self) -> int | None:
        """The theme to begin with, where there is something to read."""
        return self.page.rows[0].id if self.page.rows and not self.answered else None

    @property
    def today(self) -> date:
        return clock.today()

    @property
    def kept(self) -> dict[str, Any]:
        """What links to a theme carry along, so that the list beside it stays the same."""
        return {"call": self.call_id, "sort": self.sort.value, "show": self.show.value}

    @property
    def query(self) -> str:
        """The same as the end of an address: made once, because many links end in it."""
        asked = urlencode({name: value for name, value in self.kept.items() if value})
        return f"?{asked}" if asked else ""


def sorts(show: Show) -> tuple[Sort, ...]:
    """The orders of the list: nobody waits in what is answered or put aside."""
    return tuple(sort for sort in Sort if show.waits or sort != Sort.WAITING)


def told_how(done: str, audience: Audience, foreseen: Told) -> str:
    """The notice after people were told: in words of its own where some are told by letter or on the telephone, and
    where there was nobody."""
    return f"{done}-by-hand" if foreseen else done if audience.told else f"{done}-to-nobody"


def order(*columns: tuple[Any, bool]) -> Order:
    """What a list is sorted by: each column, and whether it falls."""
    return Order(columns)


def queue(visit: Visit, call_id: int | None, *, after: str = "") -> Queue:
    asked = desk_beside.ways(visit)
    shown = Show(asked["show"]) if asked.get("show") in set(Show) else Show.WAITING
    sort = Sort(asked["sort"]) if asked.get("sort") in sorts(shown) else sorts(shown)[0]
    rows, sorting, first = _waiting(sort, call_id is not None, shown)
    page = paging.fetch(
        visit.connection, rows, sorting, after=after, size=QUEUE_SIZE, first=first,
        given=desk.given(call_id, visit.account))
    return Queue(page, sort, call_id, shown, bool(after))


@cache
def _waiting(sort: Sort, of_call: bool, show: Show) -> tuple[Select[Any], Order, Written]:
    """The themes, their order, and the query for the first page."""
    rows, ways = desk.queue(of_call=of_call, show=show)
    then = () if sort == Sort.SIZE else (ways[Sort.SIZE],)
    sorting = order(ways[sort], *then, (Theme.id, False))
    return rows, sorting, paging.beginning(rows, sorting, QUEUE_SIZE)


SUREST = order((changes.Change.confidence, True), (changes.Change.id, False))


def index(visit: Visit) -> Response:
    call_id = visit.asked_id("call")
    listed = queue(visit, call_id, after=visit.asked("after"))
    alone = desk.singles_overdue(visit.db, call_id) if listed.show == Show.OVERDUE else 0
    return visit.render("desk/index.html", queue=listed, grouping=_grouping(visit, call_id),
                        shows=tuple(Show), singles_overdue=alone,
                        **desk_pictures.of_call(visit, call_id))


def singles(visit: Visit, call_id: int | None, *, after: str = "") -> Page:
    """Ideas that wait for an answer of their own."""
    rows, ways = desk.single(of_call=call_id is not None, overdue=only_overdue(visit))
    given = desk.given(call_id, visit.account)
    sorting = order(ways[idea_sort(visit)], (Idea.id, False))
    return paging.fetch(visit.db, rows, sorting, after=after, size=QUEUE_SIZE, given=given)


def only_overdue(visit: Visit) -> bool:
    return desk_beside.ways(visit).get("show") == Show.OVERDUE.value


def idea_sort(visit: Visit) -> IdeaSort:
    asked = desk_beside.ways(visit).get("sort")
    return IdeaSort(asked) if asked in set(IdeaSort) else IdeaSort.SUPPORTED


def single(visit: Visit) -> Response:
    call_id = visit.asked_id("call")
    page = singles(visit, call_id, after=visit.asked("after"))
    return visit.render("desk/single.html", page=page, tally=desk_counts.tally(visit.db, call_id), call_id=call_id,
                        calls=_calls(visit), sort=idea_sort(visit), sorts=tuple(IdeaSort),
                        show=Show.OVERDUE.value if only_overdue(visit) else None)


def promises(visit: Visit) -> Response:
    rows = visit.db.execute(desk_promises.rows(), desk.given()).all()
    return visit.render("desk/promises.html", promises=rows, tally=desk_counts.tally(visit.db, None), call_id=None)


def proposed(visit: Visit) -> Response:
    """The proposals of groupings, the surest first, with the words of the ideas they are about."""
    call_id = visit.asked_id("call")
    page = _proposals(visit, call_id)
    destinations = desk_pictures.by_destination(page.rows)
    said = visit.db.execute(changes.words_of(changes.quoted(row.Change for row in page.rows)))
    return visit.render("desk/changes.html", page=page, ideas={idea.id: desk_pictures.in_short(idea) for idea in said},
                        destinations=destinations, call_id=call_id,
                        following=desk_pictures.following(desk_pictures.in_order(destinations)),
                        tally=desk_counts.tally(visit.db, call_id), calls=_calls(visit),
                        grouping=_grouping(visit, call_id),
                        undo=desk_undoing.offered(visit), beside=desk_beside.ways(visit),
                        there="changes", missed=visit.asked_id("missed"))


def _proposals(visit: Visit, call_id: int | None) -> Page:
    return paging.fetch(visit.db, changes.shown(call_id), SUREST, after=visit.asked("after"))


def decide(visit: Visit, change_id: int) -> Response:
    change = visit.one(select(changes.Change).where(changes.Change.id == change_id))
    act = (changes.accept if visit.switched_on else changes.refuse)(visit.db, change, by=visit.member)
    another = act is None and change.state in changes.DECIDED and change.decided_by_id != visit.member.id
    return visit.redirect("desk.proposed", call=visit.asked_id("call"), after=visit.asked("after") or None,
                          done="decided-by-another" if another else changes.DONE[change.state],
                          act=act.id if act else None, anchor=_next(visit, change))


def decide_many(visit: Visit) -> Response:
    """All that are ticked, with one click. What somebody else decided meanwhile is counted and left alone."""
    ids = ticked(visit.form.getlist("changes"), most=deciding.MOST_AT_ONCE)
    decided = deciding.decide(visit.db, ids, accepted=visit.switched_on, by=visit.member)
    made = "accepted-many" if visit.switched_on else "refused-many"
    return visit.redirect("desk.proposed", call=visit.asked_id("call"), after=visit.asked("after") or None,
                          done=made if decided.count else "none-decided" if ids else "none-ticked",
                          act=decided.last.id if decided.last else None, missed=decided.missed or None)


def ticked(values: Iterable[object], *, most: int) -> list[int]:
    """The ids that are ticked, each once."""
    typed = [str(value) for value in values][:most]
    return sorted({int(value) for value in typed if value.isdecimal() and len(value) < 10})


def _next(visit: Visit, change: changes.Change) -> str:
    """Where on the page one goes on: what was next may have gone with what was decided. What could not be done is said
    at the top."""
    if change.state not in changes.DECIDED:
        return "main"
    shown = desk_pictures.in_order(desk_pictures.by_destination(_proposals(visit, visit.asked_id("call")).rows))
    asked = visit.asked_id("then")
    there = asked if asked in shown else shown[0] if shown else None
    return f"change-{there}" if there else "main"


def group(visit: Visit) -> Response:
    """Asks for a grouping of a call's ideas; its proposals appear here when it is done."""
    call = visit.one(calls.visible_to(visit.member).where(Call.id == (visit.typed_id("call") or 0)))
    groupings.ask(visit.db, call.id, by=visit.member)
    return visit.redirect("desk.proposed", call=call.id, done="grouping-asked")


def _calls(visit: Visit) -> list[Any]:
    return list(visit.db.execute(_newest_calls()).all())


@cache
def _newest_calls() -> Select[Any]:
    rows = sa.select(Call.id, Call.question, Call.answer_by).order_by(col(Call.id).desc())  # type: ignore[call-overload]
    return rows.limit(50)  # type: ignore[no-any-return]


def _grouping(visit: Visit, call_id: int | None) -> Grouping | None:
    return groupings.latest(visit.db, call_id) if call_id is not None else None
