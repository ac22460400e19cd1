"""What a year in the sample service never came to: drafts under way, things changed, hidden and taken back, mistakes.
Each is made with the domain's own verbs, and looked at by the sweep."""

from datetime import timedelta

from sqlalchemy import exists, func
from sqlmodel import Session, col, select

from models import (
    answers,
    clock,
    codings,
    comments,
    decisions,
    drafts,
    flags,
    ideas,
    memberships,
    publishing,
    revisions,
    setbacks,
    sheets,
    sign_ins,
    themes,
)
from models.accounts import Account
from models.calls import Call
from models.decisions import DecisionKind
from models.doubts import DoubtKind
from models.drafts import Draft
from models.ideas import Idea
from models.notifications import Notification
from models.replies import Reply
from models.statuses import CallState, Kind, Stance, Verdict
from models.themes import Theme
from tests import coding
from tests.journeys import asking, choosing, handling, keeping
from tests.journeys.sweeping import ADMINISTRATOR, CITIZEN, MODERATOR, NOBODY, POLICY, STAFF, State
from tests.said import a_mail
from web import measured, records

ANSWER = {
    "summary": "Buses wait from May.", "body": "We tried it for a month.", "signed_name": "Ruth Ellison",
    "signed_role": "Head of buses",
}
WORDS = "The bus comes too early, so people who are on time miss it."
MANY = "word " * 60_000  # more than one form may hold


def states(db: Session, known: dict[str, Account]) -> list[State]:
    return [*_drafts(db, known), *_talk(db, known), *_own_ideas(db, known), *_desk(db, known), *_checks(db, known),
            *asking.states(db, known), *_rest(db, known)]


def _draft(db: Session, author: Account | None, call_id: int | None = None, **words: str) -> Draft:
    kind = Kind.IMPROVEMENT if author is not None and author.is_staff else Kind.IDEA
    account_id = author.id if author else None
    draft = drafts.begin(db, title="Buses that wait", kind=kind, call_id=call_id, account_id=account_id)
    for name, typed in words.items():
        setattr(draft, name, typed)
    return draft


def _drafts(db: Session, known: dict[str, Account]) -> list[State]:
    told = {"today": WORDS, "better": "It waits until its time.", "place": "Mill Lane, ring 07700 900123"}
    unknown = _draft(db, None, **told, email="new@example.org", name="Lena Fox")
    mine = _draft(db, known[CITIZEN], **told)
    staffs = _draft(db, known[STAFF], **told)
    sent = _draft(db, None, today=WORDS, better="It waits.", email="newer@example.org", name="Lena Fox")
    drafts.send(db, sent, by=None)
    closed = db.exec(select(Call.id).where(Call.state == CallState.ANSWERED)).first()
    asking = db.exec(select(Call).where(Call.state == CallState.OPEN, Call.proposition != "")).one()
    asked = f"/ideas/drafts/{_draft(db, None, asking.id, **told).key}/stance"
    chosen = {"stance": Stance.FOR.value, "proposition": asking.proposition}
    chose = _draft(db, known[CITIZEN], asking.id, email=known[CITIZEN].email, **told, **chosen).key
    steps = ("title", "similar", "details", "contact", "check")
    return [
        *(State(NOBODY, f"/ideas/drafts/{unknown.key}/{step}") for step in steps),
        *(State(CITIZEN, f"/ideas/drafts/{mine.key}/{step}") for step in steps),
        # Nobody works any more: this one waits to be compared, as the others did.
        State(NOBODY, "/ideas/new", press="Go on", typed={"title": "Somewhere to sit at the stop"}, status=303),
        State(NOBODY, f"/ideas/drafts/{unknown.key}/similar", gets=f"/ideas/drafts/{unknown.key}/similar?look=4"),
        State(STAFF, f"/ideas/drafts/{staffs.key}/improvement"),
        State(STAFF, f"/ideas/drafts/{staffs.key}/improvement", press="Go on", status=422),
        State(NOBODY, f"/ideas/drafts/{unknown.key}/details", press="Go on", typed={"today": ""}, status=422),
        State(NOBODY, asked),
        State(NOBODY, asked, press="Go on", status=422),
        State(CITIZEN, f"/ideas/drafts/{chose}/stance"),
        State(CITIZEN, f"/ideas/drafts/{chose}/check"),
        State(POLICY, f"/calls/{asking.id}/edit"),
        State(NOBODY, f"/ideas/drafts/{sent.key}/sent"),
        State(CITIZEN, f"/ideas/new?call={closed}", status=409),
    ]


