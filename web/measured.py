"""What a blind check found: the figures of its choices, and what they mean in words."""

import math
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row
from sqlmodel import Session

from models import codings
from models.codings import Coding
from models.wording import plural

if TYPE_CHECKING:
    from nlp.agreement import Quality

NONE = 0  # "none of these", and for the machine an idea in no theme
NONE_WORDS = "None of these"
CLOSED = "A theme that was closed"
# Where Krippendorff (2004), "Content Analysis", chapter 11, draws the lines for an alpha.
RELIABLE = 0.8
TENTATIVE = 0.667
FEW = 5  # ideas of one theme: fewer say little of it
AGAINST = {"both": "where the two people agreed", "first": "against the first person", "second": "against the second"}


def counted(rows: Sequence[Row[Any]]) -> list[Row[Any]]:
    """What can be counted: ideas that still stand in lists, and that both people coded."""
    return [row for row in rows if row.shown and row.coded]


def kept(db: Session, coding: Coding, rows: Sequence[Row[Any]]) -> dict[str, Any]:
    """The figures as they are kept. They are worked out when somebody first looks, and again when other ideas count,
    since one was taken back or is shown again; once they are public, never."""
    places = [row.place for row in counted(rows)]
    if not coding.published and (not coding.figures or coding.counted != places):
        codings.keep(db, coding, figures(coding, rows), places)
    return coding.figures


def figures(coding: Coding, rows: Sequence[Row[Any]]) -> dict[str, Any]:
    """All figures as plain values, so that they can be kept when they are published."""
    from nlp import agreement  # and NumPy with it: only where somebody opens a finished check

    both = counted(rows)
    agreed = [row for row in both if row.first == row.second]
    one, other = [row.first or NONE for row in both], [row.second or NONE for row in both]
    alpha = agreement.alpha(one, other)
    machine = [row.machine_id or NONE for row in both]
    against = {
        "both": agreement.quality([row.first or NONE for row in agreed], [row.machine_id or NONE for row in agreed]),
        "first": agreement.quality(one, machine), "second": agreement.quality(other, machine),
    }
    return {
        "drawn": coding.size, "skipped": coding.size - len(both), "coded": len(both), "agreed": len(agreed),
        "alpha": asdict(alpha) if alpha else None, "resamples": agreement.RESAMPLES,
        "against": {name: _plain(coding, found) for name, found in against.items() if found},
    }


def name_of(coding: Coding, theme_id: int | None) -> str:
    """A theme as the list of the check names it. The machine may have an idea in one that was closed before."""
    names = {theme["id"]: str(theme["title"]) for theme in coding.themes}
    return names.get(theme_id, CLOSED) if theme_id else NONE_WORDS


def _plain(coding: Coding, found: "Quality") -> dict[str, Any]:
    scores: list[dict[str, Any]] = [
        {"theme": name_of(coding, score.label), "people": score.people, "machine": score.machine, "both": score.both,
         "precision": score.precision, "recall": score.recall, "f1": score.f1} for score in found.scores]
    scores.sort(key=lambda score: (-score["people"], score["theme"]))
    return {"ideas": sum(score.people for score in found.scores), "macro": asdict(found.macro),
            "micro": asdict(found.micro), "themes": scores}


def sentences(found: dict[str, Any]) -> list[str]:
    """What the figures mean, for somebody who has never met one of them."""
    return [_agreed(found), *([_right(found["against"]["both"])] if "both" in found["against"] else [])]


def short(value: float | None) -> str:
    """.78, as such figures are written; a dash where there is none."""
    if value is None:
        return "–"
    words = f"{value:.2f}"
    return words.replace("0.", ".", 1) if abs(value) < 0.995 else words


def span(figure: dict[str, float]) -> str:
    return f"{short(figure['low'])} to {short(figure['high'])}"


def _agreed(found: dict[str, Any]) -> str:
    if not found["coded"]:
        return ("Nothing could be measured: no idea of the sample was coded by both people and still stands in the "
                "lists.")
    told = f"Two people agreed on {found['agreed']} of {plural(found['coded'], 'idea')}"
    if not found["alpha"]:
        went = "Both put it" if found["coded"] == 1 else "Both put all of them"
        return f"{told}. {went} under “{_only(found)}”, so nobody can say whether that is more than chance."
    return f"{told}, alpha {short(found['alpha']['value'])}: {_meaning(found['alpha']['value'])}"


def _only(found: dict[str, Any]) -> str:
    """The one theme that both people chose, where they chose no other."""
    return next(str(score["theme"]) for score in found["against"]["both"]["themes"] if score["people"])


def _meaning(alpha: float) -> str:
    if alpha >= RELIABLE:
        return "they understand the themes in the same way, and the machine can be measured by them."
    if alpha >= TENTATIVE:
        return "they mostly understand the themes in the same way, which is enough for careful conclusions only."
    return "they often understand the themes differently, so the machine cannot be measured well by them."


def _right(both: dict[str, Any]) -> str:
    right = sum(score["both"] for score in both["themes"])
    return (f"Where the two people agreed, the machine had put {right} of {plural(both['ideas'], 'idea')} into the "
            f"theme that they chose. With each theme counting the same, its F1 is {short(both['macro']['value'])}: 1 "
            "would be always right, 0 never.")


def doubts(found: dict[str, Any]) -> list[str]:
    """What is uncertain, said plainly."""
    both, apart, skipped = found["against"].get("both"), found["coded"] - found["agreed"], found["skipped"]
    told = _of_so_few(both) if both else []
    if apart:
        told.append(f"{plural(apart, 'idea is', 'ideas are')} left out where the two people disagreed. These are often "
                    "the hard ones, so the machine may look better than it is.")
    if skipped:
        told.append(f"{plural(skipped, 'idea was', 'ideas were')} taken back or hidden after the sample was drawn, and "
                    "not counted.")
    return told


def _of_so_few(both: dict[str, Any]) -> list[str]:
    """The interval of a sample without a mistake has no width. There the rule of three holds: up to 3 in n may still be
    mistakes (Hanley and Lippman-Hand 1983)."""
    ideas, macro = both["ideas"], both["macro"]
    if both["micro"]["value"] == 1:
        told = [f"No mistake among {plural(ideas, 'idea')} does not mean that there is none: as many as "
                f"{min(100, math.ceil(300 / ideas))} in 100 may be wrong."]
    else:
        told = [f"With {plural(ideas, 'idea')}, the machine’s F1 is known only to lie somewhere from {span(macro)}."]
    few = sum(score["people"] < FEW for score in both["themes"])
    if few:
        told.append(f"{plural(few, 'theme has', 'themes have')} fewer than {FEW} ideas here: of "
                    f"{'it' if few == 1 else 'each of them'} alone the figures say next to nothing.")
    return told
