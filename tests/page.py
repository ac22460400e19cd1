"""The site as a person without JavaScript meets it: pages are parsed, links followed, forms sent."""

import asyncio
import re
from functools import cache
from html.parser import HTMLParser
from typing import Any

from httpx2 import ASGITransport, AsyncClient, Cookies, Response

SAME_SITE = {"sec-fetch-site": "same-origin"}


@cache
def _loop() -> asyncio.AbstractEventLoop:
    return asyncio.new_event_loop()


class Client:
    """A browser's line to a site in this process. Starlette's own makes a thread and a loop for each request, which
    takes longer than most pages do."""

    def __init__(self, app: Any, *, raises: bool = False) -> None:
        transport = ASGITransport(app=app, raise_app_exceptions=raises, client=("testclient", 50000))
        self._http = AsyncClient(transport=transport, base_url="http://testserver", follow_redirects=True)

    @property
    def cookies(self) -> Cookies:
        return self._http.cookies

    def request(self, method: str, path: str, **how: Any) -> Response:
        return _loop().run_until_complete(self._http.request(method, path, **how))

    def get(self, path: str, **how: Any) -> Response:
        return self.request("GET", path, **how)

    def post(self, path: str, **how: Any) -> Response:
        return self.request("POST", path, **how)


class Forms(HTMLParser):
    """The forms of a page, each with its action and the fields a browser would send."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, Any]] = []
        self._area: str | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        got = {name: value if value is not None else "" for name, value in attrs}
        if tag == "form":
            self.forms.append(
                {"action": got.get("action", ""), "method": got.get("method", "get"), "fields": {}, "buttons": {}}
            )
        if not self.forms or "name" not in got:
            if tag == "option" and self._select and "selected" in got:
                self.forms[-1]["fields"][self._select] = got.get("value", "")
            return
        fields, name = self.forms[-1]["fields"], got["name"]
        if tag == "textarea":
            self._area = name
            fields[name] = ""
        elif tag == "select":
            self._select = name
            fields.setdefault(name, "")
        elif tag == "button":
            self.forms[-1]["buttons"][name] = got.get("value", "")
        elif tag == "input" and (got.get("type") not in {"radio", "checkbox", "submit"} or "checked" in got):
            fields[name] = got.get("value", "on" if got.get("type") == "checkbox" else "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = None
        if tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self.forms[-1]["fields"][self._area] += data


class Page:
    def __init__(self, response: Any) -> None:
        self.response = response
        self.status: int = response.status_code
        self.html: str = response.text
        self.text = " ".join(re.sub(r"<[^>]+>", " ", self.html).split())

    @property
    def title(self) -> str:
        found = re.search(r"<title>(.*?)</title>", self.html, re.S)
        return " ".join(found.group(1).split()) if found else ""

    def form(self, action_part: str) -> dict[str, Any]:
        parser = Forms()
        parser.feed(self.html)
        for form in parser.forms:
            if action_part in form["action"]:
                return form
        raise AssertionError(f"no form for {action_part!r} among {[f['action'] for f in parser.forms]}")

    def __contains__(self, words: str) -> bool:
        return words in self.html or words in self.text


class Site:
    """One browser without JavaScript."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def get(self, path: str, *, expect: int = 200, **kwargs: Any) -> Page:
        page = Page(self.client.get(path, follow_redirects=expect == 200, **kwargs))
        assert page.status == expect, f"{path} answered {page.status}, not {expect}: {page.text[:300]}"
        if expect == 200 and "text/html" in page.response.headers.get("content-type", ""):
            assert page.title, f"{path} has no title"
            assert page.html.count("<h1") == 1, f"{path} has {page.html.count('<h1')} main headings"
        return page

    def post(self, path: str, data: dict[str, Any] | None = None, *, expect: int = 303, **headers: str) -> Page:
        sent = SAME_SITE | {name.replace("_", "-"): value for name, value in headers.items()}
        page = Page(self.client.post(path, data=data or {}, headers=sent, follow_redirects=False))
        assert page.status == expect, f"{path} answered {page.status}, not {expect}: {page.text[:500]}"
        return page

    def send(self, page: Page, action_part: str, *, expect: int = 303, **typed: str) -> Page:
        """Fills in the form of a page and sends it, with what the page had put into the fields."""
        form = page.form(action_part)
        return self.post(form["action"], form["fields"] | typed, expect=expect)

    def follow(self, page: Page) -> Page:
        return self.get(page.response.headers["location"].split("#")[0])
