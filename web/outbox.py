"""Every mail that stays here for want of a mail server, and those of which nobody knows whether they went out."""

from typing import Any

import sqlalchemy
from sqlmodel import col, select
from starlette.responses import Response

from models.mails import Mail
from models.settings import settings
from web.kit import paging
from web.kit.paging import Order
from web.kit.visit import Visit

NEWEST = Order(((Mail.id, True),))  # type: ignore[arg-type]


def index(visit: Visit) -> Response:
    to = visit.asked("to", most=254)
    columns: list[Any] = [Mail.id, Mail.to, Mail.subject, Mail.written_at, Mail.claimed_at, Mail.sent_at, Mail.error]
    rows = sqlalchemy.select(*columns)
    rows = rows.where(col(Mail.to) == to) if to else rows
    page = paging.fetch(visit.db, rows, NEWEST, after=visit.asked("after"))
    return visit.render("outbox/index.html", page=page, to=to, kept_here=settings().keeps_mail_here)


def show(visit: Visit, mail_id: int) -> Response:
    return visit.render("outbox/show.html", mail=visit.one(select(Mail).where(Mail.id == mail_id)))
