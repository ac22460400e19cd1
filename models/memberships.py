"""An idea's place in a theme: who put it there, why, and the passage of its own words that did."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by
from sqlalchemy.orm import aliased
from sqlmodel import Field, Session, SQLModel, col, delete, func, select, update
from sqlmodel.sql.expression import SelectOfScalar

from models import acts, clock, history, ideas, standing, statuses, themes
from models.accounts import Account
from models.acts import Act, ActKind
from models.base import Fixed, json, moment, points_to
from models.ideas import Idea
from models.statuses import Kind
from models.themes import Theme, ThemeQuote


class Membership(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("idea_id", "theme_id"),)

    id: int = Field(default=None, primary_key=True)
    theme_id: int = points_to("theme")
    idea_id: int = points_to("idea", index=False)
    primary: bool = True
    by_id: int | None = points_to("account", optional=True)
    score: float = 0.0
    begins: int = 0
    ends: int = 0
    words: str = ""
    terms: list[str] = json(list)
    nearest: list[int] = json(list)
    at: datetime = moment()
    chosen_by_id: int | None = points_to("account", optional=True, index=False)  # whose choice the passage is
    found: dict[str, Any] = json()  # meanwhile, the passage that the machine found

    @property
    def by_person(self) -> bool:
        return self.by_id is not None

    @property
    def passage(self) -> dict[str, Any]:
        return {"begins": self.begins, "ends": self.ends, "words": self.words}

    def say_why(self, why: "Why", body: str) -> None:
        """Takes these reasons over. A passage points to where the text says it now, or there is none any more.

        The words that a person chose stay while the text says them; else the passage is the machine's again.
        """
        chosen, by_id = self.passage, self.chosen_by_id
        self.leave_choice()
        for name, value in why.items():
            setattr(self, name, value)
        self.begins, self.ends, self.words = placed(self.words, self.begins, body)
        begins, ends, words = placed(chosen["words"], chosen["begins"], body)
        if by_id is not None and words:
            self.choose({"begins": begins, "ends": ends, "words": words}, by_id)

    def choose(self, passage: dict[str, Any], by_id: int) -> None:
        """Makes this the passage, whatever the machine finds."""
        self.leave_choice()
        self.found, self.chosen_by_id = self.passage, by_id
        self.sqlmodel_update(passage)

    def leave_choice(self) -> None:
        """The passage is the machine's again."""
        self.sqlmodel_update(self.found)
        self.found, self.chosen_by_id = {}, None

    def take_choice(self, other: "Membership") -> None:
        """A choice of words goes where the idea goes."""
        self.leave_choice()
        if other.chosen_by_id is not None:
            self.choose(other.passage, other.chosen_by_id)


def placed(words: str, begins: int, body: str) -> tuple[int, int, str]:
    """Where a text says these words: there where it did, or else where it does first, or nowhere."""
    if not body.startswith(words, begins):
        begins = body.find(words)
    return (begins, begins + len(words), words) if words and begins >= 0 else (0, 0, "")


def primary_of(idea_id: int) -> SelectOfScalar[Membership]:
    return select(Membership).where(Membership.idea_id == idea_id, col(Membership.primary))


Second: Any = aliased(Membership, name="second")
SecondTheme: Any = aliased(Theme, name="second_theme")


def seconds(line: Any) -> Any:
    """As a column beside an idea: a line for each further theme that it speaks to, besides the one it stands in."""
    lines = sa.select(func.jsonb_agg(aggregate_order_by(line, Second.id), type_=JSONB))
    lines = lines.join_from(Second, SecondTheme, SecondTheme.id == Second.theme_id)
    current = SecondTheme.merged_into_id.is_(None), SecondTheme.retired_at.is_(None)
    lines = lines.where(Second.idea_id == Idea.id, ~Second.primary, *current)
    return lines.correlate(Idea).scalar_subquery()


def also() -> Any:
    """The names of these themes, for a line of a list."""
    return sa.type_coerce(seconds(SecondTheme.title), Fixed).label("also")


# What the machine gives for a place: score, begins, ends, words, terms, nearest.
Why = Mapping[str, Any]


