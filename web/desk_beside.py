"""The list that stands beside a theme at the desk: what is renamed, moved, kept, merged, answered or undone there leads
back to the same list."""

from urllib.parse import urlencode

from web.kit.visit import Visit

WAYS = ("call", "sort", "show")


def ways(visit: Visit) -> dict[str, str]:
    """What the list shows and in which order, where the address or the form says so."""
    said = {name: visit.asked(name) or str(visit.form.get(name, ""))[:20] for name in WAYS}
    return {name: value for name, value in said.items() if value}


def call_id(visit: Visit) -> int | None:
    """The call that the list is narrowed to."""
    return visit.asked_id("call") or visit.typed_id("call")


def page(visit: Visit) -> dict[str, str]:
    """Which page of a theme's ideas is shown, and in which order."""
    return {name: value for name in ("after", "order") if (value := visit.asked(name))}


def again(visit: Visit) -> str:
    """The end of an address that leads back to the same list, and to the same page of the theme."""
    asked = urlencode(ways(visit) | page(visit))
    return f"?{asked}" if asked else ""
