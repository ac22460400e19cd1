"""A call with enough ideas in two themes for a blind check, and two people who code them."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from models import codings, sheets
from models.accounts import Account
from models.calls import Call
from models.codings import FEWEST, Coder, Coding, Sheet
from models.ideas import Idea
from models.themes import Theme
from tests import scenes
from tests.cast import Cast

PUBLISHED = {"owner": "Director of planning", "contact": "planning@example.org", "assessments": "An EIA of May 2026."}
Chooses = Callable[[int, int | None], int | None]  # the place and the machine's theme: the theme of the coder


@dataclass(frozen=True)
class Checked:
    call: Call
    telephone: Theme
    letters: Theme
    ideas: list[Idea]

    @property
    def themes(self) -> tuple[Theme, Theme]:
        return self.telephone, self.letters


def scene(db: Session, people: Cast, *, ideas: int = FEWEST) -> Checked:
    """Every fourth idea is about letters, the others about the telephone."""
    call = scenes.call(db, people)
    telephone, letters = scenes.theme(db, call.id), scenes.theme(db, call.id, title="Letters")
    made = [scenes.idea(db, people.ben, title=f"Idea number {n}", call_id=call.id) for n in range(ideas)]
    scenes.grouped(db, letters, *made[::4])
    scenes.grouped(db, telephone, *(idea for n, idea in enumerate(made) if n % 4))
    return Checked(call, telephone, letters, made)


def drawn(db: Session, people: Cast, scene: Checked, *, size: int = FEWEST, seed: int = 7) -> Coding:
    """Ruth draws it for herself and Anna."""
    return codings.draw(db, scene.call, size=size, coders=[people.ruth, people.anna], by=people.ruth, seed=seed)


def of_one_idea(db: Session, people: Cast, theme: Theme, idea: Idea) -> Coding:
    """A check too small for anybody to draw, of Ruth and Anna."""
    listed = [{"id": theme.id, "title": theme.title, "description": theme.description}]
    check = Coding(call_id=theme.call_id, seed=7, size=1, themes=listed)
    db.add(check)
    db.flush()
    db.add_all([Coder(coding_id=check.id, account_id=account.id) for account in (people.ruth, people.anna)])
    db.add(Sheet(coding_id=check.id, place=1, idea_id=idea.id, machine_id=theme.id))
    db.flush()
    return check


def as_the_machine(place: int, machine: int | None) -> int | None:
    return machine


def coded(
    db: Session, check: Coding, *, ruth: Chooses = as_the_machine, anna: Chooses = as_the_machine, until: str = "anna"
) -> None:
    """Both choose for every idea, and hand in. `until`: who is the last to do so."""
    coders = db.exec(select(Coder).where(Coder.coding_id == check.id).order_by(col(Coder.id))).all()
    both = list(zip(coders, (ruth, anna), strict=True))
    for coder, chooses in both if until == "anna" else both[:1]:
        account = db.get_one(Account, coder.account_id)
        rows = select(Sheet).where(Sheet.coding_id == check.id).order_by(col(Sheet.place))
        for sheet in db.exec(rows).all():
            sheets.choose(db, check, coder, sheet.id, chooses(sheet.place, sheet.machine_id), by=account)
        assert sheets.hand_in(db, check, coder, by=account)
