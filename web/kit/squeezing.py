"""Pages for one person leave squeezed too, at the level that costs least. Kept pages are squeezed once, elsewhere.

A page holds no secret beside what its reader typed: the session's key is only ever in the cookie.
"""

import gzip
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import zstandard
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

LEAST_BYTES = 2_000
KINDS = ("text/html", "text/csv", "application/json", "application/atom+xml")


def squeeze(request: Request, response: Response) -> None:
    """Squeezes the body in place, when the reader takes it so."""
    if request.scope.get("folkmoot.cacheable") or len(response.body) < LEAST_BYTES:
        return
    if "content-encoding" in response.headers or not response.headers.get("content-type", "").startswith(KINDS):
        return
    coding = _coding(request)
    if coding:
        body = bytes(response.body)
        response.body = zstandard.compress(body, 1) if coding == "zstd" else gzip.compress(body, 1, mtime=0)
        response.headers["content-length"] = str(len(response.body))
        _say(response, coding)


def stream(request: Request, parts: Iterable[bytes], headers: Mapping[str, str]) -> Response:
    """An answer whose parts leave as they are made."""
    coding = _coding(request)
    kept = {name: value for name, value in headers.items() if name != "content-length"}
    response = StreamingResponse(_squeezed(parts, coding) if coding else parts, headers=kept)
    if coding:
        _say(response, coding)
    return response


def _squeezed(parts: Iterable[bytes], coding: str) -> Iterator[bytes]:
    press: Any = zstandard.ZstdCompressor(1).compressobj() if coding == "zstd" else zlib.compressobj(1, wbits=31)
    for part in parts:
        yield press.compress(part)
    yield press.flush()


def _coding(request: Request) -> str:
    accepted = request.headers.get("accept-encoding", "")
    return "zstd" if "zstd" in accepted else "gzip" if "gzip" in accepted else ""


def _say(response: Response, coding: str) -> None:
    response.headers["content-encoding"] = coding
    response.headers.add_vary_header("Accept-Encoding")
