"""Who is asking, as far as limits need to know: an address cut to its network and hashed, never kept as it is."""

import hashlib
import hmac
import ipaddress

import structlog
from starlette.requests import HTTPConnection

from models import accounts, database, limits
from models.limits import Limit
from models.settings import settings
from web.kit import devices
from web.kit.errors import TooMany

log = structlog.get_logger()


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
    """Counts one more of each, in a transaction of its own that a later failure cannot undo. Raises TooMany (429).

    The first that is used up ends it: who is refused by a limit of their own uses up no limit that others share.
    """
    with database.open_session() as db, db.begin():
        db.connection().exec_driver_sql("SET LOCAL synchronous_commit = off")
        waits = ((limit, limits.seconds_to_wait(db, limit, subject[:64])) for limit, subject in counts)
        limit, wait = next((one for one in waits if one[1]), (None, 0))
    if limit is not None:
        log.warning("limit reached", limit=limit.name, seconds=wait)
        raise TooMany(wait)


def of_email(email: str) -> str:
    return _hashed(accounts.normal(email))


def of_asker(request: HTTPConnection, email: str) -> str:
    """Who asks in the name of this e-mail: a device that is known as theirs, else whoever is in this network."""
    person = of_email(email)
    return person[:31] + (devices.known(request, person) or address_of(request))[:31]


def shared(request: HTTPConnection, email: str) -> tuple[tuple[Limit, str], ...]:
    """What mails to sign in with are counted by besides: none for a known device, so others cannot use it up."""
    person = of_email(email)
    if devices.known(request, person):
        return ()
    return (limits.SIGN_INS_OF_ADDRESS, address_of(request)), (limits.SIGN_IN_MAILS, person)


def guesses(request: HTTPConnection, email: str) -> tuple[tuple[Limit, str], ...]:
    """What codes for this e-mail are counted by besides, from wherever they are typed: but not on a known device."""
    person = of_email(email)
    return () if devices.known(request, person) else ((limits.CODES_FOR_EMAIL, person),)
