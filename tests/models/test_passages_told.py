"""The words that somebody was told by telephone are those of the call, whatever is chosen afterwards."""

import pytest
from sqlmodel import Session

from models import answers, memberships, passages
from models.outreaches import Outreach
from models.statuses import OutreachState
from tests import scenes
from tests.cast import Cast

FIRST, SECOND = "That would help.", "My letter came late."


@pytest.mark.parametrize(("state", "goes_out_with"), [
    (OutreachState.NOT_REACHED, SECOND), (OutreachState.REACHED, FIRST)])
def test_who_was_reached_knows_the_words_of_then(
    db: Session, people: Cast, state: OutreachState, goes_out_with: str
) -> None:
    theme, idea = scenes.theme(db, None), scenes.idea(db, people.maya, body=f"{FIRST} {SECOND}")
    member = memberships.put(db, idea, theme, by=None, score=0.7, begins=0, ends=len(FIRST), words=FIRST)
    answer = scenes.draft(db, people, theme=theme)
    answers.publish(db, answer, by=people.ruth, tell=False)
    db.add(Outreach(answer_id=answer.id, idea_id=idea.id, state=state))
    db.flush()

    span = len(FIRST) + 1, len(idea.body)
    assert passages.choose(db, idea, member, span, by=people.ruth, seen=passages.print_of(idea, member))

    assert [row.words for row in db.execute(answers.contributors(answer.id))] == [goes_out_with]
    assert [row.words for row in db.execute(passages.sent(idea.id))] == [FIRST] * (goes_out_with == FIRST)
