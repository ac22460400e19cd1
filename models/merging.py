"""Making one theme of two, with everything that stands in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy import exists, true
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, delete, func, select, update

from models import acts, answers, assignments, clock, delays, history, memberships, standing, themes, waiting
from models.accounts import Account
from models.acts import Act, ActKind
from models.answers import Answer
from models.calls import Call
from models.ideas import Idea
from models.memberships import Membership
from models.themes import Theme


def merge(db: Session, theme: Theme, into: Theme, *, by: Account) -> Act | None:
    """Moves everything into another theme. Who chose each place stays as it was, or is now this person.

    The old address leads to the new theme. Answers stay with the ideas that they were given to, and what waits goes on
    waiting; the draft, and who has the theme, go along when the new theme has none. None when one of the two is no
    theme any more, as when somebody else merged it a moment earlier: then nothing is changed.
    """
    themes.hold(db, {theme.id, into.id})
    if theme.id == into.id or not theme.current or not into.current:
        return None
    ids, before = _ideas_of(db, theme), _as_it_stands(db, theme)
    _, goes = _days(db, theme, into)
    before["given_up"] = delays.give_up(db, goes.theme) if goes.put_off else []
    db.exec(update(Idea).where(col(Idea.id).in_(ids)).values(theme_id=into.id))
    _bring_along(db, theme, into, by=by)
    db.exec(update(Theme).where(col(Theme.merged_into_id) == theme.id).values(merged_into_id=into.id))
    theme.merged_into_id = into.id
    before["answers"] = _bring_answers(db, theme, into)
    before["assigned"] = _bring_assignment(db, theme, into)
    memberships.touch(db, {theme.id, into.id}, ideas_moved=True)
    history.record_each(db, "idea.moved", ids, by=by.id, call=theme.call_id, theme=into.id)
    standing.settle(db, themes=[into.id])
    act = acts.keep(db, ActKind.MERGED, by=by, call_id=theme.call_id, theme_id=theme.id, other_theme_id=into.id,
                    idea_ids=list(ids), before=before)
    acts.tell(db, act, "theme.merged", theme.id, into=into.id, others=[into.id], ideas=len(ids))
    acts.tell(db, act, "theme.absorbed", into.id, others=[theme.id], ideas=len(ids))
    return act


def _as_it_stands(db: Session, theme: Theme) -> dict[str, Any]:
    """What parting the two again needs: every place of whatever speaks to the theme, and which themes led to it."""
    speaks = db.exec(select(Membership.idea_id).where(Membership.theme_id == theme.id)).all()
    led = db.exec(select(Theme.id).where(Theme.merged_into_id == theme.id)).all()
    return {"places": memberships.rows_of(db, speaks), "led": list(led)}


def _ideas_of(db: Session, theme: Theme) -> Sequence[int]:
    mine = select(Idea.id).where(Idea.theme_id == theme.id).order_by(col(Idea.id))
    return db.exec(mine.with_for_update(key_share=True)).all()


@dataclass(frozen=True)
class Day:
    """For when the answer to a theme is promised, and whether it was put off to that day."""

    theme: Theme
    on: date | None
    put_off: bool

    @property
    def missed(self) -> bool:
        """Whether it is over, with no reason given."""
        return self.on is not None and not self.put_off and self.on < clock.today()

    @property
    def rank(self) -> date:
        """A day that was missed gives way to any other."""
        return date.max if self.on is None or self.missed else self.on


def _days(db: Session, theme: Theme, into: Theme) -> tuple[Day, Day]:
    """The day that two themes have when they are one, and the other: no merge moves a promised day to a later one, but
    for a day that was missed. Then the reason and the day of the other are those of both."""
    stands, goes = sorted((_day(db, one) for one in (into, theme)), key=lambda day: day.rank)
    return stands, goes


def _day(db: Session, theme: Theme) -> Day:
    due = sa.select(waiting.due_of(Theme)).select_from(Theme).outerjoin(Call, col(Call.id) == Theme.call_id)
    put_off = db.execute(delays.of_theme(theme.id)).first() is not None
    return Day(theme, db.execute(due.where(col(Theme.id) == theme.id)).scalar(), put_off)


@dataclass(frozen=True)
class Consequences:
    """What a merge would do, counted before it is done. `left` is a draft that the other theme has no place for.
    `stands` is the day that is kept, `goes` the other one."""

    ideas: int
    together: int
    given: int
    draft: bool
    left: int | None
    stands: Day
    goes: Day


def consequences(db: Session, theme: Theme, into: Theme) -> Consequences:
    given = func.count().filter(col(Answer.published_at).is_not(None))
    mine = sa.select(given).where(col(Answer.theme_id).in_([theme.id, into.id]))
    draft = db.exec(answers.draft_of(theme_id=theme.id)).first()
    full = draft is not None and db.exec(answers.draft_of(theme_id=into.id)).first() is not None
    stands, goes = _days(db, theme, into)
    return Consequences(
        ideas=theme.ideas_count, together=theme.ideas_count + into.ideas_count, given=db.execute(mine).scalar_one(),
        draft=draft is not None, left=draft.id if draft and full else None,
        stands=stands, goes=goes)


def _bring_along(db: Session, theme: Theme, into: Theme, *, by: Account) -> None:
    """Every membership of a theme, first places before second ones, and none of them twice."""
    other: Any = aliased(Membership)
    there = exists().where(other.idea_id == Membership.idea_id, other.theme_id == into.id, ~other.primary)
    first = col(Membership.theme_id) == theme.id, col(Membership.primary)
    doubled = select(Membership.idea_id).where(*first, there)
    db.exec(delete(Membership).where(
        col(Membership.theme_id) == into.id, ~col(Membership.primary), col(Membership.idea_id).in_(doubled)))
    already = select(other.idea_id).where(other.theme_id == into.id)
    db.exec(delete(Membership).where(col(Membership.theme_id) == theme.id, col(Membership.idea_id).in_(already)))
    second = col(Membership.theme_id) == theme.id, ~col(Membership.primary)
    db.exec(update(Membership).where(*second).values(theme_id=into.id))
    pinned = {"theme_id": into.id, "by_id": func.coalesce(Membership.by_id, by.id)}
    db.exec(update(Membership).where(col(Membership.theme_id) == theme.id).values(pinned))


def _bring_answers(db: Session, theme: Theme, into: Theme) -> list[int]:
    """Gives the ids of those that went along."""
    draft = select(Answer.id).where(col(Answer.theme_id) == into.id, col(Answer.published_at).is_(None))
    has_draft = db.exec(draft).first() is not None
    public = col(Answer.published_at).is_not(None) if has_draft else true()
    goes = select(Answer.id).where(col(Answer.theme_id) == theme.id, public).order_by(col(Answer.id))
    ids = list(db.exec(goes))
    db.exec(update(Answer).where(col(Answer.id).in_(ids)).values(theme_id=into.id)
            .execution_options(synchronize_session="fetch"))
    return ids


def _bring_assignment(db: Session, theme: Theme, into: Theme) -> int | None:
    """Gives its id where whoever has the theme has the other one from now on."""
    mine = assignments.of(db, theme)
    if mine is None or assignments.of(db, into) is not None:
        return None
    mine.theme_id = into.id
    return mine.id