def put(db: Session, idea: Idea, theme: Theme, *, by: Account | None, **why: Any) -> Membership:
    """Makes this the idea's theme. What a person chose is never changed by the machine (`by` None).

    A theme that was merged meanwhile stands for the one that it is part of now. Raises themes.Closed for a closed one.
    """
    theme = _open(themes.hold_where_it_went(db, theme.id, places(db, [idea.id])))
    db.refresh(idea, with_for_update=ideas.COUNTER)
    old = db.exec(primary_of(idea.id)).one_or_none()
    if old is not None and old.by_person and by is None:
        return old
    member = old if old is not None and old.theme_id == theme.id else _instead_of(db, old, idea, theme)
    member.by_id, member.at = (by.id if by else None), clock.now()
    member.say_why(why, idea.body)
    db.add(member)
    before, idea.theme_id = idea.theme_id, theme.id
    if before != theme.id:
        kind = "idea.moved" if before else "idea.grouped"
        history.record(db, kind, by=by.id if by else None, idea=idea.id, theme=theme.id, call=idea.call_id,
                       before=before)
    standing.settle(db, ideas=[idea.id])
    recount(db, {theme.id} if before is None else {theme.id, before})
    return member


def _instead_of(db: Session, old: Membership | None, idea: Idea, theme: Theme) -> Membership:
    """The idea's place in this theme, which may have been a second one until now."""
    if old is not None:
        db.delete(old)
        db.flush()
    secondary = select(Membership).where(Membership.idea_id == idea.id, Membership.theme_id == theme.id)
    member = db.exec(secondary).one_or_none() or Membership(theme_id=theme.id, idea_id=idea.id)
    member.primary = True
    if old is not None:
        member.take_choice(old)
    return member


def _open(theme: Theme) -> Theme:
    if not theme.current:
        raise themes.Closed
    return theme


def places(db: Session, idea_ids: Collection[int]) -> set[int]:
    """The themes that these ideas stand in."""
    rows = select(Idea.theme_id).where(col(Idea.id).in_(idea_ids), col(Idea.theme_id).is_not(None)).distinct()
    return {place for place in db.exec(rows) if place is not None}


def hold(db: Session, idea: Idea) -> None:
    """Holds an idea that will no longer count in its theme: the theme first, as everything does that counts them."""
    themes.hold(db, places(db, [idea.id]))
    db.refresh(idea, with_for_update=ideas.COUNTER)


def explain(db: Session, member: Membership, idea: Idea, **why: Any) -> None:
    """Says anew why an idea is where it is, as after its author changed the text. Who put it there stays, and so do
    words that a person chose while this was worked out."""
    db.refresh(member, with_for_update=True)
    member.say_why(why, idea.body)
    db.add(member)
    history.announce(db)


def follow_text(db: Session, idea: Idea) -> None:
    """After its author changed the text: passages and quotes go with their words, and where those are gone they end."""
    chosen: dict[int, Membership] = {}
    for member in db.exec(select(Membership).where(Membership.idea_id == idea.id)):
        member.say_why({}, idea.body)
        chosen |= {member.theme_id: member} if member.chosen_by_id is not None else {}
    for quote in db.exec(select(ThemeQuote).where(ThemeQuote.idea_id == idea.id)):
        begins, ends, words = placed(quote.words, quote.begins, idea.body)
        if words:
            quote.begins, quote.ends = begins, ends
        elif quote.theme_id in chosen:
            quote.sqlmodel_update(chosen[quote.theme_id].passage)
        else:
            db.delete(quote)


def recount(db: Session, theme_ids: set[int]) -> None:
    """Sets the counts that lists show from the rows behind them."""
    mine = select(func.count(col(Idea.id))).where(Idea.theme_id == Theme.id, ideas.listed())
    staff = mine.where(Idea.kind == Kind.IMPROVEMENT)
    db.exec(
        update(Theme).where(col(Theme.id).in_(theme_ids))
        .values(ideas_count=mine.scalar_subquery(), staff_count=staff.scalar_subquery())
        .execution_options(synchronize_session="fetch")
    )


