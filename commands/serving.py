"""folkmoot serve"""

import os
from typing import Annotated, Any

import typer
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.common import AbstractServer
from starlette.types import ASGIApp

from commands import processes
from models import database, migrating
from models.settings import settings
from web.app import application
from web.kit import logs

All = Annotated[
    bool, typer.Option("--all", help="Also migrate, and run a worker beside the site: one box, one command.")
]


def site() -> ASGIApp:
    """What each web process loads."""
    processes.die_with_parent()
    return application()


def serve(everything: All = False) -> None:
    """Run the site."""
    logs.configure()
    beside = None
    if everything:
        migrating.bring_up_to_date(database.engine())
        database.engine().dispose()  # the web processes are copies of this one, and a connection serves only one
        beside = processes.start("worker", DATABASE_URL=database.url())
    os.environ["DATABASE_URL"] = database.url()  # the web processes must not start a database of their own
    try:
        server("commands.serving:site", settings().port).serve()
    finally:
        if beside is not None:
            processes.stop(beside)


def server(factory: str, port: int) -> AbstractServer[Any]:
    """The web server for whatever application this makes (`module:function`)."""
    return Granian(
        factory,
        factory=True,
        interface=Interfaces.ASGI,
        address=settings().host,
        port=port,
        workers=settings().web_processes,
        websockets=False,
        log_level=LogLevels.warning,
        log_access=False,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        backlog=2048,
    )