def _talk(db: Session, known: dict[str, Account]) -> list[State]:
    idea = _published(db, known[STAFF], "A shelter at the stop")
    said = comments.write(db, idea, body="I was there.", by=known[CITIZEN])
    other = comments.write(db, idea, body="So was I.", by=known[POLICY])
    hidden = comments.write(db, idea, body="It was the driver.", by=known[CITIZEN])
    gone = comments.write(db, idea, body="I was wrong.", by=known[CITIZEN])
    urgent = [{"kind": "danger", "begins": 11, "ends": 19}]
    comments.write(db, idea, body="There is a gas leak.", by=known[CITIZEN], signals=urgent)
    comments.withdraw(db, gone, by=known[CITIZEN])
    revisions.edit_comment(db, said, body="I was there on Monday.", by=known[CITIZEN])
    _hide(db, known, idea, hidden)
    page = f"/ideas/{idea.id}"
    return [
        State(NOBODY, page),
        State(CITIZEN, page),
        State(MODERATOR, page),
        State(CITIZEN, page, press="Support this idea"),
        State(CITIZEN, page, press="Useful"),
        State(CITIZEN, page, press="Add comment", typed={"body": "It was raining."}),
        State(CITIZEN, f"/comments/{other.id}/reply"),
        State(CITIZEN, f"/comments/{other.id}/reply", press="Send reply", status=422),
        State(CITIZEN, f"/comments/{said.id}/edit"),
        State(NOBODY, f"/comments/{said.id}/history"),
        State(CITIZEN, f"/comments/{said.id}/history"),
        State(CITIZEN, f"/comments/{said.id}/withdrawal"),
        State(CITIZEN, f"/comments/{gone.id}/withdrawal"),
        State(CITIZEN, page, press="Add comment", typed={"body": "I want to kill myself."}, status=422),
        State(MODERATOR, "/moderation"),
        State(NOBODY, f"/comments/{said.id}/report"),
        State(NOBODY, page, sends=f"{page}/comments", typed={"body": "I was not signed in."}, status=401),
        State(CITIZEN, page, sends=f"{page}/comments", typed={"body": MANY}, status=413),
    ]


def _published(db: Session, author: Account, title: str) -> Idea:
    idea = ideas.receive(db, title=title, body=WORDS, author=author)
    publishing.publish(db, idea, by=author)
    return idea


def _hide(db: Session, known: dict[str, Account], idea: Idea, comment: comments.Comment | None = None) -> None:
    decisions.decide(db, DecisionKind.HIDE, idea, comment, reason="It names a driver.", by=known[MODERATOR])


def _own_ideas(db: Session, known: dict[str, Account]) -> list[State]:
    me = known[CITIZEN]
    fresh, back, hidden, waiting = (_published(db, me, f"Buses that wait {n}") for n in range(4))
    asking = db.exec(select(Call.id).where(Call.proposition != "")).first()
    chosen = ideas.receive(db, title="Streets for all", body=WORDS, author=me, call_id=asking, stance=Stance.FOR)
    publishing.publish(db, chosen, by=me)
    revisions.edit_idea(db, chosen, title=chosen.title, body=WORDS, stance=Stance.AGAINST, by=me)
    revisions.edit_idea(db, fresh, title=fresh.title, body=f"{WORDS} In winter.", by=me)
    publishing.withdraw(db, back, by=me)
    _hide(db, known, hidden)
    unsent = ideas.receive(db, title="Not confirmed yet", body=WORDS, author=me)
    old = db.exec(select(Idea.id).where(Idea.author_id == me.id).order_by(col(Idea.id))).first()
    edit, where = f"/ideas/{fresh.id}/edit", f"/where/{back.reference}"
    return [
        State(CITIZEN, f"/ideas/{fresh.id}"),
        State(CITIZEN, edit),
        State(CITIZEN, edit, press="Save the change", typed={"title": "", "body": ""}, status=422),
        State(CITIZEN, edit, sends=edit, typed={"title": "Other words", "body": f"{WORDS} And in summer."}, status=409),
        State(CITIZEN, f"/ideas/{fresh.id}/versions"),
        State(NOBODY, f"/ideas/{chosen.id}"),
        State(CITIZEN, f"/ideas/{chosen.id}/edit"),
        State(CITIZEN, f"/ideas/{chosen.id}/edit", press="Save the change", typed={"title": ""}, status=422),
        State(NOBODY, f"/ideas/{chosen.id}/versions"),
        State(CITIZEN, f"/ideas/{fresh.id}/withdrawal"),
        State(CITIZEN, f"/ideas/{old}/edit", status=409),
        State(CITIZEN, f"/ideas/{old}/withdrawal"),
        State(NOBODY, f"/ideas/{back.id}", status=410),
        State(CITIZEN, f"/ideas/{back.id}"),
        State(NOBODY, where),
        State(NOBODY, f"/ideas/{hidden.id}", status=410),
        State(CITIZEN, f"/ideas/{hidden.id}"),
        State(MODERATOR, f"/ideas/{hidden.id}"),
        State(NOBODY, f"/where/{hidden.reference}"),
        State(CITIZEN, f"/ideas/{unsent.id}"),
        State(MODERATOR, f"/moderation/ideas/{hidden.id}"),
        State(MODERATOR, f"/moderation/ideas/{waiting.id}", press="Hide it", status=422),
        State(CITIZEN, "/account/ideas"),
        State(CITIZEN, "/account/erasure", press="Close my account", status=422),
        State(POLICY, "/account/erasure"),
    ]


