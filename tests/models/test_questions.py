"""Asking back: who is asked, once each; one answer a person, which they may change; and when it is over."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from models import checks, clock, comments, merging, publishing, questions
from models.accounts import Account
from models.comments import Comment
from models.history import Event
from models.ideas import Idea
from models.questions import Asking, Question
from models.revisions import Revision
from models.statuses import MailChoice, QuestionState
from models.themes import Theme
from tests import scenes
from tests.cast import Cast
from tests.said import hidden

Deferred = Callable[[str], list[dict[str, object]]]
WORDS = "On which days did you ring, and at what time?"



@pytest.fixture
def theme(db: Session, people: Cast) -> Theme:
    """Maya wrote two ideas of it, Tom one, and one came on paper."""
    theme = scenes.theme(db, None)
    authors: list[Account | None] = [people.maya, people.maya, people.tom, None]
    scenes.grouped(db, theme, *(scenes.idea(db, author) for author in authors))
    return theme


def ask(db: Session, people: Cast, **about: int) -> Question:
    return questions.ask(db, words=WORDS, answer_by=clock.today() + timedelta(days=10), by=people.ruth, **about)


def asking_of(db: Session, person: Account) -> Asking:
    return db.exec(select(Asking).where(Asking.account_id == person.id)).one()


def test_everyone_who_wrote_about_a_theme_is_asked_once(db: Session, people: Cast, theme: Theme) -> None:
    question = ask(db, people, theme_id=theme.id)

    asked = db.exec(select(Asking).where(Asking.question_id == question.id)).all()
    assert {one.account_id for one in asked} == {people.maya.id, people.tom.id}
    said = db.exec(select(Comment).where(Comment.question_id == question.id)).all()
    assert {one.body for one in said} == {WORDS} and {one.idea_id for one in said} == {one.idea_id for one in asked}
    assert all(db.get_one(Idea, one.idea_id).comments_count == 1 for one in asked)


def test_the_preview_counts_who_is_asked_and_who_cannot_be(db: Session, people: Cast, theme: Theme) -> None:
    people.tom.mail_choice = MailChoice.NEVER
    db.flush()

    reach = questions.reach(db, theme_id=theme.id, by=people.ruth)

    assert (reach.mailed, reach.silent, reach.others, reach.asked) == (1, 1, 1, 2)


def test_the_question_is_one_event_that_a_mail_comes_from(db: Session, people: Cast, theme: Theme,
                                                          deferred: Deferred) -> None:
    ask(db, people, theme_id=theme.id)

    event = db.exec(select(Event).where(Event.kind == "question.asked")).one()
    assert {"event_id": event.id} in deferred("notify")
    assert len(db.exec(select(Event).where(Event.kind == "idea.asked")).all()) == 2


def test_nobody_asks_themselves(db: Session, people: Cast) -> None:
    idea = scenes.idea(db, people.ruth)

    with pytest.raises(questions.Nobody):
        ask(db, people, idea_id=idea.id)


def test_three_questions_wait_at_once_and_no_fourth(db: Session, people: Cast, theme: Theme) -> None:
    asked = [ask(db, people, theme_id=theme.id) for _ in range(questions.OPEN_AT_ONCE)]

    with pytest.raises(questions.TooMany):
        ask(db, people, theme_id=theme.id)
    questions.close(db, asked[0], by=people.ruth)
    assert ask(db, people, theme_id=theme.id).open


def test_an_answer_stands_below_the_question_and_is_counted_once(db: Session, people: Cast, theme: Theme) -> None:
    question = ask(db, people, theme_id=theme.id)
    asking = asking_of(db, people.maya)

    said = questions.respond(db, asking, body="On Monday at nine.")
    again = questions.respond(db, asking, body="On Monday at ten.")

    assert said.id == again.id and said.parent_id == asking.comment_id and said.author_id == people.maya.id
    assert said.body == "On Monday at ten."
    assert db.exec(select(Revision.body).where(Revision.comment_id == said.id)).all() == ["On Monday at nine."]
    assert len(db.exec(select(Event).where(Event.kind == "question.answered")).all()) == 1
    assert question.state(2, 2) == QuestionState.ANSWERED
    assert question.state(1, 2) == question.state(0, 2) == question.state(0, 0) == QuestionState.ASKED


def test_a_reply_on_the_site_is_the_answer_too_but_not_a_strangers(db: Session, people: Cast, theme: Theme) -> None:
    ask(db, people, theme_id=theme.id)
    asking = asking_of(db, people.maya)
    idea, asked = db.get_one(Idea, asking.idea_id), db.get_one(Comment, asking.comment_id)

    questions.heard(db, comments.write(db, idea, body="Me too.", by=people.ben, parent=asked))
    assert asking.response_id is None
    mine = comments.write(db, idea, body="On Monday.", by=people.maya, parent=asked)
    questions.heard(db, mine)
    assert asking.response_id == mine.id
    questions.heard(db, comments.write(db, idea, body="And on Friday.", by=people.maya, parent=asked))
    assert asking.response_id == mine.id


def test_who_took_an_answer_back_may_give_another(db: Session, people: Cast, theme: Theme) -> None:
    ask(db, people, theme_id=theme.id)
    asking = asking_of(db, people.maya)
    first = questions.respond(db, asking, body="On Monday.")
    comments.withdraw(db, first, by=people.maya)

    second = questions.respond(db, asking, body="On Tuesday.")

    assert second.id != first.id and asking.response_id == second.id


def test_what_takes_no_answer(db: Session, people: Cast, theme: Theme) -> None:
    question = ask(db, people, theme_id=theme.id)
    asking = asking_of(db, people.maya)
    said = questions.respond(db, asking, body="It was nurse Jones.")
    idea = db.get_one(Idea, asking.idea_id)
    assert questions.takes_answer(db, asking)

    hidden(db, idea, people, said)
    assert not questions.takes_answer(db, asking)  # not again what a moderator hid
    comments.withdraw(db, said, by=people.maya)
    said.hidden_at = None
    assert questions.takes_answer(db, asking)
    hidden(db, idea, people, db.get_one(Comment, asking.comment_id))
    assert not questions.takes_answer(db, asking)  # the question itself was hidden
    other = asking_of(db, people.tom)
    assert questions.takes_answer(db, other)
    publishing.withdraw(db, db.get_one(Idea, other.idea_id), by=people.tom)
    assert not questions.takes_answer(db, other)  # the idea was taken back
    with pytest.raises(questions.Closed):
        questions.respond(db, other, body="Late.")
    assert question.open


@pytest.mark.parametrize(("days", "is_open"), [(0, True), (questions.DAYS_AFTER, True),
                                               (questions.DAYS_AFTER + 1, False)])
def test_who_is_a_little_late_may_still_answer(db: Session, people: Cast, theme: Theme, days: int,
                                               is_open: bool) -> None:
    question = ask(db, people, theme_id=theme.id)

    question.answer_by = clock.today() - timedelta(days=days)
    db.flush()

    assert question.open is is_open
    assert (question in db.exec(questions.still_open(theme_id=theme.id)).all()) is is_open


def test_a_closed_question_takes_no_answer_and_is_closed_once(db: Session, people: Cast, theme: Theme) -> None:
    question = ask(db, people, theme_id=theme.id)
    for _ in range(2):
        questions.close(db, question, by=people.ruth)

    with pytest.raises(questions.Closed):
        questions.respond(db, asking_of(db, people.maya), body="On Monday.")
    assert question.state(1, 1) == QuestionState.CLOSED
    assert len(db.exec(select(Event).where(Event.kind == "question.closed")).all()) == 1


def test_a_link_is_read_back_and_a_forged_one_is_not(db: Session, people: Cast, theme: Theme) -> None:
    ask(db, people, theme_id=theme.id)
    asking = asking_of(db, people.maya)
    token = asking.path.rsplit("/", 1)[-1]

    assert questions.by_token(db, token) == asking
    assert questions.by_token(db, token[:-2]) is None and questions.by_token(db, "WzFd.xyz") is None


def test_a_theme_has_the_questions_of_those_merged_into_it(db: Session, people: Cast, theme: Theme) -> None:
    question = ask(db, people, theme_id=theme.id)
    into = scenes.theme(db, None, title="Letters that come late")
    scenes.grouped(db, into, scenes.idea(db, people.ben))

    merging.merge(db, theme, into, by=people.ruth)

    assert db.exec(questions.still_open(theme_id=into.id)).all() == [question]


def test_every_rule_of_the_stored_rows_holds(db: Session, people: Cast, theme: Theme) -> None:
    ask(db, people, theme_id=theme.id)
    questions.respond(db, asking_of(db, people.maya), body="On Monday.")
    db.flush()

    assert [found.name for found in checks.all_of(db) if found.wrong] == []
