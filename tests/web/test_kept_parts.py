"""Parts of pages that are made once and kept: everybody still sees exactly what a page made anew would show them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

import pytest
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Connection
from sqlmodel import Session, select
from starlette.applications import Starlette

from models import accounts, clock, comments, database, doubts, memberships, revisions, sessions, supports, themes
from models.accounts import Account
from models.comments import Comment
from models.doubts import Doubt, DoubtKind
from models.ideas import Idea
from models.statuses import MailChoice
from models.themes import Theme
from tests import cast, scenes
from tests.cast import Cast
from tests.conftest import one_transaction, undone
from tests.page import Client, Page
from tests.said import a_comment, hidden
from web import app as web_app
from web.kit import cookies, rendering

Look = Callable[[Starlette], dict[tuple[str, str], str]]
KEYS = re.compile(r'name="form_key" value="[^"]+"')


class Compiled(BytecodeCache):
    """Templates are compiled once for all sites of these tests."""

    def __init__(self) -> None:
        self.code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.code:
            bucket.bytecode_from_string(self.code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.code[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


def a_site(*, keeps: bool) -> Starlette:
    site = web_app.site()
    site.state.templates.bytecode_cache = COMPILED
    site.state.templates.auto_reload = not keeps
    site.state.templates.globals["kept"] = rendering.Kept(site.state.templates)
    return site


@dataclass(frozen=True)
class World:
    """A theme with an idea by Maya and one by nobody, and what Ben, whose name is his own affair, and Tom say to it."""

    line: Connection
    moment: datetime
    people: Cast
    theme: Theme
    idea: Idea
    look: Look
    keeping: Starlette
    anew: Starlette
    before: dict[tuple[str, str], str]


@pytest.fixture(scope="module")
def world(migrated: None) -> Iterator[World]:
    """Made once, with a site that has shown every page of it to everybody, and the desk says who has what open."""
    moment = clock.now()
    with one_transaction() as line, clock.at(moment):
        with database.open_session() as db:
            people = cast.gather(db)
            call = scenes.call(db, people)
            idea = scenes.idea(db, people.maya, call_id=call.id)
            theme = scenes.theme(db, call.id)
            scenes.grouped(db, theme, idea, scenes.idea(db, None, title="Ring back", call_id=call.id))
            a_comment(db, idea, people.ben, "It happened to me as well.")
            a_comment(db, idea, people.tom, "We could ring people.")
            supports.give(db, idea, people.ben)
            keys = {name: sessions.start(db, account, agent="a test") for name, account in people.everyone().items()}
            db.commit()
        look, keeping = looking(people, theme, idea, keys), a_site(keeps=True)
        look(keeping)
        yield World(line, moment, people, theme, idea, look, keeping, a_site(keeps=False), look(keeping))


@pytest.fixture
def connection(world: World) -> Iterator[Connection]:
    """What one test changes is undone before the next. All of it happens at one moment: who has what open is told for a
    few minutes only, and a busy machine may take longer between two looks."""
    with undone(world.line) as line, clock.at(world.moment):
        yield line


def looking(people: Cast, theme: Theme, idea: Idea, keys: dict[str, str]) -> Look:
    """What each of them, and a visitor, sees on each of the pages: without the keys that differ every time."""
    anyones = ("/", "/ideas", f"/ideas/{idea.id}", f"/themes/{theme.id}", "/find?q=telephone")
    desks = ("/desk", f"/desk/themes/{theme.id}")
    readers = {"": (), **{name: (cookies.name(), cookies.signed(key)) for name, key in keys.items()}}

    def looked(site: Starlette) -> dict[tuple[str, str], str]:
        client, seen = Client(site, raises=True), {}
        for path in anyones + desks:
            for name, cookie in readers.items():
                if path in anyones or (name and getattr(people, name).works_at_desk):
                    headers = {"cookie": "=".join(cookie)} if cookie else {}
                    page = Page(client.get(path, headers=headers))
                    assert page.status < 500, (path, name)
                    seen[path, name] = f"{page.status} {KEYS.sub('', page.html)}"
        return seen

    return looked


def test_nobody_is_shown_what_was_made_for_somebody_else(world: World, connection: Connection) -> None:
    people, first = world.people, world.before
    again, anew = world.look(world.keeping), world.look(world.anew)

    assert first == again == anew
    assert all(html.startswith("200") for html in first.values())
    assert world.keeping.state.templates.globals["kept"].hits > 50
    page = f"/ideas/{world.idea.id}"
    assert {name for path, name in first if path == "/ideas" and "You support it" in first[path, name]} == {"ben"}
    assert {name for path, name in first if path == page and "Change<span" in first[path, name]} == {"ben", "tom"}
    assert not any(people.ben.name in html for (_, name), html in first.items() if name != "ben")


CHANGES: dict[str, Callable[[Session, Cast, Theme, Idea], object]] = {
    "support": lambda db, people, theme, idea: supports.give(db, idea, people.tom),
    "support taken back": lambda db, people, theme, idea: supports.withdraw(db, idea, people.ben),
    "an idea edited": lambda db, people, theme, idea: revisions.edit_idea(
        db, idea, title="Answer the telephone at once", body="Nobody answers the telephone.", by=people.maya),
    "a comment edited": lambda db, people, theme, idea: revisions.edit_comment(
        db, said_by(db, people.ben), body="It happened to me twice.", by=people.ben),
    "a comment hidden": lambda db, people, theme, idea: hidden(db, idea, people, said_by(db, people.ben)),
    "a comment taken back": lambda db, people, theme, idea: comments.withdraw(
        db, said_by(db, people.ben), by=people.ben),
    "an idea hidden": lambda db, people, theme, idea: hidden(db, idea, people),
    "a useful mark": lambda db, people, theme, idea: comments.mark_useful(
        db, said_by(db, people.tom), by=people.ben, wanted=True),
    "a theme renamed": lambda db, people, theme, idea: themes.rename(
        db, theme, title="Waiting on the line", description="", by=people.ruth),
    "an idea kept by a person": lambda db, people, theme, idea: memberships.keep(db, [idea.id], theme, by=people.ruth),
    "a name given": lambda db, people, theme, idea: accounts.describe(
        db, people.ben, name="Benjamin", private=False, mail_choice=MailChoice.DAILY,
        language=people.ben.language),
    "a name taken back": lambda db, people, theme, idea: accounts.describe(
        db, people.tom, name=people.tom.name, private=True, mail_choice=MailChoice.DAILY,
        language=people.tom.language),
    "a theme to look at again": lambda db, people, theme, idea: doubts.keep(
        db, idea.call_id or 0, {theme.id: [Doubt(DoubtKind.MIXED, "They have little in common.", {})]}),
    "an answer": lambda db, people, theme, idea: scenes.published(db, people, theme=theme),
}


def said_by(db: Session, account: Account) -> Comment:
    return db.exec(select(Comment).where(Comment.author_id == account.id)).one()


@pytest.mark.parametrize("change", CHANGES)
def test_what_changes_shows_at_once_for_everybody(change: str, db: Session, world: World) -> None:
    theme, idea = db.get_one(Theme, world.theme.id), db.get_one(Idea, world.idea.id)
    CHANGES[change](db, cast.gathered(db), theme, idea)
    db.commit()

    after = world.look(world.keeping)
    assert after == world.look(world.anew)
    assert after != world.before


def test_the_parts_shown_least_lately_go_when_they_weigh_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "MOST_KEPT", 40_000)
    kept = a_site(keeps=True).state.templates.globals["kept"]

    def bar_of(name: str) -> str:
        return kept("_bar.html", "bar", "/ideas", True, name * 3_000, False, False, False)

    first = bar_of("a")
    assert bar_of("b") is bar_of("b") and bar_of("a") is first
    for name in "cdefgh":
        bar_of(name)
    assert bar_of("a") is not first and bar_of("a") == first


def test_a_part_heavier_than_all_that_may_be_kept_is_made_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "MOST_KEPT", 40_000)
    kept = a_site(keeps=True).state.templates.globals["kept"]

    made = [kept("_bar.html", "bar", "/ideas", True, "a" * 50_000, False, False, False) for _ in range(2)]

    assert made[0] == made[1] and made[0] is not made[1]
