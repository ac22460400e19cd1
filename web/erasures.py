"""Taking away what this site keeps of somebody, for who asks for it here."""

from starlette.responses import Response

from models import forgetting
from web.kit.forms import Filled, Form, Ticked
from web.kit.visit import Visit

UNSURE = "Tick this if you are sure: nobody can bring your account back."


class ErasureForm(Form):
    sure: Ticked


def new(visit: Visit) -> Response:
    return _page(visit, ErasureForm.blank())


def create(visit: Visit) -> Response:
    draft = ErasureForm.read(visit.form)
    if draft.accepted and not draft.accepted.sure:
        draft.refuse("sure", UNSURE)
    if not draft.accepted or visit.member.has_duties:
        return _page(visit, draft, 422)
    forgetting.erase(visit.db, visit.member)
    visit.cookie = ""
    return visit.redirect("home.show", done="erased")


def _page(visit: Visit, draft: Filled[ErasureForm], status: int = 200) -> Response:
    return visit.render("accounts/erasure.html", status, draft=draft)
