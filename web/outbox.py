"""Every mail that stays here for want of a mail server, and those of which nobody knows whether they went out."""

from typing import Any

import sqlalchemy
from sqlmodel import col, select
from starlette.responses import Response

from models import mails
from models.mails import Mail
from models.settings import settings
from web.kit import paging
from web.kit.errors import NotFound
from web.kit.paging import Order
from web.kit.visit import Visit

DECISIONS = {"again": (mails.send_again, "mail-again"), "leave": (mails.leave, "mail-left")}
NEWEST = Order(((Mail.id, True),))  # type: ignore[arg-type]


def index(visit: Visit) -> Response:
    to, unsure = visit.asked("to", most=254), visit.asked("show") == "unsure"
    columns: list[Any] = [Mail.id, Mail.to, Mail.subject, Mail.written_at, Mail.claimed_at, Mail.sent_at, Mail.error]
    rows = sqlalchemy.select(*columns)
    rows = rows.where(col(Mail.to) == to) if to else rows
    rows = rows.where(mails.unsure()) if unsure else rows
    page = paging.fetch(visit.db, rows, NEWEST, after=visit.asked("after"))
    return visit.render("outbox/index.html", page=page, to=to, unsure=unsure, kept_here=settings().keeps_mail_here)


def show(visit: Visit, mail_id: int) -> Response:
    return visit.render("outbox/show.html", mail=visit.one(select(Mail).where(Mail.id == mail_id)))


def decide(visit: Visit, mail_id: int) -> Response:
    """What becomes of a mail of which nobody knows whether it went out."""
    mail = visit.one(select(Mail).where(Mail.id == mail_id).with_for_update())
    decision = DECISIONS.get(str(visit.form.get("wanted", "")))
    if decision is None:
        raise NotFound
    decision[0](visit.db, mail, by=visit.member)
    return visit.redirect("outbox.show", mail_id=mail.id, done=decision[1])
