"""bin/bench: what pages cost, beside the limit of the same server, in one run."""

import os
import secrets
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bench import processes

REQUESTS = "Requests to each page that is made for one person; ten times as many, in five rounds, to each cached one."
console = Console(width=max(120, Console().width))


def bench(
    ideas: Annotated[int, typer.Option(min=60, max=1_000_000, help="How many ideas the made-up site has.")] = 10_000,
    requests: Annotated[int, typer.Option(min=20, max=50_000, help=REQUESTS)] = 400,
    json: Annotated[Path | None, typer.Option(help="Also write the figures to this file.")] = None,
) -> None:
    """Measure the site's pages on this machine. Everything it makes is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="folkmoot-bench-") as folder:
        os.environ |= {
            "ENVIRONMENT": "production", "SECRET_KEY": secrets.token_hex(32), "DATA_DIR": folder, "DATABASE_URL": "",
            "SMTP_URL": "smtp://127.0.0.1:9", "LOG_LEVEL": "info", "WEB_PROCESSES": "1",
            "PORT": str(processes.free_port()),
        }
        from bench import report, runs  # reads the settings, so only now

        figures = runs.everything(ideas, requests, say=lambda words: console.print(words, style="dim"))
    report.show(figures, console)
    if json is not None:
        report.write(figures, json)


if __name__ == "__main__":
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    app.command()(bench)
    app()
