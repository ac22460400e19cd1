"""The numbers for and against, and what is said of them, where people read about a theme and a call."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlmodel import Session, select

from models.accounts import Account
from models.calls import Call
from models.ideas import Idea
from models.statuses import Stance
from models.themes import Theme
from tests.cast import Cast
from tests.page import Site
from tests.said import ASKED, a_call, an_asking_call, an_idea, grouped

SignIn = Callable[[Account], Site]


@pytest.fixture
def call(db: Session, people: Cast) -> Call:
    return an_asking_call(db, people)


def chosen(db: Session, people: Cast, call: Call, *stances: Stance) -> Theme:
    """A theme of people who chose so, one after the other, and its call."""
    theme = None
    everyone = [*people.everyone().values()]
    for number, stance in enumerate(stances):
        idea = an_idea(db, everyone[number], f"Idea {number}", call_id=call.id, stance=stance)
        theme = grouped(db, idea, theme)
    db.commit()
    assert theme is not None
    return theme


def test_the_numbers_and_the_sentence_stand_with_the_theme_the_call_and_at_the_desk(
    db: Session, site: Site, sign_in: SignIn, people: Cast, call: Call
) -> None:
    theme = chosen(db, people, call, *[Stance.FOR] * 4, Stance.AGAINST, Stance.UNSAID)

    for page in (site.get(f"/calls/{call.id}"), site.get(f"/themes/{theme.id}"),
                 sign_in(people.ruth).get(f"/desk/themes/{theme.id}")):
        assert "Of the 5 people who wrote in and chose a side, most are for it: 4 for, 1 against." in page
        assert "And 1 named no side." in page and ASKED in page
        assert "For it : read them 4" in page and "Against it : read them 1" in page and "Neither, or both 0" in page


def test_what_was_brought_in_without_names_is_not_called_people(
    db: Session, site: Site, sign_in: SignIn, people: Cast, call: Call
) -> None:
    theme = chosen(db, people, call, *[Stance.FOR] * 4)
    assert "came from elsewhere" not in site.get(f"/calls/{call.id}")
    imported = an_idea(db, None, "The same person", call_id=call.id, stance=Stance.AGAINST)
    grouped(db, imported, theme)
    db.commit()

    for page in (site.get(f"/calls/{call.id}"), site.get(f"/themes/{theme.id}"),
                 sign_in(people.ruth).get(f"/desk/themes/{theme.id}")):
        assert "Of the 5 submissions that chose a side, most are for it: 4 for, 1 against." in page
        assert "Chosen Submissions" in page and "1 came from elsewhere without a name" in page


def test_every_number_leads_to_what_those_people_said(
    db: Session, site: Site, sign_in: SignIn, people: Cast, call: Call
) -> None:
    theme = chosen(db, people, call, Stance.FOR, Stance.AGAINST, Stance.NEITHER)
    an_idea(db, people.anna, "In another call", call_id=a_call(db, people).id, stance=Stance.NEITHER)
    db.commit()
    for page, within in ((site.get(f"/calls/{call.id}"), f"call={call.id}"),
                         (site.get(f"/themes/{theme.id}"), f"theme={theme.id}"),
                         (sign_in(people.ruth).get(f"/desk/themes/{theme.id}"), f"theme={theme.id}")):
        path = f"/ideas?stance=neither+or+both&amp;{within}"
        assert path in page.html and "stance=rather" not in page.html
        listed = site.get(path.replace("&amp;", "&"))
        assert "Idea 2" in listed and "Idea 0" not in listed and "In another call" not in listed
        assert "Chose “Neither, or both”" in listed and 'value="neither or both" checked' in listed.html


def test_a_list_says_nothing_of_stances_until_it_is_asked_for_one(
    db: Session, site: Site, people: Cast, call: Call
) -> None:
    chosen(db, people, call, Stance.FOR)

    assert "For or against" not in site.get("/ideas") and "For or against" not in site.get(f"/ideas?call={call.id}")
    unknown = site.get("/ideas?stance=perhaps")
    assert "Stance “perhaps”" in unknown and "Idea 0" not in unknown
    assert "Idea 0" in site.get("/ideas?stance=perhaps&stance=for")
    assert [one["stance"] for one in site.get("/ideas.json?stance=for").response.json()["items"]] == ["for"]


def test_too_few_voices_claim_nothing(db: Session, site: Site, people: Cast, call: Call) -> None:
    assert "Nobody has chosen for or against." in site.get(f"/calls/{call.id}")
    theme = chosen(db, people, call, *[Stance.FOR] * 4)

    for path in (f"/calls/{call.id}", f"/themes/{theme.id}"):
        page = site.get(path)
        assert "Too few to say: 4 people chose for or against." in page and "all are" not in page


def test_a_theme_of_a_call_that_asks_nothing_says_nothing_of_it(
    db: Session, site: Site, sign_in: SignIn, people: Cast
) -> None:
    theme = grouped(db, an_idea(db, people.maya, call_id=a_call(db, people).id))
    alone = grouped(db, an_idea(db, people.ben, "No call at all"))
    db.commit()

    for one in (theme, alone):
        assert "For or against" not in site.get(f"/themes/{one.id}")
        assert "For or against" not in sign_in(people.ruth).get(f"/desk/themes/{one.id}")


def test_no_page_asks_the_database_more_often_for_it(
    db: Session, sign_in: SignIn, people: Cast, call: Call, queries: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    theme = chosen(db, people, call, Stance.FOR, Stance.AGAINST)
    idea = db.exec(select(Idea.id).where(Idea.theme_id == theme.id)).first()
    ruth, counts = sign_in(people.ruth), []
    ruth.get(f"/desk/themes/{theme.id}")  # that she has it open is noted once
    for proposition in (ASKED, ""):
        call.proposition = proposition
        db.commit()
        counts.append([])
        for path in ("/ideas", f"/ideas/{idea}", f"/calls/{call.id}", f"/themes/{theme.id}",
                     f"/desk/themes/{theme.id}"):
            with queries() as asked:
                ruth.get(path)
            counts[-1].append(len(asked))
    assert counts[0] == counts[1] and max(counts[0]) <= 6, counts
