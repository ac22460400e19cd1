"""`folkmoot demo --import`: what can be wrong with the file is said before anything is started."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select
from typer.testing import CliRunner, Result

from commands import app, demonstrating, importing
from models.calls import Call
from tests.commands.test_importing_stances import ASKED, CHOSEN, MAPPED


def nothing(*args: object, **kwargs: object) -> None:
    """What the machine would do."""


@pytest.fixture
def show(db: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[Result, list[Any]]]:
    """Runs the demonstration, but for its processes; which of them it would have started."""
    monkeypatch.chdir(tmp_path)
    Path("said.csv").write_text(CHOSEN)
    started: list[Any] = []
    monkeypatch.setattr(demonstrating, "_start", started.append)
    for module, name in ((demonstrating.migrating, "bring_up_to_date"), (demonstrating.seeding, "seed"),
                         (demonstrating.signal, "signal"), (demonstrating.processes, "stop"),
                         (importing, "watch"), (demonstrating, "_wait_for_site"), (demonstrating, "_print_links"),
                         (demonstrating, "_stay"), (demonstrating, "_taken")):
        monkeypatch.setattr(module, name, nothing)

    def run(*options: str) -> tuple[Result, list[Any]]:
        return CliRunner().invoke(app, ["demo", "--import", "said.csv", *options], env={"COLUMNS": "300"}), started

    return run


def test_choices_that_are_for_or_against_nothing_are_refused_before_anything_starts(
    show: Callable[..., tuple[Result, list[Any]]],
) -> None:
    result, started = show(*MAPPED)

    assert result.exit_code == 2 and "--proposition" in result.output and started == []


def test_a_call_of_its_own_asks_what_is_said_with_it(
    db: Session, show: Callable[..., tuple[Result, list[Any]]]
) -> None:
    result, started = show(*MAPPED, "--proposition", ASKED)

    assert result.exit_code == 0, result.output
    assert db.exec(select(Call)).one().proposition == ASKED and len(started) == 2
