"""The session's cookie: a signed random key. The session itself is a row, so it can be ended."""

from functools import cache

from itsdangerous import BadSignature, URLSafeSerializer
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import Response

from models.sessions import DAYS
from models.settings import settings


def name() -> str:
    return "__Host-folkmoot" if settings().secure else "folkmoot"


def present(headers: Headers) -> bool:
    return any(f"{name()}=" in value for value in headers.getlist("cookie"))


def read(request: HTTPConnection) -> str | None:
    value = request.cookies.get(name())
    if not value:
        return None
    try:
        key = _signer().loads(value)
    except BadSignature:
        return None
    return key if isinstance(key, str) else None


def signed(key: str) -> str:
    """What the cookie holds for a session's key."""
    return str(_signer().dumps(key))


def write(response: Response, key: str) -> None:
    """Sets the cookie; an empty key takes it away."""
    if key:
        response.set_cookie(name(), signed(key), max_age=DAYS * 86400, path="/", secure=settings().secure,
                            httponly=True, samesite="lax")
    else:
        response.delete_cookie(name(), path="/", secure=settings().secure, httponly=True, samesite="lax")


@cache
def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key, salt="session")
