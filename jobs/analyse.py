"""A new or edited idea: its language, what looks private in it, what it means, and where it belongs in its call."""

import threading
from contextlib import suppress
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session, select

from jobs.found import read
from models import analyses, groupings, memberships, placements, themes
from models.analyses import TextState
from models.history import Event
from models.ideas import Idea
from models.settings import settings
from models.statuses import Channel
from models.themes import Theme
from nlp import assignment, pipeline, reasons, vectors
from nlp.vectors import State

STATES_IN_MEMORY = 4
MOST_ALONE = 500
_states: dict[int, State] = {}
_guard = threading.Lock()


def analyse(db: Session, event_id: int) -> None:
    """Doing it again finds the same. An idea that has a theme keeps it: only why it is there is worked out anew."""
    event = db.get(Event, event_id)
    idea = db.get(Idea, event.idea_id) if event is not None and event.idea_id is not None else None
    if idea is None or not idea.published:
        return
    if idea.call_id is None and analyses.due_alone(db):
        fit_alone(db)
    state = newest_state(db, idea.call_id)
    vector = state.embed([idea.text_to_analyse])[0] if state is not None else None
    analyses.store(db, [read(idea.id, idea.body, vector)], version=state.version if state else "")
    if state is not None and vector is not None and vector.any() and idea.takes_theme:
        _place(db, idea, vector, state)
    if _asks_for_grouping(db, idea):
        groupings.ask(db, idea.call_id or 0, by=None)


def newest_state(db: Session, call_id: int | None) -> State | None:
    """The newest state of a call, kept in memory between jobs."""
    state_id = analyses.newest_state_id(db, call_id)
    if state_id is None:
        return None
    with _guard:
        if state_id not in _states:
            content = db.exec(select(TextState.content).where(TextState.id == state_id)).one()
            while len(_states) >= STATES_IN_MEMORY:
                _states.pop(next(iter(_states)))
            _states[state_id] = State.load(content, settings().model_dir)
        return _states[state_id]


def fit_alone(db: Session) -> None:
    """The words of ideas that stand alone, learnt from the newest of them; each is read anew with that."""
    rows = db.exec(analyses.alone().limit(MOST_ALONE)).all()
    state = vectors.fit([idea.text_to_analyse for idea in rows], settings().model_dir)
    analyses.keep_state(db, None, version=state.version, content=state.save())
    means = state.embed([idea.text_to_analyse for idea in rows])
    analyses.store(db, [read(idea.id, idea.body, mean) for idea, mean in zip(rows, means, strict=True)],
                   version=state.version)


def _place(db: Session, idea: Idea, vector: NDArray[np.float32], state: State) -> None:
    member = db.exec(memberships.primary_of(idea.id)).one_or_none()
    if member is not None:
        theme = db.get_one(Theme, member.theme_id)
        centre = centre_of(db, theme, state)
        score = float(centre @ vector) if centre is not None else member.score
        memberships.explain(db, member, idea, **why(db, idea, vector, state, theme, score))
        return
    known = [(theme, centre) for theme in db.exec(themes.current(idea.call_id)).all() if idea.call_id is not None
             and (centre := centre_of(db, theme, state)) is not None]
    best = assignment.assign(vector, np.array([centre for _, centre in known], dtype=np.float32)) if known else None
    if best is not None:
        theme = known[best.theme][0]
        with suppress(themes.Closed):  # then it stands alone until the next grouping
            memberships.put(db, idea, theme, by=None, **why(db, idea, vector, state, theme, best.score))


def centre_of(db: Session, theme: Theme, state: State) -> NDArray[np.float32] | None:
    """A theme's centre; worked out from its ideas when a person made it since the last grouping."""
    if theme.centre is None or theme.version != state.version:
        mean = analyses.centre_of(db, theme.id, version=state.version)
        if mean is None:
            return None
        theme.centre = np.asarray(mean, dtype=np.float32) / max(float(np.linalg.norm(mean)), 1e-9)
        theme.version = state.version
    return np.asarray(theme.centre, dtype=np.float32)


def why(
    db: Session, idea: Idea, vector: NDArray[np.float32], state: State, theme: Theme, score: float
) -> dict[str, Any]:
    """Why an idea is in a theme: the words that mark it, the nearest ideas, and the passage that says so most."""
    weight = placements.terms_of(db, theme.id)
    doc = pipeline.read(idea.body)
    span = reasons.passage(doc._.sentences, doc._.words, weight)
    terms = sorted({term for term in doc._.terms if term in weight}, key=lambda term: (-weight[term], term))
    near = analyses.nearest(db, idea, vector, version=state.version, theme_id=theme.id)
    return {
        "score": round(score, 6), "terms": terms[: reasons.SHARED_TERMS], "nearest": near,
        "begins": span.start, "ends": span.end, "words": idea.body[span.start:span.end],
    }


def _asks_for_grouping(db: Session, idea: Idea) -> bool:
    """A call that has grown much is grouped at once. An import asks by itself, when all of it is in."""
    grows = idea.call_id is not None and idea.channel != Channel.IMPORTED
    return grows and groupings.due(db, idea.call_id or 0, at_once=True)
