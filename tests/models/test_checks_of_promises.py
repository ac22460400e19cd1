"""What the doctor finds wrong with promises, readings and benefits."""

import pytest
from sqlalchemy import text
from sqlmodel import Session

from models import checks
from tests import measuring, scenes
from tests.cast import Cast

BREAKS = {
    "every end of a promise has its event": "DELETE FROM event WHERE kind = 'commitment.delivered'",
    "every reading has its event": "DELETE FROM event WHERE kind = 'outcome.measured'",
    "a reading was corrected as often as it says": "UPDATE reading SET version = 7",
    "an answer has one measure of success": "UPDATE outcome SET success = false",
    "what is counted under a benefit is counted there":
        "UPDATE benefit SET taken_back_at = now() WHERE counted_under_id IS NULL",
}


@pytest.mark.parametrize("rule", BREAKS)
def test_what_does_not_agree_is_found(rule: str, db: Session, people: Cast) -> None:
    measuring.after(db, people, scenes.published(db, people, theme=scenes.theme(db, None)))
    db.flush()
    assert [one.name for one in checks.all_of(db) if one.wrong] == []

    db.execute(text(BREAKS[rule]))

    assert {one.name: one.wrong for one in checks.all_of(db) if one.wrong} == {rule: 1}
