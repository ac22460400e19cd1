"""One idea from the first word to "it answers part of my point", walked by four people, with JavaScript and without."""

from collections.abc import Callable
from functools import cache

import pytest
from playwright.sync_api import Browser

from models.statuses import Heard, Status
from tests.journeys import voices
from tests.journeys.chain import BEN, MAYA, NOOR, Chain, Stored
from tests.journeys.conftest import arriving, running_site
from tests.journeys.living import Postbox

Walk = Callable[[bool], Stored]


@pytest.fixture(scope="module")
def walked(browser: Browser, migrated: None) -> Walk:
    """What is stored after the whole way; each way is walked once, on a site of its own."""

    @cache
    def walk(java_script: bool) -> Stored:
        with running_site("chain", Postbox()) as live:
            chain = Chain(live, arriving(browser, live, java_script=java_script))
            chain.propose()
            chain.confirm()
            chain.support()
            chain.assigned()
            chain.move_and_merge()
            chain.answer()
            chain.reply()
            chain.in_public()
            return chain.stored()

    return walk


@pytest.mark.parametrize("java_script", [True, False], ids=["with javascript", "without javascript"])
def test_an_idea_goes_all_the_way_to_a_public_answer(walked: Walk, java_script: bool) -> None:
    stored = walked(java_script)

    assert stored.idea["status"] == Status.ANSWERED
    assert stored.idea["body"] == f"{voices.MAYAS_TODAY}\n\n{voices.MAYAS_BETTER}"
    assert (stored.idea["supports_count"], stored.comments) == (1, [(BEN, voices.BENS_COMMENT)])
    assert stored.put_by_a_person
    assert stored.passage in stored.idea["body"]
    assert stored.replies == [(MAYA, Heard.PARTLY.value, voices.MAYAS_REPLY)]
    assert stored.told[MAYA, "comment.written"] == 1
    assert stored.told[MAYA, "answer.published"] == stored.told[NOOR, "answer.published"] == 1
    assert stored.happened["theme.merged"] == stored.happened["answer.published"] == 1


def test_both_ways_store_the_same(walked: Walk) -> None:
    assert walked(True) == walked(False)
