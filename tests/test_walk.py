"""Whatever people and officers do, in whatever order: the doctor finds no number that is not what the rows say."""

from sqlmodel import Session

from bench.walk import Walk
from models import checks

ACTS = 300


def test_after_any_acts_in_any_order_every_number_is_what_the_rows_say(db: Session) -> None:
    walk = Walk(1)
    walk.begin(db)
    for _ in range(ACTS):
        walk.step(db)
    db.commit()

    assert len(walk.done) > 25, "too little happened to prove anything"
    assert {one.name: one.wrong for one in checks.all_of(db) if one.wrong} == {}
