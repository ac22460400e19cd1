"""The files under static/, read once and served from memory under names that change when they do."""

import gzip
import hashlib
from dataclasses import dataclass
from email.utils import formatdate
from pathlib import Path

import zstandard
from starlette.requests import Request
from starlette.responses import Response

from web.kit.errors import NotFound

TYPES = {
    ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml",
    ".png": "image/png", ".ico": "image/x-icon", ".woff2": "font/woff2", ".webmanifest": "application/manifest+json",
    ".txt": "text/plain; charset=utf-8",
}
SQUEEZED = {".css", ".js", ".svg", ".txt"}
YEAR = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Asset:
    body: bytes
    kind: str
    gzip: bytes | None
    zstd: bytes | None
    etag: str


def _asset(name: str, body: bytes) -> Asset:
    ending = Path(name).suffix
    squeeze = ending in SQUEEZED
    etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    return Asset(
        body, TYPES[ending], gzip.compress(body, 9, mtime=0) if squeeze else None,
        zstandard.compress(body, 19) if squeeze else None, etag,
    )


class Assets:
    def __init__(self, folder: Path) -> None:
        found = {str(path.relative_to(folder)): path.read_bytes()
                 for path in sorted(folder.rglob("*")) if path.suffix in TYPES}
        sheets = [body for name, body in found.items() if name.startswith("css/")]
        found["site.css"] = b"\n".join(sheets)
        self._files = {name: _asset(name, body) for name, body in found.items() if not name.startswith("css/")}
        self._started = formatdate(usegmt=True)

    def path(self, name: str) -> str:
        return f"/static/{name}?v={self._files[name].etag[1:9]}"

    def answer(self, request: Request, name: str) -> Response:
        asset = self._files.get(name)
        if asset is None:
            raise NotFound
        headers = {"Cache-Control": YEAR, "ETag": asset.etag, "Vary": "Accept-Encoding"}
        if request.headers.get("if-none-match") == asset.etag:
            return Response(status_code=304, headers=headers)
        accepted = request.headers.get("accept-encoding", "")
        body = asset.body
        for coding, squeezed in (("zstd", asset.zstd), ("gzip", asset.gzip)):
            if squeezed is not None and coding in accepted:
                body, headers["Content-Encoding"] = squeezed, coding
                break
        return Response(body, headers=headers, media_type=asset.kind)
