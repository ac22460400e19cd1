"""The page on which an officer chooses the words that a person is sent, in every state, for the sweep."""

from sqlmodel import Session, col, select

from models import memberships, passages
from models.accounts import Account
from models.answers import Answer
from models.coverages import Coverage
from models.ideas import Idea
from nlp.passages import sentences
from tests.journeys.sweeping import CITIZEN, POLICY, State


def states(db: Session, known: dict[str, Account], idea: Idea, draft: Answer) -> list[State]:
    """Of an idea whose words were chosen, and of one with which an answer went out."""
    member = db.exec(memberships.primary_of(idea.id)).one()
    told = sentences(idea.body)
    passages.choose(db, idea, member, (told[0].start, told[0].end), by=known[POLICY],
                    seen=passages.print_of(idea, member))
    sent = select(Coverage.idea_id).join(Idea, col(Idea.id) == Coverage.idea_id).where(Coverage.words != "")
    answered = db.exec(sent.where(col(Idea.theme_id).is_not(None)).order_by(col(Coverage.id))).first()
    here, seen = f"/desk/ideas/{idea.id}/passage", passages.print_of(idea, member)
    return [
        State(POLICY, f"{here}?answer={draft.id}"),
        State(POLICY, here, sends=here, typed={"seen": seen}, status=422),
        State(POLICY, here, sends=here, typed={"seen": "", "sentences": "0"}, status=409),
        State(POLICY, f"/desk/ideas/{answered}/passage"),
        State(CITIZEN, here, status=404),
    ]
