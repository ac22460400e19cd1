"""Databases of their own on the tests' server: each is a copy of one that was brought up to date once."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from urllib.parse import urlsplit

from sqlalchemy import create_engine, text

from models import database, migrating


def on_the_server(*statements: str) -> None:
    with database.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as line:
        for statement in statements:
            line.execute(text(statement))


@cache
def pattern() -> str:
    """What the others are copies of. Nobody stays connected to it: the server would refuse to copy it."""
    name = "pattern"
    on_the_server(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name}")
    engine = create_engine(database.engine().url.set(database=name))
    migrating.bring_up_to_date(engine)
    engine.dispose()
    return name


@contextmanager
def own_database(name: str) -> Iterator[str]:
    """Its address; it is gone afterwards."""
    gone = f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"
    on_the_server(gone, f"CREATE DATABASE {name} TEMPLATE {pattern()}")
    try:
        yield urlsplit(database.url())._replace(path=f"/{name}").geturl()
    finally:
        on_the_server(gone)
