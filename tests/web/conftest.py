"""A blind check of a call's themes, before anybody has coded it."""

import pytest
from sqlmodel import Session

from models.codings import Coding
from tests import coding
from tests.cast import Cast
from tests.coding import Checked


@pytest.fixture
def scene(db: Session, people: Cast) -> Checked:
    made = coding.scene(db, people)
    db.commit()
    return made


@pytest.fixture
def check(db: Session, people: Cast, scene: Checked) -> Coding:
    made = coding.drawn(db, people, scene)
    db.commit()
    return made
