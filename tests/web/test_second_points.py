"""An idea that makes several points stands in one theme, and says which other ones it speaks to, in which words."""

from collections.abc import Callable

import pytest
from sqlmodel import Session

from models import merging
from models.accounts import Account
from models.ideas import Idea
from models.memberships import Membership
from models.themes import Theme
from tests import scenes
from tests.cast import Cast
from tests.page import Site

SignIn = Callable[[Account], Site]
WORDS = "My letter came late"


@pytest.fixture
def told(db: Session, people: Cast) -> tuple[Idea, Theme, Theme]:
    here, also = scenes.theme(db, None), scenes.theme(db, None, title="Letters & <post>")
    mine = scenes.idea(db, people.maya)
    scenes.grouped(db, here, mine)
    db.add(Membership(theme_id=also.id, idea_id=mine.id, primary=False, begins=0, ends=len(WORDS), words=WORDS))
    db.commit()
    return mine, here, also


def test_an_idea_shows_the_other_theme_it_speaks_to_with_its_words(
    db: Session, site: Site, told: tuple[Idea, Theme, Theme]
) -> None:
    mine, _, also = told
    page = site.get(f"/ideas/{mine.id}")
    assert f'It also speaks to <a href="/themes/{also.id}"><bdi>Letters &amp; &lt;post&gt;</bdi></a>' in page.html
    assert f'<blockquote class="voice" dir="auto">{WORDS}</blockquote>' in page.html

    mine.body = f"Well. {mine.body}"
    db.commit()

    page = site.get(f"/ideas/{mine.id}")
    assert "It also speaks to" in page and "<blockquote" not in page.html


def test_lists_of_a_theme_say_what_else_an_idea_is_about(
    sign_in: SignIn, people: Cast, site: Site, told: tuple[Idea, Theme, Theme]
) -> None:
    _, here, _ = told
    for page in (site.get(f"/themes/{here.id}"), sign_in(people.ruth).get(f"/desk/themes/{here.id}")):
        assert "also about <bdi>Letters &amp; &lt;post&gt;</bdi>" in page.html


def test_a_theme_that_is_gone_is_not_spoken_to(
    db: Session, site: Site, people: Cast, told: tuple[Idea, Theme, Theme]
) -> None:
    mine, here, also = told
    assert "also about" in site.get(f"/themes/{here.id}")

    merging.merge(db, also, here, by=people.ruth)
    db.commit()

    assert "It also speaks to" not in site.get(f"/ideas/{mine.id}")
    assert "also about" not in site.get(f"/themes/{here.id}")
