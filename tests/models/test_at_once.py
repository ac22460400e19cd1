"""Many people at once, with real commits on a database of its own: counters equal rows, and nobody waits for ever."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, func, select

from models import calls, comments, decisions, groupings, ideas, subscriptions, supports
from models.accounts import Account
from models.comments import Comment, Useful
from models.decisions import DecisionKind
from models.groupings import Grouping
from models.ideas import Idea
from models.supports import Support
from tests import cast, together

PEOPLE = 40


@pytest.fixture(scope="module")
def crowd(migrated: None) -> Iterator[Engine]:
    """An engine on a fresh database, with forty people and one public idea committed."""
    with together.fresh_database("crowd", connections=PEOPLE) as engine:
        with Session(engine) as db, db.begin():
            people = cast.gather(db)
            for n in range(PEOPLE):
                db.add(Account(email=f"person{n}@example.org", name=f"Person {n}"))
            ideas.propose(db, ideas.receive(db, title="A bench on the hill", body="Please.", author=people.maya))
        yield engine


def at_once(engine: Engine, act: Callable[[Session, Idea, int], None], times: int = PEOPLE) -> None:
    """Runs it so many times in parallel, each in a transaction of its own. Every one must succeed."""

    def one(n: int) -> None:
        with Session(engine) as db, db.begin():
            act(db, db.exec(select(Idea)).one(), n)

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(one, range(times)))


def person(db: Session, n: int) -> Account:
    return db.exec(select(Account).where(Account.email == f"person{n}@example.org")).one()


def counted(engine: Engine, table: type) -> int:
    with Session(engine) as db:
        return db.exec(select(func.count()).select_from(table)).one()


def the_idea(engine: Engine) -> Idea:
    with Session(engine) as db:
        return db.exec(select(Idea)).one()


def test_forty_clicks_of_one_person_count_once(crowd: Engine) -> None:
    at_once(crowd, lambda db, idea, _: supports.give(db, idea, by=person(db, 0)))
    assert the_idea(crowd).supports_count == counted(crowd, Support) == 1


def test_forty_people_count_forty_times_and_withdraw_as_often(crowd: Engine) -> None:
    at_once(crowd, lambda db, idea, n: supports.give(db, idea, by=person(db, n)))
    assert the_idea(crowd).supports_count == counted(crowd, Support) == PEOPLE
    at_once(crowd, lambda db, idea, n: supports.withdraw(db, idea, by=person(db, n)))
    assert the_idea(crowd).supports_count == counted(crowd, Support) == 0


def test_forty_comments_at_once_are_all_there(crowd: Engine) -> None:
    def act(db: Session, idea: Idea, n: int) -> None:
        comments.write(db, idea, body="Yes", by=person(db, n))

    at_once(crowd, act)
    assert the_idea(crowd).comments_count == counted(crowd, Comment) == PEOPLE


def test_supports_comments_and_follows_do_not_wait_for_each_other_for_ever(crowd: Engine) -> None:
    before = counted(crowd, Comment)

    def act(db: Session, idea: Idea, n: int) -> None:
        subscriptions.follow(db, person(db, n), idea_id=idea.id)
        supports.give(db, idea, by=person(db, n))
        comments.write(db, idea, body="Both", by=person(db, n))

    at_once(crowd, act)
    idea = the_idea(crowd)
    assert (idea.supports_count, idea.comments_count) == (counted(crowd, Support), counted(crowd, Comment))
    assert counted(crowd, Comment) == before + PEOPLE


def test_all_but_its_author_find_a_comment_useful(crowd: Engine) -> None:
    def act(db: Session, idea: Idea, n: int) -> None:
        comment = db.exec(select(Comment).order_by(col(Comment.id)).limit(1)).one()
        comments.mark_useful(db, comment, by=person(db, n), wanted=True)

    at_once(crowd, act)
    at_once(crowd, act)
    with Session(crowd) as db:
        assert db.exec(select(Comment.useful_count).order_by(col(Comment.id)).limit(1)).one() == PEOPLE - 1
    assert counted(crowd, Useful) == PEOPLE - 1


def test_hiding_while_others_write_keeps_the_count_right(crowd: Engine) -> None:
    def act(db: Session, idea: Idea, n: int) -> None:
        if n % 2:
            comments.write(db, idea, body="Another", by=person(db, n))
            return
        comment = db.exec(select(Comment).order_by(col(Comment.id)).offset(n).limit(1)).one()
        moderator = db.exec(select(Account).where(Account.email == "dev@example.org")).one()
        decisions.decide(db, DecisionKind.HIDE, idea, comment, reason="Spam", by=moderator)

    at_once(crowd, act)
    with Session(crowd) as db:
        shown = db.exec(select(func.count()).select_from(Comment).where(col(Comment.hidden_at).is_(None))).one()
    assert the_idea(crowd).comments_count == shown


def test_forty_ask_for_a_grouping_and_one_runs(crowd: Engine) -> None:
    with Session(crowd) as db, db.begin():
        call_id = calls.draft(db, by=None, question="What makes our streets unsafe?").id

    at_once(crowd, lambda db, _, n: groupings.ask(db, call_id, by=person(db, n)))

    assert counted(crowd, Grouping) == 1
