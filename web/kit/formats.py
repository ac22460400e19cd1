"""A list as data: JSON, CSV or Atom of the same rows that the page shows."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from xml.etree import ElementTree

from starlette.responses import JSONResponse, Response

from models import clock, text
from models.settings import settings
from web.kit.visit import Visit

NAMED = (("JSON", "json"), ("CSV", "csv"), ("Atom feed", "atom"))
ENDINGS = tuple(ending for _, ending in NAMED)
ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True)
class Entry:
    """One thing of a list. `fields` go into JSON and CSV, named as its list says; the others make the Atom entry."""

    title: str
    path: str
    at: datetime
    summary: str
    fields: dict[str, Any]


def answer(
    visit: Visit, *, title: str, names: Sequence[str], entries: Sequence[Entry], next_path: str | None
) -> Response:
    """`names`: of the fields, which a list without a row says too."""
    if visit.format == "json":
        return _json(entries, next_path)
    if visit.format == "csv":
        return _csv(visit, names, entries, next_path)
    return _atom(visit, title, entries, next_path)


def _address(path: str) -> str:
    return settings().base_url.rstrip("/") + path


def plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (datetime, date)) else value


def one(entry: Entry) -> Response:
    """A single thing as data."""
    return JSONResponse(_item(entry))


def _item(entry: Entry) -> dict[str, Any]:
    return {name: plain(value) for name, value in entry.fields.items()} | {"url": _address(entry.path)}


def _json(entries: Sequence[Entry], next_path: str | None) -> Response:
    items = [_item(entry) for entry in entries]
    return JSONResponse({"items": items, "next": _address(next_path) if next_path else None})


def _csv(visit: Visit, names: Sequence[str], entries: Sequence[Entry], next_path: str | None) -> Response:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([*names, "url"])
    for entry in entries:
        cells = [entry.fields[name] for name in names] + [_address(entry.path)]
        writer.writerow([text.for_spreadsheet("" if c is None else str(plain(c))) for c in cells])
    name = visit.path.strip("/").replace("/", "-").removesuffix(".csv") or "list"
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    if next_path:
        headers["Link"] = f'<{_address(next_path)}>; rel="next"'
    return Response("\ufeff" + out.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def _atom(visit: Visit, title: str, entries: Sequence[Entry], next_path: str | None) -> Response:
    ElementTree.register_namespace("", ATOM)
    feed = ElementTree.Element(f"{{{ATOM}}}feed")
    _child(feed, "title", f"{title} · {settings().site_name}")
    _child(feed, "id", _address(visit.path))
    _child(feed, "updated", max((entry.at for entry in entries), default=clock.now()).isoformat())
    _child(_child(feed, "author"), "name", settings().site_name)
    _link(feed, "self", visit.path)
    if next_path:
        _link(feed, "next", next_path)
    for entry in entries:
        node = _child(feed, "entry")
        _child(node, "title", _for_xml(entry.title))
        _child(node, "id", _address(entry.path))
        _child(node, "updated", entry.at.isoformat())
        _child(node, "summary", _for_xml(entry.summary))
        _link(node, "alternate", entry.path)
    body = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return Response(body, media_type="application/atom+xml; charset=utf-8")


def _child(parent: ElementTree.Element, name: str, words: str | None = None) -> ElementTree.Element:
    node = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}")
    node.text = words
    return node


def _link(parent: ElementTree.Element, rel: str, path: str) -> None:
    _child(parent, "link").attrib.update(rel=rel, href=_address(path))


def _for_xml(words: str) -> str:
    """Without the few characters that no XML may hold."""
    return "".join(c for c in words if c in "\t\n" or (ord(c) >= 0x20 and ord(c) not in (0xFFFE, 0xFFFF)))