def _desk(db: Session, known: dict[str, Account]) -> list[State]:
    ruth = known[POLICY]
    idea = _published(db, known[CITIZEN], "Buses that wait for each other")
    theme = themes.make(db, title=f"Buses before {idea.reference}", call_id=None, by=ruth)
    other = themes.make(db, title=f"Buses after {idea.reference}", call_id=None, by=ruth)
    memberships.put(db, idea, theme, by=None)
    kept = memberships.keep(db, [idea.id], theme, by=ruth)
    memberships.move_from(db, theme, [idea.id], other, by=ruth)
    back = memberships.move_from(db, other, [idea.id], theme, by=ruth)
    untouched = Theme(title=f"Buses beside {idea.reference}")
    db.add(untouched)
    db.flush()
    look = {"sentence": "These speak also to “{other}”. Look again.", "figures": {}, "other": other.id}
    theme.doubts = [{"kind": kind.value, **look} for kind in DoubtKind]
    answer = answers.draft(db, theme_id=theme.id, by=ruth, team_id=ruth.team_id, verdict=Verdict.PART, **ANSWER)
    silent = ~exists().where(Reply.account_id == Notification.account_id, Reply.answer_id == Notification.answer_id)
    told = db.exec(select(Notification).where(Notification.kind == "answer.published", silent)).first()
    assert told is not None
    heard, reply = db.get_one(Account, told.account_id).email, f"/answers/{told.answer_id}/reply"
    here = f"/desk/themes/{theme.id}"
    typed = {"verdict": "doing", "seen": "2020-01-01T00:00:00+00:00", **ANSWER}
    return [
        State(POLICY, here),
        State(POLICY, f"{here}?done=moved&act={back.id}"),
        *handling.states(db, known, theme, other, idea),
        State(POLICY, f"{here}/journal"),
        State(POLICY, f"/desk/themes/{untouched.id}/journal"),
        State(POLICY, f"{here}/journal", sends=f"/desk/acts/{kept.id if kept else 0}/undoing"),
        State(POLICY, here, sends=f"{here}/doubts", typed={"doubt": DoubtKind.MIXED.value, "other": str(other.id)}),
        State(POLICY, f"{here}/moves?idea={idea.id}"),
        State(POLICY, f"{here}/moves", status=200),
        State(POLICY, f"{here}/merger?into={other.id}"),
        State(POLICY, f"{here}/name", press="Save", typed={"title": ""}, status=422),
        State(POLICY, here, sends=f"{here}/answer", typed=typed, status=409),
        State(POLICY, here, sends=f"{here}/answer", typed={"verdict": "burnt"}, status=422),
        State(POLICY, f"/desk/answers/{answer.id}/preview"),
        State(POLICY, f"/desk/answers/{answer.id}"),
        State(POLICY, f"/ideas/{idea.id}"),
        State(heard, reply),
        State(heard, reply, press="Send", status=422),
        *keeping.states(db, answer, ruth),
        *choosing.states(db, known, idea, answer),
    ]


