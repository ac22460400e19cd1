"""Looking at a page: what axe finds wrong in it, what stands in it twice, and whether it is wider than its window."""

from dataclasses import dataclass, field
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe().axe_script
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],  # to tell of all that is well takes twice as long as to look
}
# The parts of the page, each as its shape: the tags of what it stands in, its own, and those within, without the
# words. The page's own shape is that of its headings and landmarks: some rules are about the whole.
PARTS = """() => {
  const kept = new Set(("class type role dir lang tabindex hidden open checked disabled required readonly scope fill "
    + "stroke autocomplete inputmode aria-current aria-live aria-expanded aria-hidden aria-pressed aria-invalid"
  ).split(" "));
  const hash = words => {
    let [one, other] = [1, 2];
    for (let i = 0; i < words.length; i++) {
      one = Math.imul(one ^ words.charCodeAt(i), 2654435761);
      other = Math.imul(other ^ words.charCodeAt(i), 1597334677);
    }
    return `${one}.${other}`;
  };
  const each = shapes => shapes.filter((shape, at) => shape !== shapes[at - 1]).join();  // three items are as ten
  const points = (part, name) =>
    (part.getAttribute(name) ?? "").split(" ").map(id => !!document.getElementById(id)).join();
  const tag = part => [
    part.localName, part.labels?.length ?? "", points(part, "aria-labelledby"), points(part, "aria-describedby"),
    ...[...part.attributes].map(({name, value}) => kept.has(name) ? `${name}=${value}` : name + (value ? "+" : "-")),
    [...part.childNodes].some(node => node.nodeType === 3 && node.data.trim()),
  ].join(" ");
  const shapes = new Map();
  const measure = part => {
    const shape = hash(`<${tag(part)}>${each([...part.children].map(measure))}`);
    shapes.set(part, shape);
    return shape;
  };
  measure(document.body);
  const parts = [];
  const visit = (part, above, deeper) => {
    parts.push([hash(above + shapes.get(part)), part, deeper ? [] : null]);
    const within = parts.at(-1);
    if (deeper) for (const child of part.children) within[2].push(visit(child, `${above}${tag(part)}>`, deeper - 1));
    return within;
  };
  const roots = [...document.body.children].map(part => visit(part, "", 5));
  const order = [...document.querySelectorAll("h1,h2,h3,h4,h5,h6,main,nav,header,footer,aside,section,form,[role]")];
  window.looked = {roots, page: hash(each(order.map(tag)))};
  const ids = [...document.querySelectorAll("[id]")].map(part => part.id);
  const twice = ids.filter((id, at) => ids.indexOf(id) < at);
  return [[window.looked.page, ...parts.map(([key]) => key)], twice];
}"""
# Looks at all but the parts that were looked at before, here or on another page.
LOOK = """([seen, rules]) => {
  const known = new Set(seen), passed = [];
  const leave = ([key, part, within]) =>
    known.has(key) ? passed.push(part) : (known.add(key), within?.forEach(leave));
  window.looked.roots.forEach(leave);
  return axe.run(passed.length ? {exclude: passed} : document, rules).then(found => found.violations);
}"""
WIDTH = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"


@dataclass(frozen=True)
class Look:
    name: str
    width: int
    height: int
    scheme: Literal["light", "dark"]


LOOKS = Look("a desk screen", 1280, 900, "light"), Look("a small phone in the dark", 320, 640, "dark")


@dataclass
class Eyes:
    """The shapes that were looked at before, in each look: what only says something else is not looked at again. A
    template answered with the same status is looked at by axe in one look only, for what differs is in its style."""

    seen: dict[Look, set[str]] = field(default_factory=lambda: {look: set() for look in LOOKS})
    pages: set[tuple[str, int]] = field(default_factory=set)
    on: dict[Page, Look] = field(default_factory=dict)

    def wrong_with(self, page: Page, shown: tuple[str, int] | None = None) -> list[str]:
        """What is wrong with what is shown, one line each. `shown`: the template, and the status of the answer."""
        if page not in self.on:
            self._put_on(LOOKS[0], page)
        told = self._broken(page)
        self._put_on(LOOKS[self.on[page] == LOOKS[0]], page)  # and begins there with the next page
        told += self._broken(page) if shown is None or shown not in self.pages else _too_wide(page)
        self.pages |= {shown} if shown else set()
        return told

    def _put_on(self, look: Look, page: Page) -> None:
        page.set_viewport_size({"width": look.width, "height": look.height})
        page.emulate_media(color_scheme=look.scheme)
        self.on[page] = look

    def _broken(self, page: Page) -> list[str]:
        look = self.on[page]
        parts, twice = page.evaluate(PARTS)
        told = [f"{id_} is the id of two parts" for id_ in twice] + _too_wide(page)
        here = self.seen[look].intersection(parts)
        if here.issuperset(parts):
            return told
        for violation in page.evaluate(LOOK, [list(here), RULES]):
            nodes = "; ".join(node["html"][:110] for node in violation["nodes"][:2])
            told.append(f"{look.name}: {violation['id']}: {nodes}")
        self.seen[look].update(parts)
        return told


def _too_wide(page: Page) -> list[str]:
    wide, width = page.evaluate(WIDTH)
    return [f"is {wide - width} pixels wider than {width}"] if wide > width else []
