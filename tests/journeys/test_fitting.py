"""What is wide or narrow stays readable: no column is hidden in silence, and words keep clear of lines and edges."""

import pytest
from playwright.sync_api import Browser, Page

from models import clock, outcomes
from tests import cast, scenes
from tests.journeys.living import Live
from web.kit import cookies

# How far the heads end from their figures, how far the table reaches beyond its frame, and whether that is said.
TABLE = """() => {
  const frame = document.querySelector(".table-wide"), hint = document.querySelector(".scroll-hint");
  const ends = [...frame.querySelectorAll("tr")].map(row => [...row.cells].slice(1).map(cell => {
    const words = document.createRange();
    words.selectNodeContents(cell);
    return Math.max(...[...words.getClientRects()].map(box => box.right));
  }));
  const apart = Math.max(...ends.flatMap(row => row.map((end, n) => Math.abs(end - ends[0][n]))));
  return [apart, frame.scrollWidth - frame.clientWidth, getComputedStyle(hint).display != "none"];
}"""
# What the words of a drawing lie on.
COVERED = """() => {
  const drawing = document.querySelector(".before-after"), words = [...drawing.querySelectorAll("text")];
  const boxes = all => all.map(one => [one, one.getBoundingClientRect()]);
  return boxes(words).flatMap(([text, a]) => boxes([...drawing.children]).filter(([other, b]) => other != text &&
    a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom).map(([other]) => other.outerHTML));
}"""


@pytest.fixture(scope="module")
def known(live: Live) -> tuple[str, int, int]:
    """An officer, an answer and what it is measured by: the value wanted lies close below those that were read."""
    with live.transaction() as db:
        people = cast.gather(db)
        call = scenes.call(db, people)
        theme = scenes.theme(db, call.id)
        scenes.grouped(db, theme, scenes.idea(db, people.maya, call_id=call.id))
        answer = scenes.published(db, people, theme=theme)
        outcome = outcomes.add(db, answer, by=people.ruth, measure="Speed on Mill Lane", unit="mph", baseline=31.0,
                               baseline_on=scenes.JUNE, target=26.0, matters=2.0)
        outcomes.read(db, outcome, answer, value=27.0, read_on=clock.today(), note="", by=people.ruth)
        return people.ruth.email, answer.id, outcome.id


def opened(browser: Browser, live: Live, who: str, path: str, width: int) -> Page:
    window = browser.new_context(base_url=live.base_url, viewport={"width": width, "height": 900})
    window.add_cookies([{"name": cookies.name(), "value": live.cookie_for(who), "url": live.base_url}])
    page = window.new_page()
    page.goto(path)
    return page


@pytest.mark.parametrize("width", [320, 360, 768, 1200, 1280])
def test_the_figures_of_calls_stand_under_their_heads_and_what_is_cut_off_is_said(
    browser: Browser, live: Live, known: tuple[str, int, int], width: int
) -> None:
    page = opened(browser, live, known[0], "/figures", width)
    apart, beyond, said = page.evaluate(TABLE)
    assert apart < 1 and (beyond > 0) == said == (width < 1200)
    page.context.close()


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_words_of_a_drawing_lie_on_nothing(
    browser: Browser, live: Live, known: tuple[str, int, int], width: int
) -> None:
    page = opened(browser, live, known[0], f"/desk/outcomes/{known[2]}", width)
    assert page.locator(".before-after text").count() == 5 and page.evaluate(COVERED) == []
    page.context.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_what_the_letters_lack_is_said_in_lines_of_words(
    browser: Browser, live: Live, known: tuple[str, int, int], width: int
) -> None:
    page = opened(browser, live, known[0], f"/desk/answers/{known[1]}/letters", width)
    lack = page.get_by_text("The letters do not say how to reach you.").bounding_box()
    assert lack and lack["width"] > 200 and lack["height"] < 240
    page.context.close()
