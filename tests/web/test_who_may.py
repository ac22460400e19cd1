"""Every address for everybody: who may use it is what its guard says, what somebody may not see is not there, and
nothing that anybody asks or sends is answered with an error of ours. A new route is in here by being a route."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import Connection
from sqlmodel import Session, select
from starlette.routing import Route

from models import (
    amendments,
    benefits,
    clock,
    codings,
    commitments,
    contacts,
    coverages,
    database,
    drafts,
    groupings,
    memberships,
    notes,
    outcomes,
    outreaches,
    questions,
    releases,
    replies,
    revisions,
    schedules,
    sessions,
    setbacks,
    sheets,
    sign_ins,
    translations,
    unsubscribing,
    views,
)
from models.accounts import Account
from models.changes import Change, ChangeKind
from models.ideas import Idea
from models.languages import Language
from models.questions import Asking
from models.revisions import Revision
from models.setbacks import Setback
from models.settings import settings
from models.statuses import Channel, Kind, OutreachState
from models.subscriptions import Subscription
from tests import cast, coding, scenes
from tests.cast import Cast
from tests.conftest import one_transaction, undone
from tests.page import SAME_SITE, Page, Site
from tests.said import a_comment, a_mail
from web import measured as found
from web import routes
from web.kit import guards

SignIn = Callable[[Account], Site]
NOBODY = "nobody"
EVERYBODY = {NOBODY, "maya", "ben", "tom", "ruth", "dev", "anna"}
MAY = {
    guards.anyone: EVERYBODY,
    guards.anyone_posts: EVERYBODY,
    guards.members: EVERYBODY - {NOBODY},
    guards.staff: {"tom", "ruth", "dev", "anna"},
    guards.policy: {"ruth", "anna"},
    guards.moderators: {"dev", "anna"},
    guards.administrators: {"anna"},
    guards.readers_of_mail: EVERYBODY,  # here mail stays on the site, as in a demonstration
}
# Where another one of the things is meant.
OTHER = {
    "/desk/answers/{answer_id:int}/preview": {"answer_id": "draft"},
    "/desk/answers/{answer_id:int}/publication": {"answer_id": "draft"},
    "/desk/answers/{answer_id:int}/review": {"answer_id": "draft"},
    "/desk/answers/{answer_id:int}/approval": {"answer_id": "draft"},
    "/desk/answers/{answer_id:int}/schedule": {"answer_id": "draft"},
    "/ideas/{idea_id:int}/edit": {"idea_id": "waiting"},
    "/ideas/{idea_id:int}/withdrawal": {"idea_id": "waiting"},
    "/ideas/drafts/{key}/improvement": {"key": "improvement"},
    "/codings/{coding_id:int}": {"coding_id": "published"},
    "/codings/{coding_id:int}.json": {"coding_id": "published"},
    "/desk/codings/{coding_id:int}/publication": {"coding_id": "published"},
    "/desk/entries/{idea_id:int}": {"idea_id": "entered"},
    "/desk/entries/{idea_id:int}/erasure": {"idea_id": "entered"},
    "/desk/answers/{answer_id:int}/outreach/{idea_id:int}": {"idea_id": "entered"},
    "/desk/answers/{answer_id:int}/outreach/{idea_id:int}/reply": {"idea_id": "entered"},
    "/questions/link/{token}": {"token": "asking"},
    "/questions/link/{token}/end": {"token": "asking"},
    "/replies/{token}": {"token": "reply"},
    "/unsubscribe/{token}": {"token": "unsubscribing"},
}
# What has to be sent, or asked for, to be answered at all.
SENT = {
    "/calls/{call_id:int}/state": {"wanted": "reading"},
    "/desk/codings/new": {"call": "call_id"},
    "/desk/codings/{coding_id:int}/sheets/{place:int}": {"theme": "0"},
    "/desk/assignments": {"themes": "theme_id", "to": "me"},
    "/desk/changes": {"changes": "change_id", "wanted": "no"},
    "/desk/groupings": {"call": "call_id"},
    "/desk/themes/{theme_id:int}/merger": {"into": "other_theme"},
    "/desk/answers/{answer_id:int}/outreach/{idea_id:int}": {"wanted": "reached"},
    "/desk/answers/{answer_id:int}/outreach/{idea_id:int}/reply": {"heard": "partly"},
    "/outbox/{mail_id:int}/decision": {"wanted": "again"},
}
ASKED = {
    "/desk/codings/new": {"call": "call_id"},
    "/sign-in/code": {"asked": "page"},
    "/sign-in/code/renewal": {"asked": "page"},
}


@pytest.fixture(autouse=True)
def reachable(monkeypatch: pytest.MonkeyPatch) -> None:
    """A service that says where to report a fault."""
    monkeypatch.setattr(settings(), "security_contact", "mailto:security@example.org")


@dataclass(frozen=True)
class World:
    line: Connection
    people: Cast
    things: dict[str, Any]


@pytest.fixture(scope="module")
def world(migrated: None) -> Iterator[World]:
    """Made once for all addresses."""
    with one_transaction() as line:
        with database.open_session() as db:
            people = cast.gather(db)
            things = one_of_each(db, people)
        yield World(line, people, things)


@pytest.fixture
def connection(world: World) -> Iterator[Connection]:
    """What is done at one address is undone before the next."""
    with undone(world.line) as line:
        yield line


@pytest.fixture
def people(world: World, connection: Connection) -> Cast:
    return world.people


@pytest.fixture
def things(world: World) -> dict[str, Any]:
    return world.things


def one_of_each(db: Session, people: Cast) -> dict[str, Any]:
    """One of each thing that an address can name; what can be somebody's own is Maya's."""
    call = scenes.call(db, people)
    idea = scenes.idea(db, people.maya, call_id=call.id)
    theme = scenes.theme(db, call.id)
    scenes.grouped(db, theme, idea)
    comment = a_comment(db, idea, people.maya)
    revisions.edit_comment(db, comment, body="My dad has no telephone.", by=people.maya)
    answer = scenes.published(db, people, theme=theme)
    waiting = scenes.idea(db, people.maya, title="Letters that come late", call_id=call.id)
    other = scenes.theme(db, call.id, title="Letters that come late")
    scenes.grouped(db, other, waiting)
    draft = scenes.measured(db, people, scenes.draft(db, people, theme=other))
    later = clock.now() + timedelta(days=1)
    releases.set_hour(db, draft, due_at=later, by=people.ruth, seen=draft.saved_at, tell=True)
    amendments.save(db, answer, summary="Put right.", body="Put right.", reason="A slip.", by=people.ruth, seen=None)
    for said in ("Ateb.", "Ateb arall."):
        welsh = translations.save(
            db, answer, Language.WELSH, summary=said, body=said, by=people.ruth, seen=None)
        if said == "Ateb.":
            translations.publish(db, answer, welsh, by=people.ruth, seen=welsh.saved_at)
    proposal, improvement = (
        drafts.begin(db, title="A bench", kind=kind, call_id=call.id, account_id=people.maya.id) for kind in Kind)
    grouping = groupings.ask(db, call.id, by=people.ruth)
    change = Change(grouping_id=grouping.id, call_id=call.id, kind=ChangeKind.RETIRE, theme_id=theme.id, reason="Old.")
    promised = commitments.make(db, answer, promise="Two more people", who="The board", due_on=None, by=people.ruth)
    measured = outcomes.expect(db, answer, measure="Minutes", unit="", baseline=40, baseline_on=date(2026, 1, 1),
                               baseline_source="", target=None, read_by=None, by=people.ruth)
    reading = outcomes.read(db, measured, answer, value=30, read_on=date(2026, 2, 1), note="", by=people.ruth)
    benefit = benefits.claim(db, answer, by=people.ruth, what="Calls", amount=5.0, owner_name="Ruth")
    sessions.start(db, people.maya, agent="another browser")
    own = db.exec(sessions.of(people.maya)).one()
    follows = Subscription(account_id=people.maya.id, call_id=call.id)
    mail = a_mail(db, subject="Hello", text="Hello")
    setbacks.keep(db, "jobs.notify", {"event_id": 1}, ValueError("no"))
    db.add_all([change, follows])
    question = questions.ask(db, words="On which days?", answer_by=clock.today() + timedelta(days=10), by=people.ruth,
                             idea_id=waiting.id)
    asking = db.exec(select(Asking).where(Asking.question_id == question.id)).one()
    entered = contacts.enter(db, channel=Channel.PHONE, title="Ring me back", body="I waited.", call_id=None, name="",
                             address="", telephone="01632 960123", by=people.ruth)
    memberships.put(db, entered, theme, by=people.ruth)
    coverages.cover(db, answer.id, select(Idea.id).where(Idea.id == entered.id))  # type: ignore[arg-type]
    outreaches.mark(db, answer, entered.id, OutreachState.REACHED, by=people.ruth)
    asked = sign_ins.ask(db, "lena@example.org")
    checked = coding.of_one_idea(db, people, theme, idea)
    coding.coded(db, checked)
    figures = found.figures(checked, sheets.compared(db, checked))
    assert codings.publish(db, checked, figures=figures, record=[], by=people.ruth)
    act = memberships.keep(db, [waiting.id], other, by=people.ruth)
    assert act is not None
    note = notes.write(db, theme, body="Ask the board.", by=people.ruth)
    view = views.keep(db, people.ruth, name="Mine", query="show=mine")
    under_way = coding.of_one_idea(db, people, theme, idea)
    db.commit()
    return {
        "team_id": people.team.id,
        "idea_id": idea.id, "comment_id": comment.id, "reference": idea.reference, "call_id": call.id,
        "theme_id": theme.id, "answer_id": answer.id, "draft": draft.id, "key": proposal.key,
        "change_id": change.id, "commitment_id": promised.id, "outcome_id": measured.id, "reading_id": reading.id,
        "benefit_id": benefit.id, "session_id": own.id,
        "schedule_id": db.exec(schedules.of(draft.id)).one().id,
        "subscription_id": follows.id, "mail_id": mail.id, "setback_id": db.exec(select(Setback.id)).one(),
        "revision_id": db.exec(select(Revision.id)).one(), "token": asked.token, "format": "json", "name": "site.css",
        "waiting": waiting.id, "other_theme": other.id, "improvement": improvement.key, "page": asked.page,
        "language": "cy", "coding_id": under_way.id, "act_id": act.id, "note_id": note.id, "view_id": view.id,
        "entered": entered.id,
        "published": checked.id, "place": 1, "reply": replies.path(answer.id, people.maya.id).rsplit("/", 1)[-1],
        "question_id": question.id, "asking_id": asking.id, "asking": asking.path.rsplit("/", 1)[-1],
        "unsubscribing": unsubscribing.path(people.maya).rsplit("/", 1)[-1],
    }


@pytest.fixture
def visitors(site: Site, sign_in: SignIn, people: Cast) -> dict[str, Site]:
    return {NOBODY: site} | {name: sign_in(account) for name, account in people.everyone().items()}


def address(route: Route, things: dict[str, Any]) -> str:
    chosen = things | {name: things[which] for name, which in OTHER.get(route.path, {}).items()}
    missing = route.param_convertors.keys() - chosen.keys()
    assert not missing, f"{route.path}: say in `things` what {missing} can be"
    path = route.url_path_for(route.name, **{name: chosen[name] for name in route.param_convertors})
    asked = {name: chosen[which] for name, which in ASKED.get(route.path, {}).items()}
    return f"{path}?{urlencode(asked)}" if asked else str(path)


@pytest.mark.parametrize("route", routes.ALL, ids=lambda route: f"{min(route.methods)} {route.path}")
def test_an_address_is_there_for_whom_its_guard_says_and_for_nobody_else(
    route: Route, things: dict[str, Any], visitors: dict[str, Site]
) -> None:
    posts = "POST" in (route.methods or ())
    may = MAY[getattr(route, "guard", guards.anyone)]
    path = address(route, things)
    typed = {name: things.get(what, what) for name, what in SENT.get(route.path, {}).items()}
    # Those who may not come first: what they send must have changed nothing for the others.
    answers: dict[str, Page] = {}
    for who in sorted(EVERYBODY - may) + sorted(may, key=lambda who: who != "maya"):
        site = visitors[who]
        how: dict[str, Any] = {"headers": SAME_SITE, "follow_redirects": False}
        answers[who] = Page(site.client.post(path, data=typed, **how) if posts else site.client.get(path, **how))

    assert {who: page.status for who, page in answers.items() if page.status >= 500} == {}
    for who in EVERYBODY - may:
        if who == NOBODY:
            assert answers[who].status == 303, path
            assert answers[who].response.headers["location"].startswith("/sign-in"), path
        else:
            assert answers[who].status == 404, (path, who)
    well = {303, 409, 422} if posts else {200, 303}
    assert {who for who in may if answers[who].status in well}, {who: page.status for who, page in answers.items()}
