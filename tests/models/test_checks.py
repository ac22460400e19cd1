"""What the doctor finds: nothing on a site that works, and each thing that does not agree, of how many rows."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlalchemy import text
from sqlmodel import Session, select
from typer.testing import CliRunner

from commands import app
from models import (
    asides,
    calls,
    checks,
    clock,
    comments,
    contacts,
    coverages,
    outreaches,
    placements,
    publishing,
    questions,
    recounts,
    revisions,
    standing,
    supports,
    translations,
    waiting,
)
from models.answers import Answer
from models.history import Event
from models.ideas import Idea
from models.languages import Language
from models.memberships import Membership
from models.notifications import Notification
from models.placements import Words
from models.questions import Asking
from models.statuses import Channel, Heard, OutreachState, Stance
from models.themes import Theme, ThemeQuote
from tests import measuring, scenes
from tests.cast import Cast
from tests.said import a_comment, an_idea, received

PASSAGE = scenes.PASSAGE


@pytest.fixture
def idea(db: Session, people: Cast) -> Idea:
    """An idea in a theme for its passage, quoted, supported, talked about and answered."""
    call = scenes.call(db, people)
    call.proposition = "Every letter should come by text too."
    idea = scenes.idea(db, people.maya, call_id=call.id)
    idea.stance = Stance.FOR
    theme = scenes.theme(db, call.id)
    scenes.grouped(db, theme, idea)
    begins = idea.body.index(PASSAGE)
    placements.quote(db, theme, [Words(idea.id, begins, begins + len(PASSAGE), PASSAGE)])
    supports.give(db, idea, people.tom)
    comments.mark_useful(db, a_comment(db, idea, people.ben), by=people.maya, wanted=True)
    return idea


def differing(db: Session) -> dict[str, int]:
    db.flush()
    return {one.name: one.wrong for one in checks.all_of(db) if one.wrong}


def test_a_site_that_works_has_no_differences_and_no_rule_looks_at_nothing(
    db: Session, people: Cast, idea: Idea
) -> None:
    answer = scenes.published(db, people, theme=db.exec(select(Theme)).one())
    measuring.after(db, people, answer)
    _in_welsh(db, people, answer)
    _said_on_paper(db, people, answer)
    event = db.exec(select(Event)).first()
    db.add(Notification(account_id=people.maya.id, event_id=event.id if event else 0, kind="answer.published"))
    _asked_back(db, people, idea)
    calls.draft(db, by=people.ruth, question="What should we ask next?")
    publishing.withdraw(db, received(db, people.maya, "Never sent"), by=people.maya)

    assert differing(db) == {}
    assert [one.name for one in checks.all_of(db) if one.rows == 0] == []


def _in_welsh(db: Session, people: Cast, answer: Answer) -> None:
    one = translations.save(db, answer, Language.WELSH, summary="Ateb.", body="Diolch.", by=people.ruth, seen=None)
    translations.publish(db, answer, one, by=people.ruth, seen=one.saved_at)


def _said_on_paper(db: Session, people: Cast, answer: Answer) -> None:
    writer = contacts.enter(db, channel=Channel.PAPER, title="Ring us", body="I gave up.", call_id=None, name="",
                            address="2 Mill Lane", telephone="", by=people.ruth)
    coverages.cover(db, answer.id, sa.select(Idea.id).where(Idea.id == writer.id))  # type: ignore[call-overload,arg-type]
    standing.settle(db, answers=[answer.id])
    outreaches.mark(db, answer, writer.id, OutreachState.SENT, by=people.ruth)
    assert outreaches.reply(db, answer, writer.id, heard=Heard.PARTLY, sentence="", by=people.ruth)


@pytest.mark.parametrize("change", ["DELETE FROM outreach", "UPDATE reply SET heard = 'not'"])
def test_what_was_said_on_paper_of_an_answer_that_was_not_told_or_said_otherwise_is_found(
    db: Session, people: Cast, idea: Idea, change: str,
) -> None:
    _said_on_paper(db, people, scenes.published(db, people, theme=db.exec(select(Theme)).one()))
    assert differing(db) == {}

    db.execute(text(change))

    assert differing(db) == {
        "what was said of an answer by letter or telephone was said after it was told, and has its event": 1}


def test_a_text_in_another_language_that_nobody_published_is_found(db: Session, people: Cast, idea: Idea) -> None:
    _in_welsh(db, people, scenes.published(db, people, theme=db.exec(select(Theme)).one()))
    assert differing(db) == {}

    db.execute(text("UPDATE translation SET language = 'ur'"))

    assert differing(db) == {"a public text in another language is of a public answer, and has its event": 1}


def _asked_back(db: Session, people: Cast, idea: Idea) -> None:
    questions.ask(db, words="When did you ring?", answer_by=clock.today(), by=people.ruth, idea_id=idea.id)
    questions.respond(db, db.exec(select(Asking)).one(), body="On Monday.")


def test_an_idea_that_was_never_sent_and_yet_supported_is_found(db: Session, people: Cast, idea: Idea) -> None:
    never = received(db, people.maya, "Never sent")
    publishing.withdraw(db, never, by=people.maya)
    never.supports_count = 1

    assert "nobody met an idea that was taken back before it was sent" in differing(db)


def test_an_answer_that_stands_elsewhere_than_below_its_question_is_found(
    db: Session, people: Cast, idea: Idea
) -> None:
    _asked_back(db, people, idea)
    assert differing(db) == {}

    db.execute(text("UPDATE asking SET response_id = comment_id"))

    assert differing(db) == {"every answer to a question stands below it": 1}


BREAKS = {
    "supports counted on an idea": "UPDATE idea SET supports_count = 7",
    "staff supports counted on an idea": "UPDATE idea SET staff_supports_count = 7",
    "comments counted on an idea": "UPDATE idea SET comments_count = 7",
    "useful marks counted on a comment": "UPDATE comment SET useful_count = 7",
    "ideas counted on a theme": "UPDATE theme SET ideas_count = 7",
    "staff's ideas counted on a theme": "UPDATE theme SET staff_count = 7",
    "an idea's theme is its primary membership": "UPDATE idea SET theme_id = NULL",
    "every passage stands in its idea": "UPDATE membership SET begins = begins + 1",
    "every quote stands in its idea": "UPDATE themequote SET begins = begins + 1",
    "every published idea has its event": "DELETE FROM event WHERE kind = 'idea.proposed'",
    "every support has its event": "DELETE FROM event WHERE kind = 'support.given'",
    "nobody is for or against what was not asked": "UPDATE call SET proposition = ''",
    "every comment has its event": "UPDATE event SET comment_id = NULL WHERE kind = 'comment.written'",
}


@pytest.mark.parametrize("rule", BREAKS)
def test_what_does_not_agree_is_found_also_on_an_idea_that_was_changed(rule: str, db: Session, idea: Idea) -> None:
    db.flush()
    db.execute(text("UPDATE idea SET edited_at = now()"))
    db.execute(text(BREAKS[rule]))

    assert differing(db)[rule] == 1


def test_an_idea_joined_with_another_no_longer_counts_on_its_theme(db: Session, idea: Idea) -> None:
    db.flush()
    db.execute(text("UPDATE idea SET status = 'joined'"))

    assert "ideas counted on a theme" in differing(db)


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        (lambda body: f"One thing more. {body}", PASSAGE),
        (lambda body: body.replace(PASSAGE, "I rang and rang"), ""),
        (lambda body: f"{PASSAGE}. {body}", PASSAGE),
    ],
    ids=["words before it", "other words for it", "the same words twice"],
)
def test_a_passage_and_a_quote_go_with_their_words_or_end_when_the_author_changes_the_text(
    db: Session, people: Cast, idea: Idea, change: Callable[[str], str], kept: str
) -> None:
    revisions.edit_idea(db, idea, title=idea.title, body=change(idea.body), by=people.maya)
    db.flush()

    place = db.exec(select(Membership)).one()
    assert (place.words, idea.body[place.begins:place.ends]) == (kept, kept)
    assert [quote.words for quote in db.exec(select(ThemeQuote))] == ([kept] if kept else [])
    assert differing(db) == {}


def test_reasons_found_before_a_change_bring_no_passage_that_is_gone(db: Session, people: Cast, idea: Idea) -> None:
    place = db.exec(select(Membership)).one()
    place.say_why({"score": 0.9, "begins": 3, "ends": 9, "words": "nobody said"}, idea.body)

    assert (place.score, place.begins, place.ends, place.words) == (0.9, 0, 0, "")


def test_the_doctor_says_of_how_many_rows(db: Session, people: Cast, idea: Idea) -> None:
    db.commit()
    well = CliRunner().invoke(app, ["doctor"])
    assert (well.exit_code, "supports counted on an idea: 0 of 1 differ" in well.output) == (0, True)

    db.execute(text("UPDATE idea SET supports_count = 7"))
    db.commit()
    wrong = CliRunner().invoke(app, ["doctor"])
    assert (wrong.exit_code, "wrong  supports counted on an idea: 1 of 1 differ" in wrong.output) == (1, True)


def test_the_doctor_sees_a_single_idea_that_waits_and_is_not_listed(
    db: Session, people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_idea(db, people.maya)
    asides.put(db, an_idea(db, people.ben), reason="Nothing we can do here.", by=people.ruth)
    db.flush()
    assert not {name: differ for name, _, differ in recounts.differing(db)}["single ideas that wait"]

    whole = waiting.single
    monkeypatch.setattr(waiting, "single", lambda: whole().where(sa.false()))

    assert {name: differ for name, _, differ in recounts.differing(db)}["single ideas that wait"] == 1
