"""Words are chosen while somebody publishes, edits, moves or chooses others, with real commits: nobody waits in a
circle, and what was sent is what stood when it was sent."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from models import answers, checks, memberships, passages, revisions
from models.answers import Answer, SavedSince
from models.coverages import Coverage
from models.ideas import Idea
from models.memberships import Membership
from models.passages import ChangedSince
from models.themes import Theme
from nlp.passages import sentences
from tests import cast, scenes, together

ROUNDS = 8
FIRST, SECOND, THIRD = TOLD = ("I have two jobs.", "My letter came late.", "Nobody rang me.")


@dataclass(frozen=True)
class Desk:
    engine: Engine
    idea_id: int
    answer_id: int
    theme_id: int

    def member(self, db: Session) -> Membership:
        return db.exec(memberships.primary_of(self.idea_id)).one()

    def choose(self, place: int) -> Callable[[Session], object]:
        """As the web does it: with what was seen when the page was opened."""
        with Session(self.engine) as db:
            opened = db.get_one(Idea, self.idea_id)
            seen, span = passages.print_of(opened, self.member(db)), sentences(opened.body)[place]

        def act(db: Session) -> bool:
            idea, member = db.get_one(Idea, self.idea_id), self.member(db)
            return passages.choose(db, idea, member, (span.start, span.end), by=together.person(db, "ruth"), seen=seen)

        return act

    def publish(self, db: Session) -> None:
        answer = db.get_one(Answer, self.answer_id)
        answers.publish(db, answer, by=together.person(db, "anna"), seen=answer.saved_at)

    def edit(self, db: Session) -> None:
        idea, by = db.get_one(Idea, self.idea_id), together.person(db, "maya")
        revisions.edit_idea(db, idea, by=by, title=idea.title, body=f"Hello. {idea.body}")

    def move(self, db: Session) -> None:
        theme = db.get_one(Theme, self.theme_id)
        memberships.move(db, [self.idea_id], theme, by=together.person(db, "anna"))

    def now(self) -> tuple[str, str]:
        """The passage, and the one that was sent."""
        with Session(self.engine) as db:
            sent = db.exec(select(Coverage.words).where(Coverage.answer_id == self.answer_id)).first()
            assert [checked.name for checked in checks.all_of(db) if checked.wrong] == []
            return self.member(db).words, sent or ""


@pytest.fixture(scope="module")
def engine(migrated: None) -> Iterator[Engine]:
    with together.peopled_database("choosers") as engine:
        yield engine


@pytest.fixture
def desk(engine: Engine) -> Desk:
    with Session(engine) as db, db.begin():
        people = cast.gathered(db)
        theme, other = scenes.theme(db, None), scenes.theme(db, None, title="Letters")
        idea = scenes.idea(db, people.maya, body=" ".join(TOLD))
        memberships.put(db, idea, theme, by=None, begins=0, ends=len(FIRST), words=FIRST)
        draft = scenes.draft(db, people, theme=theme)
        return Desk(engine, idea.id, draft.id, other.id)


def test_who_chooses_while_it_is_published_changes_nothing_that_was_sent(desk: Desk) -> None:
    together.meanwhile(desk.engine, desk.publish, desk.choose(1))

    assert desk.now() == (SECOND, FIRST)


def test_what_is_published_while_words_are_chosen_goes_out_with_them(desk: Desk) -> None:
    together.meanwhile(desk.engine, desk.choose(1), desk.publish)

    assert desk.now() == (SECOND, SECOND)


def test_who_chooses_while_the_author_edits_has_not_read_the_new_text(desk: Desk) -> None:
    with pytest.raises(ChangedSince):
        together.meanwhile(desk.engine, desk.edit, desk.choose(1))

    assert desk.now() == (FIRST, "")


def test_who_edits_while_words_are_chosen_takes_them_along(desk: Desk) -> None:
    together.meanwhile(desk.engine, desk.choose(1), desk.edit)

    assert desk.now() == (SECOND, "")


def test_of_two_who_choose_at_once_one_sees_that_the_other_did(desk: Desk) -> None:
    with pytest.raises(ChangedSince):
        together.meanwhile(desk.engine, desk.choose(1), desk.choose(2))

    assert desk.now() == (SECOND, "")


def test_who_moves_it_while_words_are_chosen_takes_them_along(desk: Desk) -> None:
    together.meanwhile(desk.engine, desk.choose(1), desk.move)

    assert desk.now() == (SECOND, "")


def test_whatever_is_done_at_once_nobody_waits_in_a_circle(desk: Desk) -> None:
    def tried(act: Callable[[Session], object]) -> None:
        with suppress(ChangedSince, SavedSince), Session(desk.engine) as db, db.begin():
            act(db)

    for number in range(ROUNDS):
        acts = [desk.choose(number % 3), desk.publish, desk.edit, desk.move, desk.choose((number + 1) % 3)]
        with ThreadPoolExecutor(len(acts)) as pool:
            list(pool.map(tried, acts))

    told, sent = desk.now()
    with Session(desk.engine) as db:
        assert told and sent and sent in db.get_one(Idea, desk.idea_id).body
