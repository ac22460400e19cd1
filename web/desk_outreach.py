"""Telling those of an answer who gave no e-mail address: letters to print, people to ring, and what came of it."""

import csv
import io
from typing import Any

from pydantic import Field
from starlette.responses import Response

from models import answers, outreaches, publications, text
from models.answers import Answer
from models.ideas import Idea
from models.settings import settings
from models.statuses import Channel, Heard, OutreachState
from web.answers import CHOICES, ReplyForm
from web.desk import order
from web.kit import paging
from web.kit.errors import NotFound
from web.kit.forms import Filled
from web.kit.paging import Page
from web.kit.visit import Visit, found

BY_IDEA = order((Idea.id, False))
PRINTED_AT_ONCE = 200
RUNG_AT_ONCE = 5_000
BACK = "back"


class SaidForm(ReplyForm):
    heard: Heard = Field(title="whether the answer answers their point")


def show(visit: Visit, answer_id: int) -> Response:
    answer = _answer(visit, answer_id)
    return visit.render("desk/outreach.html", answer=answer, page=_people(visit, answer), routes=outreaches.ROUTES,
                        out_of_reach=visit.db.execute(outreaches.out_of_reach(answer_id)).all(),
                        told=outreaches.told(visit.db, answer_id), foreseen=outreaches.foreseen(visit.db, answer_id))


def letters(visit: Visit, answer_id: int) -> Response:
    """A page for each letter, to be printed."""
    answer = _answer(visit, answer_id)
    page, ours = _people(visit, answer, Channel.PAPER, size=PRINTED_AT_ONCE), settings()
    return visit.render("desk/letters.html", answer=answer, told=publications.shown(visit.db, answer_id), page=page,
                        contact_address=ours.contact_address, contact_telephone=ours.contact_telephone,
                        base_url=ours.base_url.rstrip("/"))


def calls_as_file(visit: Visit, answer_id: int) -> Response:
    page = _people(visit, _answer(visit, answer_id), Channel.PHONE, size=RUNG_AT_ONCE)
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(["reference", "name", "telephone", "language", "said", "state"])
    for row in page.rows:
        contact, said = row.Contact, row.words or row.title
        cells = [row.reference, contact.name, contact.telephone, contact.language.words, said,
                 row.state.words if row.state else ""]
        writer.writerow([text.for_spreadsheet(cell) for cell in cells])
    headers = {"Content-Disposition": f'attachment; filename="calls-{answer_id}.csv"'}
    return Response(out.getvalue().encode("utf-8-sig"), media_type="text/csv; charset=utf-8", headers=headers)


def mark(visit: Visit, answer_id: int, idea_id: int) -> Response:
    answer, wanted = _answer(visit, answer_id), visit.chosen(*OutreachState, BACK)
    if wanted == BACK:
        known = outreaches.take_back(visit.db, answer, idea_id, by=visit.member)
    else:
        known = outreaches.mark(visit.db, answer, idea_id, OutreachState(wanted), by=visit.member)
    if not known:
        raise NotFound
    return _kept(visit, answer_id, idea_id, "outreach-back" if wanted == BACK else "outreach-kept")


def reply(visit: Visit, answer_id: int, idea_id: int) -> Response:
    """Takes down what somebody says of the answer who was written to or rung up."""
    answer, person = _answer(visit, answer_id), _person(visit, answer_id, idea_id)
    return _reply(visit, answer, person, SaidForm.blank(heard=person.heard or "", sentence=person.sentence or ""))


def _reply(visit: Visit, answer: Answer, person: Any, draft: Filled[SaidForm], status: int = 200) -> Response:
    return visit.render("desk/reply.html", status, answer=answer, person=person, draft=draft, choices=CHOICES)


def keep_reply(visit: Visit, answer_id: int, idea_id: int) -> Response:
    answer, person = _answer(visit, answer_id), _person(visit, answer_id, idea_id)
    draft = SaidForm.read(visit.form)
    said = draft.accepted
    if said is None:
        return _reply(visit, answer, person, draft, 422)
    if not outreaches.reply(visit.db, answer, idea_id, heard=said.heard, sentence=said.sentence, by=visit.member):
        raise NotFound
    return _kept(visit, answer_id, idea_id)


def _person(visit: Visit, answer_id: int, idea_id: int) -> Any:
    return found(visit.db.execute(outreaches.person(answer_id, idea_id)).first())


def _kept(visit: Visit, answer_id: int, idea_id: int, done: str = "outreach-kept") -> Response:
    return visit.redirect("desk_outreach.show", answer_id=answer_id, done=done, anchor=f"person-{idea_id}",
                          after=visit.asked("after") or None)


def _answer(visit: Visit, answer_id: int) -> Answer:
    return visit.one(answers.visible_to(visit.member).where(Answer.id == answer_id))


def _people(visit: Visit, answer: Answer, channel: Channel | None = None, size: int = paging.SIZE) -> Page:
    rows = outreaches.people(answer.id).order_by(None)
    if channel is not None:
        rows = rows.where(Idea.channel == channel)  # type: ignore[arg-type]
    return paging.fetch(visit.db, rows, BY_IDEA, after=visit.asked("after"), size=size)
