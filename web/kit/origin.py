"""Refuses what another site sends in a person's name (CSRF), by the headers that browsers set themselves.

Sec-Fetch-Site comes only over HTTPS and on localhost, so Origin is the fallback; a request with neither comes from no
browser, and is refused only when it carries our cookie.
"""

from urllib.parse import urlsplit

from starlette.datastructures import Headers

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def refuses(method: str, headers: Headers, *, has_session: bool) -> bool:
    if method in SAFE:
        return False
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = headers.get("origin")
    if origin is not None:
        return urlsplit(origin).netloc != headers.get("host", "") or not urlsplit(origin).netloc
    return has_session