def move(
    db: Session, idea_ids: Collection[int], theme: Theme, *, by: Account, why: Mapping[int, Why] | None = None,
    kind: ActKind = ActKind.MOVED,
) -> Act:
    """Puts many ideas into a theme at once, as this person's choice. The act names those that were elsewhere before.

    The passage and reasons that the machine found stay with the idea, unless `why` brings new ones for it. A theme
    that was merged meanwhile stands for the one that it is part of now. Raises themes.Closed for a closed one.
    """
    theme = _open(themes.hold_where_it_went(db, theme.id, places(db, idea_ids)))
    groupable = col(Idea.id).in_(idea_ids), col(Idea.status).in_(statuses.GROUPABLE)
    rows = select(Idea).where(*groupable).order_by(col(Idea.id)).with_for_update(key_share=True)
    found = db.exec(rows.execution_options(populate_existing=True)).all()
    moved = {idea.id: idea.theme_id for idea in found if idea.theme_id != theme.id}
    before = {"places": rows_of(db, [idea.id for idea in found])}
    old = col(Membership.idea_id).in_([idea.id for idea in found]), col(Membership.primary)
    members = {member.idea_id: member for member in db.exec(select(Membership).where(*old)).all()}
    _drop_secondary(db, list(moved), theme)
    for idea in found:
        member = members.get(idea.id) or Membership(idea_id=idea.id, theme_id=theme.id)
        member.theme_id, member.by_id, member.at = theme.id, by.id, clock.now()
        member.say_why((why or {}).get(idea.id) or {}, idea.body)
        db.add(member)
        idea.theme_id = theme.id
    touch(db, {theme.id, *(before for before in moved.values() if before is not None)}, ideas_moved=bool(moved))
    history.record_each(db, "idea.moved", list(moved), by=by.id, call=theme.call_id, theme=theme.id)
    standing.settle(db, ideas=list(moved))
    act = acts.keep(db, kind, by=by, call_id=theme.call_id, other_theme_id=theme.id, idea_ids=list(moved),
                    theme_id=_only(set(moved.values())), before=before)
    acts.tell_of_move(db, act, moved)
    return act


def _only(theme_ids: set[int | None]) -> int | None:
    """The one theme among these, if there is just one."""
    return next(iter(theme_ids)) if len(theme_ids) == 1 else None


def rows_of(db: Session, idea_ids: Collection[int]) -> list[dict[str, Any]]:
    """Every place of these ideas as it stands, to be put back one day."""
    rows = db.exec(select(Membership).where(col(Membership.idea_id).in_(idea_ids)).order_by(col(Membership.id)))
    return [row.model_dump(mode="json", exclude={"id"}) for row in rows]


def _drop_secondary(db: Session, idea_ids: list[int], theme: Theme) -> None:
    """A second point that an idea had in the theme it now belongs to would stand there twice."""
    twice = col(Membership.idea_id).in_(idea_ids), col(Membership.theme_id) == theme.id, ~col(Membership.primary)
    db.exec(delete(Membership).where(*twice))


def touch(db: Session, theme_ids: set[int], *, ideas_moved: bool) -> None:
    """Remembers that a person put their hand to these themes, and counts them again when ideas moved."""
    db.flush()
    db.exec(update(Theme).where(col(Theme.id).in_(theme_ids)).values(touched_at=clock.now())
            .execution_options(synchronize_session="fetch"))
    if ideas_moved:
        recount(db, theme_ids)


def keep(db: Session, idea_ids: Collection[int], theme: Theme, *, by: Account) -> Act | None:
    """A person agrees that these ideas belong here: no grouping moves them. None when all were kept before."""
    themes.hold(db, [theme.id])
    here = col(Membership.idea_id).in_(idea_ids), col(Membership.theme_id) == theme.id, col(Membership.primary)
    waiting = select(Membership.idea_id).where(*here, col(Membership.by_id).is_(None)).with_for_update()
    before = {"places": rows_of(db, db.exec(waiting).all())}
    pinned = sorted({place["idea_id"] for place in before["places"]})
    if not pinned:
        return None
    db.exec(update(Membership).where(*here, col(Membership.idea_id).in_(pinned)).values(by_id=by.id, at=clock.now()))
    touch(db, {theme.id}, ideas_moved=False)
    history.record_each(db, "idea.pinned", pinned, by=by.id, call=theme.call_id, theme=theme.id)
    act = acts.keep(db, ActKind.KEPT, by=by, call_id=theme.call_id, theme_id=theme.id, idea_ids=pinned, before=before)
    acts.tell(db, act, "theme.kept", theme.id, ideas=pinned)
    return act


def move_from(db: Session, theme: Theme, idea_ids: Collection[int], into: Theme | str, *, by: Account) -> Act:
    """Moves ideas that stand in a theme out of it: into another one, or into a new one of this name."""
    kind = ActKind.SPLIT if isinstance(into, str) else ActKind.MOVED
    if isinstance(into, str):
        into = themes.make(db, title=into, call_id=theme.call_id, by=by)
    into = _open(themes.hold_where_it_went(db, into.id, [theme.id]))
    here = select(Idea.id).where(col(Idea.id).in_(idea_ids), Idea.theme_id == theme.id).order_by(col(Idea.id))
    return move(db, db.exec(here.with_for_update(key_share=True)).all(), into, by=by, kind=kind)
