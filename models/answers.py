"""What a team says in public, to a theme or to one idea. A draft is seen at the desk only."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ColumnElement, Select
from sqlalchemy.orm import aliased
from sqlmodel import Field, Session, SQLModel, and_, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from models import audiences, clock, coverages, history, ideas, standing, themes
from models.accounts import Account
from models.audiences import Audience
from models.base import json, maybe_moment, moment, points_to, word
from models.coverages import Coverage
from models.faults import Fault
from models.ideas import Idea
from models.statuses import Verdict
from models.subscriptions import Subscription
from models.themes import Theme

SUMMARY_LIMIT = 200
BODY_LIMIT = 10_000
PASSED_LIMIT = 120
NAME_LIMIT = 80
ROLE_LIMIT = 120


_Whole: Any = aliased(Idea, name="whole")


class SavedSince(Exception):
    """Somebody else saved this draft after the person who saves it now had opened it."""

    def __init__(self, answer: "Answer") -> None:
        super().__init__(f"answer {answer.id}")
        self.answer = answer


class Answer(SQLModel, table=True):
    __table_args__ = (
        CheckConstraint("num_nonnulls(theme_id, idea_id) = 1", name="one_thing"),
        CheckConstraint("published_at IS NULL OR verdict IS NOT NULL", name="decided"),
    )

    id: int = Field(default=None, primary_key=True)
    theme_id: int | None = points_to("theme", optional=True)
    idea_id: int | None = points_to("idea", optional=True)
    verdict: Verdict | None = word(Verdict, None)  # none while a draft has no decision yet
    passed_to: str = Field(default="", max_length=PASSED_LIMIT)
    summary: str = Field(default="", max_length=SUMMARY_LIMIT)
    body: str = ""
    signed_name: str = Field(default="", max_length=NAME_LIMIT)
    signed_role: str = Field(default="", max_length=ROLE_LIMIT)
    team_id: int | None = points_to("team", optional=True)
    author_id: int | None = points_to("account", optional=True)
    drafted_at: datetime = moment()
    saved_at: datetime = moment()
    writer_id: int | None = points_to("account", optional=True, index=False)  # who saved it last
    published_at: datetime | None = maybe_moment()
    told_at: datetime | None = maybe_moment()
    amended_at: datetime | None = maybe_moment()
    told_count: int = 0
    figures: dict[str, Any] = json()  # as they were when it was published
    quotes: list[dict[str, Any]] = json(list)
    typed: dict[str, Any] = json()  # its texts before the figures were filled in

    @property
    def published(self) -> bool:
        return self.published_at is not None

    @property
    def verdict_words(self) -> str:
        return verdict_words(self.verdict, self.passed_to) if self.verdict else "No decision yet"

    @property
    def knot(self) -> str:
        """How its decision is drawn."""
        return self.verdict.knot if self.verdict else "now"


def verdict_words(verdict: Verdict, passed_to: str) -> str:
    return f"Not ours: passed to {passed_to}" if passed_to else verdict.words


def visible_to(account: Account | None) -> SelectOfScalar[Answer]:
    """Drafts are the desk's own. An answer to a single idea is as hidden as the idea."""
    if account is not None and account.works_at_desk:
        return select(Answer)
    return select(Answer).where(col(Answer.published_at).is_not(None), shown_to(account))


def shown_to(account: Account | None) -> ColumnElement[bool]:
    """The condition on an answer's row that what it answers may be seen by this person."""
    about = select(Idea.id).where(ideas.shown_to(account), col(Idea.id) == Answer.idea_id)
    return or_(col(Answer.theme_id).is_not(None), about.correlate(Answer).exists())


def covered(answer_id: int) -> Select[Any]:
    """The ids of the ideas that it answers, or would answer if it were published now."""
    given = sa.select(col(Coverage.idea_id)).where(col(Coverage.answer_id) == answer_id)
    ids = sa.union_all(given, _would_cover(answer_id)).subquery()
    return sa.select(col(Idea.id)).where(col(Idea.id).in_(sa.select(ids.c.idea_id)), audiences.public())


def _would_cover(answer_id: int) -> Select[Any]:
    """What a draft is about: all ideas of its theme, or its one idea, and what was joined with these."""
    whole = or_(col(_Whole.theme_id) == Answer.theme_id, col(_Whole.id) == Answer.idea_id)
    about = sa.select(col(Idea.id)).select_from(Answer).join(_Whole, whole)
    about = about.join(Idea, or_(col(Idea.id) == _Whole.id, col(Idea.joined_id) == _Whole.id))
    return about.where(col(Answer.id) == answer_id, col(Answer.published_at).is_(None)).distinct()


