"""Every address of the site, with its handler and who may use it. `guards` says what each name means."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from web import health, home, outbox, setbacks, unsubscribing
from web.kit.guards import administrators, anyone_posts, readers_of_mail
from web.kit.routing import page


async def static(request: Request) -> Response:
    return request.app.state.assets.answer(request, request.path_params["name"])  # type: ignore[no-any-return]


ALL: list[Route] = [
    page("/", home.show, cached=True),
    page("/outbox", outbox.index, only=readers_of_mail),
    page("/outbox/{mail_id:int}", outbox.show, only=readers_of_mail),
    page("/unsubscribe/{token}", unsubscribing.show),
    page("/unsubscribe/{token}", unsubscribing.stop, post=True, only=anyone_posts),
    page("/setbacks", setbacks.index, only=administrators),
    page("/setbacks/{setback_id:int}", setbacks.retry, post=True, only=administrators),
    page("/health", health.health),
    page("/ready", health.ready),
    Route("/static/{name:path}", static, methods=["GET"], name="static"),
]
