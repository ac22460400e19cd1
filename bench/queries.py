"""How many queries a page makes: the site in this process, with an ear at the database's door."""

import asyncio
from typing import Any

from sqlalchemy import Engine, event
from starlette.types import ASGIApp, Message

from web.app import site
from web.kit import cookies, logs


def count(paths: dict[str, tuple[str, str]]) -> dict[str, int]:
    """For each page, its queries with a warm site; `paths` has an address and a cookie for each."""
    heard: list[str] = []

    def hear(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        heard.append(statement)

    logs.configure()
    app = site()
    event.listen(Engine, "before_cursor_execute", hear)
    try:
        counted = {}
        for name, (path, cookie) in paths.items():
            for _ in range(2):
                heard.clear()
                status = asyncio.run(_get(app, path, cookie))
                if status != 200:
                    raise RuntimeError(f"{name}: {path} answered {status}, so nothing about it can be measured.")
            counted[name] = len(heard)
        return counted
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


async def _get(app: ASGIApp, path: str, cookie: str) -> int:
    bare, _, query = path.partition("?")
    headers = [(b"host", b"127.0.0.1")] + ([(b"cookie", f"{cookies.name()}={cookie}".encode())] if cookie else [])
    scope = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "path": bare,
             "raw_path": bare.encode(), "root_path": "", "scheme": "http", "query_string": query.encode(),
             "headers": headers, "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80)}
    status = 0

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]

    await app(scope, receive, send)
    return status
