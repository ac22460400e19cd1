"""Proposing an idea, one question a page. Every answer is kept as it is given, so Back and Change lose nothing."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from starlette.responses import Response

from models import authors, calls, drafts, limits, sign_ins
from models.accounts import Account, public_name
from models.calls import Call
from models.drafts import Draft
from models.ideas import Idea
from models.languages import Language
from models.similar import to_meaning, to_title
from models.statuses import Kind, Stance, Waste
from web import checking
from web.draft_forms import ContactForm, DetailsForm, ImprovementForm, SignedForm, StanceForm, TitleForm
from web.kit import guards, limiting
from web.kit.errors import NotFound
from web.kit.forms import Form
from web.kit.visit import Visit
from web.language_choice import choices
from web.sign_ins import CodeForm

WASTES = [(waste.value, waste.words) for waste in Waste]
STANCES = [(stance.value, stance.words) for stance in Stance]
LOOKS = 4  # how often a page asks whether its title was compared: after 1, 2, 4 and 8 seconds
STEPS = ("title", "similar", "details", "improvement", "stance", "contact", "check")


def question(handler: Callable[[Visit, Draft], Response]) -> Callable[[Visit, str], Response]:
    """A page of a draft: found by its key, only for whoever may hold it, and over once it is sent."""

    @wraps(handler)
    def asked(visit: Visit, key: str) -> Response:
        proposal = _held(visit, key)
        return visit.redirect("drafts.sent", key=key) if proposal.sent else handler(visit, proposal)

    return asked


def new(visit: Visit) -> Response:
    return _first(visit, TitleForm.blank(), key=drafts.new_key())


def create(visit: Visit) -> Response:
    draft, call = TitleForm.read(visit.form), _call(visit)
    if not draft.accepted or _closed(call):
        return _first(visit, draft, key=visit.asked("key"), status=422)
    proposal = drafts.begin(
        visit.db, title=draft.accepted.title, kind=_kind(visit), call_id=call.id if call else None,
        account_id=visit.account.id if visit.account else None, key=visit.asked("key"))
    return visit.redirect("drafts.similar", key=proposal.key)


@question
def title(visit: Visit, proposal: Draft) -> Response:
    return _answers(visit, proposal, "title", TitleForm)


@question
def retitle(visit: Visit, proposal: Draft) -> Response:
    return _take(visit, proposal, "title", TitleForm)


@question
def similar(visit: Visit, proposal: Draft) -> Response:
    found = to_title(visit.db, proposal.title)
    near = proposal.nearest if proposal.is_compared else []
    meant = to_meaning(visit.db, near, but={idea.id for idea in found})
    looks: dict[str, Any] = {"look": min(visit.asked_id("look") or 0, LOOKS), "looks": LOOKS, "meant": meant}
    if visit.wants_fragment:
        return visit.render("drafts/meant.html", proposal=proposal, **looks)
    return _ask(visit, proposal, "similar", found=[*found, *meant], **looks)


@question
def details(visit: Visit, proposal: Draft) -> Response:
    return _answers(visit, proposal, "details", DetailsForm)


@question
def describe(visit: Visit, proposal: Draft) -> Response:
    return _take(visit, proposal, "details", DetailsForm)


@question
def improvement(visit: Visit, proposal: Draft) -> Response:
    return _answers(visit, proposal, "improvement", ImprovementForm)


@question
def improve(visit: Visit, proposal: Draft) -> Response:
    return _take(visit, proposal, "improvement", ImprovementForm)


@question
def stance(visit: Visit, proposal: Draft) -> Response:
    call = _call_of(visit, proposal)
    if _closed(call):
        return _onwards(visit, proposal)
    chosen = proposal.stance_on(call) or ""
    return _ask(visit, proposal, "stance", draft=StanceForm.blank(stance=chosen))


@question
def choose(visit: Visit, proposal: Draft) -> Response:
    closed = _closed(_call_of(visit, proposal))
    return _onwards(visit, proposal) if closed else _take(visit, proposal, "stance", StanceForm)


@question
def contact(visit: Visit, proposal: Draft) -> Response:
    private = proposal.private if proposal.email else bool(visit.account and visit.account.private)
    draft = ContactForm.blank(name=proposal.name, email=proposal.email, private="yes" if private else "",
                              language=_language(visit, proposal).value)
    mine = authors.of_account(visit.db, visit.account).in_full if visit.account else ""
    return _ask(visit, proposal, "contact", draft=draft, mine=mine, languages=choices())


def _language(visit: Visit, proposal: Draft) -> Language:
    """What they chose for this idea or, before they did, what their account has."""
    return proposal.language or (visit.account.language if visit.account else Language.ENGLISH)


def _chosen(visit: Visit, read: Language) -> Language | None:
    """None where the page did not ask, for there is no choice or it is from before there was one."""
    return read if "language" in visit.form else None


@question
def introduce(visit: Visit, proposal: Draft) -> Response:
    if visit.account is not None:
        return _introduce(visit, proposal, visit.account)
    draft = ContactForm.read(visit.form)
    name = draft.accepted.name if draft.accepted else draft.typed["name"].strip()
    if not (name or draft.typed["private"]):
        draft.refuse("name", "Enter your name, or tick “Keep my name private”.")
    if not draft.accepted:
        return _ask(visit, proposal, "contact", status=422, draft=draft, mine="", languages=choices())
    proposal.name, proposal.email = draft.accepted.name, draft.accepted.email
    proposal.private, proposal.language = draft.accepted.private, _chosen(visit, draft.accepted.language)
    return _onwards(visit, proposal)


def _introduce(visit: Visit, proposal: Draft, account: Account) -> Response:
    draft = SignedForm.read(visit.form)
    if not draft.accepted:
        mine = authors.of_account(visit.db, account).in_full
        return _ask(visit, proposal, "contact", status=422, draft=draft, mine=mine, languages=choices())
    proposal.private, proposal.language = draft.accepted.private, _chosen(visit, draft.accepted.language)
    proposal.name, proposal.email = account.name, account.email
    return _onwards(visit, proposal)


@question
def check(visit: Visit, proposal: Draft) -> Response:
    missing = proposal.missing(_call_of(visit, proposal))
    return _onwards(visit, proposal) if missing else _check(visit, proposal)


@question
def send(visit: Visit, proposal: Draft) -> Response:
    if proposal.missing(_call_of(visit, proposal)):
        return _onwards(visit, proposal)
    if visit.form.get("alone") == "yes":
        proposal.call_id = None
    if _closed(_call_of(visit, proposal)):
        return _check(visit, proposal, status=409)
    drafts.lock(visit.db, proposal)
    if not proposal.sent:
        _count(visit, proposal)
    idea = drafts.send(visit.db, proposal, by=visit.account)
    if visit.account is not None:
        return visit.redirect("ideas.show", idea_id=idea.id, done="proposed")
    return visit.redirect("drafts.sent", key=proposal.key)


def sent(visit: Visit, key: str) -> Response:
    proposal = _held(visit, key)
    if not proposal.sent:
        return _onwards(visit, proposal)
    idea = visit.db.get_one(Idea, proposal.idea_id)
    sign_in = sign_ins.for_idea(visit.db, idea.id)
    return visit.render("drafts/sent.html", draft=CodeForm.blank(), idea=idea, sign_in=sign_in)


def _held(visit: Visit, key: str) -> Draft:
    proposal = drafts.with_key(visit.db, key)
    if proposal is None:
        raise NotFound
    if proposal.account_id is not None and visit.member.id != proposal.account_id:
        raise NotFound
    if proposal.is_improvement:
        guards.staff(visit)
    return proposal


def _first(visit: Visit, draft: Any, *, key: str, status: int = 200) -> Response:
    call, kind = _call(visit), _kind(visit)
    if _closed(call):
        return visit.render("drafts/closed.html", status=409, draft=draft, call=call, key=key)
    return visit.render("drafts/new.html", status=status, draft=draft, call=call, kind=kind, key=key)


def _ask(visit: Visit, proposal: Draft, step: str, *, status: int = 200, **context: Any) -> Response:
    call = _call_of(visit, proposal)
    steps = _steps(proposal, call, step)
    at = steps.index(step)
    back = visit.link("drafts." + steps[at - 1], key=proposal.key) if at else None
    return visit.render(
        f"drafts/{step}.html", status=status, proposal=proposal, call=call, back=back, step=at + 1, steps=len(steps),
        wastes=WASTES, stances=STANCES, **context)


def _steps(proposal: Draft, call: Call | None, step: str) -> list[str]:
    """The pages of this draft; 404 when that is none of them."""
    asked = {"improvement": proposal.is_improvement, "stance": call is not None and call.asks}
    steps = [name for name in STEPS if asked.get(name, True)]
    if step not in steps:
        raise NotFound
    return steps


def _answers(visit: Visit, proposal: Draft, step: str, form: type[Form]) -> Response:
    """A page whose questions are answered in the draft under the same names, with the answers so far."""
    so_far = {name: getattr(proposal, name) for name in form.model_fields}
    return _ask(visit, proposal, step, draft=form.blank(**so_far))


def _take(visit: Visit, proposal: Draft, step: str, form: type[Form]) -> Response:
    """Its answers, into the draft."""
    _steps(proposal, _call_of(visit, proposal), step)
    draft = form.read(visit.form)
    if not draft.accepted:
        return _ask(visit, proposal, step, status=422, draft=draft)
    drafts.answer(visit.db, proposal, **{name: str(answer) for name, answer in draft.accepted})
    return _onwards(visit, proposal, after=step)


def _check(visit: Visit, proposal: Draft, status: int = 200) -> Response:
    call = _call_of(visit, proposal)
    rows = checking.rows(proposal, None if _closed(call) else call)
    return _ask(visit, proposal, "check", status=status, rows=rows, found=checking.found(rows),
                urgent=checking.is_urgent(rows), signed=_signed(visit, proposal), closed=_closed(call),
                languages=choices(), answered_in=_language(visit, proposal))


def _signed(visit: Visit, proposal: Draft) -> str:
    """What will stand beside the idea."""
    if visit.account is None:
        return public_name(proposal.name, proposal.private)
    return authors.of_account(visit.db, visit.account, private=proposal.private).in_full


def _onwards(visit: Visit, proposal: Draft, *, after: str = "") -> Response:
    """To the first question without an answer. A new title is first held beside what others have said."""
    missing = proposal.missing(_call_of(visit, proposal))
    step = "similar" if after == "title" and not proposal.today else missing or "check"
    return visit.redirect(f"drafts.{step}", key=proposal.key)


def _kind(visit: Visit) -> Kind:
    if visit.asked("kind") != Kind.IMPROVEMENT:
        return Kind.IDEA
    guards.staff(visit)
    return Kind.IMPROVEMENT


def _call(visit: Visit) -> Call | None:
    """The call that was asked for; 404 for one that there is not."""
    if not visit.asked("call"):
        return None
    return visit.one(calls.visible_to(visit.account).where(Call.id == visit.asked_id("call")))


def _call_of(visit: Visit, proposal: Draft) -> Call | None:
    return visit.db.get(Call, proposal.call_id) if proposal.call_id else None


def _closed(call: Call | None) -> bool:
    return call is not None and not call.takes_ideas


def _count(visit: Visit, proposal: Draft) -> None:
    """Somebody who is signed in is counted apart, so that others who type their address do not stop them."""
    address = (limits.IDEAS_OF_ADDRESS, limiting.address_of(visit.request))
    if visit.account is not None:
        limiting.count(address, (limits.IDEAS_OF_EMAIL, f"account {visit.account.id}"))
    else:
        asker = limiting.of_asker(visit.request, proposal.email)
        limiting.count(address, (limits.IDEAS_OF_EMAIL, asker), *limiting.shared(visit.request, proposal.email))
