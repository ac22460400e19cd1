"""What comes after an answer, in every state of its pages at the desk: promises, measures, readings, benefits."""

from sqlmodel import Session, col, select

from models import commitments, outcomes
from models.accounts import Account
from models.answers import Answer
from models.benefits import Benefit
from models.commitments import Commitment
from models.outcomes import Outcome, Reading
from tests.journeys.sweeping import CITIZEN, POLICY, State


def states(db: Session, draft: Answer, officer: Account) -> list[State]:
    return [*_promises(db, draft, officer), *_measures(db, draft, officer), *_benefits(db)]


def _promises(db: Session, draft: Answer, officer: Account) -> list[State]:
    promise = commitments.make(db, draft, promise="Buses wait", who="", due_on=None, by=officer).id
    given = select(Commitment).join(Answer).where(col(Commitment.delivered_at).is_(None))
    left = db.exec(given.where(col(Answer.published_at).is_not(None), col(Commitment.dropped_at).is_(None))).first()
    assert left is not None
    here = f"/desk/commitments/{left.id}"
    moved = {"due_on": "2031-01-31", "moved_because": "A strike.", "seen": "2020-01-31"}
    reworded = {"promise": "Buses wait longer", "who": "", "reworded_because": "A slip.", "seen": "99"}
    return [
        State(POLICY, f"/desk/commitments/{promise}"),
        State(POLICY, here),
        State(POLICY, here, sends=f"{here}/delivery", typed={"link": "x"}, status=422),
        State(POLICY, here, sends=f"{here}/day", typed={}, status=422),
        State(POLICY, here, sends=f"{here}/dropping", typed={}, status=422),
        State(POLICY, here, sends=f"{here}/day", typed=moved, status=409),
        State(POLICY, here, sends=f"{here}/wording", typed={}, status=422),
        State(POLICY, here, sends=f"{here}/wording", typed=reworded, status=409),
        State(CITIZEN, here, status=404),
    ]


def _measures(db: Session, draft: Answer, officer: Account) -> list[State]:
    measure = outcomes.add(db, draft, by=officer, measure="Missed buses").id
    reading = db.exec(select(Reading).join(Outcome).order_by(col(Reading.id))).first()
    assert reading is not None
    here, wrong = f"/desk/outcomes/{reading.outcome_id}", f"/desk/readings/{reading.id}"
    late = {"value": "3", "read_on": reading.read_on.isoformat(), "confidence": "low", "because": "A slip.",
            "seen": "99"}
    too_early = select(Outcome.id).join(Answer).join(Commitment, col(Commitment.answer_id) == Answer.id)
    too_early = too_early.where(col(Answer.published_at).is_not(None), col(Commitment.begun_at).is_(None),
                                col(Commitment.delivered_at).is_(None), col(Commitment.dropped_at).is_(None))
    early = f"/desk/outcomes/{db.exec(too_early).first()}"
    return [
        State(POLICY, early),
        State(POLICY, early, sends=f"{early}/readings", typed=late, status=422),
        State(POLICY, f"/desk/outcomes/{measure}"),
        State(POLICY, here),
        State(POLICY, here, press="Keep the reading", status=422),
        State(POLICY, wrong),
        State(POLICY, wrong, press="Put it right: mail nobody", status=422),
        State(POLICY, wrong, sends=wrong, typed=late, status=409),
        State(CITIZEN, here, status=404),
    ]


def _benefits(db: Session) -> list[State]:
    promised = db.exec(select(Benefit).where(
        col(Benefit.since).is_(None), col(Benefit.taken_back_at).is_(None)).order_by(col(Benefit.id))).first()
    assert promised is not None
    here, one = f"/desk/answers/{promised.answer_id}/benefits", f"/desk/benefits/{promised.id}"
    again = {"kind": promised.kind.value, "unit": promised.unit.value, "what": "The same", "amount": "5", "source": "x",
             "outcome_id": str(promised.outcome_id or ""), "budget_line": promised.budget_line, "who_benefits": "All",
             "owner_name": "Ruth", "owner_role": "Head", "confidence": "low"}
    return [
        State(POLICY, here),
        State(POLICY, here, press="Put it into the register", status=422),
        State(POLICY, here, sends=here, typed=again, status=422),
        State(POLICY, one),
        State(POLICY, one, press="Take it back", status=422),
        State(POLICY, f"{one}/restatement"),
        State(POLICY, f"{one}/restatement", press="Put it right", status=422),
        State(POLICY, one, sends=f"{one}/restatement", typed=again | {"because": "A slip.", "seen": "99"}, status=409),
    ]
