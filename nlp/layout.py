"""Where each theme stands on the map: near ones together, and in the same place from one run to the next.

Source: classical scaling (Torgerson, 1952), turned onto the former places by Procrustes (Schönemann, 1966).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.float64]
APART = 0.07  # two themes are drawn no closer than this, so that their names can be read
ROUNDS = 60


def place(centres: NDArray[np.float32], former: Sequence[tuple[float, float] | None] | None = None) -> Places:
    """(n, 2) places between 0 and 1 for the (n, d) centres of themes.

    `former[i]` is where theme i stood on the last map, or None: the new map is turned, mirrored and drawn towards it.
    """
    n = len(centres)
    if n == 0:
        return np.zeros((0, 2))
    flat = _scaled(centres)
    if former is not None:
        flat = _turned(flat, former)
    return np.round(_fitted(_apart(_fitted(flat))), 6)


def _scaled(centres: NDArray[np.float32]) -> Places:
    n = len(centres)
    rows = np.asarray(centres, dtype=np.float64)
    gaps = np.maximum(0, 1 - rows @ rows.T)
    middle = np.eye(n) - 1 / n
    values, axes = np.linalg.eigh(-0.5 * middle @ gaps @ middle)
    best = np.argsort(-values, kind="stable")[:2]
    flat = axes[:, best] * np.sqrt(np.maximum(values[best], 0))
    for column in flat.T:
        if n and column[np.abs(np.round(column, 9)).argmax()] < 0:
            column *= -1
    return np.pad(flat, ((0, 0), (0, 2 - flat.shape[1])))


def _turned(flat: Places, former: Sequence[tuple[float, float] | None]) -> Places:
    known = [i for i, at in enumerate(former) if at is not None]
    if not known:
        return flat
    target = np.array([former[i] for i in known], dtype=np.float64)
    flat = _fitted(flat)
    if len(known) >= 2:
        here, there = flat[known] - flat[known].mean(axis=0), target - target.mean(axis=0)
        left, sizes, right = np.linalg.svd(here.T @ there)
        scale = sizes.sum() / max(float((here**2).sum()), 1e-9)
        flat = (flat - flat[known].mean(axis=0)) @ (left @ right) * max(scale, 0.2) + target.mean(axis=0)
    flat[known] = 0.25 * flat[known] + 0.75 * target
    return flat


def _fitted(flat: Places) -> Places:
    """Moved into the square from 0 to 1, only shrunk when it does not fit; a single point goes to the middle."""
    low, high = flat.min(axis=0), flat.max(axis=0)
    if (low >= 0).all() and (high <= 1).all() and (high - low).max() > 0.5:
        return flat
    size = max(float((high - low).max()), 1e-9)
    if size <= 1e-9:
        return np.full_like(flat, 0.5)
    fitted: Places = np.clip((flat - (low + high) / 2) / size + 0.5, 0, 1)
    return fitted


def _apart(flat: Places) -> Places:
    """Themes that would be drawn on top of each other step aside a little."""
    flat = flat.copy()
    turn = np.arange(len(flat)) * 2.399963
    nudge = np.stack([np.cos(turn), np.sin(turn)], axis=1) * 1e-4
    for _ in range(ROUNDS):
        gaps = (flat + nudge)[:, None] - (flat + nudge)[None]
        far = np.sqrt((gaps**2).sum(axis=2))
        np.fill_diagonal(far, 1)
        push = np.maximum(0, APART - far) / 2
        if not push.any():
            break
        flat = np.clip(flat + (gaps / np.maximum(far, 1e-9)[..., None] * push[..., None]).sum(axis=1), 0, 1)
    return flat
