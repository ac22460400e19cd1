"""What an author does with the whole of an idea: publish it, and take it back."""

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models import ideas, memberships, subscriptions
from models.accounts import Account
from models.calls import Call
from models.ideas import Idea


def own(account: Account, idea_id: int) -> SelectOfScalar[Idea]:
    """This idea, if this person wrote it."""
    return select(Idea).where(Idea.id == idea_id, col(Idea.author_id) == account.id)


def publish(db: Session, idea: Idea, *, by: Account) -> None:
    """Publishes what its author sent in, and lets them follow what becomes of it. Again changes nothing.

    What was sent into a call that has closed since stands by itself, without a choice for or against.
    """
    db.flush()
    db.refresh(idea, with_for_update=ideas.COUNTER)
    if idea.waits_for_author:
        if idea.signed == by.name:
            idea.signed = ""  # it is the account’s own name, and changes with it
        call = db.get(Call, idea.call_id, with_for_update={"read": True}) if idea.call_id is not None else None
        if call is not None and not call.takes_ideas:
            idea.call_id = idea.stance = None
        ideas.propose(db, idea)
        subscriptions.follow(db, by, idea_id=idea.id)


def withdraw(db: Session, idea: Idea, *, by: Account) -> bool:
    """Takes the idea back, out of its theme's count too. False when it has gone too far for that."""
    db.flush()
    memberships.hold(db, idea)
    if not idea.withdrawable_by(by):
        return False
    ideas.withdraw(db, idea, by=by)
    if idea.theme_id is not None:
        memberships.recount(db, {idea.theme_id})
    return True
