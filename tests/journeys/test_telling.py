"""Everybody is told of an answer once, with their own words, also when the worker is killed while it tells them."""

from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import create_engine

from bench import telling
from tests.databases import own_database
from tests.journeys import forked
from tests.journeys.living import Live, Postbox, free_port

PEOPLE = 20


@pytest.fixture
def hurt(migrated: None) -> Iterator[Live]:
    """A site that does not run yet, to be killed."""
    post, port = Postbox(), free_port()
    controller = Controller(post, hostname="127.0.0.1", port=port)
    controller.start()
    with own_database("telling") as url:
        engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1))
        live = Live(url, engine, post, port, forked.start)
        yield live
        live.stop()
        engine.dispose()
    controller.stop()


@pytest.mark.timeout(300)
def test_nobody_is_told_twice_or_missed_when_the_worker_is_killed(hurt: Live) -> None:
    figures = telling.run(hurt, PEOPLE)

    assert figures.wrong == []
    assert (figures.passages, figures.sent + figures.unsure) == (PEOPLE, PEOPLE)
    assert figures.unsure, "The kill met no mail: this run proved nothing."
