"""The list that stands beside a theme at the desk: whatever is done to the theme leads back to the same list."""

from web.kit.visit import Visit

WAYS = ("call", "sort", "show")


def ways(visit: Visit) -> dict[str, str]:
    """What the list shows and in which order, where the address or the form says so."""
    said = {name: visit.asked(name) or str(visit.form.get(name, ""))[:20] for name in WAYS}
    return {name: value for name, value in said.items() if value}
