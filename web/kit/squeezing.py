"""Pages for one person leave squeezed too, at the level that costs least. Kept pages are squeezed once, elsewhere.

A page holds no secret beside what its reader typed: the session's key is only ever in the cookie.
"""

import gzip

import zstandard
from starlette.requests import Request
from starlette.responses import Response

LEAST_BYTES = 2_000
KINDS = ("text/html", "text/csv", "application/json", "application/atom+xml")


def squeeze(request: Request, response: Response) -> None:
    """Squeezes the body in place, when the reader takes it so."""
    if request.scope.get("folkmoot.cacheable") or len(response.body) < LEAST_BYTES:
        return
    if "content-encoding" in response.headers or not response.headers.get("content-type", "").startswith(KINDS):
        return
    accepted = request.headers.get("accept-encoding", "")
    if "zstd" in accepted:
        response.body, coding = zstandard.compress(response.body, 1), "zstd"
    elif "gzip" in accepted:
        response.body, coding = gzip.compress(response.body, 1, mtime=0), "gzip"
    else:
        return
    response.headers["content-encoding"] = coding
    response.headers["content-length"] = str(len(response.body))
    response.headers.add_vary_header("Accept-Encoding")