def contributors(answer_id: int) -> Select[Any]:
    """Whom the answer concerns: a row for each idea it covers that has an author, with the passage it responds to."""
    return each_covered(answer_id).where(col(Idea.author_id).is_not(None))


def each_with_words() -> Select[Any]:
    """Ideas with the passage that put each into its theme, while the stored text says exactly that."""
    return _each(coverages.passage())


def each_covered(answer_id: int) -> Select[Any]:
    """The same for the ideas that an answer is one to: of a public one, with the words that it went out with."""
    given = and_(col(Coverage.idea_id) == Idea.id, col(Coverage.answer_id) == answer_id)
    words = sa.case((col(Coverage.id).is_(None), coverages.passage()), else_=coverages.passage_sent())
    return _each(words).outerjoin(Coverage, given).where(col(Idea.id).in_(covered(answer_id)))


def _each(words: ColumnElement[str]) -> Select[Any]:
    columns: list[Any] = [
        col(Idea.id).label("idea_id"), col(Idea.author_id).label("account_id"), Idea.reference, Idea.title,
        Idea.theme_id, words.label("words"),
    ]
    return coverages.with_place(sa.select(*columns).select_from(Idea)).order_by(col(Idea.id))


def audience(db: Session, answer_id: int, *, by: Account | None, untold: bool = False) -> Audience:
    """How many people are told when this person publishes the answer, or tells those who were not told of it yet."""
    call_id = sa.select(col(Theme.call_id)).join(Answer, col(Answer.theme_id) == Theme.id).where(
        col(Answer.id) == answer_id)
    but = answer_id if untold else None
    people = audiences.of(covered(answer_id), untold_of=but), audiences.of_call(call_id, untold_of=but)
    return audiences.count(db, *people, but_for=by)


def audiences_of_drafts(db: Session, answer_ids: Sequence[int], *, by: Account) -> dict[int, Audience]:
    """How many people are told when this person publishes each of these drafts, in one question."""
    whole = or_(col(_Whole.theme_id) == Answer.theme_id, col(_Whole.id) == Answer.idea_id)
    columns: list[Any] = [col(Answer.id).label("answer_id"), col(Idea.id).label("idea_id"), Idea.author_id]
    pairs = sa.select(*columns)
    pairs = pairs.select_from(Answer).join(_Whole, whole)
    pairs = pairs.join(Idea, or_(col(Idea.id) == _Whole.id, col(Idea.joined_id) == _Whole.id))
    reach = pairs.where(col(Answer.id).in_(answer_ids), audiences.public()).distinct().cte()
    wrote = sa.select(reach.c.answer_id, reach.c.author_id.label("account_id"), sa.true().label("wrote"))
    follow = sa.select(reach.c.answer_id, col(Subscription.account_id), sa.false())
    follow = follow.join(Subscription, col(Subscription.idea_id) == reach.c.idea_id)
    of_call = sa.select(col(Answer.id), col(Subscription.account_id), sa.false())
    of_call = of_call.join(Theme, col(Theme.id) == Answer.theme_id)
    of_call = of_call.join(Subscription, col(Subscription.call_id) == Theme.call_id)
    people = sa.union_all(
        wrote.where(reach.c.author_id.is_not(None)), follow, of_call.where(col(Answer.id).in_(answer_ids)))
    return audiences.count_each(db, sa.select(people.subquery()), but_for=by)


def draft_of(*, theme_id: int | None = None, idea_id: int | None = None) -> SelectOfScalar[Answer]:
    """The draft that waits for this theme or idea."""
    about = col(Answer.theme_id) == theme_id if theme_id is not None else col(Answer.idea_id) == idea_id
    return select(Answer).where(about, col(Answer.published_at).is_(None)).order_by(col(Answer.id)).limit(1)


def draft(
    db: Session, *, theme_id: int | None = None, idea_id: int | None = None, by: Account,
    seen: datetime | None = None, **words: Any,
) -> Answer:
    """Saves the draft answer to a theme or an idea; there is one at a time. Its ideas are looked at from now on.

    `seen` is when the draft had last been saved as this person saw it, None when they saw none. Raises
    SavedSince when somebody else has saved it in the meantime: nothing is overwritten. A theme that was merged
    meanwhile stands for the one that it is part of now.
    """
    theme_id = _one_at_a_time(db, theme_id, idea_id)
    answer = db.exec(draft_of(theme_id=theme_id, idea_id=idea_id)).one_or_none()
    if answer is not None and answer.saved_at != seen:
        raise SavedSince(answer)
    if answer is None and seen is not None and (public := db.exec(_published_since(theme_id, idea_id, seen)).first()):
        raise SavedSince(public)
    new = answer is None
    answer = answer or Answer(theme_id=theme_id, idea_id=idea_id, author_id=by.id)
    if new or any(getattr(answer, name) != value for name, value in words.items()):
        answer.sqlmodel_update(words)
        add_to(db, answer, by=by)
    db.add(answer)
    db.flush()
    if new:
        history.record(db, "answer.drafted", by=by.id, answer=answer.id, theme=answer.theme_id)
        settle(db, answer)
    return answer


