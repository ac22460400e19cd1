"""Work that kept failing, for the administrator: what, when, why, and trying it again."""

from sqlmodel import select
from starlette.responses import Response

from models import setbacks
from models.setbacks import Setback
from web.kit.visit import Visit

SHOWN = 100


def index(visit: Visit) -> Response:
    waiting = visit.db.exec(setbacks.waiting().limit(SHOWN)).all()
    return visit.render("setbacks/index.html", waiting=waiting, count=setbacks.count(visit.db))


def retry(visit: Visit, setback_id: int) -> Response:
    setback = visit.one(select(Setback).where(Setback.id == setback_id).with_for_update())
    setbacks.retry(visit.db, setback, by=visit.member)
    return visit.redirect("setbacks.index", done="job-retried")


def retry_all(visit: Visit) -> Response:
    setbacks.retry_all(visit.db, by=visit.member)
    return visit.redirect("setbacks.index", done="jobs-retried")
