"""Grouping a call: the first run makes its themes, every later one proposes changes for people to decide on.

It reads, works for minutes without a transaction, and writes its result in one. A run that dies leaves nothing behind.
"""

import resource
import time
from typing import Any

import structlog
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

from jobs import doubts, found, proposals
from jobs.found import Material, Outcome
from models import analyses, groupings, placements, themes
from models.database import transaction
from models.groupings import FEWEST_IDEAS, Grouping
from models.ideas import Idea
from models.memberships import Membership
from models.themes import Theme
from models.wording import plural

SECONDS_BETWEEN = 2.0
GIVEN_UP = (
    "We tried several times and could not finish, and nothing was changed. "
    "You can ask for it again. If it stops again, tell your administrator."
)

log = structlog.get_logger()


def group(event_id: int) -> None:
    """Doing it again does nothing once it is finished. What cannot be done is said on the run, in plain words."""
    began, worked = time.perf_counter(), time.process_time()
    with transaction() as db:
        grouping = groupings.of_event(db, event_id)
        if grouping is None or not grouping.running:
            return
        material = material_of(db, grouping.call_id)
    try:
        if len(material.ids) < FEWEST_IDEAS:
            raise TooFew(len(material.ids))
        outcome = found.work_out(material, Teller(grouping.id))
        with transaction() as db:
            _write(db, grouping.id, outcome, (began, worked))
    except OperationalError:
        raise  # the database is away: the queue tries again
    except Exception as error:
        log.error("grouping failed", grouping=grouping.id, error=type(error).__name__, exc_info=error)
        with transaction() as db:
            groupings.fail(db, grouping.id, _in_plain_words(error))


def give_up(db: Session, event_id: int) -> None:
    """Ends a run whose job was tried too often, so that people can ask for another."""
    grouping = groupings.of_event(db, event_id)
    if grouping is not None:
        groupings.fail(db, grouping.id, GIVEN_UP)


class TooFew(Exception):
    """There is not enough to group."""

    def __init__(self, count: int) -> None:
        super().__init__(f"There are only {plural(count, 'idea')} to group. At least {FEWEST_IDEAS} are needed.")


def _in_plain_words(error: Exception) -> str:
    if isinstance(error, TooFew):
        return str(error)
    return f"Something went wrong, and nothing was changed. Tell your administrator: {type(error).__name__}."


class Teller:
    """Says how far a run is, in transactions of its own, and not more often than anybody could read."""

    def __init__(self, grouping_id: int) -> None:
        self.grouping_id = grouping_id
        self._last: tuple[str, float] = ("", 0.0)

    def __call__(self, progress: str) -> None:
        step, at = self._last
        now = time.monotonic()
        if progress.split(":")[0] != step or now - at >= SECONDS_BETWEEN:
            self._last = (progress.split(":")[0], now)
            with transaction() as db:
                groupings.tell(db, self.grouping_id, progress)


def material_of(db: Session, call_id: int) -> Material:
    """The call's ideas as they are now, and where people put them."""
    mine = select(Idea).where(Idea.call_id == call_id, groupings.groupable()).order_by(col(Idea.id))
    ideas = db.exec(mine).all()
    put = select(Membership.idea_id, Membership.theme_id).join(Idea, col(Idea.id) == Membership.idea_id)
    put = put.where(Idea.call_id == call_id, col(Membership.primary), col(Membership.by_id).is_not(None))
    by_people = dict(db.exec(put).all())
    return Material(
        ids=[idea.id for idea in ideas], texts=[idea.text_to_analyse for idea in ideas],
        bodies=[idea.body for idea in ideas],
        pinned={i: by_people[idea.id] for i, idea in enumerate(ideas) if idea.id in by_people},
        themes=[theme.id for theme in db.exec(themes.current(call_id))])


def _write(db: Session, grouping_id: int, outcome: Outcome, since: tuple[float, float]) -> None:
    """All of the result, or nothing of it."""
    grouping = db.get_one(Grouping, grouping_id, with_for_update=True)
    if not grouping.running:
        return
    placements.lock(db, grouping.call_id)
    there = select(Theme.id).where(Theme.call_id == grouping.call_id).limit(1)
    first = db.exec(there).first() is None
    analyses.keep_state(db, grouping.call_id, version=outcome.state.version, content=outcome.state.save())
    analyses.store(db, outcome.analysed, version=outcome.state.version)
    if first:
        done: dict[str, Any] = {"placed": placements.make_themes(db, grouping.call_id, found.themes(outcome))}
    else:
        done = proposals.write(db, grouping, outcome)
    doubts.renew(db, grouping.call_id, outcome)
    groupings.finish(db, grouping, found.figures(outcome) | done | _cost(since))


def _cost(since: tuple[float, float]) -> dict[str, float]:
    began, worked = since
    return {
        "wall_seconds": round(time.perf_counter() - began, 1), "cpu_seconds": round(time.process_time() - worked, 1),
        "peak_megabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
