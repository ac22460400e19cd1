"""What waits for an answer, in public: the longest first, for when it is promised, and why it is late."""

import csv
import io
from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from models import asides, assignments, calls, clock, delays, publishing, teams
from models.calls import Call
from models.statuses import CallState
from tests.cast import Cast
from tests.page import Site
from tests.said import a_call, an_idea, answered, grouped, hidden

LATE = "Two of our team were ill in May."


def test_what_waits_longest_comes_first_with_its_days_its_date_and_its_team(
    db: Session, people: Cast, site: Site
) -> None:
    call = a_call(db, people, days=30)
    with clock.at(datetime(2026, 4, 1, 12, tzinfo=UTC)):
        old = an_idea(db, people.maya, "Lamps on the towpath", call_id=call.id)
    young = an_idea(db, people.ben, "Later buses")
    theme = grouped(db, an_idea(db, people.tom, "Text the day before", call_id=call.id))
    db.commit()

    with clock.at(datetime(2026, 4, 8, 12, tzinfo=UTC)):
        page = site.get("/waiting")

    places = [page.html.index(words) for words in (old.title, young.title)]
    assert places == sorted(places) and theme.title in page
    assert "waits 3 working days, from 1 April 2026" in page  # Thursday, Tuesday, Wednesday: Easter lies between
    assert "Outpatients team, Ellerford General has it" in page and "no team has it yet" in page
    assert "An answer is promised for" in page and "No date is promised yet" in page


def test_nothing_waits_on_an_empty_site_and_a_filter_that_fits_nothing_says_so(site: Site) -> None:
    assert "Nothing waits for an answer" in site.get("/waiting")
    assert "Show all that waits" in site.get("/waiting?call=12345")


def test_what_is_late_says_that_no_reason_was_given_until_one_is(db: Session, people: Cast, site: Site) -> None:
    call = _late_call(db, people)
    idea = an_idea(db, people.maya, call_id=call.id)
    db.commit()
    page = site.get("/waiting")
    assert "Late: no reason given yet." in page and "1 is late." in page and "put off to" not in page

    delays.explain(db, idea, promised=call.answer_by, new_by=clock.today() + timedelta(days=9), reason=LATE,  # type: ignore[arg-type]
                   by=people.ruth)
    db.commit()

    page = site.get("/waiting")
    assert f"Why it was put off: {LATE}" in page and "no reason given" not in page and "None of them is late." in page
    assert "Why it is late" not in page
    assert "Nothing that fits waits" in site.get("/waiting?late=yes")


def test_each_number_is_that_of_the_rows_it_tells_of(db: Session, people: Cast, site: Site) -> None:
    late, other = _late_call(db, people), a_call(db, people, "What else?")
    for number, call in enumerate((late, late, late, late, other, None)):
        idea = an_idea(db, people.maya, f"Lamps in street {number}", call_id=call.id if call else None)
        if number in {0, 4}:  # both were promised for a day and put off, one of them in time
            delays.explain(db, idea, promised=call.answer_by, new_by=clock.today() + timedelta(days=90), reason=LATE,  # type: ignore[union-attr,arg-type]
                           by=people.ruth)
        if number == 1:  # put off, and late again
            with clock.at(clock.now() - timedelta(days=30)):
                delays.explain(db, idea, promised=clock.today() - timedelta(days=1), reason=LATE, by=people.ruth,
                               new_by=clock.today() + timedelta(days=5))
    db.commit()

    def rows(asked: str) -> int:
        return site.get(f"/waiting?{asked}").html.count('class="answer-row"')

    page = site.get("/waiting")
    assert "6 things wait. 3 are late. 2 were put off to a later day" in page
    assert (rows(""), rows("late=yes"), rows("late=put-off"), rows("late=odd")) == (6, 3, 2, 6)
    assert page.html.count("Put off, now promised for") == 2 and page.html.count("Late: no reason given yet.") == 3
    assert "4 things wait. 3 are late. 1 was put off" in site.get(f"/waiting?call={late.id}")
    assert (rows(f"call={late.id}&late=yes"), rows(f"call={late.id}&late=put-off")) == (3, 1)
    items = site.get("/waiting.json?late=put-off").response.json()["items"]
    assert [item["late"] for item in items] == [False, False]


def test_what_is_answered_hidden_taken_back_or_put_aside_does_not_wait(
    db: Session, people: Cast, site: Site
) -> None:
    shown, away, back, done = (an_idea(db, people.maya, f"Lamps in street {n}") for n in range(4))
    theme = grouped(db, an_idea(db, people.ben, "Benches"))
    hidden(db, away, people)
    publishing.withdraw(db, back, by=people.maya)
    answered(db, people, idea=done)
    asides.put(db, theme, reason="This is for the county to decide.", by=people.ruth)
    db.commit()

    page = site.get("/waiting")
    assert shown.title in page
    for gone in (away, back, done):
        assert gone.title not in page
    assert theme.title not in page and "Benches" not in page


def test_what_too_few_say_waits_only_while_its_call_takes_ideas(db: Session, people: Cast, site: Site) -> None:
    call = a_call(db, people)
    call.fewest = 2
    few = an_idea(db, people.maya, "Lamps on the towpath", call_id=call.id)
    db.commit()
    assert few.title in site.get("/waiting")

    calls.close(db, call, by=people.ruth)
    db.commit()
    assert few.title not in site.get("/waiting")


def test_a_team_that_takes_an_idea_promises_its_own_working_days(db: Session, people: Cast, site: Site) -> None:
    teams.promise(db, people.team, answer_days=10, lead_id=people.ruth.id, by=people.anna)
    with clock.at(datetime(2026, 4, 1, 12, tzinfo=UTC)):
        idea = an_idea(db, people.maya)
        assignments.give(db, idea, account_id=None, team_id=people.team.id, by=people.ruth)
    db.commit()

    with clock.at(datetime(2026, 4, 2, 12, tzinfo=UTC)):
        assert "An answer is promised for 17 April 2026" in site.get("/waiting")


def test_pages_go_on_where_the_last_one_ended_and_the_data_has_every_row(
    db: Session, people: Cast, site: Site
) -> None:
    ideas = [an_idea(db, people.maya, f"Lamps in street {n:02}") for n in range(23)]
    db.commit()

    first = site.get("/waiting")
    more = first.html.split('rel="next" href="')[1].split('"')[0]
    titles = [idea.title for idea in ideas]
    assert [title for title in titles if title in first] == titles[:20]
    assert [title for title in titles if title in site.get(more)] == titles[20:]

    rows = list(csv.DictReader(io.StringIO(site.get("/waiting.csv").response.content.decode("utf-8-sig"))))
    assert [row["title"] for row in rows] == titles and rows[0]["kind"] == "idea" and rows[0]["late"] == "False"
    assert len(site.get("/waiting.json").response.json()["items"]) == 23


def test_the_list_makes_few_queries_however_long_it_is(db: Session, people: Cast, site: Site, queries) -> None:  # type: ignore[no-untyped-def]
    call = a_call(db, people)
    for number in range(30):
        idea = an_idea(db, people.maya, f"Lamps in street {number}", call_id=call.id if number % 2 else None)
        if number % 3 == 0:
            grouped(db, idea)
    db.commit()

    with queries() as asked:
        site.get("/waiting")
    assert len(asked) <= 6


def _late_call(db: Session, people: Cast) -> Call:
    call = a_call(db, people)
    call.state, call.answer_by = CallState.READING, clock.today() - timedelta(days=3)
    db.flush()
    return call
