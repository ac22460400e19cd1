"""Acting the story out: the clock goes through the year, and the work that events leave behind is done on its day."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import text
from sqlmodel import Session, func, select

from jobs import analyse
from jobs.queue import IN_ONE_TRANSACTION
from models import analyses, clock, database
from models.history import Event
from models.ideas import Idea
from seeds import acts, story, theming
from seeds.story import Moment
from seeds.town import Town

# Mail stays in the outbox; grouping opens transactions of its own, so the story writes its result itself.
NOT_DONE_HERE = frozenset({"send", "mail_sign_in"})

TAKE = text("DELETE FROM procrastinate_jobs WHERE status = 'todo' RETURNING id, task_name, args")


def told_already() -> bool:
    with database.transaction() as db:
        return db.exec(select(func.count()).select_from(Idea)).one() > 0


def tell(*, ends: datetime | None = None, progress: Callable[[int, int], None] = lambda done, whole: None) -> Town:
    town = Town(ends or clock.now())
    with clock.at(town.moment(0, 5, 6)), database.transaction() as db:
        acts.settle(db, town)
    moments = story.moments(town)
    done = 0
    for _, todays in _days(moments):
        with database.transaction() as db:
            for moment in todays:
                with clock.at(moment.at):
                    moment.act(db)
            with clock.at(todays[-1].at):
                _do_the_work(db)
        done += len(todays)
        progress(done, len(moments))
    return town


def _days(moments: list[Moment]) -> Iterator[tuple[date, list[Moment]]]:
    for day, todays in groupby(moments, key=lambda moment: moment.at.date()):
        yield day, list(todays)


def _do_the_work(db: Session) -> None:
    """What a worker would have done that evening, at that hour of the story."""
    db.flush()
    for job in sorted(db.execute(TAKE).all(), key=lambda job: job.id):
        name = job.task_name.removeprefix("jobs.")
        if name == "group":
            theming.write_grouping(db, job.args["event_id"])
        elif name == "analyse":
            _analyse(db, job.args["event_id"])
        elif name in IN_ONE_TRANSACTION and name not in NOT_DONE_HERE:
            IN_ONE_TRANSACTION[name](db, **job.args)


def _analyse(db: Session, event_id: int) -> None:
    """Ideas that come before their call's themes are read all together on the day these are made."""
    event = db.get_one(Event, event_id)
    if event.call_id is None or analyses.newest_state_id(db, event.call_id) is not None:
        analyse.analyse(db, event_id)
