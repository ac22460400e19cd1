"""The limit: a Starlette application that has nothing to do, and answers with bytes that are ready."""

import os
from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from commands import processes, serving


def application() -> Starlette:
    processes.die_with_parent()
    return Starlette(routes=[Route(f"/{size}", _page(int(size))) for size in os.environ["READY_BYTES"].split()])


def _page(size: int) -> Callable[[Request], Awaitable[Response]]:
    body = b"." * size

    async def page(request: Request) -> Response:
        return Response(body, media_type="text/html")

    return page


if __name__ == "__main__":
    serving.server("bench.ready:application", int(os.environ["PORT"])).serve()
