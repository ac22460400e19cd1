"""What may be done with ticked ideas stays in sight at the desk, and nothing shows beside or below it."""

import pytest
from playwright.sync_api import Browser

from tests import cast, scenes
from tests.journeys.living import Live
from web.kit import cookies

IDEAS = 14
# What lies on top at each point of the bar, up to where its column ends: names of what is none of the bar.
OVER = """() => {
  const bar = document.querySelector("#evidence .desk-bulk"), box = bar.getBoundingClientRect();
  const column = bar.closest(".desk-theme"), around = column.getBoundingClientRect();
  const end = Math.min(innerHeight, around.bottom), found = new Set();
  for (let y = Math.ceil(box.top) + 1; y < end - 1; y += 2)
    for (let x = around.left + 4; x < around.left + column.clientWidth - 2; x += 2) {
      const on = document.elementFromPoint(x, y);
      if (on && !bar.contains(on) && on.closest(".evidence")) found.add(on.localName);
    }
  // Marks are drawn a little wider than their line, and so are outlines.
  const list = document.querySelector(".evidence").getBoundingClientRect();
  if (box.left > list.left - 5 || box.right < list.right + 5) found.add("edge");
  return [[...found], box.top < end];
}"""


@pytest.fixture(scope="module")
def theme_path(live: Live) -> tuple[str, str]:
    with live.transaction() as db:
        people = cast.gather(db)
        call = scenes.call(db, people)
        theme = scenes.theme(db, call.id)
        scenes.grouped(db, theme, *(scenes.idea(db, people.maya, call_id=call.id) for _ in range(IDEAS)))
        return people.ruth.email, f"/desk/themes/{theme.id}"


@pytest.mark.parametrize(("width", "height"), [(320, 640), (768, 900), (1280, 800)])
def test_no_idea_shows_through_or_around_the_bar(
    browser: Browser, live: Live, theme_path: tuple[str, str], width: int, height: int
) -> None:
    who, path = theme_path
    window = browser.new_context(base_url=live.base_url, viewport={"width": width, "height": height})
    window.add_cookies([{"name": cookies.name(), "value": live.cookie_for(who), "url": live.base_url}])
    page = window.new_page()
    page.goto(path)
    page.locator("#evidence [name=ideas]").nth(2).check()
    for row in range(3, 8):
        page.evaluate(f"document.querySelectorAll('#evidence li')[{row}].scrollIntoView({{block: 'start'}})")
        over, in_sight = page.evaluate(OVER)
        assert in_sight and over == [], f"idea {row}"
    window.close()
