"""The site as its operator meets it: what it carries, how it stops."""

import http.client
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

import pytest

from commands import processes
from tests.journeys.conftest import running_site
from tests.journeys.living import Live, Postbox, children_of, words_of

NUMBERS = count(1)
FORM = "application/x-www-form-urlencoded"
ONLY_FOR_THE_WORKER = ("spacy", "thinc", "onnxruntime", "sklearn", "scipy", "graspologic_native")


@pytest.fixture(scope="module")
def begun(migrated: None) -> Iterator[Live]:
    """A site in processes that are nobody's copies."""
    with running_site("begun", Postbox(), begin=processes.start) as site:
        yield site


@pytest.fixture
def site(begun: Live) -> Live:
    """The same: what was told to stop before runs again."""
    begun.start()
    begun.wait_until_ready()
    return begun


def test_the_site_does_not_carry_what_only_the_worker_needs(site: Live) -> None:
    assert site.web is not None and site.worker is not None
    ask_for_a_sign_in_mail(site)
    processes_of_the_site = [site.web.pid, *children_of(site.web.pid)]
    assert len(processes_of_the_site) > 1

    assert carried_by(processes_of_the_site) == []
    assert "spacy" in carried_by([site.worker.pid])


def carried_by(pids: list[int]) -> list[str]:
    """Which of the worker's libraries these processes have in their memory."""
    loaded = "".join(Path(f"/proc/{pid}/maps").read_text() for pid in pids)
    return [name for name in ONLY_FOR_THE_WORKER if f"/{name}" in loaded]


def ask_for_a_sign_in_mail(site: Live) -> str:
    somebody = f"visitor{next(NUMBERS)}@example.org"  # who never had a mail before
    with closing(http.client.HTTPConnection("127.0.0.1", site.port, timeout=10)) as line:
        line.request("POST", "/sign-in", urlencode({"email": somebody}), {"Content-Type": FORM})
        answer = line.getresponse()
        answer.read()
        assert answer.status == 303
    return words_of(site.post.wait_for(somebody, "Sign in"))


def test_a_sign_in_mail_arrives_through_the_worker_and_the_mail_server(site: Live) -> None:
    assert f"{site.base_url}/sign-in/" in ask_for_a_sign_in_mail(site)


def test_a_site_that_is_told_to_stop_answers_what_it_has_begun(site: Live) -> None:
    """Every request that was under way gets its whole answer; then it ends by itself, without an error."""
    assert site.web is not None
    broken: list[tuple[float, str]] = []
    answered: list[int] = []
    stopped = threading.Event()

    def keep_asking() -> None:
        while not stopped.is_set():
            asked = time.monotonic()
            with closing(http.client.HTTPConnection("127.0.0.1", site.port, timeout=10)) as line:
                try:
                    line.request("GET", "/ideas?order=random")
                    answer = line.getresponse()
                    answer.read()
                    answered.append(answer.status)
                except (OSError, http.client.HTTPException) as error:
                    broken.append((asked, repr(error)))

    visitors = [threading.Thread(target=keep_asking, daemon=True) for _ in range(4)]
    for visitor in visitors:
        visitor.start()
    time.sleep(1.0)
    began = time.monotonic()
    site.web.terminate()
    code = site.web.wait(15)
    took = time.monotonic() - began
    stopped.set()
    for visitor in visitors:
        visitor.join(15)

    assert code == 0
    assert took < 10
    assert set(answered) == {200}
    assert [error for asked, error in broken if asked < began - 0.05] == []


def test_a_worker_that_is_told_to_stop_ends_without_an_error(site: Live) -> None:
    assert site.worker is not None
    ask_for_a_sign_in_mail(site)  # it is at work, and no longer only starting

    processes.stop(site.worker, 12)

    assert site.worker.poll() == 0
