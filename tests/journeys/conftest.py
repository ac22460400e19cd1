"""What the journeys need: the site running for real, and a real browser in front of it."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import create_engine

from models.settings import DEMO_SECRET, settings
from tests.databases import own_database
from tests.journeys import forked
from tests.journeys.living import Begin, Live, Postbox, free_port

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync"]


@contextmanager
def running_site(
    name: str, post: Postbox, *, seeded: bool = False, begin: Begin = forked.start
) -> Iterator[Live]:
    """The whole site in processes of its own; a seeded one is filled with the sample service before it runs."""
    assert settings().secret_key == DEMO_SECRET, "The tests and the site must sign with the same secret."
    port = free_port()
    controller = Controller(post, hostname="127.0.0.1", port=port)
    controller.start()
    with own_database(name) as url:
        engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1), pool_size=8,
                               connect_args={"options": "-c timezone=UTC"})
        live = Live(url, engine, post, port, begin)
        try:
            if seeded:
                assert live.begin("seed", **live.environment).wait(600) == 0
            live.start()
            live.wait_until_ready()
            yield live
        finally:
            live.stop()
            engine.dispose()
            controller.stop()


def arriving(browser: Browser, live: Live, *, java_script: bool) -> Callable[[], Page]:
    """For each call somebody new at the site, in a browser of their own."""
    def arrive() -> Page:
        context = browser.new_context(base_url=live.base_url, java_script_enabled=java_script, locale="en-GB")
        context.set_default_timeout(15_000)
        return context.new_page()

    return arrive


@pytest.fixture(scope="session")
def live(migrated: None) -> Iterator[Live]:
    """A site that is shared: only for what leaves it running."""
    with running_site("live", Postbox()) as site:
        yield site


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    where = Path(os.environ.get("CHROMIUM") or "/usr/bin/chromium")
    assert where.exists(), f"These tests need Chromium, and there is none at {where}: install it, or set CHROMIUM."
    with sync_playwright() as player:
        opened = player.chromium.launch(executable_path=where, args=FLAGS)
        yield opened
        opened.close()
