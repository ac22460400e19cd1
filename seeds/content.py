"""The words of the sample service, as they stand in content/*.toml."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "content"
CALLS = ("appointments", "waste", "letters", "streets")


@cache
def place() -> dict[str, Any]:
    return _read("place")


@cache
def chapters() -> list[dict[str, Any]]:
    """One for each call, and the last for ideas that belong to none."""
    return [_read(name) for name in (*CALLS, "standalone")]


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
