"""Ideas that say a draft's title in other words come to its page when the machine has found them."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlmodel import Session, select

from models import clock, drafts
from models.accounts import Account
from models.drafts import Draft
from models.ideas import Idea
from tests.cast import Cast
from tests.page import Page, Site
from tests.proposing import TITLE, proposed
from web.drafts import LOOKS

BY_HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
SAME = "Somewhere to sit while you wait"


def begun(db: Session, site: Site) -> tuple[str, Draft]:
    """The address of the page and the draft that it is about."""
    page = site.follow(site.send(site.get("/ideas/new"), "/ideas/new", title=TITLE))
    return page.response.url.path, db.exec(select(Draft)).one()


def found(db: Session, draft: Draft, *ideas: Idea) -> None:
    drafts.keep_nearest(db, draft, [idea.id for idea in ideas])
    db.commit()
    db.refresh(draft)


def part(site: Site, path: str, look: int = 1) -> Page:
    return Page(site.client.get(f"{path}?look={look}", headers=BY_HTMX))


def test_the_page_shows_words_at_once_and_asks_for_the_rest(db: Session, site: Site, people: Cast) -> None:
    proposed(db, people.maya, "Benches at every bus stop")

    path, _ = begun(db, site)
    page = site.get(path)

    assert "This idea may be like yours" in page and "We are also looking for ideas that say it in other words" in page
    assert f'data-hx-get="{path}?look=1"' in page.html and "load delay:1s" in page.html
    assert page.html.index("Go on with mine") < page.html.index('id="meant"')


def test_what_was_found_comes_below_the_button_and_is_announced(db: Session, site: Site, people: Cast) -> None:
    path, draft = begun(db, site)
    other = proposed(db, people.maya, SAME)
    found(db, draft, other)

    answer = part(site, path)

    assert answer.html.count('id="meant"') == 1 and SAME in answer and "<h1" not in answer.html
    assert "1 more idea may be like yours, at the end of this page." in answer
    assert 'role="status"' in answer.html and "data-hx-get" not in answer.html and "autofocus" not in answer.html


def test_it_is_asked_again_more_and_more_rarely_and_then_no_more(db: Session, site: Site) -> None:
    path, _ = begun(db, site)

    for look in range(1, LOOKS):
        answer = part(site, path, look)
        assert f"?look={look + 1}" in answer.html and f"delay:{2 ** look}s" in answer.html
        assert 'id="announce"' not in answer.html
    last = part(site, path, LOOKS)

    assert "data-hx-get" not in last.html and "You need not wait" in last and f'href="{path}"' in last.html


@pytest.mark.parametrize("look", ["99", "-1", "x", "", "4e9"])
def test_any_number_of_looks_is_taken(db: Session, site: Site, look: str) -> None:
    path, _ = begun(db, site)

    assert part(site, path, look).status == 200  # type: ignore[arg-type]


def test_nothing_found_is_said(db: Session, site: Site) -> None:
    path, draft = begun(db, site)
    assert "We found no idea with the same words" in site.get(path)
    found(db, draft)

    assert part(site, path).text.count("We found no more ideas like yours.") == 2
    page = site.get(path)
    assert "We found no idea like yours" in page and 'id="meant"' not in page.html


def test_without_javascript_the_page_loaded_again_shows_both(db: Session, site: Site, people: Cast) -> None:
    word, meaning = proposed(db, people.maya, "Benches at every bus stop"), proposed(db, people.maya, SAME)
    path, draft = begun(db, site)
    assert f'<noscript> <a href="{path}">Look again in a moment</a></noscript>' in site.get(path).html
    found(db, draft, meaning, word)

    page = site.get(path)

    assert "These 2 ideas may be like yours" in page
    assert page.html.count(f'href="/ideas/{word.id}"') == 2  # its title and its button: once, though found twice
    assert page.html.index("Benches at every bus stop") < page.html.index(SAME) < page.html.index("Go on with mine")


def test_a_new_title_does_not_show_what_the_old_one_found(db: Session, site: Site, people: Cast) -> None:
    other = proposed(db, people.maya, SAME)
    path, draft = begun(db, site)
    found(db, draft, other)
    form = site.get(path.replace("similar", "title"))

    page = site.follow(site.send(form, "/title", title="Night buses on Fridays"))

    assert SAME not in page and "We are also looking" in page
    assert SAME not in part(site, path)


def test_what_was_hidden_since_is_not_shown(db: Session, site: Site, people: Cast) -> None:
    other = proposed(db, people.maya, SAME)
    path, draft = begun(db, site)
    found(db, draft, other)
    other.hidden_at = clock.now()
    db.commit()

    assert SAME not in site.get(path) and SAME not in part(site, path)


def test_nobody_else_reads_what_was_found(
    db: Session, sign_in: Callable[[Account], Site], site: Site, people: Cast
) -> None:
    path, draft = begun(db, sign_in(people.maya))
    found(db, draft, proposed(db, people.maya, SAME))

    for other in (site, sign_in(people.ben)):
        answer = other.client.get(path, headers=BY_HTMX, follow_redirects=False)
        assert SAME not in answer.text and answer.status_code != 200


def test_the_page_asks_little_of_the_database(
    db: Session, site: Site, people: Cast, queries: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    ideas = [proposed(db, people.maya, f"{SAME}, number {number}") for number in range(5)]
    path, draft = begun(db, site)
    found(db, draft, *ideas)

    with queries() as asked:
        site.get(path)

    assert len(asked) <= 6
