"""A list as data: JSON, CSV or Atom of the same rows that the page shows."""

import csv
import io
from codecs import BOM_UTF8
from collections.abc import Iterable, Sequence
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
    """One thing of a list. `fields` go into JSON and CSV, named as its list says; the others make the Atom entry, which
    says when the thing last changed (`at`). `id`: a path of its own, where its address is that of others too."""

    title: str
    path: str
    at: datetime
    summary: str
    fields: dict[str, Any]
    id: str = ""


def answer(
    visit: Visit, *, title: str, names: Sequence[str], entries: Iterable[Entry], next_path: str | None
) -> Response:
    """`names`: of the fields, which a list without a row says too. `next_path`: of the rows after these."""
    if visit.format == "json":
        return _json(entries, next_path)
    if visit.format == "csv":
        return _csv(visit, names, entries, next_path)
    return feed(visit, title, list(entries), next_path)


def address(path: str) -> str:
    return settings().base_url.rstrip("/") + path


def plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (datetime, date)) else value


def one(entry: Entry) -> Response:
    """A single thing as data."""
    return JSONResponse(_item(entry))


def _item(entry: Entry) -> dict[str, Any]:
    return {name: plain(value) for name, value in entry.fields.items()} | {"url": address(entry.path)}


def _json(entries: Iterable[Entry], next_path: str | None) -> Response:
    items = [_item(entry) for entry in entries]
    return JSONResponse({"items": items, "next": address(next_path) if next_path else None})


class Part(Response):
    """Some rows of a CSV, under the names of its columns; `following` is the address of the rows after these."""

    def __init__(self, names: bytes, rows: bytes, name: str, following: str | None) -> None:
        headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
        super().__init__(BOM_UTF8 + names + rows, media_type="text/csv; charset=utf-8", headers=headers)
        self.rows, self.following = rows, following


def _csv(visit: Visit, names: Sequence[str], entries: Iterable[Entry], next_path: str | None) -> Part:
    cells = ([entry.fields[name] for name in names] + [address(entry.path)] for entry in entries)
    rows = ([text.for_spreadsheet("" if c is None else str(plain(c))) for c in row] for row in cells)
    name = visit.path.strip("/").replace("/", "-").removesuffix(".csv") or "list"
    return Part(_lines([[*names, "url"]]), _lines(rows), name, next_path)


def _lines(rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(rows)  # some programs split at semicolons too
    return out.getvalue().encode()


def feed(visit: Visit, title: str, entries: Sequence[Entry], next_path: str | None = None) -> Response:
    """These, in this order, as Atom (RFC 4287)."""
    ElementTree.register_namespace("", ATOM)
    root = ElementTree.Element(f"{{{ATOM}}}feed")
    _child(root, "title", f"{for_xml(title)} · {settings().site_name}")
    _child(root, "id", address(visit.path))
    _child(root, "updated", max((entry.at for entry in entries), default=clock.now()).isoformat())
    _child(_child(root, "author"), "name", settings().site_name)
    _link(root, "self", visit.path)
    if next_path:
        _link(root, "next", next_path)
    for entry in entries:
        node = _child(root, "entry")
        _child(node, "title", for_xml(entry.title))
        _child(node, "id", address(entry.id or entry.path))
        _child(node, "updated", entry.at.isoformat())
        _child(node, "summary", for_xml(entry.summary))
        _link(node, "alternate", entry.path)
    body = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(body, media_type="application/atom+xml; charset=utf-8")


def _child(parent: ElementTree.Element, name: str, words: str | None = None) -> ElementTree.Element:
    node = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}")
    node.text = words
    return node


def _link(parent: ElementTree.Element, rel: str, path: str) -> None:
    _child(parent, "link").attrib.update(rel=rel, href=address(path))


def for_xml(words: str) -> str:
    """Without the few characters that no XML may hold."""
    return "".join(c for c in words if c in "\t\n" or (ord(c) >= 0x20 and ord(c) not in (0xFFFE, 0xFFFF)))
