"""Themes as people read them: sizes, the very words, the answer, and addresses that never break."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlmodel import Session

from models import calls, clock, memberships, merging, placements, themes
from models.accounts import Account
from models.answers import Answer
from models.calls import Call
from models.ideas import Idea
from models.placements import Words
from models.statuses import Kind, Verdict
from models.themes import Theme
from tests import crowd
from tests.cast import Cast
from tests.page import Site
from tests.said import an_idea

SignIn = Callable[[Account], Site]
PASSAGE = "I was forty minutes on hold"


@pytest.fixture
def call(db: Session) -> Call:
    return crowd.a_call(db)


@pytest.fixture
def idea(db: Session, people: Cast, call: Call) -> Idea:
    return an_idea(db, people.maya, call_id=call.id)


@pytest.fixture
def theme(db: Session, people: Cast, call: Call, idea: Idea) -> Theme:
    """A theme that the machine found, with one idea, its passage, and a quote."""
    theme = themes.make(db, title="Waiting on the telephone", call_id=call.id, by=None)
    begins = idea.body.index(PASSAGE)
    said = Words(idea.id, begins, begins + len(PASSAGE), PASSAGE)
    memberships.put(db, idea, theme, by=None, score=0.7, begins=said.begins, ends=said.ends, words=said.words)
    placements.quote(db, theme, [said])
    db.commit()
    return theme


def test_a_theme_says_how_many_from_whom_and_in_which_words(
    db: Session, site: Site, people: Cast, call: Call, theme: Theme
) -> None:
    second = "We could open a second line."
    staff = an_idea(db, people.tom, "A second line", second, kind=Kind.IMPROVEMENT, call_id=call.id)
    memberships.put(db, staff, theme, by=None)
    db.commit()

    page = site.get(f"/themes/{theme.id}")

    assert "Waiting on the telephone" in page and f"“{PASSAGE}”" in page
    assert f"<mark>{PASSAGE}</mark>" in page.html
    assert "1 idea from the public and 1 from staff." in page
    assert "A machine put these ideas together" in page and "No person has changed it yet" in page
    assert "Waits for an answer" in page


def test_a_quote_that_the_text_no_longer_says_is_not_shown(db: Session, site: Site, idea: Idea, theme: Theme) -> None:
    idea.body = idea.body.replace("forty", "fifty")
    db.commit()

    page = site.get(f"/themes/{theme.id}")

    assert PASSAGE not in page and "<mark>" not in page.html
    assert "In their own words" not in page and "I was fifty minutes on hold" in page
    assert PASSAGE not in site.get("/themes")


def test_a_quote_of_a_hidden_or_moved_idea_is_not_shown(
    db: Session, site: Site, people: Cast, call: Call, idea: Idea, theme: Theme
) -> None:
    other = themes.make(db, title="Letters", call_id=call.id, by=people.ruth)
    memberships.put(db, idea, other, by=people.ruth)
    db.commit()
    assert PASSAGE not in site.get(f"/themes/{theme.id}")

    memberships.put(db, idea, theme, by=people.ruth)
    idea.hidden_at = clock.now()
    db.commit()
    assert PASSAGE not in site.get(f"/themes/{theme.id}")


def test_a_merged_theme_leads_to_where_it_went(db: Session, site: Site, people: Cast, call: Call, theme: Theme) -> None:
    into = themes.make(db, title="Telephones", call_id=call.id, by=people.ruth)
    merging.merge(db, theme, into, by=people.ruth)
    db.commit()

    moved = site.get(f"/themes/{theme.id}", expect=301)

    assert moved.response.headers["location"] == f"/themes/{into.id}"
    assert "A person made this theme" in site.get(f"/themes/{into.id}")
    assert "Waiting on the telephone" not in site.get("/themes")


def test_a_retired_theme_says_so(db: Session, site: Site, theme: Theme) -> None:
    theme.retired_at = clock.now()
    db.commit()

    assert "Retired on" in site.get(f"/themes/{theme.id}")
    assert "Waiting on the telephone" not in site.get("/themes")


def test_a_renamed_theme_says_that_a_person_named_it(db: Session, site: Site, people: Cast, theme: Theme) -> None:
    themes.rename(db, theme, title="On hold", description="Long waits.", by=people.ruth)
    db.commit()

    page = site.get(f"/themes/{theme.id}")

    assert "A person gave it its name." in page and "People last changed it on" in page and "Long waits." in page


def test_the_answer_of_a_theme_stands_on_its_page_and_a_draft_does_not(
    db: Session, site: Site, sign_in: SignIn, people: Cast, theme: Theme
) -> None:
    db.add(Answer(theme_id=theme.id, summary="A secret draft."))
    db.commit()
    assert "A secret draft." not in sign_in(people.ruth).get(f"/themes/{theme.id}")

    db.add(Answer(theme_id=theme.id, summary="Twelve more lines from June.", verdict=Verdict.DOING,
                  published_at=clock.now()))
    db.commit()

    page = site.get(f"/themes/{theme.id}")
    assert "Twelve more lines from June." in page and "Waits for an answer" not in page


def test_a_theme_of_a_call_that_is_a_draft_does_not_exist(
    db: Session, site: Site, sign_in: SignIn, people: Cast
) -> None:
    call = calls.draft(db, by=people.ruth, question="Is this wise at all?")
    theme = themes.make(db, title="Too early", call_id=call.id, by=people.ruth)
    db.commit()

    site.get(f"/themes/{theme.id}", expect=404)
    sign_in(people.ruth).get(f"/themes/{theme.id}")
    site.get("/themes/999999", expect=404)
    site.get("/themes/99999999999", expect=404)


def test_its_ideas_come_twenty_a_page_in_the_order_asked_for(
    db: Session, site: Site, people: Cast, call: Call, theme: Theme
) -> None:
    for number in range(25):
        more = an_idea(db, people.ben, f"Idea number {number:02}", "On hold.", call_id=call.id)
        more.supports_count = number
        memberships.put(db, more, theme, by=None, score=number / 100)
    db.commit()

    first = site.get(f"/themes/{theme.id}?sort=supported")
    assert "Idea number 24" in first and "Idea number 04" not in first
    following = first.html.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = site.get(following.split("#")[0])
    assert "Idea number 04" in second and "Idea number 24" not in second
    assert "Text people the day before" in site.get(f"/themes/{theme.id}?sort=nonsense&after=nonsense")


def test_themes_are_listed_largest_first_and_by_call(
    db: Session, site: Site, people: Cast, call: Call, theme: Theme
) -> None:
    other = crowd.a_call(db, "What about our parks?")
    lamps = themes.make(db, title="Lamps", call_id=other.id, by=None)
    for number in range(2):
        memberships.put(db, an_idea(db, people.ben, f"Lamp {number}", "Dark.", call_id=other.id), lamps, by=None)
    db.commit()

    every = site.get("/themes").text
    assert every.index("Lamps") < every.index("Waiting on the telephone") and "2 themes" in every
    assert "Lamps" not in site.get(f"/themes?call={call.id}")
    rows = site.get(f"/themes.json?call={other.id}").response.json()["items"]
    assert [(row["title"], row["ideas"], row["answered"]) for row in rows] == [("Lamps", 2, False)]
    assert "Lamps" in site.get("/themes.csv").html and "Lamps" in site.get("/themes.atom").html
    site.get("/themes?call=999", expect=404)


def test_a_place_without_themes_says_so(site: Site) -> None:
    assert "No themes yet" in site.get("/themes")


def test_the_map_a_sentence_and_a_table_say_the_same(db: Session, site: Site, people: Cast, call: Call) -> None:
    for number, title in enumerate(("Letters", "Buses & trains", "Parking")):
        theme = themes.make(db, title=title, call_id=call.id, by=None)
        theme.x, theme.y = number / 3, number / 3
        for nth in range(number + 1):
            memberships.put(db, an_idea(db, people.ben, f"{title} {nth}", "Words.", call_id=call.id), theme, by=None)
    db.commit()

    page = site.get(f"/themes?call={call.id}")

    assert "A map of 3 themes with 6 ideas. The largest is “Parking”, with 3." in page
    assert page.html.count('aria-label="Buses &amp; trains, 2 ideas"') == 2, "on the wide map and on the narrow one"
    assert page.html.count("map-dot") == 6 and "The map as a table" in page
    assert "style=" not in page.html


def test_a_page_costs_the_same_however_much_is_said(
    db: Session, sign_in: SignIn, people: Cast, call: Call, theme: Theme,
    queries: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    db.add(Answer(theme_id=theme.id, summary="Twelve more lines from June.", verdict=Verdict.DOING,
                  published_at=clock.now()))
    maya, counts = sign_in(people.maya), []
    for _ in range(2):
        for number in range(15):
            memberships.put(db, an_idea(db, people.ben, f"Idea {number}", "On hold.", call_id=call.id), theme, by=None)
        db.commit()
        with queries() as asked:
            maya.get(f"/themes/{theme.id}")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 6, asked
