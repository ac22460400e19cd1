"""An idea on its way: one question at a time, kept as it is answered, sent once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session, col, func, select

from models import accounts, clock, drafts, ideas, publishing, similar
from models.accounts import Account
from models.drafts import Draft
from models.ideas import Idea
from models.improvements import Improvement
from models.languages import Language
from models.statuses import Kind, Waste
from models.subscriptions import Subscription
from tests.cast import Cast


def begun(db: Session, account: Account | None = None, kind: Kind = Kind.IDEA) -> Draft:
    draft = drafts.begin(db, title="A bench at the bus stop", kind=kind, call_id=None,
                         account_id=account.id if account else None)
    draft.today, draft.better = "People stand in the rain.", "People sit under a roof."
    draft.name, draft.email = "Lena Fox", "lena@example.org"
    return draft


def count_of_ideas(db: Session) -> int:
    return db.exec(select(func.count(col(Idea.id)))).one()


def test_the_first_page_sent_again_changes_the_title_of_the_same_draft(db: Session) -> None:
    key = drafts.new_key()
    first = drafts.begin(db, title="A bench", kind=Kind.IDEA, call_id=None, account_id=None, key=key)
    again = drafts.begin(db, title="Two benches", kind=Kind.IDEA, call_id=None, account_id=None, key=key)

    assert first is again and again.title == "Two benches"


def test_a_key_that_we_would_not_make_is_not_taken(db: Session) -> None:
    for key in ("short", "", "x" * 41, "spaces are not for keys at all", "\x00" * 24):
        draft = drafts.begin(db, title="A bench", kind=Kind.IDEA, call_id=None, account_id=None, key=key)
        assert draft.key != key
        assert drafts.with_key(db, key) is None


def test_nobody_begins_in_a_draft_of_somebody_else(db: Session, people: Cast) -> None:
    hers = begun(db, people.maya)
    his = drafts.begin(
        db, title="Mine", kind=Kind.IDEA, call_id=None, account_id=people.ben.id, key=hers.key)

    assert his is not hers and hers.title == "A bench at the bus stop"


def test_what_is_missing_is_asked_in_order(db: Session) -> None:
    draft = begun(db, kind=Kind.IMPROVEMENT)
    draft.today = draft.email = ""
    asked = []
    for name, answer in (("today", "People stand."), ("waste", "waiting"), ("email", "lena@example.org")):
        asked.append(draft.missing(None))
        setattr(draft, name, answer)

    assert asked == ["details", "improvement", "contact"] and draft.missing(None) is None


def test_an_unsigned_idea_waits_for_the_mail_to_be_read(
    db: Session, deferred: Callable[[str], list[dict[str, object]]]
) -> None:
    idea = drafts.send(db, begun(db), by=None)

    assert idea.waits_for_author
    assert idea.body == "People stand in the rain.\n\nPeople sit under a roof."
    assert len(deferred("mail_sign_in")) == 1
    assert deferred("analyse") == []


def test_a_signed_idea_is_published_and_followed_by_its_author(
    db: Session, people: Cast, deferred: Callable[[str], list[dict[str, object]]]
) -> None:
    idea = drafts.send(db, begun(db, people.maya), by=people.maya)

    assert idea.published and idea.author_id == people.maya.id
    assert db.exec(select(Subscription.idea_id).where(Subscription.account_id == people.maya.id)).all() == [idea.id]
    assert deferred("mail_sign_in") == []
    assert len(deferred("analyse")) == 1


@pytest.mark.parametrize(("chosen", "then"), [
    (None, Language.WELSH), (Language.ENGLISH, Language.ENGLISH), (Language.URDU, Language.URDU)])
def test_who_was_not_asked_for_a_language_keeps_theirs(
    db: Session, people: Cast, chosen: Language | None, then: Language
) -> None:
    people.maya.language = Language.WELSH
    draft = begun(db, people.maya)
    draft.email, draft.language = people.maya.email, chosen

    drafts.send(db, draft, by=people.maya)

    assert people.maya.language == then


def test_an_unsigned_idea_without_a_language_is_answered_in_english(db: Session) -> None:
    drafts.send(db, begun(db), by=None)

    lena = accounts.with_email(db, "lena@example.org")
    assert lena is not None and lena.language == Language.ENGLISH


def test_sending_twice_makes_one_idea(db: Session) -> None:
    draft = begun(db)

    assert drafts.send(db, draft, by=None) is drafts.send(db, draft, by=None)
    assert count_of_ideas(db) == 1


def test_a_sent_draft_keeps_nothing_that_was_typed(db: Session) -> None:
    draft = begun(db)
    drafts.send(db, draft, by=None)

    assert draft.sent
    assert "".join((draft.title, draft.body, draft.name, draft.email, draft.place)) == ""


def test_an_improvement_keeps_its_waste_test_and_saving(db: Session, people: Cast) -> None:
    draft = begun(db, people.tom, Kind.IMPROVEMENT)
    draft.waste, draft.small_test, draft.saving = Waste.MOTION.value, "One ward, one week.", "Ten minutes a shift"

    idea = drafts.send(db, draft, by=people.tom)

    kept = db.exec(select(Improvement).where(Improvement.idea_id == idea.id)).one()
    assert (kept.waste, kept.small_test, kept.saving) == (Waste.MOTION, "One ward, one week.", "Ten minutes a shift")


def test_an_old_draft_is_gone(db: Session) -> None:
    draft = begun(db)

    with clock.at(clock.now() + timedelta(days=13)):
        assert drafts.with_key(db, draft.key) is draft
    with clock.at(clock.now() + timedelta(days=15)):
        assert drafts.with_key(db, draft.key) is None
        assert drafts.forget_old(db) == 1


def proposed(db: Session, author: Account, title: str, body: str = "It would help.") -> Idea:
    idea = ideas.receive(db, title=title, body=body, author=author)
    ideas.propose(db, idea)
    return idea


def found(db: Session, title: str) -> list[str]:
    return [row.title for row in similar.to_title(db, title)]


def test_similar_ideas_come_with_the_most_alike_first(db: Session, people: Cast) -> None:
    proposed(db, people.maya, "Text people a reminder of their appointment", "Letters come late.")
    proposed(db, people.ben, "Appointment letters should be shorter", "They send a reminder of nothing.")
    proposed(db, people.ben, "A bench at the bus stop")

    assert found(db, "Send a text reminder before each appointment") == [
        "Text people a reminder of their appointment", "Appointment letters should be shorter"]


def test_one_common_word_does_not_make_a_longer_title_similar(db: Session, people: Cast) -> None:
    proposed(db, people.maya, "A later appointment for shift workers")

    assert found(db, "Parking beside the clinic on the day of an appointment") == []
    assert found(db, "Appointment") == ["A later appointment for shift workers"]


def test_words_that_many_say_make_no_idea_similar_and_a_rare_one_does(db: Session, people: Cast) -> None:
    for n in range(12):
        proposed(db, people.ben, f"A better way to the park, number {n}")
    proposed(db, people.maya, "Ducks at the pond in the park", "Bread makes them ill.")

    assert found(db, "Feed the ducks something better than bread at the park") == ["Ducks at the pond in the park"]


def test_words_in_a_long_text_alone_do_not_make_it_similar(db: Session, people: Cast) -> None:
    proposed(db, people.ben, "Some thoughts", "The letters stop too late, and then they come twice.")

    assert found(db, "Stop the letters that come too late") == []


def test_only_listed_ideas_are_offered(db: Session, people: Cast) -> None:
    ideas.receive(db, title="A bench at the bus stop", body="Unconfirmed.", author=people.maya)
    hidden = proposed(db, people.maya, "A bench at the bus stop")
    hidden.hidden_at = clock.now()
    withdrawn = proposed(db, people.maya, "A bench at the bus stop")
    publishing.withdraw(db, withdrawn, by=people.maya)

    assert found(db, "A bench at the bus stop") == []


def test_no_title_breaks_the_search(db: Session, people: Cast) -> None:
    proposed(db, people.maya, "C:\\temp and it's 'quoted' & more | less <-> far !not (at:* all)")
    odd = ["", "the of and", "' | '", "\\", "'\\''", "a & b | !c <-> d:*", "C:\\temp it's 'quoted' more less far",
           "http://example.org/a?b=c&d='e'", "💡 💡 💡", "ß ﬁ Ω 漢字 ببب", "x" * 120, "%%_%", "1 2 3 4.5e6 -7"]

    for title in odd:
        similar.to_title(db, title)
    assert len(similar.to_title(db, "C:\\temp it's 'quoted' more less far")) == 1
