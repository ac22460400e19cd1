"""A mail's words: the same template rendered as text and as a page."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from sqlmodel import Session

from models import mails, replies, unsubscribing, wording
from models.accounts import Account
from models.mails import Mail
from models.settings import settings

FOLDER = Path(__file__).resolve().parent.parent / "templates"


@cache
def _templates() -> Environment:
    env = Environment(loader=FileSystemLoader(FOLDER), autoescape=select_autoescape(["html"]),
                      undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    env.filters.update(day=wording.day, done=wording.done, number=wording.number, plural=wording.plural,
                       who_sees=replies.who_sees)
    return env


def address(path: str) -> str:
    return settings().base_url.rstrip("/") + path


def post(db: Session, **words: Any) -> Mail:
    """Writes one mail, and puts it in the queue."""
    mail = write(**words)
    mails.keep(db, [mail])
    return mail


def write(
    *, to: str, subject: str, template: str, account: Account | None = None, secret: bool = False,
    because: dict[str, int] | None = None, **words: Any,
) -> Mail:
    """The mail from templates/mail/<template>.txt and .html, not kept yet.

    `because`: the idea or the call that is the reason for it, whose mails can be ended without ending all others.
    """
    stop = address(unsubscribing.path(account)) if account is not None else ""
    fewer = address(unsubscribing.path(account, **because)) if account is not None and because else ""
    context = {"site_name": settings().site_name, "base_url": address(""), "address": address, "stop_url": stop,
               "fewer_url": fewer, "fewer": "this call" if "call_id" in (because or {}) else "this idea",
               "settings_url": address("/account") if stop else "", "subject": subject} | words
    text, html = (_templates().get_template(f"mail/{template}.{kind}").render(context) for kind in ("txt", "html"))
    return mails.letter(to=to, subject=subject, text=text, html=html, unsubscribe=fewer or stop, secret=secret)
