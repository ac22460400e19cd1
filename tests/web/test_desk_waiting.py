"""At the desk: why an answer is late, who has it, and that it gets none of its own."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from models import accounts, asides, assignments, clock, delays, desk, merging, teams, waiting, wording, working_days
from models.accounts import Account
from models.delays import Delay
from models.history import Event
from models.ideas import Idea
from models.roles import Role
from tests import scenes
from tests.cast import Cast
from tests.page import Site
from tests.said import a_call, an_idea, grouped

SignIn = Callable[[Account], Site]
WHY = "The hospital has not sent us its figures."


@pytest.fixture
def idea(db: Session, people: Cast) -> Idea:
    """By itself, three days after the day that was promised."""
    call = a_call(db, people)
    call.answer_by = clock.today() - timedelta(days=3)
    found = an_idea(db, people.maya, call_id=call.id)
    db.commit()
    return found


def test_the_desk_asks_for_a_reason_and_a_new_day_until_they_are_given(
    db: Session, people: Cast, idea: Idea, sign_in: SignIn
) -> None:
    ruth, here, day = sign_in(people.ruth), f"/desk/ideas/{idea.id}", clock.today() + timedelta(days=9)
    assert "nobody has said why it is late" in ruth.get(here)

    page = ruth.follow(ruth.send(ruth.get(f"{here}/waiting"), "/delay", reason=WHY, new_by=str(day)))

    assert "The reason and the new day are public." in page and f"Why it was put off: {WHY}" in page
    assert "nobody has said why" not in ruth.get(here)
    [event] = db.exec(select(Event).where(Event.kind == "idea.delayed")).all()
    assert (event.by_id, event.idea_id, event.data["new_by"]) == (people.ruth.id, idea.id, str(day))


def test_the_form_for_a_new_day_says_whether_it_is_late(
    db: Session, people: Cast, idea: Idea, sign_in: SignIn
) -> None:
    ruth = sign_in(people.ruth)
    in_time = an_idea(db, people.ben, call_id=a_call(db, people, days=9).id)
    undated = an_idea(db, people.ben)
    db.commit()

    late = ruth.get(f"/desk/ideas/{idea.id}/waiting")
    assert "Why it is late" in late and "Put the day off" not in late
    for one, words in ((in_time, "Put the day off"), (undated, "No day is promised")):
        page = ruth.get(f"/desk/ideas/{one.id}/waiting")
        assert words in page and "Why it is late" not in page, words


@pytest.mark.parametrize(("typed", "sentence"), [
    ({"reason": "", "new_by": "2099-01-01"}, "Enter why it is late."),
    ({"reason": "x" * 301}, "Use 300 characters or fewer."),
    ({"reason": WHY, "new_by": ""}, "Enter the new day."),
    ({"reason": WHY, "new_by": "soon"}, "Enter the new day like 2026-03-31"),
    ({"reason": WHY, "new_by": "2020-01-01"}, "Choose the new day from today on"),
    ({"reason": WHY, "new_by": "today"}, "Choose a day after today, and after the day that was promised."),
])
def test_what_is_wrong_with_the_reason_is_said_and_nothing_typed_is_lost(
    db: Session, people: Cast, idea: Idea, sign_in: SignIn, typed: dict[str, str], sentence: str
) -> None:
    ruth = sign_in(people.ruth)
    typed = {name: str(clock.today()) if said == "today" else said for name, said in typed.items()}

    page = ruth.send(ruth.get(f"/desk/ideas/{idea.id}/waiting"), "/delay", expect=422, **typed)

    assert sentence in page and typed["reason"] in page.html
    assert db.exec(select(Delay)).all() == []


def test_a_theme_is_handed_to_an_officer_who_then_has_it_on_their_page(
    db: Session, people: Cast, idea: Idea, sign_in: SignIn
) -> None:
    theme = grouped(db, idea)
    other = _officer(db, "lena@example.org", "Lena Fox")
    db.commit()
    ruth, lena = sign_in(people.ruth), sign_in(other)
    assert theme.title in ruth.get("/desk/work") and "Nothing waits for you" in lena.get("/desk/work")

    page = ruth.follow(ruth.send(ruth.get(f"/desk/themes/{theme.id}/waiting"), "/assignment", officer=str(other.id)))

    assert "It is handed over." in page and "Lena Fox has it" in page
    assert "Lena Fox has this. Speak with them before you put it aside." in page
    assert "before you put it aside" not in lena.get(f"/desk/themes/{theme.id}/waiting")
    assert theme.title in lena.get("/desk/work") and theme.title not in ruth.get("/desk/work")
    [event] = db.exec(select(Event).where(Event.kind == "work.assigned")).all()
    assert (event.by_id, event.data["account"]) == (people.ruth.id, other.id)


def test_nothing_is_handed_to_somebody_who_does_not_work_at_the_desk(
    db: Session, people: Cast, idea: Idea, sign_in: SignIn
) -> None:
    ruth = sign_in(people.ruth)
    page = ruth.get(f"/desk/ideas/{idea.id}/waiting")
    for officer in ("", str(people.maya.id), "999999"):
        assert "Choose who works at the desk, or a team." in ruth.send(page, "/assignment", officer=officer, expect=422)
    assert assignments.of(db, idea) is None


def test_the_desk_knows_the_day_that_a_team_promised_of_an_idea_by_itself(
    db: Session, people: Cast, sign_in: SignIn
) -> None:
    alone = an_idea(db, people.maya)
    teams.promise(db, people.team, answer_days=5, lead_id=None, by=people.ruth)
    with clock.at(clock.now() - timedelta(days=30)):
        assignments.give(db, alone, account_id=None, team_id=people.team.id, by=people.ruth)
    db.commit()

    public = db.execute(waiting.one(waiting.IDEA, alone.id)).one()
    row = db.execute(desk.single(of_call=False)[0], desk.given(None, people.ruth)).one()

    assert public.late and (row.answer_by, row.late) == (public.due, True)
    assert "nobody has said why it is late" in sign_in(people.ruth).get(f"/desk/ideas/{alone.id}")


@pytest.mark.parametrize("at_once", [False, True])
def test_an_old_idea_that_nobody_promised_a_day_is_promised_one_from_the_day_a_team_has_it(
    db: Session, people: Cast, sign_in: SignIn, site: Site, at_once: bool
) -> None:
    alone = an_idea(db, people.maya)
    alone.proposed_at = clock.now() - timedelta(days=356)
    teams.promise(db, people.team, answer_days=5, lead_id=None, by=people.ruth)
    db.commit()
    ruth, day = sign_in(people.ruth), working_days.add(clock.today(), 5)
    promised = f"{people.team.full_name}: promises an answer for {wording.day(day)}"
    path = f"/desk/assignments?ideas={alone.id}" if at_once else f"/desk/ideas/{alone.id}/waiting"

    page = ruth.get(path)
    assert promised in page and "The call’s own team" not in page
    given = {"to": f"team-{people.team.id}"} if at_once else {"team": str(people.team.id)}
    ruth.send(page, "/desk/assignments" if at_once else "/assignment", **given)

    where = site.get(f"/where/{alone.reference}")
    assert f"promised for {wording.day(day)}" in where and "late" not in where.text.split("Step by step")[1]
    assert db.execute(waiting.one(waiting.IDEA, alone.id)).one().due == day
    assert ": promises an answer for" not in ruth.get(path)  # the day stays, whoever has it


def test_single_ideas_that_are_overdue_are_counted_beside_the_overdue_themes_and_listed(
    db: Session, people: Cast, sign_in: SignIn, idea: Idea
) -> None:
    an_idea(db, people.maya, "Benches")
    an_idea(db, people.ben, "Lamps", call_id=a_call(db, people, days=9).id)
    db.commit()
    ruth = sign_in(people.ruth)
    assert "idea is overdue" not in ruth.get("/desk")

    page = ruth.get("/desk?show=overdue")
    assert "1 single idea is overdue" in page and "1 single idea is" in ruth.get(
        f"/desk?show=overdue&call={idea.call_id}")
    late = ruth.get("/desk/ideas?sort=due&show=overdue")
    assert "/desk/ideas?sort=due&amp;show=overdue" in page.html
    assert idea.title in late and "Benches" not in late and "Lamps" not in late
    for path in ("/desk/ideas", "/desk/ideas?show=mine"):
        assert all(title in ruth.get(path) for title in (idea.title, "Benches", "Lamps"))

    delays.explain(db, idea, promised=clock.today() - timedelta(days=3), new_by=clock.today() + timedelta(days=20),
                   reason=WHY, by=people.ruth)
    db.commit()
    assert "idea is overdue" not in ruth.get("/desk?show=overdue")
    assert "No single idea is late" in ruth.get("/desk/ideas?show=overdue")


def test_a_theme_that_was_put_off_is_not_late_as_part_of_another(
    db: Session, people: Cast, sign_in: SignIn, idea: Idea
) -> None:
    part, whole = grouped(db, idea), grouped(db, an_idea(db, people.ben, "Benches", call_id=idea.call_id))
    promised, day = clock.today() - timedelta(days=3), clock.today() + timedelta(days=20)
    delays.explain(db, part, promised=promised, new_by=day, reason=WHY, by=people.ruth)
    ruth = sign_in(people.ruth)
    db.commit()
    assert whole.title in ruth.get("/desk?show=overdue")
    merging.merge(db, part, whole, by=people.ruth)
    db.commit()

    assert db.execute(waiting.one(waiting.THEME, whole.id)).one().due == day
    assert whole.title not in ruth.get("/desk?show=overdue")


def test_what_is_put_aside_waits_no_more_and_may_be_taken_up_again(
    db: Session, people: Cast, idea: Idea, sign_in: SignIn, site: Site
) -> None:
    ruth, here = sign_in(people.ruth), f"/desk/ideas/{idea.id}/waiting"
    refused = ruth.send(ruth.get(here), "/aside", no_answer="No", expect=422)
    assert "at least 10 characters" in refused
    page = ruth.follow(ruth.send(ruth.get(here), "/aside", no_answer="The county decides this.", wanted="yes"))
    assert "The county decides this." in page and idea.title not in site.get("/waiting")
    assert idea.title not in ruth.get("/desk/ideas").html.split("<main")[1]

    ruth.follow(ruth.send(ruth.get(here), "/aside", wanted="no"))
    assert asides.of(db, idea) is None and idea.title in site.get("/waiting")


def test_a_deputy_has_the_work_on_the_days_that_were_named(
    db: Session, people: Cast, idea: Idea, sign_in: SignIn
) -> None:
    other = _officer(db, "lena@example.org", "Lena Fox")
    db.commit()
    ruth, day = sign_in(people.ruth), clock.today()
    first, last = str(day + timedelta(days=2)), str(day + timedelta(days=4))
    page = ruth.follow(ruth.send(ruth.get("/desk/work"), "/deputy", deputy=str(other.id), begins_on=first, ends_on=last,
                                 wanted="yes"))
    assert "Lena Fox stands in for you" in page

    for days, has in ((1, False), (2, True), (4, True), (5, False)):
        with clock.at(clock.now() + timedelta(days=days)):
            assert (idea.title in sign_in(other).get("/desk/work")) == has
    ruth.send(ruth.get("/desk/work"), "/deputy", wanted="no")
    with clock.at(clock.now() + timedelta(days=3)):
        assert idea.title not in sign_in(other).get("/desk/work")


@pytest.mark.parametrize(("typed", "sentence"), [
    ({"deputy": ""}, "Choose who stands in for you."),
    ({"begins_on": ""}, "Enter the first day and the last."),
    ({"begins_on": "2099-01-02", "ends_on": "2099-01-01"}, "in the next 10 years"),
    ({"begins_on": "+3", "ends_on": "+2"}, "The last day must not come before the first."),
])
def test_a_deputy_needs_a_name_and_days_in_order(
    db: Session, people: Cast, sign_in: SignIn, typed: dict[str, str], sentence: str
) -> None:
    other = _officer(db, "lena@example.org", "Lena Fox")
    db.commit()
    days = {name: str(clock.today() + timedelta(days=int(said[1:]))) for name, said in typed.items() if said[:1] == "+"}
    ruth = sign_in(people.ruth)

    page = ruth.send(ruth.get("/desk/work"), "/deputy", expect=422,
                     **{"deputy": str(other.id), "wanted": "yes"} | typed | days)
    assert sentence in page


def test_the_administrator_says_in_how_many_days_a_team_answers(
    db: Session, people: Cast, sign_in: SignIn
) -> None:
    anna = sign_in(people.anna)
    here = f"/desk/teams/{people.team.id}"
    for wrong in ("0", "251", "ten", "-1"):
        assert "Enter the working days as a number from 1 to 250." in anna.send(
            anna.get(here), here, answer_days=wrong, expect=422)
    page = anna.follow(anna.send(anna.get(here), here, answer_days="250", lead=str(people.ruth.id)))
    assert "Answers in 250 working days" in page
    db.refresh(people.team)
    assert (people.team.answer_days, people.team.lead_id) == (250, people.ruth.id)


def test_an_officer_reads_their_work_with_few_queries(
    db: Session, people: Cast, sign_in: SignIn, queries  # type: ignore[no-untyped-def]
) -> None:
    call = a_call(db, people)
    for number in range(25):
        grouped(db, an_idea(db, people.maya, f"Lamps {number}", call_id=call.id))
    db.commit()
    ruth = sign_in(people.ruth)
    with queries() as asked:
        page = ruth.get("/desk/work")
    assert len(asked) <= 6 and 'rel="next"' in page.html


def _officer(db: Session, email: str, name: str) -> Account:
    account = accounts.known_by(db, email, name=name)
    accounts.confirm(db, account)
    accounts.grant(db, account, Role.POLICY, team_id=None, by=None)
    return account


def test_a_merge_changes_no_day_that_was_promised_and_says_which_counts(
    db: Session, people: Cast, sign_in: SignIn
) -> None:
    call, ruth = a_call(db, people), sign_in(people.ruth)
    here, into = (scenes.theme(db, call.id, title=title) for title in ("Letters", "Telephones"))
    scenes.grouped(db, here, an_idea(db, people.maya, call_id=call.id))
    scenes.grouped(db, into, an_idea(db, people.ben, call_id=call.id))
    day, later = (clock.today() + timedelta(days=count) for count in (40, 50))
    delays.explain(db, into, promised=call.answer_by, new_by=day, reason="Theirs is a new telephone.", by=people.anna)
    delays.explain(db, here, promised=call.answer_by, new_by=later, reason="The printer is broken.", by=people.anna)
    db.commit()

    page = ruth.get(f"/desk/themes/{here.id}/merger?into={into.id}")
    assert f"stays promised for {wording.day(day)}" in page and f"{wording.day(later)}, no longer counts" in page
    ruth.send(page, "/merger")

    found = {row.theme_id: row.due for row in db.execute(waiting.rows()).all()}
    assert found[into.id] == day
    public = ruth.get(f"/themes/{into.id}")
    assert wording.day(day) in public and wording.day(later) not in public