def _published_since(theme_id: int | None, idea_id: int | None, seen: datetime) -> SelectOfScalar[Answer]:
    """What became of the draft that somebody saw, where it is public now."""
    about = col(Answer.theme_id) == theme_id if theme_id is not None else col(Answer.idea_id) == idea_id
    return select(Answer).where(about, col(Answer.published_at) >= seen).order_by(col(Answer.id).desc()).limit(1)


def add_to(db: Session, answer: Answer, *, by: Account | None) -> None:
    """Something was written in it or beside it; where `by` is none, only what it quotes reads otherwise. A draft
    counts as saved anew: who read it before has not read this."""
    if not answer.published:
        answer.saved_at = clock.after(answer.saved_at)
        answer.writer_id = by.id if by is not None else answer.writer_id
        db.add(answer)


def take_out(db: Session, answer: Answer, part: SQLModel, *, by: Account) -> bool:
    """Takes a promise or a measure out of a draft again. What is public stays."""
    db.refresh(answer, with_for_update=True)
    if answer.published:
        return False
    add_to(db, answer, by=by)
    db.delete(part)
    return True


def _one_at_a_time(db: Session, theme_id: int | None, idea_id: int | None) -> int | None:
    """Two people who begin a draft in the same moment: the second waits here, and then finds the first one's."""
    if theme_id is not None:
        return themes.hold_where_it_went(db, theme_id).id
    db.execute(sa.select(col(Idea.id)).where(col(Idea.id) == idea_id).with_for_update(key_share=True))
    return None


def missing(answer: Answer) -> list[Fault]:
    """What must be written before this draft can be public."""
    wanted = {
        Fault("Choose what you decided.", "verdict"): answer.verdict,
        Fault("Write the answer in short.", "summary"): answer.summary,
        Fault("Write the answer in full.", "body"): answer.body,
        Fault("Say who signs it.", "signed_name"): answer.signed_name,
        Fault("Say what their role is.", "signed_role"): answer.signed_role,
        Fault("Say who it was passed to.", "passed_to"): answer.verdict != Verdict.PASSED or answer.passed_to,
    }
    return [fault for fault, said in wanted.items() if not said]


def hold(db: Session, answer: Answer) -> None:
    """Until this transaction is over nobody else saves, approves or publishes it."""
    _one_at_a_time(db, answer.theme_id, answer.idea_id)
    db.flush()
    db.refresh(answer, with_for_update=True)


def publish(
    db: Session, answer: Answer, *, by: Account, seen: datetime | None = None, tell: bool = True
) -> None:
    """Makes the answer public, once: the ideas it covers are answered, and everyone who wrote them is told,
    unless that is left for later.

    `seen` is when the text that this person read had been saved. Raises SavedSince when it was saved again since.
    """
    hold(db, answer)
    if answer.published:
        return
    if seen is not None and answer.saved_at != seen:
        raise SavedSince(answer)
    coverages.cover(db, answer.id, covered(answer.id))
    answer.published_at = clock.now()
    if tell:
        answer.told_at, answer.told_count = clock.now(), audience(db, answer.id, by=by).wrote
    settle(db, answer)
    history.record(db, "answer.published", by=by.id, answer=answer.id, theme=answer.theme_id,
                   idea=answer.idea_id, quiet=not tell)


def tell(db: Session, answer: Answer, *, by: Account) -> None:
    """Everyone whom a public answer concerns is told of it, once: again changes nothing."""
    hold(db, answer)
    if not answer.published or answer.told_at is not None:
        return
    answer.told_at = clock.now()
    answer.told_count = max(answer.told_count, audience(db, answer.id, by=by).wrote)
    history.record(db, "answer.told", by=by.id, answer=answer.id, theme=answer.theme_id, idea=answer.idea_id)


def settle(db: Session, answer: Answer) -> None:
    """Gives what the answer covers the status that the answer, its promises and its readings say."""
    if answer.published:
        standing.settle(db, answers=[answer.id])
    else:
        standing.settle(db, ideas=[answer.idea_id] if answer.idea_id else (),
                        themes=[answer.theme_id] if answer.theme_id else ())
