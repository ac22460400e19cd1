"""A device on which somebody signed in by mail before. It is counted by itself, so that nobody can use up its mails.

The cookie names the person only as a hash, and signs nobody in.
"""

import secrets

from itsdangerous import BadSignature, URLSafeSerializer
from starlette.requests import HTTPConnection
from starlette.responses import Response

from models.settings import settings
from web.kit import cookies

DAYS = 180


def name() -> str:
    return f"{cookies.name()}-device"


def write(response: Response, person: str) -> None:
    """Remembers the person, known by the hash of their address."""
    value = str(_signer().dumps([person, secrets.token_hex(16)]))
    response.set_cookie(name(), value, max_age=DAYS * 86400, path="/", secure=settings().secure, httponly=True,
                        samesite="lax")


def known(request: HTTPConnection, person: str) -> str | None:
    """What this device is counted by; None when it is not known as this person's."""
    try:
        match _signer().loads(request.cookies.get(name(), "")):
            case [str(owner), str(key)] if owner == person:
                return key
    except BadSignature:
        return None
    return None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key, salt="device")
