"""Who is given something to answer by a colleague is mailed once, in one mail for all of it."""

from collections.abc import Callable

import pytest
from sqlmodel import Session, col, select

from jobs import hand
from models import asides, assignments, clock, deputies, teams
from models.accounts import Account
from models.history import Event
from models.ideas import Idea
from models.mails import Mail
from models.statuses import MailChoice
from models.themes import Theme
from tests import scenes
from tests.cast import Cast

Jobs = Callable[[str], list[dict[str, int]]]
Told = Callable[[], list[Mail]]


@pytest.fixture
def theme(db: Session, people: Cast) -> Theme:
    theme = scenes.theme(db, scenes.call(db, people).id)
    scenes.grouped(db, theme, scenes.idea(db, people.maya), scenes.idea(db, people.ben))
    return theme


@pytest.fixture
def alone(db: Session, people: Cast) -> Idea:
    return scenes.idea(db, people.ben)


@pytest.fixture
def told(db: Session, deferred: Jobs) -> Told:
    """The mails about what was given, when each job is done twice."""

    def mails() -> list[Mail]:
        for job in deferred("hand") * 2:
            hand.hand(db, **job)
        return list(db.exec(select(Mail).order_by(col(Mail.id))))

    return mails


def give(db: Session, thing: Theme | Idea, to: Account | None, by: Account, why: str = "") -> None:
    assignments.give(db, thing, account_id=to.id if to else None, team_id=None, why=why, by=by)


def test_one_mail_tells_all_that_was_given(
    db: Session, people: Cast, omar: Account, theme: Theme, alone: Idea, told: Told
) -> None:
    give(db, theme, omar, people.ruth, why="You know the switchboard.")
    give(db, alone, omar, people.ruth)

    [mail] = told()
    assert (mail.to, mail.subject) == (omar.email, f"{people.ruth.name} gave you “{theme.title}” and 1 more")
    for words in (f"/desk/themes/{theme.id}", f"/desk/ideas/{alone.id}", "2 ideas, promised for",
                  "You know the switchboard.", "gave you these to answer"):
        assert words in mail.text and words in mail.html


def test_what_is_given_later_comes_in_a_mail_of_its_own(
    db: Session, people: Cast, omar: Account, theme: Theme, alone: Idea, told: Told
) -> None:
    give(db, theme, omar, people.ruth)
    told()
    give(db, alone, omar, people.ruth)

    assert [mail.subject for mail in told()][1:] == [f"{people.ruth.name} gave you “{alone.title}”"]


def test_nobody_is_told_again_of_what_they_had_already(
    db: Session, people: Cast, omar: Account, theme: Theme, told: Told
) -> None:
    give(db, theme, omar, people.ruth)
    assert len(told()) == 1
    assignments.give(db, theme, account_id=omar.id, team_id=people.team.id, by=people.ruth)

    assert len(told()) == 1


def test_what_a_team_is_given_is_told_to_who_leads_it_and_what_somebody_away_is_given_to_their_deputy(
    db: Session, people: Cast, omar: Account, theme: Theme, alone: Idea, told: Told
) -> None:
    teams.promise(db, people.team, answer_days=5, lead_id=omar.id, by=people.ruth)
    assignments.give(db, alone, account_id=None, team_id=people.team.id, by=people.ruth)
    assert [mail.to for mail in told()] == [omar.email]

    assignments.give(db, alone, account_id=people.ruth.id, team_id=people.team.id, by=people.ruth)
    assignments.give(db, alone, account_id=None, team_id=people.team.id, by=people.ruth)
    assert [mail.to for mail in told()] == [omar.email] * 2

    nia = scenes.officer(db, people, "Nia Bell")
    deputies.name(db, omar, nia, begins_on=clock.today(), ends_on=clock.today())
    give(db, theme, omar, people.ruth)
    assert [mail.to for mail in told()] == [omar.email] * 2 + [nia.email]


def test_whoever_takes_something_themselves_or_gives_it_back_mails_nobody(
    db: Session, people: Cast, theme: Theme, told: Told
) -> None:
    give(db, theme, people.ruth, people.ruth)
    give(db, theme, None, people.ruth)

    assert told() == []


def test_what_was_given_before_such_mails_were_sent_is_not_told_now(
    db: Session, people: Cast, omar: Account, theme: Theme, alone: Idea, deferred: Jobs
) -> None:
    give(db, theme, omar, people.ruth)
    db.exec(select(Event).where(Event.kind == "work.assigned")).one().at = clock.now() - hand.TOGETHER
    give(db, alone, omar, people.ruth)

    hand.hand(db, **deferred("hand")[-1])

    mail = db.exec(select(Mail)).one()
    assert alone.title in mail.text and theme.title not in mail.text


@pytest.mark.parametrize("gone", ["given on", "put aside", "no mails"])
def test_nobody_is_told_of_what_is_not_theirs_to_answer(
    db: Session, people: Cast, omar: Account, theme: Theme, told: Told, gone: str
) -> None:
    give(db, theme, omar, people.ruth)
    if gone == "given on":
        give(db, theme, people.ruth, people.ruth)
    elif gone == "put aside":
        asides.put(db, theme, reason="It is not ours to answer.", by=people.ruth)
    else:
        omar.mail_choice = MailChoice.NEVER
    db.flush()

    assert told() == []
