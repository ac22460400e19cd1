"""A blind check that is public: its figures, what they mean, and the transparency record of the call's themes."""

from sqlmodel import col
from starlette.responses import JSONResponse, Response

from models import codings
from models.calls import Call
from models.codings import Coding
from models.settings import settings
from web.desk_codings import told
from web.kit.formats import plain
from web.kit.visit import Visit


def show(visit: Visit, coding_id: int) -> Response:
    coding = _coding(visit, coding_id)
    call = visit.db.get_one(Call, coding.call_id)
    return visit.render("codings/show.html", coding=coding, call=call, **told(coding.figures))


def _coding(visit: Visit, coding_id: int) -> Coding:
    return visit.one(codings.public(visit.account).where(col(Coding.id) == coding_id))


def data(visit: Visit, coding_id: int) -> Response:
    coding = _coding(visit, coding_id)
    names = ("id", "call_id", "size", "seed", "drawn_at", "published_at", "themes", "figures")
    fields = {name: plain(getattr(coding, name)) for name in names}
    record = {section["heading"]: dict(section["fields"]) for section in coding.record}
    address = settings().base_url + visit.link("codings.show", coding_id=coding.id)
    return JSONResponse(fields | {"record": record, "url": address})
