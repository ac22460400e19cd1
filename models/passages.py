"""The passage of an idea that its author is sent with an answer, where an officer chooses it from the idea's own words.

What was sent stays what it was (models/coverages.py); what the machine found comes back when the choice is left, or
when the author's new text no longer says the words.
"""

from collections.abc import Iterable, Mapping
from textwrap import shorten
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Select
from sqlmodel import Session, col, or_, select

from models import answers, audiences, clock, coverages, history, memberships, proofs, text, themes
from models.accounts import Account
from models.amendments import Amendment
from models.answers import Answer
from models.coverages import Coverage
from models.ideas import Idea
from models.memberships import Membership
from models.revisions import IN_PUBLIC, Revision
from models.themes import Theme
from models.translations import Translation

TOLD_WORDS = 140  # of a passage, in a line of a journal
CHOSEN = "passage.chosen"
Span = tuple[int, int]  # where it begins and ends in the text


class ChangedSince(Exception):
    """The text or its passage was changed after the person who chooses now had opened it."""


def at_desk(idea_id: int) -> Select[Any]:
    """An idea that stands in a theme, with its place there and who chose its passage."""
    columns: list[Any] = [Idea, Membership, col(Theme.title).label("theme"), col(Account.name).label("chooser")]
    rows = sa.select(*columns).join(Membership, sa.and_(col(Membership.idea_id) == Idea.id, col(Membership.primary)))
    rows = rows.join(Theme, col(Theme.id) == Membership.theme_id)
    rows = rows.outerjoin(Account, col(Account.id) == Membership.chosen_by_id)
    return rows.where(col(Idea.id) == idea_id, audiences.public())


def sent(idea_id: int) -> Select[Any]:
    """The public answers that went out with words of this idea, and these words; the newest first."""
    columns: list[Any] = [Answer.id, Answer.published_at, coverages.passage_sent().label("words")]
    rows = sa.select(*columns).join(Coverage, col(Coverage.answer_id) == Answer.id)
    rows = rows.join(Idea, col(Idea.id) == Coverage.idea_id)
    told = or_(col(Answer.told_at).is_not(None), col(Coverage.at) > col(Answer.published_at), coverages.told_offline())
    return rows.where(col(Idea.id) == idea_id, told).order_by(col(Answer.published_at).desc(), col(Answer.id).desc())


def print_of(idea: Idea, member: Membership) -> str:
    """Of the text, and of the passage as it stands: a form that carries another one is out of date."""
    return text.print_of([idea.body]) + text.print_of([str(member.begins), member.words])


def text_seen(db: Session, idea: Idea, seen: str) -> str | None:
    """The text that a form was opened with: today's, or an earlier one that may still be read."""
    earlier = select(Revision.body).where(Revision.idea_id == idea.id, IN_PUBLIC)
    bodies = (idea.body, *db.exec(earlier)) if not seen.startswith(text.print_of([idea.body])) else (idea.body,)
    return next((body for body in bodies if seen.startswith(text.print_of([body]))), None)


def choose(
    db: Session, idea: Idea, member: Membership, span: Span | None, *, by: Account, seen: str
) -> bool:
    """Makes these characters of the text its passage; none: what the machine found is the passage again. False when
    it was so already. Raises ChangedSince."""
    _hold(db, idea, member)
    if print_of(idea, member) != seen:
        raise ChangedSince
    before = member.begins, member.ends
    chosen = member.chosen_by_id is not None
    if (span == before and chosen) or (span is None and not chosen):
        return False
    if span is None:
        member.leave_choice()
    else:
        member.choose({"begins": span[0], "ends": span[1], "words": idea.body[slice(*span)]}, by.id)
    db.add(member)
    db.flush()
    if span != before:  # else these words are kept, which changes nothing that anybody reads
        coverages.reword(db, idea.id)
        _read_anew(db, idea)
    # Only where the words stand, and in which text: what people wrote is not kept a second time.
    data: dict[str, Any] = {"before": before, "after": (member.begins, member.ends), "back": span is None}
    history.record(db, CHOSEN, by=by.id, idea=idea.id, theme=member.theme_id, call=idea.call_id, ideas=[idea.id],
                   text=text.print_of([idea.body]), **data)
    return True


def _hold(db: Session, idea: Idea, member: Membership) -> None:
    """Whoever edits, moves or answers this idea waits, and what it goes on in is held too. Raises ChangedSince when it
    was put elsewhere a moment ago."""
    ids = {idea.id, idea.joined_id or idea.id}
    themes.hold(db, memberships.places(db, ids))
    rows = select(Idea).where(col(Idea.id).in_(ids)).order_by(col(Idea.id)).with_for_update(key_share=True)
    db.exec(rows.execution_options(populate_existing=True)).all()
    there = memberships.primary_of(idea.id).where(Membership.id == member.id).with_for_update()
    if db.exec(there.execution_options(populate_existing=True)).first() is None:
        raise ChangedSince


def _read_anew(db: Session, idea: Idea) -> None:
    """Whoever read a draft, an amendment or a translation that quotes this idea has not read these words."""
    quote = proofs.quote_token(idea.reference)
    drafts = select(Answer).where(col(Answer.published_at).is_(None), col(Answer.body).contains(quote, autoescape=True))
    for draft in db.exec(drafts.order_by(col(Answer.id)).with_for_update().execution_options(populate_existing=True)):
        answers.add_to(db, draft, by=None)
    texts: Any
    for texts in (Amendment, Translation):
        open_ones = select(texts).where(
            col(texts.published_at).is_(None), col(texts.body).contains(quote, autoescape=True))
        for one in db.exec(open_ones.order_by(col(texts.id)).with_for_update()):
            one.saved_at = clock.after(one.saved_at)
            db.add(one)


def bodies(db: Session, events: Iterable[Any]) -> dict[int, str]:
    """The texts that choices among these events were made from, as far as everybody may read them."""
    ids = {idea for event in events if event.kind == CHOSEN for idea in event.data["ideas"]}
    rows = select(Idea.id, Idea.body).where(col(Idea.id).in_(ids), audiences.public())
    return dict(db.exec(rows).all()) if ids else {}


def told(data: Mapping[str, Any], texts: Mapping[int, str]) -> str:
    """What was chosen instead of what, for a journal. Without the words where the text is another one since."""
    did = "went back to the words that the machine found" if data["back"] else "chose other words to answer"
    kept = not data["back"] and data["before"] == data["after"]
    did = "kept the words that the machine found" if kept else did
    body = texts.get(data["ideas"][0], "")
    if text.print_of([body]) != data["text"]:
        return did
    after, before = (shorten(body[slice(*data[name])], TOLD_WORDS, placeholder=" …") for name in ("after", "before"))
    instead = f" instead of “{before}”" if before and before != after else ""
    return f"{did}: “{after}”{instead}" if after else f"{did}: there are none{instead}"
