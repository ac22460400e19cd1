"""Entering what somebody said on the telephone or on paper, with their consent; and the slip that they get for it."""

from typing import Any, Literal

from pydantic import Field
from sqlmodel import col
from starlette.responses import Response

from models import calls, contacts, ideas, outreaches
from models.calls import Call
from models.contacts import Contact
from models.ideas import Idea
from models.settings import settings
from models.statuses import Channel
from web import checking
from web.desk import order
from web.kit import paging
from web.kit.forms import Filled, Form, Name, Ticked, line, words
from web.kit.visit import Visit
from web.language_choice import Choice, choices

CHANNELS = [(one.value, one.entered_words) for one in (Channel.PHONE, Channel.PAPER)]
NEWEST = order((Idea.id, True))


class EntryForm(Form):
    channel: Literal["paper", "phone"] = Field(title="how it came")
    call: line("a call", most=12)  # type: ignore[valid-type]
    title: line("what they want, in one line", least=10, most=ideas.TITLE_LIMIT)  # type: ignore[valid-type]
    body: words("what they said", least=1, most=ideas.BODY_LIMIT)  # type: ignore[valid-type]
    name: Name
    address: words("their address", most=contacts.ADDRESS_LIMIT)  # type: ignore[valid-type]
    telephone: line("their telephone number", most=contacts.TELEPHONE_LIMIT)  # type: ignore[valid-type]
    language: Choice
    consent: Ticked = False


def index(visit: Visit) -> Response:
    page = paging.fetch(visit.db, contacts.listed(), NEWEST, after=visit.asked("after"))
    return visit.render("desk/entries.html", page=page)


def new(visit: Visit) -> Response:
    return _form(visit, EntryForm.blank(call=visit.asked_id("call") or ""))


def _form(visit: Visit, draft: Filled[EntryForm], status: int = 200) -> Response:
    found = visit.db.exec(calls.open_now()).all()
    return visit.render("desk/enter.html", status, draft=draft, channels=CHANNELS, contact=contacts, ideas=ideas,
                        languages=choices(),
                        calls=[(str(call.id), call.question) for call in found])


def create(visit: Visit) -> Response:
    draft = EntryForm.read(visit.form)
    call_id = _call(visit, draft)
    _check(draft)
    if not draft.accepted or checking.asks(visit, draft, "title", "body"):
        return _form(visit, draft, 422)
    said = draft.accepted.model_dump(exclude={"consent", "call", "channel"})
    idea = contacts.enter(visit.db, **said, channel=Channel(draft.accepted.channel), call_id=call_id, by=visit.member)
    return visit.redirect("desk_entries.show", idea_id=idea.id, done="entered")


def _call(visit: Visit, draft: Filled[EntryForm]) -> int | None:
    """The open call that it is for, when it is for one."""
    if not draft.typed["call"]:
        return None
    call = visit.db.exec(calls.open_now().where(Call.id == (visit.typed_id("call") or 0))).first()
    if call is None:
        draft.refuse("call", "This call takes no more ideas. Choose another, or none.")
    return call.id if call else None


def _check(draft: Filled[EntryForm]) -> None:
    said = draft.accepted
    if said is None:
        return
    if not said.consent:
        draft.refuse("consent", "Read the words to them, and tick that they agree.")
    if Channel(said.channel) in {Channel.PAPER} and not said.address:
        draft.refuse("address", "Enter the address that the answer goes to.")
    if Channel(said.channel) in {Channel.PHONE} and not said.telephone:
        draft.refuse("telephone", "Enter the number to ring with the answer.")


def show(visit: Visit, idea_id: int) -> Response:
    """The slip: what they are given, with the number that tells them where it is."""
    idea: Any = visit.one(ideas.visible_to(visit.member).where(
        Idea.id == idea_id, col(Idea.channel).in_([Channel.PAPER, Channel.PHONE])))
    contact = visit.db.exec(contacts.of_idea(idea_id)).first()
    return visit.render("desk/slip.html", idea=idea, contact=contact, base_url=settings().base_url.rstrip("/"),
                        answers=visit.db.execute(outreaches.of_idea(idea_id)).all())


def erase(visit: Visit, idea_id: int) -> Response:
    contact: Contact | None = visit.db.exec(contacts.of_idea(idea_id)).first()
    if contact is not None:
        contacts.erase(visit.db, contact, by=visit.member)
    return visit.redirect("desk_entries.show", idea_id=idea_id, done="contact-erased")
