"""Every kind of page in every state it has, for the sweep: who looks, where, and what is done before looking."""

from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from models import sign_ins, unsubscribing
from models.accounts import Account
from models.answers import Answer
from models.benefits import Benefit
from models.calls import Call
from models.changes import Change
from models.commitments import Commitment, Progress
from models.ideas import Idea
from models.mails import Mail
from models.roles import Role
from models.statuses import WAITING, CallState
from models.teams import Team
from models.themes import Theme

NOBODY = ""
CITIZEN, STAFF, POLICY, MODERATOR, ADMINISTRATOR = (role.value for role in Role)


@dataclass(frozen=True)
class State:
    """Who looks at what, and what is done before looking: the answer is looked at.

    `who`: a role, nobody, or somebody's address. `press`: the button pressed, with `typed` in the fields. `sends`: the
    address that `typed` is sent to, as from a form that is out of date. `gets`: a part of the page, asked for by htmx.
    """

    who: str
    path: str
    press: str = ""
    sends: str = ""
    gets: str = ""
    typed: dict[str, str] = field(default_factory=dict)
    status: int = 200

    def __str__(self) -> str:
        done = self.press or self.sends or self.gets
        return f"{self.who or 'nobody'} {self.path}" + (f" after {done}" if done else "")


def people(db: Session) -> dict[str, Account]:
    """One account of each role."""
    rows = db.exec(select(Account).where(col(Account.confirmed_at).is_not(None)).order_by(col(Account.id))).all()
    found: dict[str, Account] = {}
    for account in rows:
        found.setdefault(account.role.value, account)
    return found


