"""Taking back what was done at the desk: everything as it stood before, or nothing when something changed since."""

from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlmodel import Session, col, delete, func, select, update

from models import acts, changes, clock, delays, doubts, history, memberships, standing, themes
from models.accounts import Account
from models.acts import Act
from models.answers import Answer
from models.assignments import Assignment
from models.changes import Change
from models.coverages import Coverage
from models.ideas import Idea
from models.memberships import Membership
from models.themes import Theme


class Why(StrEnum):
    """Why nothing was undone. What a person is told stands in web/kit/notices.py."""

    BEFORE = "undone-before"
    TOO_OLD = "undo-too-old"
    MOVED_ON = "undo-moved-on"
    THEME_GONE = "undo-theme-gone"
    ANSWERED = "undo-answered"
    DRAFTED = "undo-drafted"
    NO_DOUBT = "undo-no-doubt"


class Obstacle(Exception):
    """Something stands in the way, and nothing was changed."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


def undo_all(db: Session, act: Act, *, by: Account) -> None:
    """Undoes what was done with one click, or none of it."""
    with db.begin_nested():
        together = acts.together(db, act)
        _hold(db, together)
        for one in together:
            if one is act or not one.undone:
                undo(db, one, by=by)


def _hold(db: Session, together: list[Act]) -> None:
    """Everything that any of them will ask for, in the order in which everybody does."""
    def lock(table: Any, ids: set[int]) -> None:
        rows = select(table).where(table.id.in_(ids)).order_by(table.id).with_for_update()
        db.exec(rows.execution_options(populate_existing=True)).all()

    lock(Act, {act.id for act in together})
    lock(Change, {act.change_id for act in together if act.change_id is not None})
    for call_id in sorted({act.call_id or 0 for act in together}):
        themes.hold_names(db, call_id)
    themes.hold(db, acts.concerning(together))


def undo(db: Session, act: Act, *, by: Account) -> None:
    """Puts everything back as it stood before. Raises Obstacle when something else changed since."""
    db.refresh(act, with_for_update=True)
    if not act.can_be_undone:
        raise Obstacle(Why.BEFORE if act.undone else Why.TOO_OLD)
    change = db.get(Change, act.change_id, with_for_update=True) if act.change_id else None
    themes.hold_names(db, act.call_id)
    held = themes.hold(db, acts.concerning([act]))
    if act.ends_a_doubt:
        if not doubts.raise_again(db, act, held):
            raise Obstacle(Why.NO_DOUBT)
    elif not act.changes_nothing:
        _look(db, act, held)
        _put_back(db, act, held, by=by)
    if change is not None:
        changes.reopen(db, change, by=by)
    act.undone_at, act.undone_by_id = clock.now(), by.id
    for theme_id in sorted(held):
        history.record(db, "theme.undone", by=by.id, theme=theme_id, call=act.call_id, act=act.id,
                       what=act.kind.value, count=len(act.idea_ids))


def _look(db: Session, act: Act, held: dict[int, Theme]) -> None:
    """Raises Obstacle when what was done is not what stands there now."""
    there = held.get(act.other_theme_id or act.theme_id or 0)
    if not act.ends_a_theme and (there is None or not there.current):
        raise Obstacle(Why.THEME_GONE)
    _look_at_sources(act, held)
    told = db.execute(last_told(col(Answer.theme_id).in_(act.themes))).scalar() if act.moves_ideas else None
    if told is not None and told > act.at:
        raise Obstacle(Why.ANSWERED)
    if act.makes_a_theme and db.exec(select(Answer.id).where(Answer.theme_id == act.other_theme_id)).first():
        raise Obstacle(Why.DRAFTED)
    if _moved_on(db, act):
        raise Obstacle(Why.MOVED_ON)


def _look_at_sources(act: Act, held: dict[int, Theme]) -> None:
    if act.joins_themes or act.ends_a_theme:
        theme = held[act.theme_id or 0]
        left = theme.merged_into_id == act.other_theme_id if act.joins_themes else theme.retired_at is not None
        if not left:
            raise Obstacle(Why.THEME_GONE)
    elif not all(held[source].current for source in act.sources):
        raise Obstacle(Why.THEME_GONE)


def last_told(*of: ColumnElement[bool]) -> Any:
    """When people were last told one of these answers: what was moved before cannot be taken back."""
    last: Any = func.max(func.greatest(Answer.published_at, Coverage.at))
    return sa.select(last).select_from(Answer).outerjoin(Coverage, col(Coverage.answer_id) == Answer.id).where(*of)


def _moved_on(db: Session, act: Act) -> bool:
    """Whether one of its ideas was put somewhere, or kept there, by somebody since."""
    first = col(Membership.idea_id).in_(_first_places(act)), col(Membership.primary)
    rows = db.exec(select(Membership).where(*first).with_for_update()).all()
    there = act.other_theme_id or act.theme_id
    return any(row.theme_id != there or row.at > act.at for row in rows) or len(rows) != len(_first_places(act))


def _first_places(act: Act) -> set[int]:
    """The ideas whose theme it decided on. A merge takes also second points along: they go back unasked."""
    if not act.joins_themes:
        return {*act.idea_ids, *(place["idea_id"] for place in act.places)}
    return set(act.idea_ids)


def _put_back(db: Session, act: Act, held: dict[int, Theme], *, by: Account) -> None:
    touched = set(held)
    if act.joins_themes:
        _part(db, act, held[act.theme_id or 0])
    if act.ends_a_theme:
        _open_again(db, held[act.theme_id or 0])
    _put_ideas_back(db, act, by=by)
    memberships.touch(db, touched, ideas_moved=True)
    standing.settle(db, ideas=act.idea_ids, themes=touched)
    made = held.get(act.other_theme_id or 0) if act.makes_a_theme else None
    if made is not None:
        db.refresh(made)
        themes.retire(db, made, by=by)


def _open_again(db: Session, theme: Theme) -> None:
    """A theme as it was. If another has its name by now it gets the first free number behind it."""
    theme.title = themes.free_name(db, theme.title, theme.call_id)
    theme.merged_into_id = theme.retired_at = None
    db.flush()


def _part(db: Session, act: Act, theme: Theme) -> None:
    """The address of a merged theme is its own again, and those that led to it do; its answers are its own too, who
    had it has it, and each has the day that was promised of it."""
    _open_again(db, theme)
    if (given_up := act.before.get("given_up")) is None:  # as in an act from before a merge gave a day up
        given_up = delays.ids_of(db, [theme.id, *act.before.get("led", [])])
    delays.take_up(db, given_up)
    led = col(Theme.id).in_(act.before.get("led", [])), col(Theme.merged_into_id) == act.other_theme_id
    db.exec(update(Theme).where(*led).values(merged_into_id=theme.id))
    mine = col(Answer.id).in_(act.before.get("answers", [])), col(Answer.theme_id) == act.other_theme_id
    db.exec(update(Answer).where(*mine).values(theme_id=theme.id).execution_options(synchronize_session="fetch"))
    had = col(Assignment.id) == act.before.get("assigned"), col(Assignment.theme_id) == act.other_theme_id
    db.exec(update(Assignment).where(*had).values(theme_id=theme.id).execution_options(synchronize_session="fetch"))


def _put_ideas_back(db: Session, act: Act, *, by: Account) -> None:
    ids = {*act.idea_ids, *(place["idea_id"] for place in act.places)}
    rows = select(Idea).where(col(Idea.id).in_(ids)).order_by(col(Idea.id)).with_for_update(key_share=True)
    found = {idea.id: idea for idea in db.exec(rows.execution_options(populate_existing=True))}
    mine = select(Membership).where(col(Membership.idea_id).in_(ids), col(Membership.primary))
    worded = {member.idea_id: member for member in db.exec(mine)}
    _take_away(db, act, ids)
    firsts = {place["idea_id"]: place["theme_id"] for place in act.places if place["primary"]}
    there = set(db.exec(select(Membership.idea_id, Membership.theme_id).where(col(Membership.idea_id).in_(found))))
    for place in act.places:
        known = place["idea_id"] in found and place["theme_id"] in act.themes
        if known and (place["idea_id"], place["theme_id"]) not in there:
            db.add(_membership(place, found[place["idea_id"]], worded.get(place["idea_id"])))
    for idea_id in act.idea_ids if act.moves_ideas else ():
        found[idea_id].theme_id = firsts.get(idea_id)
    _tell_ideas(db, act, firsts, by=by)


def _take_away(db: Session, act: Act, ids: set[int]) -> None:
    """The places that it gave. Where an idea only had a second point, its own theme is none of our business."""
    ours = sa.or_(~col(Membership.primary), col(Membership.idea_id).in_(_first_places(act)))
    mine = col(Membership.idea_id).in_(ids), col(Membership.theme_id).in_(act.themes), ours
    db.exec(delete(Membership).where(*mine).execution_options(synchronize_session="fetch"))


def _membership(place: dict[str, Any], idea: Idea, now: Membership | None) -> Membership:
    """A place as it was, with the words that somebody chose for the idea since."""
    member = Membership.model_validate(place)
    if now is not None and member.primary:
        member.take_choice(now)
    member.say_why({}, idea.body)
    return member


def _tell_ideas(db: Session, act: Act, firsts: dict[int, int], *, by: Account) -> None:
    if not act.moves_ideas:
        history.record_each(db, "idea.unpinned", act.idea_ids, by=by.id, call=act.call_id, theme=act.theme_id)
        return
    for theme_id in sorted(set(firsts.values())):
        back = [idea for idea in act.idea_ids if firsts.get(idea) == theme_id]
        history.record_each(db, "idea.moved", back, by=by.id, call=act.call_id, theme=theme_id)
    alone = [idea for idea in act.idea_ids if idea not in firsts]
    history.record_each(db, "idea.ungrouped", alone, by=by.id, call=act.call_id)
