"""Reading what was sent: never more than the limit, never for longer than the deadline."""

import asyncio

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message

from models.limits import BODY_BYTES
from web.kit.errors import TooLarge, Unreadable

SECONDS = 20
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


async def read_form(request: Request) -> FormData:
    """The fields of the form. Raises TooLarge (413) or Unreadable (400)."""
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > BODY_BYTES:
        raise TooLarge
    try:
        body = await asyncio.wait_for(_read(request), SECONDS)
    except TimeoutError:
        raise HTTPException(408) from None
    if not body:
        return FormData()
    if not request.headers.get("content-type", "").lower().startswith(FORMS):
        raise Unreadable

    async def once() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    try:
        form = await Request(request.scope, once).form(max_files=0, max_fields=300, max_part_size=BODY_BYTES)
    except (HTTPException, ValueError, KeyError, UnicodeError):
        raise Unreadable from None
    return FormData([(name, value) for name, value in form.multi_items() if isinstance(value, str)])


async def _read(request: Request) -> bytes:
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > BODY_BYTES:
            raise TooLarge
        chunks.append(chunk)
    return b"".join(chunks)
