"""Comments, replies and marks, as rows and counters."""

import pytest
from sqlmodel import Session, col, select, update

from models import comments, discussions, revisions
from models.comments import Useful
from models.history import Event
from models.ideas import Idea
from models.statuses import Status
from tests.cast import Cast
from tests.said import a_comment, an_idea, hidden


def test_a_comment_is_counted_and_told(db: Session, people: Cast) -> None:
    idea = an_idea(db, people.maya)
    comment = a_comment(db, idea, people.ben)

    assert idea.comments_count == 1
    event = db.exec(select(Event).where(Event.kind == "comment.written")).one()
    assert (event.by_id, event.idea_id, event.comment_id) == (people.ben.id, idea.id, comment.id)


def test_ben_is_too_late_when_maya_took_her_idea_back_while_he_wrote(db: Session, people: Cast) -> None:
    idea = an_idea(db, people.maya)
    db.exec(update(Idea).where(col(Idea.id) == idea.id).values(status=Status.WITHDRAWN),
            execution_options={"synchronize_session": False})
    assert idea.takes_comments  # as Ben's request still knows it

    with pytest.raises(comments.Closed):
        a_comment(db, idea, people.ben)
    assert idea.comments_count == 0


def test_a_reply_to_a_reply_goes_beside_it(db: Session, people: Cast) -> None:
    idea = an_idea(db, people.maya)
    first = a_comment(db, idea, people.ben)
    second = a_comment(db, idea, people.tom, under=first)
    third = a_comment(db, idea, people.ben, under=second)

    assert (second.parent_id, third.parent_id) == (first.id, first.id)


def test_a_mark_is_given_once_and_taken_back_once(db: Session, people: Cast) -> None:
    comment = a_comment(db, an_idea(db, people.maya), people.ben)
    for wanted, count in ((True, 1), (True, 1), (False, 0), (False, 0), (True, 1)):
        comments.mark_useful(db, comment, by=people.tom, wanted=wanted)
        assert comment.useful_count == len(db.exec(select(Useful)).all()) == count


def test_a_hidden_comment_is_there_for_its_author_and_moderators(db: Session, people: Cast) -> None:
    idea = an_idea(db, people.maya)
    comment = a_comment(db, idea, people.ben)
    hidden(db, idea, people, comment)

    for account, seen in (
        (None, False),
        (people.maya, False),
        (people.ben, True),
        (people.dev, True),
        (people.ruth, False),
    ):
        found = db.exec(comments.visible_to(account)).all()
        assert bool(found) == seen


def test_under_a_hidden_idea_no_comment_is_seen(db: Session, people: Cast) -> None:
    idea = an_idea(db, people.maya)
    a_comment(db, idea, people.ben)
    hidden(db, idea, people)

    assert db.exec(comments.visible_to(None)).all() == db.exec(comments.visible_to(people.ben)).all() == []
    assert len(db.exec(comments.visible_to(people.dev)).all()) == 1


def test_what_it_said_before_is_kept(db: Session, people: Cast) -> None:
    comment = a_comment(db, an_idea(db, people.maya), people.ben, "First words")
    revisions.edit_comment(db, comment, body="Second words", by=people.ben)
    revisions.edit_comment(db, comment, body="Second words", by=people.ben)
    db.flush()

    assert [version.body for version in db.exec(revisions.of_comment(comment)).all()] == ["First words"]


def test_a_page_that_begins_inside_a_conversation_says_so(db: Session, people: Cast) -> None:
    idea = an_idea(db, people.maya)
    first = a_comment(db, idea, people.ben)
    reply = a_comment(db, idea, people.tom, under=first)
    rows = db.execute(discussions.of_idea(None).where(col(comments.Comment.id) == reply.id), {"idea": idea.id}).all()

    (thread,) = discussions.read_by(None, rows).threads
    assert thread.first is None and [said.id for said in thread.replies] == [reply.id]
