"""The day a policy officer settles a call's themes: the groups are the story's own, and everything that is said of
them (passages, terms, nearest ideas, quotes, the map) is worked out from the words as for any other call."""

from dataclasses import replace
from typing import Any

import numpy as np
from sqlmodel import Session, col, select

from jobs import doubts, found, proposals
from jobs.found import Material, Outcome
from jobs.group import material_of
from models import analyses, groupings, memberships, placements, themes
from models.groupings import Grouping
from models.ideas import Idea
from models.settings import settings
from models.themes import Theme
from nlp import duplicates, grouping, labels, reasons, vectors
from nlp.doubts import listen
from seeds.town import Town


def group(town: Town, chapter: dict[str, Any], db: Session) -> None:
    call = chapter["call"]["key"]
    officer = town.account(db, "ruth-ellison")
    outcome = _outcome(material_of(db, town.calls[call]), _planned(town, chapter))
    run = Grouping(call_id=town.calls[call], asked_by_id=officer.id)
    db.add(run)
    db.flush()
    analyses.keep_state(db, run.call_id, version=outcome.state.version, content=outcome.state.save())
    analyses.store(db, outcome.analysed, version=outcome.state.version)
    told = [theme for theme in chapter["theme"] if _planned(town, chapter).get(theme["key"])]
    given = [replace(one, title=theme["title"]) for one, theme in zip(found.themes(outcome), told, strict=True)]
    placements.make_themes(db, run.call_id, given)
    for theme in told:
        row = db.exec(select(Theme).where(Theme.call_id == run.call_id, Theme.title == theme["title"])).one()
        town.themes[call, theme["key"]] = row.id
        themes.rename(db, row, title=theme["title"], description=theme["description"], by=officer)
    doubts.renew(db, run.call_id, outcome)
    groupings.finish(db, run, found.figures(outcome))


def tidy(town: Town, chapter: dict[str, Any], db: Session) -> None:
    """The officer reads what the machine put where since then, and moves what belongs elsewhere."""
    call = chapter["call"]["key"]
    officer = town.account(db, "ruth-ellison")
    for key, ids in _planned(town, chapter).items():
        if (call, key) in town.themes:
            elsewhere = select(Idea.id).where(col(Idea.id).in_(ids), Idea.theme_id != town.themes[call, key])
            strays = db.exec(elsewhere.where(col(Idea.theme_id).is_not(None))).all()
            memberships.move(db, strays, town.theme(db, call, key), by=officer)


def group_again(town: Town, chapter: dict[str, Any], db: Session) -> None:
    groupings.ask(db, town.calls[chapter["call"]["key"]], by=town.account(db, "ruth-ellison"))


def write_grouping(db: Session, event_id: int) -> None:
    """A later run of the machine: it only proposes, and what people do not decide on waits at the desk."""
    run = groupings.of_event(db, event_id)
    if run is not None and run.running:
        outcome = found.work_out(material_of(db, run.call_id), lambda step: None)
        analyses.keep_state(db, run.call_id, version=outcome.state.version, content=outcome.state.save())
        analyses.store(db, outcome.analysed, version=outcome.state.version)
        told = found.figures(outcome) | proposals.write(db, run, outcome)
        doubts.renew(db, run.call_id, outcome)
        groupings.finish(db, run, told)


def _planned(town: Town, chapter: dict[str, Any]) -> dict[str, list[int]]:
    """The ideas of each theme that are there by now, by the theme's key."""
    planned: dict[str, list[int]] = {theme["key"]: [] for theme in chapter["theme"]}
    for idea in chapter["idea"]:
        if idea["key"] in town.ideas:
            planned[idea["theme"]].append(town.ideas[idea["key"]])
    return planned


def _outcome(material: Material, planned: dict[str, list[int]]) -> Outcome:
    state = vectors.fit(material.texts, settings().model_dir)
    rows = state.embed(material.texts)
    place = {idea_id: i for i, idea_id in enumerate(material.ids)}
    groups = [tuple(sorted(place[i] for i in ids if i in place)) for ids in planned.values() if ids]
    partition = grouping.Partition(
        tuple(_theme(rows, members) for members in groups), (), duplicates.find(material.texts, rows))
    told = reasons.explain(material.bodies, rows, partition, state)
    seconds = found.seconds_of(material, partition, state)
    named = labels.label(material.bodies, rows, partition, state)
    spoken = listen(material.texts)
    triples = zip(material.ids, material.bodies, rows, strict=True)
    return Outcome(material, state, rows, partition, told, seconds, named, spoken,
                   [found.read(*one) for one in triples])


def _theme(rows: np.ndarray[Any, np.dtype[np.float32]], members: tuple[int, ...]) -> grouping.Theme:
    mean = rows[list(members)].mean(axis=0)
    centre = (mean / np.linalg.norm(mean)).astype(np.float32)
    return grouping.Theme(members, len(members), centre, float((rows[list(members)] @ centre).mean()))
