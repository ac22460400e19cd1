"""Following is begun and ended once."""

from sqlmodel import Session, col, select

from models import subscriptions
from models.history import Event
from tests.cast import Cast
from tests.said import a_call, an_idea


def test_following_twice_is_following_once(db: Session, people: Cast) -> None:
    idea, call = an_idea(db, people.maya), a_call(db, people)
    for _ in range(2):
        subscriptions.follow(db, people.ben, idea_id=idea.id)
        subscriptions.follow(db, people.ben, call_id=call.id)
        db.flush()
    assert subscriptions.follows(db, people.ben, idea.id) and not subscriptions.follows(db, people.tom, idea.id)
    for _ in range(2):
        subscriptions.unfollow(db, people.ben, idea_id=idea.id)
        db.flush()

    assert not subscriptions.follows(db, people.ben, idea.id)
    kinds = db.exec(select(Event.kind).where(col(Event.kind).startswith("subscription.")).order_by(col(Event.id))).all()
    assert kinds == ["subscription.begun", "subscription.begun", "subscription.ended"]
