"""The application: routes, error pages, and the three pure ASGI layers around them."""

import gc
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import anyio.to_thread
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

from models import database
from models.settings import settings
from web import routes
from web.kit import error_pages, logs, rendering
from web.kit.assets import Assets
from web.kit.errors import SignInNeeded
from web.kit.headers import answered_safely
from web.kit.links import Links
from web.kit.pages_cache import PagesCache

GARBAGE_AT = 20_000  # things made and still there before Python looks for cycles among them; one page makes thousands
STATIC = Path(__file__).resolve().parent.parent / "static"


def site() -> Starlette:
    """The site without the layers around it: what most tests use."""
    app = Starlette(
        routes=routes.ALL,
        exception_handlers={
            HTTPException: error_pages.http_error,
            SignInNeeded: error_pages.sign_in_needed,
            DBAPIError: error_pages.database_away,
            PoolTimeout: error_pages.database_away,
            Exception: error_pages.unexpected,
        },
    )
    app.state.assets = Assets(STATIC)
    app.state.links = Links(routes.ALL)
    app.state.templates = rendering.environment(app.state.links, app.state.assets)
    return app


def application() -> ASGIApp:
    """What the server runs: the site, the page cache in front of it, and the headers outermost."""
    logs.configure()
    inner = site()
    kept = [route.path_regex for route in routes.ALL if getattr(route, "cached", False)]
    cache = PagesCache(inner, lambda path: any(pattern.match(path) for pattern in kept))
    inner.router.lifespan_context = _lifespan(cache)
    return answered_safely(cache)


def _lifespan(cache: PagesCache) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def running(app: Starlette) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = settings().threads
        listener = threading.Thread(target=cache.listen, name="page cache", daemon=True)
        listener.start()
        gc.collect()
        gc.freeze()  # what the site is made of stays: no later collection goes through it again
        gc.set_threshold(GARBAGE_AT)
        yield
        cache.stop()
        await anyio.to_thread.run_sync(listener.join, 3)
        database.close()

    return running
