"""The `folkmoot` command: one file for each thing it does, loaded when it is asked for."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup


@contextmanager
def nothing_collected() -> Iterator[None]:
    """What is loaded stays: to look for garbage among it takes a fifth of the time that a command needs to start."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


with nothing_collected():
    from models import tables  # noqa: F401  a foreign key finds its table only when every table is loaded

ABOUT = "Ideas for better public services: every idea gets an answer, and every answer can be checked."
# The site must not carry what only the worker needs (spaCy), so no command loads another's file.
PLACES = {
    "serve": ("serving", "serve"),
    "worker": ("working", "worker"),
    "migrate": ("migrating", "migrate"),
    "seed": ("seeding", "seed"),
    "import": ("importing", "bring_in"),
    "doctor": ("doctoring", "examine"),
    "bounce": ("bouncing", "take"),
    "appoint": ("appointing", "appoint"),
    "erase": ("erasing", "erase"),
    "demo": ("demonstrating", "demonstrate"),
}


class Commands(TyperGroup):
    def list_commands(self, ctx: Any) -> list[str]:
        return list(PLACES)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in PLACES:
            return None
        file, function = PLACES[cmd_name]
        one = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
        with nothing_collected():
            one.command(cmd_name)(getattr(import_module(f"commands.{file}"), function))
        return typer.main.get_command(one)


app = typer.Typer(cls=Commands, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback(help=ABOUT)
def folkmoot() -> None:
    """Every command is found by its name in PLACES."""
