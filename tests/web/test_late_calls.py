"""A call whose answer is late, and one that closed before its last day."""

from collections.abc import Callable
from datetime import timedelta

from sqlmodel import Session

from models import asides, calls, clock, delays, wording, working_days
from models.accounts import Account
from models.statuses import CallState
from tests.cast import Cast
from tests.page import Site
from tests.said import a_call, an_idea

SignIn = Callable[[Account], Site]


def test_a_call_whose_day_is_over_says_so_and_names_the_new_day_once_it_is_said(
    db: Session, site: Site, people: Cast
) -> None:
    promised, new_by = clock.today() - timedelta(days=7), clock.today() + timedelta(days=20)
    call = a_call(db, people)
    idea = an_idea(db, people.maya, call_id=call.id)
    calls.close(db, call, by=people.ruth)
    call.closes_on, call.answer_by = promised - timedelta(days=9), promised
    db.commit()
    late = f"The answer was promised by {wording.day(promised)} and is late"
    for path in ("/calls", f"/calls/{call.id}"):
        page = site.get(path)
        assert late in page and "nswer by" not in page.text.split("What came of it")[0], path
        assert "Put off to" not in page

    delays.explain(db, idea, promised=promised, new_by=new_by, reason="Two of us were ill.", by=people.ruth)
    db.commit()
    for path in ("/calls", f"/calls/{call.id}"):
        page = site.get(path)
        assert late in page and f"Put off to {wording.day(new_by)}: Two of us were ill." in page, path

    asides.put(db, idea, reason="It is about the railway.", by=people.ruth)
    calls.move(db, call, CallState.ANSWERED, "call.answered", people.ruth)
    db.commit()
    for path in ("/calls", f"/calls/{call.id}"):
        assert "is late" not in site.get(path), path


def test_a_call_that_is_closed_early_keeps_the_day_of_its_answer_and_counts_no_other_days_to_it(
    db: Session, site: Site, people: Cast, sign_in: SignIn
) -> None:
    call, ruth = a_call(db, people, days=60), sign_in(people.ruth)
    call.answer_days = working_days.between(call.closes_on or clock.today(), call.answer_by or clock.today())
    db.commit()
    path, day = f"/calls/{call.id}", call.answer_by
    assert f"That is {call.answer_days} working day" in site.get(path)

    page = ruth.get(f"{path}/closing")
    assert f"The day of the answer stays: {wording.day(day)}." in page
    ruth.send(page, "/state")

    page = site.get(path)
    assert f"You will have an answer by {wording.day(day)}." in page and "after the last day for ideas" not in page
    ruth.send(ruth.get(f"{path}/edit"), "/edit", summary="Why we ask.")
    db.refresh(call)
    assert (call.answer_by, call.closes_on) == (day, clock.today())
