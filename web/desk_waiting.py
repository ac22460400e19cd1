"""What waits, at the desk: why it is late, who has it, and that it gets no answer of its own."""

from enum import StrEnum
from typing import Any

from sqlmodel import select
from starlette.responses import Response

from models import accounts, asides, assignments, delays, ideas, teams, waiting
from models.accounts import Account
from models.delays import NotAhead
from models.ideas import Idea
from models.teams import Team
from models.themes import Theme
from web import desk_beside
from web.answer_forms import ahead
from web.kit.forms import Filled, Form, line
from web.kit.visit import Visit

Thing = Theme | Idea
OWN_WORDS = asides.REASON_LIMIT - 50  # beside the longest of our own


class DelayForm(Form):
    reason: line("why it is late", least=delays.REASON_LEAST, most=delays.REASON_LIMIT)  # type: ignore[valid-type]
    new_by: ahead("the new day")  # type: ignore[valid-type]


class HandForm(Form):
    officer: str
    team: str
    why: line("why", most=assignments.WHY_LIMIT)  # type: ignore[valid-type]


class Reason(StrEnum):
    """Why something needs no answer from us. The sentence of one’s own says the rest."""

    OFF_TOPIC = "It is about something else than we asked."
    NOTHING = "It says nothing that can be answered."
    CAMPAIGN = "It repeats a text that many people sent."
    ELSEWHERE = "It is answered in another place."


REASONS = [(reason.name.lower(), reason.value) for reason in Reason]


class AsideForm(Form):
    kind: line("a reason", most=20)  # type: ignore[valid-type]
    no_answer: line("why it gets no answer", least=asides.REASON_LEAST, most=OWN_WORDS)  # type: ignore[valid-type]

    @property
    def public(self) -> str:
        """The kind of reason, where one was chosen, and the sentence, as everyone reads them."""
        kind = dict(REASONS).get(self.kind, "")
        return f"{kind} {self.no_answer}".strip()


def theme(visit: Visit, theme_id: int) -> Response:
    return _page(visit, _theme(visit, theme_id))


def idea(visit: Visit, idea_id: int) -> Response:
    return _page(visit, _idea(visit, idea_id))


def delay_theme(visit: Visit, theme_id: int) -> Response:
    return _delay(visit, _theme(visit, theme_id))


def delay_idea(visit: Visit, idea_id: int) -> Response:
    return _delay(visit, _idea(visit, idea_id))


def give_theme(visit: Visit, theme_id: int) -> Response:
    return _give(visit, _theme(visit, theme_id))


def give_idea(visit: Visit, idea_id: int) -> Response:
    return _give(visit, _idea(visit, idea_id))


def put_theme_aside(visit: Visit, theme_id: int) -> Response:
    return _put_aside(visit, _theme(visit, theme_id))


def put_idea_aside(visit: Visit, idea_id: int) -> Response:
    return _put_aside(visit, _idea(visit, idea_id))


def _theme(visit: Visit, theme_id: int) -> Theme:
    return visit.one(select(Theme).where(Theme.id == theme_id))


def _idea(visit: Visit, idea_id: int) -> Idea:
    return visit.one(ideas.visible_to(visit.member).where(Idea.id == idea_id, ideas.listed()))


def _row(visit: Visit, thing: Thing) -> Any:
    kind = waiting.THEME if isinstance(thing, Theme) else waiting.IDEA
    return visit.db.execute(waiting.one(kind, thing.id)).first()


def _page(visit: Visit, thing: Thing, status: int = 200, **drafts: Filled[Any]) -> Response:
    """What stands of it now, and a form for each thing that may be done."""
    row = _row(visit, thing)
    given = assignments.of(visit.db, thing)
    has = {"officer": given.account_id or "", "team": given.team_id or ""} if given else {}
    forms = {"late": DelayForm.blank(), "handed": HandForm.blank(**has), "put": AsideForm.blank()} | drafts
    wrong = next((form for form in drafts.values() if form.errors), None)
    return visit.render(
        "desk/waiting.html", status, thing=thing, row=row, draft=wrong, aside=asides.of(visit.db, thing),
        officers=visit.db.exec(accounts.at_desk()).all(), teams=visit.db.exec(teams.all_of_them()).all(),
        unpromised=assignments.unpromised(visit.db, thing),
        is_theme=isinstance(thing, Theme), reasons=REASONS, own_words=OWN_WORDS, beside=desk_beside.ways(visit),
        **forms)


def _delay(visit: Visit, thing: Thing) -> Response:
    row, form = _row(visit, thing), DelayForm.read(visit.form)
    if form.accepted and form.accepted.new_by is None:
        form.refuse("new_by", "Enter the new day.")
    if form.accepted and row is not None and row.due is not None:
        _explain(visit, thing, row.due, form)
    if not form.accepted:
        return _page(visit, thing, 422, late=form)
    return _back(visit, thing, "delayed" if row is not None and row.due is not None else "not-owed")


def _explain(visit: Visit, thing: Thing, promised: Any, form: Filled[DelayForm]) -> None:
    said = form.accepted
    try:
        if said:
            delays.explain(visit.db, thing, promised=promised, new_by=said.new_by, reason=said.reason, by=visit.member)
    except NotAhead:
        form.refuse("new_by", "Choose a day after today, and after the day that was promised.")


def _give(visit: Visit, thing: Thing) -> Response:
    form = HandForm.read(visit.form)
    account_id, team_id = visit.typed_id("officer"), visit.typed_id("team")
    officer = visit.db.get(Account, account_id) if account_id else None
    if form.accepted and (not (account_id or team_id) or (account_id and not (officer and officer.works_at_desk))):
        form.refuse("officer", "Choose who works at the desk, or a team.")
    if not form.accepted:
        return _page(visit, thing, 422, handed=form)
    team = visit.db.get(Team, team_id) if team_id else None
    assignments.give(visit.db, thing, account_id=account_id, team_id=team.id if team else None,
                     why=form.accepted.why, by=visit.member)
    return _back(visit, thing, "handed")


def _put_aside(visit: Visit, thing: Thing) -> Response:
    if str(visit.form.get("wanted")) == "no":
        asides.take_up(visit.db, thing, by=visit.member)
        return _back(visit, thing, "taken-up")
    form = AsideForm.read(visit.form)
    if not form.accepted:
        return _page(visit, thing, 422, put=form)
    asides.put(visit.db, thing, reason=form.accepted.public, by=visit.member)
    aside = asides.of(visit.db, thing)
    mine = aside is not None and aside.by_id == visit.member.id
    return _back(visit, thing, "put-aside" if mine else "aside-before")


def _back(visit: Visit, thing: Thing, done: str) -> Response:
    if isinstance(thing, Theme):
        return visit.redirect("desk_waiting.theme", theme_id=thing.id, done=done, **desk_beside.ways(visit))
    return visit.redirect("desk_waiting.idea", idea_id=thing.id, done=done, **desk_beside.ways(visit))
