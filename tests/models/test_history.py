"""Public pages are told of a change once a transaction, and never too seldom."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from sqlmodel import Session

from models import history

Queries = Callable[[], AbstractContextManager[list[str]]]


def test_ten_changes_are_announced_once_and_the_next_transaction_anew(db: Session, queries: Queries) -> None:
    with queries() as asked:
        for _ in range(10):
            history.announce(db)
        db.commit()
        history.announce(db)

    assert asked.count("NOTIFY pages") == 2


def test_what_was_announced_within_a_savepoint_is_announced_again_after_it(db: Session, queries: Queries) -> None:
    with queries() as asked:
        with db.begin_nested() as point:
            history.announce(db)
            point.rollback()
        history.announce(db)

    assert asked.count("NOTIFY pages") == 2
