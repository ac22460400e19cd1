"""Every address of the site, with its handler and who may use it. `guards` says what each name means."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from web import health, home
from web.kit.routing import page


async def static(request: Request) -> Response:
    return request.app.state.assets.answer(request, request.path_params["name"])  # type: ignore[no-any-return]


ALL: list[Route] = [
    page("/", home.show, cached=True),
    page("/health", health.health),
    page("/ready", health.ready),
    Route("/static/{name:path}", static, methods=["GET"], name="static"),
]
