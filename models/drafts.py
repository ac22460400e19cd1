"""An idea on its way, one question at a time. Whoever holds the key goes on with it; sending empties it.

A job compares its title with what others mean. Neither the title nor what was found is told to anybody else, and both
go when the draft is sent or is too old.
"""

import re
import secrets
from datetime import datetime, timedelta

from sqlmodel import Field, Session, SQLModel, and_, col, delete, select, update

from models import accounts, clock, ideas, improvements, publishing, queue, sign_ins
from models.accounts import Account
from models.base import json, moment, points_to, word
from models.calls import Call
from models.ideas import BODY_LIMIT, Idea
from models.languages import Language
from models.statuses import Kind, Stance, Waste

DAYS = 14
PART_LEAST = 10
PART_LIMIT = BODY_LIMIT // 2 - 1
_KEY = re.compile(r"[A-Za-z0-9_-]{22,40}")


def new_key() -> str:
    return secrets.token_urlsafe(18)


class Draft(SQLModel, table=True):
    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, unique=True, max_length=40)
    account_id: int | None = points_to("account", optional=True)
    call_id: int | None = points_to("call", optional=True)
    kind: Kind = word(Kind, Kind.IDEA)
    title: str = ""
    today: str = ""
    better: str = ""
    place: str = ""
    waste: str = ""
    small_test: str = ""
    saving: str = ""
    stance: str = ""
    proposition: str = ""  # what the stance is on, as it was asked
    name: str = ""
    email: str = ""
    private: bool = False
    language: Language | None = word(Language, None)  # none where they were not asked
    begun_at: datetime = moment()
    idea_id: int | None = points_to("idea", optional=True)
    compared: str = ""  # the title that those nearest were found for
    nearest: list[int] = json(list)

    @property
    def is_compared(self) -> bool:
        return self.compared == self.title

    @property
    def body(self) -> str:
        return "\n\n".join(part for part in (self.today, self.better) if part)

    @property
    def is_improvement(self) -> bool:
        return self.kind == Kind.IMPROVEMENT

    def stance_on(self, call: Call | None) -> Stance | None:
        """The choice, as long as the call still asks the same."""
        asked = call is not None and call.proposition != "" and call.proposition == self.proposition
        return Stance(self.stance) if asked and self.stance else None

    def missing(self, call: Call | None) -> str | None:
        """The first question that has no answer yet."""
        if not (self.today and self.better):
            return "details"
        if self.is_improvement and not self.waste:
            return "improvement"
        if call is not None and call.asks and not self.stance_on(call):
            return "stance"
        return None if self.email else "contact"

    @property
    def sent(self) -> bool:
        return self.idea_id is not None


def begin(
    db: Session, *, title: str, kind: Kind, call_id: int | None, account_id: int | None, key: str = ""
) -> Draft:
    """A draft under the key that its first page made for it. That page sent again only changes the title."""
    before = with_key(db, key)
    if before is not None and before.account_id == account_id and not before.sent:
        answer(db, before, title=title)
        return before
    mine = key if before is None and _KEY.fullmatch(key) else new_key()
    draft = Draft(kind=kind, call_id=call_id, account_id=account_id, key=mine)
    db.add(draft)
    answer(db, draft, title=title)
    return draft


def answer(db: Session, draft: Draft, **answers: str) -> None:
    """Keeps what was answered. Another title is compared anew, after whatever else the worker has to do."""
    title = draft.title
    for name, given in answers.items():
        setattr(draft, name, given)
    db.flush()
    if draft.title != title:
        queue.defer(db, "compare", priority=-1, draft_id=draft.id)


def keep_nearest(db: Session, draft: Draft, idea_ids: list[int]) -> None:
    """Unless the draft was sent or got another title in the meantime."""
    same = and_(col(Draft.id) == draft.id, col(Draft.title) == draft.title, col(Draft.idea_id).is_(None))
    db.exec(update(Draft).where(same).values(compared=draft.title, nearest=idea_ids))


def with_key(db: Session, key: str) -> Draft | None:
    """The draft, unless it is too old."""
    if not _KEY.fullmatch(key):
        return None
    old = clock.now() - timedelta(days=DAYS)
    return db.exec(select(Draft).where(Draft.key == key, col(Draft.begun_at) >= old)).one_or_none()


def lock(db: Session, draft: Draft) -> None:
    """Two requests that send one draft take turns."""
    db.flush()  # a refresh would take back what is not written yet
    db.refresh(draft, with_for_update=True)


def send(db: Session, draft: Draft, *, by: Account | None) -> Idea:
    """Makes the idea of it: published at once for somebody signed in, for others when they follow their link.

    Two requests take turns, and the second finds the idea that the first one made.
    """
    lock(db, draft)
    if draft.idea_id is not None:
        return db.exec(select(Idea).where(Idea.id == draft.idea_id)).one()
    author = by or accounts.known_by(
        db, draft.email, name=draft.name, private=draft.private, language=draft.language or Language.ENGLISH)
    idea = ideas.receive(db, title=draft.title, body=draft.body, author=author, private=draft.private,
                         signed="" if by else draft.name, kind=draft.kind, call_id=draft.call_id, place=draft.place,
                         stance=draft.stance_on(_held_call(db, draft)))
    if draft.is_improvement:
        waste = Waste(draft.waste)
        improvements.describe(db, idea, waste=waste, small_test=draft.small_test, saving=draft.saving)
    if by is not None:
        if draft.language is not None:
            accounts.answer_in(db, by, draft.language)
        publishing.publish(db, idea, by=by)
    else:
        sign_ins.ask(db, author.email, idea_id=idea.id)
    empty(draft, idea.id)
    return idea


def _held_call(db: Session, draft: Draft) -> Call | None:
    """Its call, which cannot ask anything else before the idea stands."""
    if draft.call_id is None:
        return None
    return db.get(Call, draft.call_id, with_for_update={"read": True}, populate_existing=True)


def empty(draft: Draft, idea_id: int) -> None:
    """Keeps only which idea came of it, so that sending it twice finds the same idea."""
    draft.idea_id = idea_id
    draft.title = draft.today = draft.better = draft.place = draft.name = draft.email = ""
    draft.waste = draft.small_test = draft.saving = draft.stance = draft.proposition = draft.compared = ""
    draft.nearest = []


def forget_old(db: Session) -> int:
    old = clock.now() - timedelta(days=DAYS)
    return db.exec(delete(Draft).where(col(Draft.begun_at) < old)).rowcount
