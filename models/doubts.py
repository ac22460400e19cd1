"""What the machine says people should look at again in a theme. It is kept with the theme, renewed by every run, and
shown only while it still fits: people may have renamed, merged or filled a theme since. Where somebody found it right
as it is, that act is kept beside the doubt: it is not shown, nor raised again, for as long as it would fit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func

from models import acts, themes
from models.accounts import Account
from models.acts import Act, ActKind
from models.themes import Theme

CHANGED = 0.10  # of a theme's ideas: from there on, what was said of them no longer holds


class DoubtKind(StrEnum):
    CATCH_ALL = "catch-all"
    TWIN = "near-duplicate"
    OVERLAPPING = "overlapping"
    UNDER_USED = "under-used"
    MIXED = "mixed"


@dataclass(frozen=True)
class Doubt:
    """`sentence` says {other} where it names the theme `other`; `figures` are the numbers behind it."""

    kind: DoubtKind
    sentence: str
    figures: Mapping[str, float]
    other: int | None = None


@dataclass(frozen=True)
class Shown:
    """A doubt as the desk shows it, with the name that the other theme has now."""

    kind: DoubtKind
    sentence: str
    other: int | None

    @property
    def about_name(self) -> bool:
        return self.kind == DoubtKind.CATCH_ALL

    @property
    def about_ideas(self) -> bool:
        return self.kind == DoubtKind.MIXED


def keep(db: Session, call_id: int, found: Mapping[int, Sequence[Doubt]]) -> None:
    """Says anew what is doubted in the themes of a call: of those it does not name, nothing is."""
    db.flush()
    held = themes.hold(db, [theme.id for theme in db.exec(themes.current(call_id))])
    rows = {theme_id: theme for theme_id, theme in held.items() if theme.current}
    settled = _fitting(db, rows, settled=True)
    answers = {_about(theme_id, one): one["act"] for theme_id, those in settled.items() for one in those}
    for theme in rows.values():
        before = {_about(theme.id, one) for one in settled[theme.id]}
        new = [_kept(doubt, theme, rows) for doubt in found.get(theme.id, ()) if _stands(doubt, rows)]
        new = [one | {"act": answers.get(_about(theme.id, one))} for one in new if _about(theme.id, one) not in before]
        theme.doubts = settled[theme.id] + new


def find_right(db: Session, theme: Theme, kind: str, other: int | None, *, by: Account) -> Act | None:
    """Somebody looked again, and it is right as it is; of two themes, so it is beside the other one as well. None when
    this is not doubted any more."""
    held = themes.hold(db, {theme.id, other or theme.id})
    about = _about(theme.id, {"kind": kind, "other": other})
    if about not in {_about(theme.id, one) for one in _fitting(db, held, settled=False)[theme.id]}:
        return None
    act = acts.keep(db, ActKind.FOUND_RIGHT, by=by, call_id=theme.call_id, theme_id=theme.id, other_theme_id=other)
    for one in held.values():
        one.doubts = [told | {"act": act.id} if _about(one.id, told) == about else told for told in one.doubts]
        acts.tell(db, act, "theme.found_right", one.id, doubt=kind, others=sorted(held.keys() - {one.id}))
    return act


def raise_again(db: Session, act: Act, held: Mapping[int, Theme]) -> bool:
    """Doubts what this act ended, where it still fits."""
    fitting = _fitting(db, held, settled=True).values()
    if not any(told["act"] == act.id for those in fitting for told in those):
        return False
    for theme in held.values():
        theme.doubts = [told | {"act": None} if told.get("act") == act.id else told for told in theme.doubts]
    return True


def _about(theme_id: int, told: Mapping[str, Any]) -> tuple[str, frozenset[int | None]]:
    """What makes a doubt the same as another: its kind, and the theme or the two themes that it is about."""
    return told["kind"], frozenset({theme_id, told["other"]})


def _fitting(db: Session, theme_ids: Iterable[int], *, settled: bool) -> dict[int, list[dict[str, Any]]]:
    """The doubts of these themes that still fit: those that somebody answered, or those that wait."""
    db.flush()
    rows = sa.select(col(Theme.id), _standing(func.jsonb_agg(_TOLD, type_=JSONB), settled=settled))
    return {theme_id: told or [] for theme_id, told in db.execute(rows.where(col(Theme.id).in_(list(theme_ids))))}


def _stands(doubt: Doubt, rows: Mapping[int, Theme]) -> bool:
    return doubt.other is None or doubt.other in rows


def _kept(doubt: Doubt, theme: Theme, rows: Mapping[int, Theme]) -> dict[str, Any]:
    """A doubt with how things were when it was found: the name, or how many ideas there are here and there."""
    if doubt.kind == DoubtKind.CATCH_ALL:
        was: dict[str, Any] = {"title": theme.title}
    else:
        was = {"ideas": theme.ideas_count, "there": rows[doubt.other].ideas_count if doubt.other else None}
    return {"kind": doubt.kind.value, "sentence": doubt.sentence, "figures": dict(doubt.figures),
            "other": doubt.other, **was}


_TOLD: Any = sa.column("told", JSONB)
_Other: Any = aliased(Theme, name="doubted_with")


def _number(name: str) -> Any:
    return sa.cast(_TOLD[name].astext, sa.Integer)


def _much_as_before(count: Any, before: Any) -> Any:
    return sa.or_(before.is_(None), func.abs(count - before) <= CHANGED * before)


def _standing(value: Any, *, settled: bool = False) -> Any:
    """A value made of those doubts of a theme's row that still fit, and that nobody answered (or that somebody did)."""
    told = func.jsonb_array_elements(col(Theme.doubts)).alias("told")
    named, answered = _TOLD["title"].astext, _TOLD["act"].astext.is_not(None)
    rows = sa.select(value).select_from(told.outerjoin(_Other, _Other.id == _number("other"))).where(
        answered if settled else ~answered,
        sa.or_(named.is_(None), named == Theme.title),
        _much_as_before(Theme.ideas_count, _number("ideas")),
        sa.or_(_number("other").is_(None), sa.and_(
            _Other.merged_into_id.is_(None), _Other.retired_at.is_(None),
            _much_as_before(_Other.ideas_count, _number("there")))),
    )
    return rows.correlate(Theme).scalar_subquery()


def of_theme() -> Any:
    """As a column of a theme's row: what is doubted in it. `shown` reads it."""
    one = func.jsonb_build_object("kind", _TOLD["kind"], "sentence", _TOLD["sentence"], "other", _Other.id,
                                  "name", _Other.title)
    return _standing(func.jsonb_agg(one, type_=JSONB)).label("doubts")


def kinds() -> Any:
    """As a column of a theme's row: the words for what is doubted in it, or none."""
    return _standing(func.string_agg(_TOLD["kind"].astext, ", ")).label("doubted")


def shown(column: Sequence[Mapping[str, Any]] | None) -> list[Shown]:
    return [Shown(DoubtKind(one["kind"]), one["sentence"].replace("{other}", one["name"] or ""), one["other"])
            for one in column or ()]
