"""Addresses by name: `links.to("ideas.show", idea_id=7)`. Names are `file.handler`, made by the route table."""

import re
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlencode

from starlette.routing import Route

MOST_KEPT = 5_000
_PARAMETER = re.compile(r"{(\w+)(?::\w+)?}")


class Links:
    def __init__(self, routes: list[Route]) -> None:
        self._paths: dict[str, tuple[str, tuple[str, ...]]] = {}
        for route in routes:
            path = _PARAMETER.sub("%s", route.path.replace("%", "%%"))
            self._paths.setdefault(route.name, (path, tuple(_PARAMETER.findall(route.path))))
        self._made = lru_cache(maxsize=MOST_KEPT, typed=True)(self._make)

    def to(self, name: str, **params: Any) -> str:
        """The path; parameters that are no part of it become its query. Raises KeyError for an unknown name."""
        return self._made(name, **params)

    def _make(self, name: str, **params: Any) -> str:
        path, in_path = self._paths[name]
        if in_path:
            path %= tuple(_quoted(params.pop(name)) for name in in_path)
        query = {key: value for key, value in params.items() if value not in (None, "")} if params else None
        return f"{path}?{urlencode(query)}" if query else path


def _quoted(value: Any) -> str:
    return str(value) if type(value) is int else quote(str(value), safe="")
