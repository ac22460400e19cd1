"""Work that kept failing, for the administrator: what, when, why, and trying it again."""

from sqlmodel import select
from starlette.responses import Response

from models import setbacks
from models.setbacks import Setback
from web.kit.visit import Visit


def index(visit: Visit) -> Response:
    return visit.render("setbacks/index.html", waiting=visit.db.exec(setbacks.waiting().limit(100)).all())


def retry(visit: Visit, setback_id: int) -> Response:
    setback = visit.one(select(Setback).where(Setback.id == setback_id).with_for_update())
    setbacks.retry(visit.db, setback, by=visit.member)
    return visit.redirect("setbacks.index", done="job-retried")
