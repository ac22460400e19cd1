"""bin/bench: what pages cost, beside the limit of the same server, in one run; `bin/bench themes`: how well ideas are
grouped, beside what people would otherwise use; `bin/bench telling`: what telling everybody of an answer costs."""

import os
import secrets
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bench import processes

REQUESTS = "Requests to each page that is made for one person; ten times as many, in five rounds, to each cached one."
METHODS = "What to measure: folkmoot, bertopic. All when it is not said; without bertopic nothing is installed for it."
CURVE = "Also what numbers of ideas cost, such as 1000,10000,100000: ideas made from the given ones. Takes long."
ONLY = "quality: the groups alone, without corrections, later runs, copies and speed."
console = Console(width=max(120, Console().width))
app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.callback(invoke_without_command=True)
def pages(
    context: typer.Context,
    ideas: Annotated[int, typer.Option(min=60, max=1_000_000, help="How many ideas the made-up site has.")] = 10_000,
    themes: Annotated[int, typer.Option(min=4, max=5_000, help="How many themes they are in.")] = 50,
    requests: Annotated[int, typer.Option(min=20, max=50_000, help=REQUESTS)] = 400,
    json: Annotated[Path | None, typer.Option(help="Also write the figures to this file.")] = None,
) -> None:
    """Measure the site's pages on this machine. Everything it makes is gone afterwards."""
    if context.invoked_subcommand is not None:
        return
    with tempfile.TemporaryDirectory(prefix="folkmoot-bench-") as folder:
        os.environ |= {
            "ENVIRONMENT": "production", "SECRET_KEY": secrets.token_hex(32), "DATA_DIR": folder, "DATABASE_URL": "",
            "SMTP_URL": "smtp://127.0.0.1:9", "LOG_LEVEL": "info", "WEB_PROCESSES": "1",
            "PORT": str(processes.free_port()),
        }
        from bench import report, runs  # reads the settings, so only now

        figures = runs.everything(ideas, themes, requests, say=lambda words: console.print(words, style="dim"))
    report.show(figures, console)
    if json is not None:
        report.write(figures, json)


@app.command()
def walk(
    acts: Annotated[int, typer.Option(min=1, max=1_000_000, help="How many acts.")] = 10_000,
    seed: Annotated[int, typer.Option(help="The same number makes the same walk.")] = 1,
) -> None:
    """Do so many random acts in a database of their own, and let the doctor recount everything."""
    with tempfile.TemporaryDirectory(prefix="folkmoot-walk-") as folder:
        os.environ |= {"ENVIRONMENT": "test", "DATA_DIR": folder, "DATABASE_URL": "", "SMTP_URL": ""}
        from bench import walked  # reads the settings, so only now

        wrong = walked.run(acts, seed, say=lambda words: console.print(words, highlight=False))
    raise typer.Exit(1 if wrong else 0)


@app.command()
def themes(
    data: Annotated[list[Path], typer.Option(help="A JSONL file with a text and a label in each line.")],
    json: Annotated[Path | None, typer.Option(help="Also write the figures to this file.")] = None,
    method: Annotated[list[str] | None, typer.Option(help=METHODS)] = None,
    only: Annotated[str, typer.Option(help=ONLY)] = "",
    curve: Annotated[str, typer.Option(help=CURVE)] = "",
) -> None:
    """Measure the theme engine on labelled texts."""
    from bench import grouped
    from bench import themes as run

    wrong = sorted(set(method or ()) - set(grouped.METHODS))
    if wrong:
        raise typer.BadParameter(f"{wrong[0]} is not one of {', '.join(grouped.METHODS)}.")
    if only not in {"", "quality"}:
        raise typer.BadParameter("--only takes quality.")
    if not all(size.isdigit() for size in curve.split(",") if size):
        raise typer.BadParameter("--curve takes numbers with commas between them.")
    figures = run.measure(data, method or list(grouped.METHODS), json, console, only_quality=only == "quality",
        sizes=[int(size) for size in curve.split(",") if size])
    run.show(figures, console)
    raise typer.Exit(0 if figures.sets else 1)


@app.command()
def telling(people: Annotated[int, typer.Option(min=10, max=100_000, help="How many are told.")] = 1000) -> None:
    """Measure what it costs to tell everybody of one answer, with the worker killed in the middle."""
    with tempfile.TemporaryDirectory(prefix="folkmoot-bench-") as folder:
        os.environ |= {"ENVIRONMENT": "test", "DATA_DIR": folder, "DATABASE_URL": "", "LOG_LEVEL": "warning"}
        from bench import told  # reads the settings, so only now

        figures = told.measure(people, console)
    raise typer.Exit(0 if figures.good else 1)


if __name__ == "__main__":
    app()
