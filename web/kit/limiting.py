"""Who is asking, as far as limits need to know: an address cut to its network and hashed, never kept as it is."""

import hashlib
import hmac
import ipaddress

from starlette.requests import HTTPConnection

from models import database, limits
from models.limits import Limit
from models.settings import settings
from web.kit.errors import TooMany


def address_of(request: HTTPConnection) -> str:
    """The address that limits count: the last one that a trusted proxy added, else the peer's own."""
    peer = request.client.host if request.client else ""
    proxies = settings().trusted_proxies
    if proxies:
        hops = [hop.strip() for hop in ",".join(request.headers.getlist("x-forwarded-for")).split(",") if hop.strip()]
        if len(hops) >= proxies:
            peer = hops[-proxies]
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return _hashed("unknown")
    size = 64 if address.version == 6 else 32
    return _hashed(str(ipaddress.ip_network(f"{address}/{size}", strict=False)))


def _hashed(subject: str) -> str:
    return hmac.new(settings().secret_key.encode(), subject.encode(), hashlib.sha256).hexdigest()[:32]


def count(*counts: tuple[Limit, str]) -> None:
    """Counts one more of each, in a transaction of its own that a later failure cannot undo. Raises TooMany (429)."""
    with database.open_session() as db, db.begin():
        db.connection().exec_driver_sql("SET LOCAL synchronous_commit = off")
        wait = max(limits.seconds_to_wait(db, limit, subject[:64]) for limit, subject in counts)
    if wait:
        raise TooMany(wait)


def of_email(email: str) -> str:
    return _hashed(email.strip().lower())
