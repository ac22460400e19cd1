"""A whole year, as six people see it: at every step their mailboxes and the pages of their ideas say what they should.

It takes minutes, so it is not among the tests that always run: bin/test -m long
"""

from collections import Counter

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.answered import PROMISE, Answered
from tests.journeys.conftest import arriving, running_site
from tests.journeys.letters import assert_quotes, flat
from tests.journeys.living import Postbox, words_of
from tests.journeys.year import BEN, IDEAS, IRIS, MAYA, OMAR, QUESTION, SAID, TITLES, TOM

EVERYBODY = (MAYA, BEN, TOM, "iris")
MAILED = (MAYA, BEN, TOM)


@pytest.mark.long
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("java_script", [True, False], ids=["with javascript", "without javascript"])
def test_a_year_from_a_call_to_a_measured_result(browser: Browser, migrated: None, java_script: bool) -> None:
    with running_site("year", Postbox()) as live:
        year = Answered(live, arriving(browser, live, java_script=java_script))
        _ideas_come(year)
        _themes_are_made(year)
        _themes_are_answered(year)
        _the_promise_is_kept(year)
        year.close()
        assert {year.stands(email)[0] for email in EVERYBODY} == {"Result measured"}
        _the_whole_chain_is_public(year)
        _nobody_was_told_twice(year)


def _ideas_come(year: Answered) -> None:
    year.call()
    for email in MAILED:
        year.propose(email)
    year.iris_rings()
    year.neighbours_write()
    assert [year.new_mails(email) for email in MAILED] == [[], [], []]
    assert {year.stands(email)[0] for email in EVERYBODY} <= {"Published", "Grouped into a theme"}
    year.pass_days(31)
    year.close_for_ideas()


def _themes_are_made(year: Answered) -> None:
    year.triage()
    word, said = year.stands("iris")
    assert word == "Grouped into a theme" and IRIS in said
    for email in MAILED:
        year.new_mails(email)
    year.ask_back()
    asked = f"A question to you about “{year.title_of(MAYA)}”"
    assert (year.new_mails(MAYA), year.new_mails(TOM), year.new_mails(BEN)) == ([asked], [asked], [])
    assert QUESTION in year.last_mail(MAYA)
    year.pass_days(1)
    assert len(year.new_mails(BEN)) == 1 and asked in flat(year.last_mail(BEN))
    year.maya_answers_by_link()


def _themes_are_answered(year: Answered) -> None:
    year.answer()
    told = f"You have an answer: “{year.title_of(MAYA)}”"
    assert year.new_mails(MAYA) == [told]
    assert [subject for subject in year.new_mails(TOM) if "answer" in subject.lower()] == [told]
    assert year.new_mails(BEN) == []
    for email in (MAYA, TOM):
        assert_quotes(year.last_mail(email), year.passage_of(email))
        assert year.passage_of(email) in f"{SAID}\n\n{TITLES[email]}."
    year.each_has_their_answer()
    assert {year.stands(email)[0] for email in EVERYBODY} == {"Answered: doing it"}
    year.pass_days(1)
    assert len(year.new_mails(BEN)) == 1 and told in flat(year.last_mail(BEN))
    year.iris_is_rung()


def _the_promise_is_kept(year: Answered) -> None:
    year.pass_days(70)
    _, late = year.stands(MAYA)
    assert "That date has passed" in late
    _clear(year)
    year.move_the_day()
    assert year.new_mails(MAYA) == [f"Another day for what was promised: “{year.title_of(MAYA)}”"]
    assert "The firm that sends the texts changed." in year.last_mail(MAYA)
    year.pass_days(35)
    _clear(year)
    year.deliver()
    assert year.new_mails(TOM) == [f"Done: “{year.title_of(MAYA)}”"]
    assert {year.stands(email)[0] for email in EVERYBODY} == {"Delivered"}
    for days, value in ((40, "110"), (60, "70")):
        year.pass_days(days)
        _clear(year)
        year.measure(value)
        assert year.new_mails(MAYA) == [f"Measured: “{year.title_of(MAYA)}”"]
        assert value in year.last_mail(MAYA)
        assert year.new_mails(BEN) == []
        assert {year.stands(email)[0] for email in EVERYBODY} == {"Result measured"}


def _the_whole_chain_is_public(year: Answered) -> None:
    _, whole = year.stands(MAYA)
    for step in ("Answered", PROMISE, "Delivered", "measured"):
        assert step in whole, step
    page = year.windows[OMAR]
    main = page.get_by_role("main")
    page.goto(f"/calls/{year.call_id}")
    for words in ("We asked", "You said", "We did", f"{IDEAS} ideas"):
        expect(main).to_contain_text(words)
    page.goto(f"/answers/{year.answer_ids[0]}")
    for words in (PROMISE, "120", "70", "Missed appointments in a month"):
        expect(main).to_contain_text(words)


def _clear(year: Answered) -> None:
    for email in MAILED:
        year.new_mails(email)


def _nobody_was_told_twice(year: Answered) -> None:
    seen = Counter((mail["To"], mail["Subject"], words_of(mail)) for mail in year.live.post.caught)
    assert [mail for mail, times in seen.items() if times > 1] == []
