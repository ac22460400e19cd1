"""Signing in by a mailed link or code, and signing out."""

import re
import unicodedata

from starlette.responses import Response

from models import accounts, limits, sessions, sign_ins
from models.ideas import Idea
from models.sign_ins import SignIn, Trouble
from web.kit import limiting
from web.kit.errors import NotFound
from web.kit.forms import Email, Form
from web.kit.visit import Visit

NEXT_LIMIT = 300
OWN_PATH = re.compile(r"/(?![/\\])[!-\[\]-~]*")
CODE_TROUBLE = {
    Trouble.USED: "This code was used already. Ask for a new one.",
    Trouble.EXPIRED: f"This code is more than {sign_ins.MINUTES} minutes old. Ask for a new one.",
    Trouble.TRIED_OUT: "A wrong code was typed too often. Use the link in the mail, or ask for a new code.",
}


class EmailForm(Form):
    email: Email


class CodeForm(Form):
    code: str


def own_path(address: str) -> str:
    """The address when it leads to a page of this site, else nothing."""
    path = address.partition("#")[0]
    return path if len(path) <= NEXT_LIMIT and OWN_PATH.fullmatch(path) else ""


def new(visit: Visit) -> Response:
    return visit.render("sign_ins/new.html", draft=EmailForm.blank(), next=_next(visit))


def create(visit: Visit) -> Response:
    """Answers the same for an address that we know and one that we do not."""
    draft = EmailForm.read(visit.form)
    if not draft.accepted:
        return visit.render("sign_ins/new.html", status=422, draft=draft, next=_next(visit))
    _count_ask(visit, draft.accepted.email)
    sign_in = sign_ins.ask(visit.db, draft.accepted.email, next_path=_next(visit))
    return visit.redirect("sign_ins.code", asked=sign_in.page)


def code(visit: Visit) -> Response:
    sign_in = sign_ins.by_page(visit.db, visit.asked("asked"))
    if sign_in is None:
        return visit.redirect("sign_ins.new")
    return visit.render("sign_ins/code.html", draft=CodeForm.blank(), sign_in=sign_in)


def enter(visit: Visit) -> Response:
    """The code, typed in place of following the link."""
    sign_in = sign_ins.by_page(visit.db, visit.asked("asked"))
    if sign_in is None:
        raise NotFound
    draft = CodeForm.read(visit.form)
    trouble = _trouble_with(visit, sign_in, _digits(draft.typed["code"]))
    if trouble is None:
        return _signed_in(visit, sign_in)
    draft.refuse("code", trouble)
    return visit.render("sign_ins/code.html", status=422, draft=draft, sign_in=sign_in)


def show(visit: Visit, token: str) -> Response:
    """The mailed link. Programs that look into mail open it too, so a person presses a button to use it."""
    sign_in = sign_ins.by_token(visit.db, token)
    if sign_in is None or not sign_in.usable:
        return _not_this_link(visit, sign_in)
    if sign_in.direct:
        return _signed_in(visit, sign_in)
    return visit.render("sign_ins/show.html", sign_in=sign_in, idea=_idea(visit, sign_in))


def use(visit: Visit, token: str) -> Response:
    sign_in = sign_ins.by_token(visit.db, token)
    if sign_in is not None:
        sign_ins.lock(visit.db, sign_in)
    if sign_in is None or not sign_in.usable:
        return _not_this_link(visit, sign_in)
    return _signed_in(visit, sign_in)


def renew(visit: Visit) -> Response:
    """A new mail in place of one that is too old or lost, for the same address and the same idea."""
    old = sign_ins.by_page(visit.db, visit.asked("asked"))
    if old is None:
        raise NotFound
    _count_ask(visit, old.email)
    sign_in = sign_ins.ask(visit.db, old.email, idea_id=old.idea_id, next_path=old.next_path)
    return visit.redirect("sign_ins.code", asked=sign_in.page, done="mail-sent")


def end(visit: Visit) -> Response:
    if visit.session_id is not None:
        sessions.end(visit.db, visit.session_id)
    visit.cookie = ""
    return visit.redirect("home.show", done="signed-out")


def _count_ask(visit: Visit, email: str) -> None:
    """Counted apart for each asker, so that nobody can use up somebody else's."""
    asker = limiting.of_asker(visit.request, email)
    limiting.count((limits.SIGN_INS_OF_EMAIL, asker), *limiting.shared(visit.request, email))


def _next(visit: Visit) -> str:
    return own_path(visit.asked("next", most=NEXT_LIMIT + 1))


def _digits(typed: str) -> str:
    return re.sub(r"\D", "", unicodedata.normalize("NFKC", typed[:100]), flags=re.ASCII)


def _trouble_with(visit: Visit, sign_in: SignIn, digits: str) -> str | None:
    if len(digits) != 6:
        return "Type the six figures of the code in the mail."
    asker, address = limiting.of_asker(visit.request, sign_in.email), limiting.address_of(visit.request)
    guesses = limiting.guesses(visit.request, sign_in.email)
    limiting.count((limits.CODES_OF_EMAIL, asker), (limits.CODES_OF_ADDRESS, address), *guesses)
    sign_ins.lock(visit.db, sign_in)
    trouble = sign_ins.trouble_with_code(sign_in, digits)
    if trouble is not Trouble.WRONG:
        return CODE_TROUBLE[trouble] if trouble else None
    times = "once more" if sign_in.tries_left == 1 else f"{sign_in.tries_left} more times"
    return f"This is not the code in the mail. Check it: you can try {times}."


def _not_this_link(visit: Visit, sign_in: SignIn | None) -> Response:
    """Says what is wrong with the link, unless it did its work and this is the person that it signed in."""
    if sign_in is not None and visit.account is not None and visit.account.email == sign_in.email:
        return _onwards(visit, sign_in)
    return visit.render("sign_ins/past.html", status=410 if sign_in else 404, sign_in=sign_in)


def _signed_in(visit: Visit, sign_in: SignIn) -> Response:
    if visit.session_id is not None:
        sessions.end(visit.db, visit.session_id)
    known = accounts.with_email(visit.db, sign_in.email)
    lost = known is not None and known.unreachable_at is not None
    idea = _idea(visit, sign_in)
    call_id = idea.call_id if idea else None
    account = sign_ins.use(visit.db, sign_in)
    agent = sessions.browser_named(visit.request.headers.get("user-agent", ""))
    visit.cookie = sessions.start(visit.db, account, agent=agent)
    visit.person = None if sign_in.direct else limiting.of_email(account.email)
    if idea is not None and idea.call_id != call_id:
        return visit.redirect("ideas.show", idea_id=idea.id, done="proposed-alone")
    return _onwards(visit, sign_in, "mails-again" if lost and account.gets_mail else "signed-in")


def _onwards(visit: Visit, sign_in: SignIn, done: str = "signed-in") -> Response:
    if sign_in.idea_id is not None:
        return visit.redirect("ideas.show", idea_id=sign_in.idea_id, done="proposed")
    where = own_path(sign_in.next_path) or visit.link("home.show")
    return visit.go(where, done=None if "done=once-more" in where else done)


def _idea(visit: Visit, sign_in: SignIn) -> Idea | None:
    return visit.db.get(Idea, sign_in.idea_id) if sign_in.idea_id else None
