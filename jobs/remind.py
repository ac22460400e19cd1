"""On working days: reminds officers of answers that are due soon or late, once each, and hands over what nobody
explained."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col

from jobs import letters
from models import assignments, clock, deputies, waiting, working_days
from models.accounts import Account
from models.ideas import Idea
from models.mails import Mail
from models.reminders import Reminder, Stage
from models.themes import Theme

DAYS_BEFORE = 5  # working days
DAYS_TO_HAND_OVER = 3
SHOWN = 20
WHY = "The promised day passed, and nobody said why."
SUBJECTS = {
    Stage.BEFORE: "Answers that are due soon: {}",
    Stage.AFTER: "Answers that are late: {}",
    Stage.HANDED: "Handed to you because they are late: {}",
}


def remind(db: Session) -> None:
    today = clock.today()
    if not working_days.is_one(today):
        return
    rows = db.execute(waiting.dated(working_days.add(today, DAYS_BEFORE))).all()
    standing_in = dict(db.execute(deputies.now()).tuples().all())
    late = [row for row in rows if row.late]
    _tell(db, Stage.BEFORE, [(row, standing_in.get(row.owner_id, row.owner_id)) for row in rows if not row.late])
    _tell(db, Stage.AFTER, [(row, standing_in.get(row.owner_id, row.owner_id)) for row in late])
    unexplained = [row for row in late if working_days.between(row.due, today) >= DAYS_TO_HAND_OVER]
    _hand_over(db, [(row, standing_in.get(row.owner_id, row.lead_id)) for row in unexplained])


def _hand_over(db: Session, handed: Sequence[tuple[Any, int | None]]) -> None:
    """To the deputy of whoever has it, else to who leads the team: once for each day that was missed."""
    fresh = _tell(db, Stage.HANDED, [(row, to) for row, to in handed if to not in {None, row.owner_id}])
    for row, account_id in fresh:
        thing = db.get_one(Theme, row.id) if row.kind == waiting.THEME else db.get_one(Idea, row.id)
        assignments.give(db, thing, account_id=account_id, team_id=row.team_id, why=WHY, by=None)


def _tell(db: Session, stage: Stage, told: Iterable[tuple[Any, int | None]]) -> list[tuple[Any, int]]:
    """One mail to each person. Says of which things they had not been told before."""
    mine = [(row, account_id) for row, account_id in told if account_id is not None]
    fresh = [(row, account_id) for row, account_id in mine if _kept(db, stage, row, account_id)]
    by_person = sorted(fresh, key=lambda pair: pair[1])
    for account_id, theirs in groupby(by_person, key=lambda pair: pair[1]):
        person = db.get_one(Account, account_id)
        if person.gets_mail:
            post(db, person, stage, [row for row, _ in theirs])
    return fresh


def _kept(db: Session, stage: Stage, row: Any, account_id: int) -> bool:
    new = insert(Reminder).values(
        stage=stage, theme_id=row.theme_id, idea_id=row.idea_id, due_on=row.due, account_id=account_id, at=clock.now())
    return db.execute(new.on_conflict_do_nothing().returning(col(Reminder.id))).first() is not None


def post(db: Session, person: Account, stage: Stage, rows: Sequence[Any]) -> Mail:
    ordered = sorted(rows, key=lambda row: (row.due, row.kind, row.id))
    first = f"“{ordered[0].title}”" + (f" and {len(rows) - 1} more" if len(rows) > 1 else "")
    return letters.post(db, to=person.email, subject=SUBJECTS[stage].format(first), template="reminded", account=person,
                        stage=stage.value, rows=ordered[:SHOWN], more=len(rows) - SHOWN, days=DAYS_TO_HAND_OVER)
