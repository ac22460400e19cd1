"""Addresses by name: `links.to("ideas.show", idea_id=7)`. Names are `file.handler`, made by the route table."""

import re
from typing import Any
from urllib.parse import quote, urlencode

from starlette.routing import Route

_PARAMETER = re.compile(r"{(\w+)(?::\w+)?}")


class Links:
    def __init__(self, routes: list[Route]) -> None:
        self._paths: dict[str, tuple[str, frozenset[str]]] = {}
        for route in routes:
            names = frozenset(_PARAMETER.findall(route.path))
            self._paths.setdefault(route.name, (_PARAMETER.sub(r"{\1}", route.path), names))

    def to(self, name: str, **params: Any) -> str:
        """The path; parameters that are no part of it become its query. Raises KeyError for an unknown name."""
        path, in_path = self._paths[name]
        query = {key: value for key, value in params.items() if key not in in_path and value not in (None, "")}
        filled = path.format(**{key: quote(str(params[key]), safe="") for key in in_path})
        return f"{filled}?{urlencode(query)}" if query else filled
