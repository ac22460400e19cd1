"""The words that an officer chose of an idea stand wherever its theme is told in people's own words."""

import pytest
from sqlmodel import Session

from models import memberships, passages, quotes
from models.analyses import Analysis
from models.ideas import Idea
from models.themes import Theme, ThemeQuote
from tests import scenes
from tests.cast import Cast
from tests.page import Site

FOUND, CHOSEN = "My letter came late.", "I lost my place on the list!"
BODY = f"I have two jobs. {FOUND} {CHOSEN}"


@pytest.fixture
def theme(db: Session, people: Cast) -> Theme:
    return scenes.theme(db, scenes.call(db, people).id)


@pytest.fixture
def idea(db: Session, people: Cast, theme: Theme) -> Idea:
    """The one that the machine took for the best of the theme."""
    made = scenes.idea(db, people.maya, body=BODY)
    begins = BODY.index(FOUND)
    found = {"begins": begins, "ends": begins + len(FOUND), "words": FOUND}
    memberships.put(db, made, theme, by=None, **found)
    memberships.put(db, scenes.idea(db, people.ben), theme, by=None)
    db.add(ThemeQuote(theme_id=theme.id, idea_id=made.id, **found))
    db.commit()
    return made


def choose(db: Session, people: Cast, idea: Idea, words: str | None) -> None:
    member = db.exec(memberships.primary_of(idea.id)).one()
    span = (BODY.index(words), BODY.index(words) + len(words)) if words else None
    passages.choose(db, idea, member, span, by=people.ruth, seen=passages.print_of(idea, member))
    db.commit()


def quoted(db: Session, theme: Theme) -> list[str]:
    return list(db.execute(quotes.of_theme(theme.id).where(quotes.stand())).scalars())


def test_every_page_that_quotes_the_theme_has_them(
    db: Session, site: Site, people: Cast, theme: Theme, idea: Idea
) -> None:
    answer = scenes.published(db, people, theme=theme)
    db.commit()
    pages = (f"/themes/{theme.id}", "/themes", "/themes.json", f"/calls/{theme.call_id}", f"/answers/{answer.id}/case",
             f"/answers/{answer.id}/case.md", "/")

    for words, others in ((FOUND, CHOSEN), (CHOSEN, FOUND)):
        choose(db, people, idea, words)
        for path in pages:
            page = site.get(path)
            assert words in page.html and f"“{others}”" not in page.html, path


def test_when_the_choice_is_left_the_machines_words_are_quoted_again(
    db: Session, people: Cast, theme: Theme, idea: Idea
) -> None:
    choose(db, people, idea, CHOSEN)
    assert quoted(db, theme) == [CHOSEN]

    choose(db, people, idea, None)
    assert quoted(db, theme) == [FOUND]


@pytest.mark.parametrize(("text", "quoted_now"), [
    (f"It is new. {FOUND} {CHOSEN}", [CHOSEN]), (f"It is new. {CHOSEN}", [CHOSEN]), (f"It is new. {FOUND}", [FOUND]),
    ("Nothing of the sort.", []),
])
def test_they_are_quoted_while_the_text_says_them(
    db: Session, people: Cast, theme: Theme, idea: Idea, text: str, quoted_now: list[str]
) -> None:
    choose(db, people, idea, CHOSEN)
    idea.body = text
    memberships.follow_text(db, idea)
    db.commit()

    assert quoted(db, theme) == quoted_now


def test_what_is_long_or_private_is_sent_to_its_author_and_not_quoted_to_everyone(
    db: Session, people: Cast, theme: Theme, idea: Idea
) -> None:
    choose(db, people, idea, CHOSEN)
    begins = BODY.index("list")
    analysis = Analysis(idea_id=idea.id, version="", findings=[{"kind": "name", "begins": begins, "ends": begins + 4}])
    db.add(analysis)
    db.flush()
    assert quoted(db, theme) == [FOUND]
    analysis.findings = [{"kind": "name", "begins": 0, "ends": 6}]
    db.flush()
    assert quoted(db, theme) == [CHOSEN]

    idea.body = f"{BODY} {'And so on. ' * 40}"
    db.flush()
    member = db.exec(memberships.primary_of(idea.id)).one()
    for length, shown in ((quotes.LONGEST, idea.body[:quotes.LONGEST]), (quotes.LONGEST + 1, FOUND)):
        analysis.findings = []
        passages.choose(db, idea, member, (0, length), by=people.ruth, seen=passages.print_of(idea, member))
        db.flush()
        assert quoted(db, theme) == [shown]


def test_an_idea_that_stands_elsewhere_speaks_for_the_theme_no_longer(
    db: Session, people: Cast, theme: Theme, idea: Idea
) -> None:
    choose(db, people, idea, CHOSEN)
    memberships.put(db, idea, scenes.theme(db, None, title="Letters"), by=people.ruth)
    db.commit()

    assert quoted(db, theme) == []
