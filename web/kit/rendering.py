"""The templates: Jinja2, files that end in .html, everything escaped."""

from collections.abc import Callable, Hashable, Iterable
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context, select_autoescape
from jinja2.runtime import Context
from markupsafe import Markup, escape

from models import text, wording
from models.settings import settings
from web.kit.assets import Assets
from web.kit.links import Links

MOST_KEPT = 5_000
MOST_KEPT_WHOLE = 200  # long parts, such as all of a discussion: some 20 MB when every one is long
FOLDER = Path(__file__).resolve().parent.parent.parent / "templates"


def environment(links: Links, assets: Assets) -> Environment:
    env = Environment(
        loader=FileSystemLoader(FOLDER), autoescape=select_autoescape(["html"]), undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, auto_reload=settings().environment == "demo",
    )
    env.globals.update(url_for=links.to, asset=assets.path, site_name=settings().site_name, form_key=form_key)
    env.filters.update(
        day=wording.day, moment=wording.moment, ago=wording.ago, number=wording.number, plural=wording.plural,
        paragraphs=paragraphs, marked=marked, iso=iso, percent=wording.percent,
        going_on=wording.going_on,
    )
    env.globals.update(kept=kept_by(env), kept_whole=kept_by(env, most=MOST_KEPT_WHOLE))
    return env


def made_from(template: str) -> dict[str, str]:
    """In tests a page says which template it is made from: so those that nobody looked at are known."""
    return {"X-Template": template} if settings().environment == "test" else {}


def kept_by(env: Environment, *, most: int = MOST_KEPT) -> Callable[..., Markup]:
    """`kept(template, macro, *things)`: what a macro makes of the same things is made once and kept for the next page.

    The things are all it may depend on, and have to be values: what another reader sees is then another entry.
    """

    def make(template: str, macro: str, *things: Hashable) -> Markup:
        return Markup(getattr(env.get_template(template).module, macro)(*things))  # noqa: S704  the macro has escaped it

    return make if env.auto_reload else lru_cache(maxsize=most)(make)


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


def _lines(words: str) -> str:
    """Escaped, and only then its line ends made visible."""
    return str(escape(words)).replace("\n", "<br>")


def _together(escaped: Iterable[str]) -> Markup:
    return Markup("".join(f'<p dir="auto">{part}</p>' for part in escaped))  # noqa: S704  (escaped by _lines)

