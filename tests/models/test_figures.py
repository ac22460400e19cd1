"""Figures against cases that were counted by hand."""

from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from models import calls, clock, commitments, figures, outcomes, replies
from models.figures import Figures
from models.statuses import Heard
from tests.cast import Cast
from tests.page import Site
from tests.said import a_call, an_idea, answered, hidden

APRIL = datetime(2026, 4, 1, 12, tzinfo=UTC)  # Good Friday is the 3rd, Easter Monday the 6th


def of(db: Session, call_id: int | None = None, *, overall: bool = False) -> Figures:
    db.flush()
    return next(one for one in figures.of_calls(db) if (one.call_id, one.overall) == (call_id, overall))


def test_half_were_answered_within_the_working_days_of_the_middle_one(db: Session, people: Cast) -> None:
    call = a_call(db, people)
    for days in (1, 8, 15):  # 1, 4 and 9 working days
        with clock.at(APRIL):
            idea = an_idea(db, people.maya, call_id=call.id)
        with clock.at(APRIL + timedelta(days=days)):
            answered(db, people, idea=idea)
    an_idea(db, people.ben, call_id=call.id)

    found = of(db, call.id)
    assert (found.median, found.counts["ideas"], found.counts["answered"], found.counts["waiting"]) == (4, 4, 3, 1)


def test_in_time_is_by_the_day_that_was_promised_first(db: Session, people: Cast) -> None:
    call = a_call(db, people)
    assert call.answer_by is not None
    call_day = datetime.combine(call.answer_by, APRIL.time(), tzinfo=UTC)
    calls.write(db, call, by=people.ruth, answer_by=call.answer_by + timedelta(days=300))
    for days in (0, 1):
        idea = an_idea(db, people.maya, call_id=call.id)
        with clock.at(call_day + timedelta(days=days)):
            answered(db, people, idea=idea)
    an_idea(db, people.ben, call_id=call.id)

    with clock.at(call_day + timedelta(days=1)):
        found = of(db, call.id)
    assert (found.counts["promised"], found.counts["in_time"]) == (3, 1)


def test_hidden_ideas_count_nowhere_and_those_of_no_call_only_in_all(db: Session, people: Cast) -> None:
    call = a_call(db, people)
    away = an_idea(db, people.maya, call_id=call.id)
    an_idea(db, people.maya, call_id=call.id)
    an_idea(db, people.ben)
    hidden(db, away, people)

    assert [one.counts["ideas"] for one in (of(db, overall=True), of(db, call.id), of(db))] == [2, 1, 1]


def test_replies_promises_and_measures_are_those_of_public_answers(db: Session, people: Cast, site: Site) -> None:
    call = a_call(db, people)
    ideas = [an_idea(db, person, call_id=call.id) for person in (people.maya, people.ben, people.tom)]
    said = [Heard.ANSWERED, Heard.PARTLY, Heard.NOT]
    given = [answered(db, people, idea=idea) for idea in ideas]
    for answer, person, heard in zip(given, (people.maya, people.ben, people.tom), said, strict=True):
        replies.give(db, answer, heard=heard, sentence="", by=person)
    kept, _ = (commitments.make(db, given[0], promise=words, who="", due_on=clock.today(), by=people.ruth)
               for words in ("A bench", "A lamp"))
    commitments.deliver(db, kept, given[0], evidence="It stands there.", link="", by=people.ruth)
    outcome = outcomes.expect(db, given[0], measure="Falls", unit="", baseline=4, baseline_on=clock.today(),
                              baseline_source="", target=None, read_by=None, by=people.ruth)
    assert outcome is not None
    db.commit()

    counts = of(db, call.id).counts
    assert [counts[name] for name in ("replies", "heard", "partly", "not_heard")] == [3, 1, 1, 1]
    assert [counts[name] for name in ("promises", "delivered", "measures", "measured")] == [2, 1, 1, 0]
    page = site.get("/figures")
    assert "1 of 3" in page and "33 %" not in page and "1 of 2" in page and "0 of 1" in page
    assert site.get("/figures.json").response.json()["items"][0]["heard"] == 1


def test_an_empty_site_has_nothing_to_count(site: Site) -> None:
    assert "There is nothing to count yet" in site.get("/figures")


def test_the_page_makes_few_queries(db: Session, people: Cast, site: Site, queries) -> None:  # type: ignore[no-untyped-def]
    for _ in range(3):
        an_idea(db, people.maya, call_id=a_call(db, people).id)
    db.commit()
    with queries() as asked:
        site.get("/figures")
    assert len(asked) <= 6
