"""What the machine found in a call, written at once: its first themes, or changes for people to decide on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, delete, func, select, update

from models import clock, groupings, history, memberships, standing
from models.base import among
from models.changes import DISMISSED, Change, ChangeKind, ChangeState, undecided
from models.ideas import Idea
from models.memberships import Membership
from models.themes import TITLE_LIMIT, Theme, ThemeQuote

ALIKE = 0.5  # share of ideas in common from which two proposals are the same one


@dataclass(frozen=True)
class Words:
    """A passage of an idea's stored text."""

    idea_id: int
    begins: int
    ends: int
    words: str


@dataclass(frozen=True)
class Place:
    """An idea's place in a theme and why: score, terms, nearest ideas, passage."""

    passage: Words
    score: float
    terms: list[str] = field(default_factory=list)
    nearest: list[int] = field(default_factory=list)
    primary: bool = True

    @property
    def why(self) -> dict[str, Any]:
        said = self.passage
        return {"score": self.score, "terms": self.terms, "nearest": self.nearest, "begins": said.begins,
                "ends": said.ends, "words": said.words}


@dataclass(frozen=True)
class Found:
    """A theme that the machine found."""

    title: str
    centre: Any
    version: str
    x: float
    y: float
    places: Sequence[Place]
    quotes: Sequence[Words]


@dataclass(frozen=True)
class Proposal:
    kind: ChangeKind
    idea_ids: list[int]
    confidence: float
    reason: str
    theme_id: int | None = None
    other_theme_id: int | None = None
    title: str = ""
    why: dict[str, Any] = field(default_factory=dict)


def make_themes(db: Session, call_id: int, found: Sequence[Found]) -> int:
    """Makes the call's first themes with everything that belongs to them. Says how many ideas were placed."""
    themes = [Theme(call_id=call_id, title=one.title[:TITLE_LIMIT], centre=one.centre, version=one.version, x=one.x,
                    y=one.y) for one in found]
    db.add_all(themes)
    db.flush()
    bodies = _free(db, call_id)
    placed = 0
    for theme, one in zip(themes, found, strict=True):
        placed += place(db, theme, one.places, bodies)
        quote(db, theme, one.quotes)
    return placed


def _free(db: Session, call_id: int) -> dict[int, str]:
    """The texts of the ideas that have no theme and may be given one, locked until the end."""
    free = select(Idea.id, Idea.body).where(Idea.call_id == call_id, groupings.groupable())
    free = free.where(col(Idea.theme_id).is_(None)).order_by(col(Idea.id))
    return dict(db.exec(free.with_for_update()).all())


def place(db: Session, theme: Theme, places: Sequence[Place], bodies: dict[int, str]) -> int:
    """Puts ideas that have no theme into this one, by the thousand. A passage that no longer stands is left out."""
    mine = [one for one in places if one.passage.idea_id in bodies]
    if not mine:
        return 0
    rows = [{"theme_id": theme.id, "primary": one.primary, "at": clock.now(), **_row(one, bodies)} for one in mine]
    db.execute(insert(Membership).on_conflict_do_nothing(index_elements=["idea_id", "theme_id"]), rows)
    ids = [one.passage.idea_id for one in mine if one.primary]
    db.exec(update(Idea).where(col(Idea.id).in_(ids)).values(theme_id=theme.id)
            .execution_options(synchronize_session=False))
    memberships.recount(db, {theme.id})
    history.record_each(db, "idea.grouped", ids, by=None, call=theme.call_id, theme=theme.id)
    standing.settle(db, ideas=ids)
    return len(ids)


def _row(one: Place, bodies: dict[int, str]) -> dict[str, Any]:
    said = one.passage
    exact = bodies[said.idea_id][said.begins:said.ends] == said.words
    passage = {} if exact else {"begins": 0, "ends": 0, "words": ""}
    return {"idea_id": said.idea_id} | one.why | passage


def quote(db: Session, theme: Theme, quotes: Sequence[Words]) -> None:
    """Sets the passages that stand for a theme, in this order."""
    db.exec(delete(ThemeQuote).where(col(ThemeQuote.theme_id) == theme.id))
    db.add_all(ThemeQuote(theme_id=theme.id, idea_id=said.idea_id, rank=rank, begins=said.begins, ends=said.ends,
                          words=said.words) for rank, said in enumerate(quotes))
    db.flush()


def propose(db: Session, grouping_id: int, call_id: int, proposals: Iterable[Proposal]) -> int:
    """Writes the proposals of a run, without those that people refused before. Older open ones are outdated."""
    mine = select(Change).where(Change.call_id == call_id)
    refused = db.exec(mine.where(among(Change.state, DISMISSED))).all()
    outdated = update(Change).where(col(Change.call_id) == call_id, undecided())
    db.exec(outdated.values(state=ChangeState.OUTDATED).execution_options(synchronize_session="fetch"))
    kept = [one for one in (_without(one, refused) for one in proposals) if one is not None]
    db.add_all(Change(grouping_id=grouping_id, call_id=call_id, kind=one.kind, theme_id=one.theme_id,
                      other_theme_id=one.other_theme_id, title=one.title[:TITLE_LIMIT], idea_ids=one.idea_ids,
                      why=one.why, confidence=one.confidence, reason=one.reason) for one in kept)
    db.flush()
    return len(kept)


def _without(one: Proposal, refused: Sequence[Change]) -> Proposal | None:
    """The proposal as far as nobody refused it. A refused move stays refused for each of its ideas."""
    before = [change for change in refused if change.kind == one.kind and _same_themes(one, change)]
    if one.kind == ChangeKind.MOVE:
        told = {idea for change in before for idea in change.idea_ids}
        left = [idea for idea in one.idea_ids if idea not in told]
        return Proposal(**vars(one) | {"idea_ids": left}) if left else None
    by_ideas = one.kind in {ChangeKind.NEW, ChangeKind.SPLIT}
    if any(not by_ideas or _alike(one.idea_ids, change.idea_ids) for change in before):
        return None
    return one


def _same_themes(one: Proposal, change: Change) -> bool:
    pair = {change.theme_id, change.other_theme_id}
    if one.kind == ChangeKind.MERGE:
        return {one.theme_id, one.other_theme_id} == pair
    if one.kind == ChangeKind.MOVE:
        return one.other_theme_id == change.other_theme_id
    return one.theme_id == change.theme_id


def _alike(ids: Sequence[int], others: Sequence[int]) -> bool:
    common = len(set(ids) & set(others))
    return common >= ALIKE * min(len(ids), len(others))


def lock(db: Session, call_id: int) -> None:
    """Only one result at a time is written to a call."""
    db.execute(text("SELECT pg_advisory_xact_lock(4201, :call)"), {"call": call_id})


def terms_of(db: Session, theme_id: int) -> dict[str, float]:
    """The words that put ideas into a theme, each with the share of its ideas it did so for."""
    term = func.jsonb_array_elements_text(Membership.terms).label("term")
    said = select(term).where(col(Membership.theme_id) == theme_id, col(Membership.primary)).subquery()
    count = func.count().label("count")
    rows = db.execute(select(said.c.term, count).group_by(said.c.term).order_by(count.desc(), said.c.term).limit(60))
    found = [(str(one), int(many)) for one, many in rows]
    return {one: many / found[0][1] for one, many in found}


