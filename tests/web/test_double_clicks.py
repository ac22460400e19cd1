"""A button is pressed again before the first press was answered: both lead to the same place. With real commits."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from models import comments, database, sessions
from models.answers import Answer
from models.comments import Comment
from models.history import Event
from models.sign_ins import SignIn
from models.themes import Theme
from tests import cast, page, scenes, together
from tests.page import SAME_SITE, Client, Site
from tests.web.test_desk_answers import TYPED
from web.kit import cookies

Browser = Callable[[str], Site]


@pytest.fixture(scope="module")
def engine(migrated: None) -> Iterator[Engine]:
    with together.peopled_database("clickers") as engine:
        with Session(engine) as db, db.begin():
            people = cast.gathered(db)
            idea = scenes.idea(db, people.maya)
            scenes.grouped(db, scenes.theme(db, scenes.call(db, people).id), idea)
            comments.write(db, idea, body="It rains there.", by=people.ben)
        yield engine


@pytest.fixture
def browser(engine: Engine, the_app: object, monkeypatch: pytest.MonkeyPatch) -> Browser:
    """Somebody's, or nobody's."""
    monkeypatch.setattr(database, "open_session", lambda *, read_only=False: Session(engine, expire_on_commit=False))

    def opened(name: str) -> Site:
        client = Client(the_app)
        if name:
            with database.transaction() as db:
                key = sessions.start(db, together.person(db, name), agent="a test")
            client.cookies.set(cookies.name(), cookies.signed(key))
        return Site(client)

    return opened


def press_twice(engine: Engine, site: Site, form: dict[str, Any], held: type, **typed: str) -> list[tuple[int, str]]:
    """Presses again while the first press waits for a row that somebody else holds. Where each of them led."""

    async def press() -> tuple[int, str]:
        answer = await site.client._http.post(form["action"], data=form["fields"] | typed, headers=SAME_SITE,
                                              follow_redirects=False)
        return answer.status_code, answer.headers.get("location", "")

    async def both() -> list[tuple[int, str]]:
        with engine.begin() as line:
            line.execute(select(held.id).with_for_update())  # type: ignore[attr-defined]
            pressed = []
            for many in (1, 2):
                pressed.append(asyncio.create_task(press()))
                await asyncio.to_thread(together.until_waiting, engine, many)
        return await asyncio.gather(*pressed)

    return page._loop().run_until_complete(both())


def kinds(engine: Engine, kind: str) -> int:
    with Session(engine) as db:
        return len(db.exec(select(Event).where(col(Event.kind) == kind)).all())


def test_ruth_saves_her_draft(engine: Engine, browser: Browser) -> None:
    ruth = browser("ruth")
    form = ruth.get("/desk/themes/1").form("/answer")

    first, second = press_twice(engine, ruth, form, Theme, **TYPED)

    assert first == second and first[0] == 303
    with Session(engine) as db:
        assert len(db.exec(select(Answer)).all()) == 1 == kinds(engine, "answer.drafted")


def test_ben_changes_his_comment(engine: Engine, browser: Browser) -> None:
    ben = browser("ben")
    form = ben.get("/comments/1/edit").form("/comments/1")

    first, second = press_twice(engine, ben, form, Comment, body="It pours there.")

    assert first == second and first[0] == 303
    assert kinds(engine, "comment.edited") == 1


def test_maya_types_her_code(engine: Engine, browser: Browser) -> None:
    nobody = browser("")
    asked = nobody.follow(nobody.send(nobody.get("/sign-in"), "/sign-in", email="maya@example.org"))
    with Session(engine) as db:
        code = db.exec(select(SignIn)).one().code

    first, second = press_twice(engine, nobody, asked.form("/code"), SignIn, code=code)

    assert first == second and first[0] == 303
    assert kinds(engine, "account.signed_in") == 1
