"""What the machine finds in the ideas of one call: text in, plain values out. No database is held while it works."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.analyses import Analysed
from models.placements import Found, Place, Words
from models.settings import settings
from nlp import (
    doubts,
    duplicates,
    grouping,
    labels,
    languages,
    layout,
    pipeline,
    points,
    private,
    reasons,
    urgent,
    vectors,
)
from nlp.doubts import Spoken
from nlp.grouping import Partition
from nlp.labels import Label
from nlp.points import Point
from nlp.quotes import Quote
from nlp.reasons import Reason
from nlp.vectors import State

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Material:
    """The texts of a call, in the order of their ids. `pinned` says where people put an idea: its place, the theme;
    `themes` are the themes that the call has now."""

    ids: list[int]
    texts: list[str]
    bodies: list[str]
    pinned: dict[int, int]
    themes: list[int]


@dataclass(frozen=True)
class Outcome:
    """What was found: offsets are those of the bodies, places those of the material.

    `seconds` are the second points of the ideas, looked for only where the call has no themes yet.
    """

    material: Material
    state: State
    vectors: NDArray[np.float32]
    partition: Partition
    reasons: list[Reason | None]
    seconds: list[Point | None]
    labels: list[Label]
    spoken: Spoken
    analysed: list[Analysed]


def read(idea_id: int, body: str, vector: NDArray[np.float32] | None) -> Analysed:
    """What can be told from one text by itself."""
    told: list[urgent.Signal | private.Finding] = [*urgent.find(body), *private.find(body)]
    findings = [{"kind": one.kind, "begins": one.start, "ends": one.end} for one in told]
    return Analysed(idea_id, vector, languages.detect(body), findings)


def work_out(material: Material, tell: Tell) -> Outcome:
    tell("Learning the words that people use")
    state = vectors.fit(material.texts, settings().model_dir)
    rows = state.embed(material.texts, lambda done, of: tell(f"Reading what they mean: {done:,} of {of:,}"))
    tell("Looking for letters that say the same")
    copies = duplicates.find(material.texts, rows)
    tell("Putting together what belongs together")
    partition = grouping.group(
        rows, material.texts, pinned=material.pinned, themes=material.themes, copies=copies)
    tell("Finding the words that say why")
    told = reasons.explain(material.bodies, rows, partition, state)
    tell("Looking for ideas that make two points")
    seconds = seconds_of(material, partition, state)
    names = labels.label(material.bodies, rows, partition, state)
    spoken = doubts.listen(material.texts)
    tell("Looking for personal details")
    pairs = zip(material.ids, material.bodies, rows, strict=True)
    analysed = [read(idea_id, body, vector) for idea_id, body, vector in pairs]
    tell("Writing it down")
    return Outcome(material, state, rows, partition, told, seconds, names, spoken, analysed)


def seconds_of(material: Material, partition: Partition, state: State) -> list[Point | None]:
    """The second points of the ideas of a call that has no themes yet."""
    if material.themes:
        return [None] * len(material.ids)
    return points.second(material.bodies, partition.theme_of(len(material.bodies)), partition.centres, state)


def themes(outcome: Outcome) -> list[Found]:
    """The themes as they are stored: each with its ideas, quotes and place on the map."""
    at = layout.place(outcome.partition.centres)
    second = _second_places(outcome)
    found = []
    for number, (theme, label) in enumerate(zip(outcome.partition.themes, outcome.labels, strict=True)):
        first = [place for i in theme.members if (place := place_of(outcome, i)) is not None]
        found.append(Found(
            title=label.title, centre=theme.centre, version=outcome.state.version, x=float(at[number][0]),
            y=float(at[number][1]), places=first + second.get(number, []), quotes=quotes(outcome, label.quotes)))
    return found


def place_of(outcome: Outcome, i: int) -> Place | None:
    """Why the idea at this place stands where it does; None when it stands alone."""
    reason, ids = outcome.reasons[i], outcome.material.ids
    if reason is None:
        return None
    near = [ids[j] for j in reason.nearest]
    return Place(words(outcome, i, reason.start, reason.end), reason.score, list(reason.terms), near)


def words(outcome: Outcome, i: int, start: int, end: int) -> Words:
    return Words(outcome.material.ids[i], start, end, outcome.material.bodies[i][start:end])


def quotes(outcome: Outcome, given: Sequence[Quote]) -> list[Words]:
    return [words(outcome, quote.index, quote.start, quote.end) for quote in given]


def _second_places(outcome: Outcome) -> dict[int, list[Place]]:
    """Ideas that speak to a second theme in another sentence than the one that put them into their first."""
    partition, bodies = outcome.partition, outcome.material.bodies
    count = len(partition.themes)
    marks = reasons.theme_marks(bodies, partition.theme_of(len(bodies)), count, outcome.state)
    found: dict[int, list[Place]] = {}
    for i, (first, second) in enumerate(zip(outcome.reasons, outcome.seconds, strict=True)):
        if first is None or second is None or (second.start < first.end and first.start < second.end):
            continue
        found.setdefault(second.theme, []).append(_second_place(outcome, i, second, marks[second.theme]))
    return found


def _second_place(outcome: Outcome, i: int, point: Point, weight: dict[str, float]) -> Place:
    said = words(outcome, i, point.start, point.end)
    terms = {term for term in pipeline.read(said.words)._.terms if term in weight}
    strongest = sorted(terms, key=lambda term: (-weight[term], term))
    return Place(said, point.score, strongest[: reasons.SHARED_TERMS], primary=False)


def centre_of(outcome: Outcome, ids: Sequence[int]) -> NDArray[np.float32] | None:
    """The unit mean of what these ideas say; None for none."""
    at = {idea_id: i for i, idea_id in enumerate(outcome.material.ids)}
    rows = [at[idea_id] for idea_id in ids if idea_id in at]
    mean = outcome.vectors[rows].mean(axis=0) if rows else np.zeros(outcome.vectors.shape[1], dtype=np.float32)
    length = float(np.linalg.norm(mean))
    return np.asarray(mean / length, dtype=np.float32) if length > 1e-9 else None


def new_quotes(outcome: Outcome, groups: dict[int, list[int]]) -> dict[int, list[Words]]:
    """Quotes for themes that have none that still stand: {theme id: ids of its ideas} to {theme id: its quotes}."""
    at = {idea_id: i for i, idea_id in enumerate(outcome.material.ids)}
    places = {theme: [at[idea_id] for idea_id in ids if idea_id in at] for theme, ids in groups.items()}
    wanted = {theme: rows for theme, rows in places.items() if rows}
    given = labels.label_groups(outcome.material.bodies, outcome.vectors, list(wanted.values()), outcome.state)
    return {theme: quotes(outcome, label.quotes) for theme, label in zip(wanted, given, strict=True)}


def figures(outcome: Outcome) -> dict[str, Any]:
    partition = outcome.partition
    return {
        "ideas": len(outcome.material.ids), "found": len(partition.themes), "other": len(partition.other),
        "campaigns": len(partition.copies), "newest_idea": max(outcome.material.ids), "version": outcome.state.version,
        "sources": list(outcome.state.sources), "model": outcome.state.model,
    }