def states(db: Session) -> list[State]:
    known = people(db)
    idea = db.exec(select(Idea.id).where(Idea.author_id == known[CITIZEN].id).order_by(col(Idea.id))).first()
    busy = db.exec(select(Idea.id).order_by(col(Idea.comments_count).desc(), col(Idea.id))).first()
    improvement = db.exec(select(Idea.id).where(Idea.kind == "improvement", col(Idea.theme_id).is_not(None))).first()
    reference = db.exec(select(Idea.reference).where(Idea.id == busy)).one()
    answer = db.exec(select(Answer.id).where(col(Answer.theme_id).is_not(None)).order_by(col(Answer.id))).first()
    answered = db.exec(select(Answer.theme_id).where(Answer.id == answer)).one()
    after = select(Answer.id, Idea.id).join(Idea, col(Idea.theme_id) == Answer.theme_id)
    after = after.where(col(Answer.published_at).is_not(None), col(Idea.status).in_(WAITING)).order_by(col(Answer.id))
    late, newcomer = db.exec(after).first() or (0, 0)
    moved = select(Progress.commitment_id).where(Progress.kind == "moved")
    promises = {db.exec(rows).first() for rows in (
        select(Commitment.id).where(col(Commitment.dropped_at).is_not(None)), moved,
        select(Commitment.id).where(col(Commitment.delivered_at).is_not(None)))}
    benefits = {db.exec(select(Benefit.id).where(how)).first() for how in (
        col(Benefit.taken_back_at).is_not(None), col(Benefit.counted_under_id).is_not(None),
        col(Benefit.since).is_not(None))}
    theme = db.exec(select(Theme.id).where(Theme.id != answered).order_by(col(Theme.id).desc())).first()
    calls = {state: db.exec(select(Call.id).where(Call.state == state)).first() for state in CallState}
    team = db.exec(select(Team.id).order_by(col(Team.id))).first()
    mail = db.exec(select(Mail.id).order_by(col(Mail.id))).first()
    amended = db.exec(select(Answer.id).where(col(Answer.amended_at).is_not(None))).first() or answer
    change = db.exec(select(Change.call_id).order_by(col(Change.id))).first()
    stop = unsubscribing.path(known[CITIZEN])
    link = f"/sign-in/{sign_ins.ask(db, 'somebody@example.org').token}"
    everyone = [
        "/",
        "/ideas",
        "/ideas?q=zzzzzz",
        "/ideas?status=answered&order=supported",
        "/ideas?stance=for",
        "/ideas/new",
        f"/ideas/{busy}",
        f"/ideas/{improvement}",
        f"/ideas/{newcomer}",
        f"/ideas/{busy}/report",
        f"/ideas/{busy}/versions",
        "/calls",
        f"/calls/{calls[CallState.OPEN]}",
        f"/calls/{calls[CallState.READING]}",
        f"/calls/{calls[CallState.ANSWERED]}",
        "/themes",
        f"/themes/{theme}",
        f"/themes/{answered}",
        "/answers",
        f"/answers/{answer}",
        f"/answers/{answer}/versions",
        f"/answers/{amended}/versions",
        f"/answers/{answer}/case",
        "/benefits",
        "/benefits?call=999999",
        *(f"/benefits/{one}" for one in benefits),
        "/roadmap",
        "/roadmap?state=dropped&call=1",
        "/roadmap?call=999999",
        *(f"/commitments/{one}" for one in promises),
        "/waiting",
        "/waiting?late=yes",
        "/waiting?late=put-off",
        "/figures",
        "/waiting?call=999999",
        "/find",
        "/find?q=bus",
        "/find?q=zzzzzz",
        "/where",
        f"/where/{reference}",
        "/sign-in",
        "/sign-in/code",
        link,
        "/data",
        "/accessibility",
        "/privacy",
        "/rules",
        "/outbox",
        f"/outbox/{mail}",
        stop,
    ]
    own = [f"/account/{page}" for page in ("ideas", "follows", "erasure")]
    members = ["/account", *own, f"/ideas/{idea}", f"/ideas/{busy}", "/ideas/new"]
    desk = [
        "/desk",
        f"/desk?call={calls[CallState.READING]}",
        f"/desk/themes/{theme}",
        f"/desk/themes/{answered}",
        f"/desk/themes/{theme}/name",
        f"/desk/themes/{theme}/merger",
        f"/desk/answers/{answer}",
        f"/desk/answers/{answer}/preview",
        f"/desk/answers/{answer}/amendment",
        "/desk/publication",
        f"/desk/answers/{answer}/newcomers",
        f"/desk/answers/{late}/newcomers",
        f"/desk/changes?call={change}",
        "/desk/changes",
        "/desk/ideas",
        "/desk/ideas?show=overdue",
        "/desk/promises",
        "/desk/work",
        f"/desk/themes/{theme}/waiting",
        f"/desk/themes/{answered}/waiting",
        f"/desk/ideas/{idea}/waiting",
        f"/desk/ideas/{idea}",
        f"/desk/ideas/{idea}/joining",
        "/calls/new",
        f"/calls/{calls[CallState.READING]}/edit",
        f"/calls/{calls[CallState.OPEN]}",
        f"/calls/{calls[CallState.OPEN]}/closing",
    ]
    return [
        *(State(NOBODY, path) for path in everyone),
        *(State(CITIZEN, path) for path in members),
        *(State(POLICY, path) for path in desk),
        State(STAFF, "/ideas/new?kind=improvement"),
        State(MODERATOR, "/moderation"),
        State(ADMINISTRATOR, "/setbacks"),
        State(ADMINISTRATOR, "/desk/teams"),
        State(ADMINISTRATOR, f"/desk/teams/{team}"),
        State(ADMINISTRATOR, f"/desk/teams/{team}", press="Save", typed={"answer_days": "ten"}, status=422),
        State(POLICY, f"/desk/themes/{theme}/waiting", press="Put it aside", status=422),
        State(POLICY, "/desk/work", press="Name them", status=422),
        State(NOBODY, "/no-such-page", status=404),
        State(NOBODY, "/where/FM-999999", status=404),
        State(NOBODY, stop[:-9], status=404),
        State(CITIZEN, "/desk", status=404),
        State(NOBODY, "/ideas/new", press="Go on", status=422),
        State(NOBODY, "/sign-in", press="Send", typed={"email": "nonsense"}, status=422),
        State(NOBODY, f"/ideas/{busy}/report", press="Send", status=422),
        State(CITIZEN, f"/ideas/{busy}", press="Add comment", status=422),
        State(CITIZEN, f"/ideas/{busy}", press="Add comment", typed={"body": "Ring me on 07700 900123."}, status=422),
        State(POLICY, "/calls/new", press="Save", status=422),
        State(POLICY, f"/desk/answers/{answer}/amendment", press="Save the new text", typed={"reason": ""}, status=422),
        State(POLICY, "/desk/publication", sends="/desk/publication", typed={"then": "now"}, status=422),
    ]
