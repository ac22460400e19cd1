"""The headers that every answer carries, whatever made it. Pure ASGI, outermost."""

from collections.abc import Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from models.settings import settings

POLICY = "; ".join([
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "font-src 'self'",
    "connect-src 'self'", "manifest-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
])
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


Pair = tuple[bytes, bytes]


def answered_safely(app: ASGIApp) -> ASGIApp:
    extra = dict(ALWAYS)
    if settings().secure:
        extra["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    ours = {name.lower().encode("latin-1"): value.encode("latin-1") for name, value in extra.items()}

    async def outermost(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = _with(ours, message.get("headers", ()))
            await send(message)

        await app(scope, receive, send_with_headers)

    return outermost


def _with(ours: dict[bytes, bytes], given: Iterable[Pair]) -> list[Pair]:
    """The headers that were given and ours, which win. As plain bytes: this is done for every answer."""
    headers = [pair for pair in given if pair[0] not in ours]
    if not any(name == b"cache-control" for name, _ in headers):
        headers.append((b"cache-control", b"private, no-store"))
    headers.extend(ours.items())
    return headers
