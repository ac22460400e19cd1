"""An answer with everything that can come after it: a promise kept, a reading put right, a saving listed twice."""

from sqlmodel import Session

from models import benefits, clock, commitments, outcomes
from models.answers import Answer
from tests import scenes
from tests.cast import Cast


def after(db: Session, people: Cast, answer: Answer) -> None:
    promise = commitments.make(db, answer, promise="A second line", who="", due_on=None, by=people.ruth)
    commitments.deliver(db, promise, answer, evidence="It rings.", by=people.ruth)
    measure = outcomes.add(db, answer, by=people.ruth, measure="Calls", baseline=9.0, baseline_on=scenes.JUNE)
    reading = outcomes.read(db, measure, answer, value=8.0, read_on=clock.today(), note="", by=people.ruth)
    outcomes.correct(db, reading, answer, because="A slip.", seen=1, by=people.ruth, value=7.0)
    for as_counted in (False, True):
        benefits.claim(db, answer, by=people.ruth, what="Paper", amount=5.0, owner_name="Ruth", budget_line="Paper",
                       as_counted=as_counted)
