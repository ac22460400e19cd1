"""What tests of pages share."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlmodel import Session

from models import clock, limits
from models.accounts import Account
from models.answers import Answer
from models.codings import Coding
from tests import coding, scenes
from tests.cast import Cast
from tests.coding import Checked


@pytest.fixture(autouse=True)
def windows_begin_now(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is counted in a test is counted in one window: each begins with the test, as at the full hour."""
    past = timedelta(seconds=clock.now().timestamp() % 3600)
    monkeypatch.setattr(limits, "clock", SimpleNamespace(now=lambda: clock.now() - past))


@pytest.fixture
def scene(db: Session, people: Cast) -> Checked:
    """A blind check of a call's themes, before anybody has coded it."""
    made = coding.scene(db, people)
    db.commit()
    return made


@pytest.fixture
def check(db: Session, people: Cast, scene: Checked) -> Coding:
    made = coding.drawn(db, people, scene)
    db.commit()
    return made


@pytest.fixture
def omar(db: Session, people: Cast) -> Account:
    """A second policy officer."""
    account = scenes.officer(db, people)
    db.commit()
    return account


@pytest.fixture
def draft(db: Session, people: Cast) -> Answer:
    """A draft that lacks nothing but a second reader."""
    answer = scenes.finished(db, people)
    db.commit()
    return answer
