"""The limit: a Starlette application that has nothing to do, and answers with bytes that are ready."""

import os

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from commands import processes, serving


def application() -> Starlette:
    processes.die_with_parent()
    body = b"." * int(os.environ["READY_BYTES"])

    async def page(request: Request) -> Response:
        return Response(body, media_type="text/html")

    return Starlette(routes=[Route("/", page)])


if __name__ == "__main__":
    serving.server("bench.ready:application", int(os.environ["PORT"])).serve()