def _checks(db: Session, known: dict[str, Account]) -> list[State]:
    """Blind checks of one call: public, finished, stopped, and one that its second coder has only to hand in."""
    both = [known[POLICY], known[ADMINISTRATOR]]
    fullest = select(Idea.call_id).where(col(Idea.theme_id).is_not(None)).group_by(col(Idea.call_id))
    call = db.get_one(Call, db.exec(fullest.order_by(func.count(col(Idea.id)).desc())).first())
    empty = db.exec(select(Call.id).where(Call.state == CallState.DRAFT)).first()
    for left in db.exec(codings.running(call.id)).all():  # from another look
        codings.stop(db, left, by=both[0])
    public, finished, stopped, running = (_check(db, call, both, how) for how in ("public", "finished", "stopped", ""))
    desk, here, turn = "/desk/codings", f"/desk/codings/{finished.id}", f"/desk/codings/{running.id}"
    new = f"{desk}/new?call={call.id}"
    return [
        *(State(POLICY, path) for path in (desk, f"{desk}?call={call.id}", f"{desk}?call={empty}", new, here, turn)),
        *(State(POLICY, f"{desk}/{one.id}") for one in (public, stopped)),
        State(POLICY, f"{desk}/new?call={empty}"),
        State(POLICY, new, press="Draw the sample", typed={"size": "3"}, status=422),
        State(ADMINISTRATOR, turn),
        State(ADMINISTRATOR, f"{turn}/sheets/2"),
        State(ADMINISTRATOR, f"{turn}/sheets/1", sends=f"{turn}/sheets/1", typed={"theme": ""}, status=422),
        State(POLICY, here, press="Publish", typed={"contact": "nonsense"}, status=422),
        State(NOBODY, f"/codings/{public.id}"),
        State(NOBODY, f"/codings/{finished.id}", status=404),
        State(NOBODY, f"/themes?call={call.id}"),
    ]


def _check(db: Session, call: Call, both: list[Account], how: str) -> codings.Coding:
    check = codings.draw(db, call, size=codings.FEWEST, coders=both, by=both[0], seed=7)
    if how == "stopped":
        codings.stop(db, check, by=both[0])
        return check
    coding.coded(db, check, anna=lambda place, machine: machine if place % 5 else None, until="anna" if how else "ruth")
    if how == "public":
        figures = measured.figures(check, sheets.compared(db, check))
        said = records.Said("Director of planning", "planning@example.org", "")
        record = records.record(check, call, None, figures=figures, said=said, address="/")
        codings.publish(db, check, figures=figures, record=record, by=both[0])
    return check


def _rest(db: Session, known: dict[str, Account]) -> list[State]:
    used = sign_ins.ask(db, "somebody@example.org")
    used.used_at = clock.now()
    old = sign_ins.ask(db, "somebody@example.org")
    old.expires_at = clock.now() - timedelta(hours=1)
    asked = sign_ins.ask(db, "somebody@example.org")
    lost = a_mail(db, to="lost@example.org", subject="Nobody knows", text="Whether this went out.")
    lost.claimed_at = clock.now() - timedelta(days=1)
    setbacks.keep(db, "jobs.notify", {"event_id": 1}, ValueError("no such thing"))
    idea = _published(db, known[CITIZEN], "Buses that wait for nobody")
    db.add(flags.Flag(idea_id=idea.id, concern=flags.Concern.WRONG, note="It is about my street."))
    db.flush()
    return [
        State(NOBODY, f"/sign-in/{used.token}", status=410),
        State(NOBODY, f"/sign-in/{old.token}", status=410),
        State(NOBODY, "/sign-in/nonsense", status=404),
        State(NOBODY, f"/sign-in/code?asked={asked.page}", press="Sign in", typed={"code": "000"}, status=422),
        State(ADMINISTRATOR, "/outbox"),
        State(ADMINISTRATOR, f"/outbox/{lost.id}"),
        State(ADMINISTRATOR, "/setbacks"),
        State(MODERATOR, "/moderation"),
        State(MODERATOR, f"/moderation/ideas/{idea.id}"),
        State(NOBODY, "/sign-out", status=405),
        State(NOBODY, "/ideas", gets="/ideas?kind=improvement"),
    ]
