"""One word as long as a field takes it breaks into lines: no page and no mail is wider than a small phone."""

import pytest
from playwright.sync_api import Browser
from sqlmodel import Session

from jobs import letters
from models import comments, drafts, mails
from models.calls import PROPOSITION_LIMIT
from models.ideas import PLACE_LIMIT, TITLE_LIMIT
from models.statuses import Kind, Stance
from tests import cast, said, scenes
from tests.cast import Cast
from tests.journeys.living import Live
from web.kit import cookies

PHONE = {"width": 320, "height": 640}
TITLE, BODY, PLACE = "W" * TITLE_LIMIT, "W" * 2_000, "W" * PLACE_LIMIT


@pytest.fixture(scope="module")
def addresses(live: Live) -> list[tuple[str, str]]:
    """Who looks, and where: every page that shows an idea, its author, a comment, a theme or a call of such words."""
    with live.transaction() as db:
        return _addresses(db, cast.gather(db))


def _addresses(db: Session, people: Cast) -> list[tuple[str, str]]:
    people.maya.name = "W" * 80
    call = scenes.call(db, people, question=TITLE)
    call.proposition = "W" * PROPOSITION_LIMIT
    idea = said.an_idea(db, people.maya, TITLE, BODY, place=PLACE, call_id=call.id, stance=Stance.UNSAID)
    theme = scenes.theme(db, call.id, title=TITLE)
    other = scenes.theme(db, call.id, title=TITLE + "w")
    scenes.grouped(db, theme, idea)
    hidden = said.an_idea(db, people.maya, TITLE, BODY)
    first = comments.write(db, idea, body=BODY, by=people.maya)
    said.hidden(db, hidden, people, reason=TITLE)
    letters.post(db, to=people.ben.email, subject=TITLE, template="sign_in", idea=idea,
                 link=f"https://example.org/{BODY}", code="123456", minutes=10,
                 hours=24)
    draft = drafts.begin(db, title=TITLE, kind=Kind.IDEA, call_id=call.id, account_id=None)
    draft.today = draft.better = draft.email = BODY
    draft.stance, draft.proposition = Stance.UNSAID.value, call.proposition
    mail = db.exec(mails.newest()).first()
    answer = scenes.draft(db, people, theme=theme)
    assert mail and other
    everyone = ["/ideas", f"/ideas/{idea.id}", f"/where/{idea.reference}", f"/ideas/{idea.id}/versions",
                f"/calls/{call.id}", f"/ideas/{idea.id}/report", f"/find?q={TITLE}", "/calls", "/themes",
                f"/themes/{theme.id}", "/",
                f"/ideas/new?call={call.id}", f"/where/{hidden.reference}", f"/comments/{first.id}/history",
                f"/ideas?place={PLACE}", f"/ideas?q={TITLE}", f"/outbox/{mail.id}", "/outbox",
                f"/ideas/drafts/{draft.key}/stance", f"/ideas/drafts/{draft.key}/check"]
    maya = [f"/ideas/{idea.id}", f"/ideas/{hidden.id}", f"/ideas/{idea.id}/edit", f"/ideas/{idea.id}/withdrawal",
            "/account", "/account/ideas", f"/comments/{first.id}/edit"]
    desk = ["/desk", f"/desk/themes/{theme.id}", f"/desk/themes/{theme.id}/name", f"/desk/themes/{theme.id}/merger",
            f"/desk/ideas/{idea.id}", "/desk/ideas", f"/desk/answers/{answer.id}/preview",
            f"/desk/themes/{theme.id}/moves?idea={idea.id}", f"/calls/{call.id}/edit", "/desk/changes",
            "/desk/promises"]
    anna = ["/moderation", f"/moderation/ideas/{hidden.id}"]
    return ([("", path) for path in everyone] + [(people.maya.email, path) for path in maya]
            + [(people.ruth.email, path) for path in desk] + [(people.dev.email, path) for path in anna]
            + [(people.ben.email, f"/comments/{first.id}/reply")])


def test_no_page_is_wider_than_a_phone_whatever_people_write(
    browser: Browser, live: Live, addresses: list[tuple[str, str]]
) -> None:
    wide: list[str] = []
    for who in dict.fromkeys(who for who, _ in addresses):
        window = browser.new_context(base_url=live.base_url, viewport=PHONE)  # type: ignore[arg-type]
        if who:
            window.add_cookies([{"name": cookies.name(), "value": live.cookie_for(who), "url": live.base_url}])
        page = window.new_page()
        for path in (path for asker, path in addresses if asker == who):
            answer = page.goto(path)
            assert answer and answer.status in {200, 404, 410}, f"{path} answers {answer and answer.status}"
            over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            wide += [f"{path[:40]} for {who or 'nobody'}: {over}"] if over > 0 else []
        window.close()

    assert wide == []
