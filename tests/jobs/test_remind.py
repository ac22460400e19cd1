"""Reminders of promised answers: before and after the day, each once, to whoever has it or stands in for them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from jobs import remind
from models import accounts, assignments, clock, delays, deputies, teams
from models.accounts import Account
from models.history import Event
from models.ideas import Idea
from models.mails import Mail
from models.roles import Role
from tests.cast import Cast
from tests.said import a_call, an_idea, answered

DUE = date(2026, 6, 17)  # a Wednesday


def at(db: Session, day: date) -> list[tuple[str, str]]:
    """Who is mailed what when the work of this morning is done."""
    before = max(db.exec(select(Mail.id)).all(), default=0)
    with clock.at(datetime(day.year, day.month, day.day, 7, tzinfo=UTC)):
        remind.remind(db)
    db.flush()
    rows = select(Mail).where(col(Mail.id) > before).order_by(col(Mail.id))
    return [(mail.to, mail.subject) for mail in db.exec(rows)]


@pytest.fixture
def idea(db: Session, people: Cast) -> Idea:
    """Ruth's, because the call is."""
    call = a_call(db, people)
    call.answer_by = DUE
    found = an_idea(db, people.maya, "Lamps on the towpath", call_id=call.id)
    db.commit()
    return found


@pytest.fixture
def lena(db: Session) -> Account:
    account = accounts.known_by(db, "lena@example.org", name="Lena Fox")
    accounts.confirm(db, account)
    accounts.grant(db, account, Role.POLICY, team_id=None, by=None)
    return account


def test_the_owner_is_reminded_five_working_days_before_and_after_the_day_and_once_of_each(
    db: Session, idea: Idea
) -> None:
    assert at(db, date(2026, 6, 9)) == []  # six working days before
    assert at(db, date(2026, 6, 10)) == [("ruth@example.org", "Answers that are due soon: “Lamps on the towpath”")]
    assert at(db, date(2026, 6, 11)) == []
    assert at(db, DUE) == []
    assert at(db, date(2026, 6, 18)) == [("ruth@example.org", "Answers that are late: “Lamps on the towpath”")]
    assert at(db, date(2026, 6, 19)) == []


def test_nobody_is_reminded_on_a_weekend_or_a_bank_holiday(db: Session, idea: Idea) -> None:
    for day in (date(2026, 6, 13), date(2026, 6, 14), date(2026, 8, 31)):
        assert at(db, day) == []


def test_many_things_make_one_mail(db: Session, people: Cast, idea: Idea) -> None:
    for number in range(3):
        an_idea(db, people.ben, f"More lamps {number}", call_id=idea.call_id)

    [(to, subject)] = at(db, date(2026, 6, 18))
    assert (to, subject) == ("ruth@example.org", "Answers that are late: “Lamps on the towpath” and 3 more")


def test_nobody_is_reminded_of_what_is_answered_or_has_a_new_day(db: Session, people: Cast, idea: Idea) -> None:
    later = an_idea(db, people.ben, "Later buses", call_id=idea.call_id)
    answered(db, people, idea=idea)
    with clock.at(datetime(2026, 6, 15, tzinfo=UTC)):
        delays.explain(db, later, promised=DUE, new_by=date(2026, 7, 31), reason="We wait for the county.",
                       by=people.ruth)

    assert at(db, date(2026, 6, 18)) == []
    assert at(db, date(2026, 8, 3)) == [("ruth@example.org", "Answers that are late: “Later buses”")]


def test_who_stands_in_gets_the_reminders_of_these_days(
    db: Session, people: Cast, lena: Account, idea: Idea
) -> None:
    deputies.name(db, people.ruth, lena, begins_on=date(2026, 6, 15), ends_on=date(2026, 6, 30))

    assert [to for to, _ in at(db, date(2026, 6, 10))] == ["ruth@example.org"]
    assert [to for to, _ in at(db, date(2026, 6, 18))] == ["lena@example.org"]


def test_what_nobody_explains_for_three_working_days_is_handed_to_the_deputy(
    db: Session, people: Cast, lena: Account, idea: Idea
) -> None:
    deputies.name(db, people.ruth, lena, begins_on=date(2026, 6, 15), ends_on=date(2026, 6, 30))
    at(db, date(2026, 6, 18))
    assert at(db, date(2026, 6, 19)) == []

    told = at(db, date(2026, 6, 22))  # Thursday, Friday, Monday
    assert told == [("lena@example.org", "Handed to you because they are late: “Lamps on the towpath”")]
    given = assignments.of(db, idea)
    assert given is not None and given.account_id == lena.id
    [event] = db.exec(select(Event).where(Event.kind == "work.handed_over")).all()
    assert (event.by_id, event.idea_id, event.data["why"]) == (None, idea.id, remind.WHY)
    assert at(db, date(2026, 6, 23)) == []


def test_without_a_deputy_it_is_handed_to_who_leads_the_team_and_else_to_nobody(
    db: Session, people: Cast, lena: Account, idea: Idea
) -> None:
    at(db, date(2026, 6, 18))
    assert at(db, date(2026, 6, 22)) == []

    teams.promise(db, people.team, answer_days=None, lead_id=lena.id, by=people.anna)
    assert [to for to, _ in at(db, date(2026, 6, 22))] == ["lena@example.org"]


def test_what_was_explained_again_and_missed_again_is_told_of_again(db: Session, people: Cast, idea: Idea) -> None:
    at(db, date(2026, 6, 18))
    with clock.at(datetime(2026, 6, 18, 12, tzinfo=UTC)):
        delays.explain(db, idea, promised=DUE, new_by=DUE + timedelta(days=9), reason="Two of us are ill.",
                       by=people.ruth)

    assert [subject[:21] for _, subject in at(db, date(2026, 6, 19))] == ["Answers that are due "]
    assert [subject[:21] for _, subject in at(db, date(2026, 6, 29))] == ["Answers that are late"]
