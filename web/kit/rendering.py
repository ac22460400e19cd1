"""The templates: Jinja2, files that end in .html, everything escaped."""

import sys
from collections.abc import Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import fields, is_dataclass
from datetime import datetime
from operator import itemgetter
from pathlib import Path
from threading import Lock
from typing import Any
from zoneinfo import ZoneInfo

from cachetools import LRUCache, cached
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context, select_autoescape
from jinja2.runtime import Context
from markupsafe import Markup, escape

from models import languages, proofs, text, wording
from models.proofs import Passage
from models.settings import settings
from web.kit.assets import Assets
from web.kit.links import Links

MOST_KEPT = 40_000_000  # bytes of parts of pages, in each web process
FOLDER = Path(__file__).resolve().parent.parent.parent / "templates"


def environment(links: Links, assets: Assets) -> Environment:
    env = Environment(
        loader=FileSystemLoader(FOLDER), autoescape=select_autoescape(["html"]), undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, auto_reload=settings().environment == "demo",
    )
    env.globals.update(url_for=links.to, asset=assets.path, site_name=settings().site_name, form_key=form_key)
    env.filters.update(
        day=wording.day, done=wording.done, moment=wording.moment, ago=wording.ago, number=wording.number,
        pounds=wording.pounds, plural=wording.plural, paragraphs=paragraphs, marked=marked, iso=iso,
        share=wording.share, share_of=wording.share_of, shares=wording.shares,
        quoting=quoting, filled=proofs.fill, going_on=wording.going_on, begins_with=text.begins_with,
        language=languages.named,
    )
    env.globals["kept"] = Kept(env)
    return env


def made_from(template: str) -> dict[str, str]:
    """In tests a page says which template it is made from: so those that nobody looked at are known."""
    return {"X-Template": template} if settings().environment == "test" else {}


class Kept:
    """`kept(template, macro, *things)`: what a macro makes of the same things is made once and kept for the next page.

    The things are all it may depend on, and have to be values: what another reader sees is then another entry. The
    parts shown least lately go first.
    """

    def __init__(self, env: Environment) -> None:
        self._env = env
        parts: LRUCache[Hashable, tuple[Markup, int]] = LRUCache(
            0 if env.auto_reload else MOST_KEPT, getsizeof=itemgetter(1))
        self._made_once = cached(parts, lock=Lock(), info=True)(self._make)

    def __call__(self, template: str, macro: str, *things: Hashable) -> Markup:
        return self._made_once(template, macro, *things)[0]

    @property
    def hits(self) -> int:
        return self._made_once.cache_info().hits

    def _make(self, template: str, macro: str, *things: Hashable) -> tuple[Markup, int]:
        made = getattr(self._env.get_template(template).module, macro)(*things)
        part = Markup(made)  # noqa: S704  the macro has escaped it
        return part, _weight(part) + _weight(things)


def _weight(thing: Any) -> int:
    """About how many bytes of memory a value takes with all that is in it."""
    if isinstance(thing, str):
        return sys.getsizeof(thing)
    if is_dataclass(thing):
        return sum(_weight(getattr(thing, one.name)) for one in fields(thing))
    return sum(map(_weight, thing)) if isinstance(thing, (Sequence, Set)) else 60


@pass_context
def form_key(context: Context) -> str:
    return str(context["visit"].new_form_key())


def iso(value: datetime) -> str:
    return value.astimezone(ZoneInfo(settings().timezone)).isoformat(timespec="seconds")


def paragraphs(words: str) -> Markup:
    """People's words as paragraphs: every character as typed, single line ends kept."""
    return _together(_lines(part) for part in text.paragraphs(words))


def marked(words: str, begins: int, ends: int) -> Markup:
    """The same, with the passage between two offsets highlighted wherever it runs."""
    escaped: list[str] = []
    at = 0
    for part in text.paragraphs(words):
        start = words.index(part, at)
        at = start + len(part)
        escaped.append(_mark(words, start, at, begins, ends))
    return _together(escaped)


def _mark(words: str, start: int, stop: int, begins: int, ends: int) -> str:
    first, last = max(start, begins), min(stop, ends)
    if first >= last:
        return _lines(words[start:stop])
    return f"{_lines(words[start:first])}<mark>{_lines(words[first:last])}</mark>{_lines(words[last:stop])}"


_QUOTE = Markup('<blockquote class="voice" lang="{}" dir="auto"><mark>{}</mark></blockquote>'
                '<p class="meta quoted"><a class="reference" href="/ideas/{}">{}</a></p>')
_GONE = Markup('<p class="meta">These words are no longer shown.</p>')


def quoting(words: str, passages: Mapping[str, Passage]) -> Markup:
    """The text of an answer, with the passages that it quotes, each leading to its idea."""
    return Markup("").join(
        _quoted(passages.get(part)) if kind == "quote" else paragraphs(part) for kind, part in proofs.parts(words))


def _quoted(passage: Passage | None) -> Markup:
    if passage is None:
        return _GONE
    language = passage.language if passage.language in {"en", "cy"} else ""  # unknown, in the words of HTML
    words = Markup(_lines(passage.words))  # noqa: S704
    return _QUOTE.format(language, words, passage.idea_id, passage.reference)


def _lines(words: str) -> str:
    """Escaped, and only then its line ends made visible."""
    return str(escape(words)).replace("\n", "<br>")


def _together(escaped: Iterable[str]) -> Markup:
    return Markup("".join(f'<p dir="auto">{part}</p>' for part in escaped))  # noqa: S704  (escaped by _lines)

