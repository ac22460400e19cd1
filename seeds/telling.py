"""Acting the story out: the clock goes through the year, and the work that events leave behind is done on its day."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import text
from sqlmodel import Session, func, select

from jobs.queue import IN_ONE_TRANSACTION
from models import clock, database
from models.ideas import Idea
from seeds import acts, story
from seeds.story import Moment
from seeds.town import Town

# Mail stays in the outbox, and what a text says is analysed by the hundred in `theming`.
NOT_DONE_HERE = frozenset({"jobs.send", "jobs.mail_sign_in"})

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
    for day, todays in _days(moments):
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
        if job.task_name not in NOT_DONE_HERE and name in IN_ONE_TRANSACTION:
            IN_ONE_TRANSACTION[name](db, **job.args)
