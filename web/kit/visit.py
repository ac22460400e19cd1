"""One person's one request: what they asked, who they are, and the ways to answer."""

import secrets
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlencode

from sqlalchemy import Connection
from sqlmodel import Session
from sqlmodel.sql.expression import SelectOfScalar
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from models.accounts import Account
from models.comments import Comment
from models.ideas import Idea
from models.text import clean
from web.kit import notices, paging, rendering
from web.kit.errors import NotFound, SignInNeeded, Unclear

Row = TypeVar("Row")


def found(row: Row | None) -> Row:
    """The row, or 404 for none."""
    if row is None:
        raise NotFound
    return row


def not_own(visit: "Visit", thing: Idea | Comment) -> None:
    """404 for one's own: nobody supports, reports or marks what they wrote themselves."""
    if thing.by(visit.account):
        raise NotFound


@dataclass
class Visit:
    request: Request
    db: Session
    account: Account | None = None
    session_id: int | None = None
    form: FormData = field(default_factory=FormData)
    cookie: str | None = None  # a new session key to set, or "" to take it away
    person: str | None = None  # the hash of the address that was just signed in with on this device

    @property
    def member(self) -> Account:
        """The account of somebody signed in; raises SignInNeeded for anybody else."""
        if self.account is None:
            raise SignInNeeded
        return self.account

    @property
    def path(self) -> str:
        return self.request.url.path

    @property
    def format(self) -> str:
        """What the address asks for by its ending: html, json, csv or atom."""
        return str(self.request.path_params.get("format", "html"))

    def place(self, reading: int = paging.SIZE) -> dict[str, Any]:
        """Which rows of a list: so many after a mark."""
        return {"after": self.asked("after"), "size": paging.size_of(self.format, reading)}

    @property
    def wants_fragment(self) -> bool:
        return self.request.headers.get("hx-request-type") == "partial"

    @property
    def notice(self) -> str | None:
        return notices.SENTENCES.get(self.request.query_params.get("done", ""))

    def sentence(self, done: str) -> str:
        """What was done, as the live region says it after a swap."""
        return notices.SENTENCES[done]

    @property
    def cacheable(self) -> bool:
        return bool(self.request.scope.get("folkmoot.cacheable"))

    def asked(self, name: str, *, most: int = 200) -> str:
        """A value from the address, safe to pass on: no control characters, never longer than `most`."""
        return clean(self.request.query_params.get(name, ""))[:most]

    def asked_id(self, name: str) -> int | None:
        return _id(self.asked(name, most=11))

    def typed_id(self, name: str) -> int | None:
        """An id out of a form; None for anything that can be no id."""
        return _id(str(self.form.get(name, "")))

    def chosen(self, *words: str) -> str:
        """Which of these a switch was set to. Anything else is no choice: nothing is changed."""
        wanted = str(self.form.get("wanted", ""))
        if wanted not in words:
            raise Unclear
        return wanted

    @property
    def switched_on(self) -> bool:
        return self.chosen("yes", "no") == "yes"

    @property
    def tells(self) -> bool:
        """Whether somebody chose that people are told. A page that did not ask, as before an update, mails nobody."""
        return self.form.get("tell") == "yes"

    def new_form_key(self) -> str:
        """A key for one form. A page that is cached for everyone must hold none."""
        if self.cacheable:
            raise RuntimeError("A page that is cached for everyone cannot carry a form's key.")
        return secrets.token_urlsafe(16)

    @property
    def connection(self) -> Connection:
        """For queries of columns alone: without what the session adds for entities they take half the time."""
        self.db.flush()  # a connection does not do it by itself before it asks
        return self.db.connection()

    def one(self, rows: SelectOfScalar[Row]) -> Row:
        """The one row, or 404: what somebody may not see does not exist."""
        return found(self.db.exec(rows).first())

    def render(self, template: str, status: int = 200, **context: Any) -> Response:
        templates = self.request.app.state.templates
        html = templates.get_template(template).render(visit=self, account=self.account, **context)
        return Response(html, status, rendering.made_from(template), media_type="text/html")

    def link(self, name: str, **params: Any) -> str:
        return str(self.request.app.state.links.to(name, **params))

    def redirect(self, name: str, *, done: str | None = None, anchor: str = "", **params: Any) -> Response:
        """After a form: to a page that says what was done."""
        return self.go(self.link(name, **params), done=done, anchor=anchor)

    def go(self, path: str, *, done: str | None = None, anchor: str = "") -> Response:
        if done is not None:
            notices.SENTENCES[done]  # an unknown word is our mistake, and shows in the first test
            path += ("&" if "?" in path else "?") + urlencode({"done": done})
        return RedirectResponse(path + (f"#{anchor}" if anchor else ""), 303)


def _id(value: str) -> int | None:
    good = value.isascii() and value.isdigit() and len(value) < 11
    return int(value) if good and int(value) < 2**31 else None
