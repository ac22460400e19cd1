"""Measures and readings: in public with a sentence, a drawing and a table; at the desk read and put right."""

import re
from collections.abc import Callable
from datetime import timedelta
from itertools import combinations
from xml.etree import ElementTree

import pytest
from sqlmodel import Session, select

from jobs import notify
from models import clock, commitments, outcomes, wording
from models.accounts import Account
from models.answers import Answer
from models.history import Event
from models.outcomes import Outcome, Reading
from models.statuses import Confidence, MailChoice
from tests import scenes
from tests.cast import Cast
from tests.page import Site
from tests.web.test_desk_answers import TYPED
from web.answer_forms import as_typed, figure
from web.kit.forms import Form

SignIn = Callable[[Account], Site]
READ = {"value": "20", "read_on": clock.today().isoformat(), "source": "Switchboard", "confidence": "high"}


@pytest.fixture
def answer(db: Session, people: Cast) -> Answer:
    theme = scenes.theme(db, None)
    scenes.grouped(db, theme, scenes.idea(db, people.maya))
    return scenes.published(db, people, theme=theme)


@pytest.fixture
def outcome(db: Session, people: Cast, answer: Answer) -> Outcome:
    made = outcomes.add(db, answer, by=people.ruth, measure="Calls that nobody answers", unit="%", baseline=31.5,
                        baseline_on=scenes.JUNE, baseline_source="Switchboard", target=10.0, matters=2.0)
    db.commit()
    return made


def test_a_reading_says_where_it_is_from_and_how_sure_it_is(
    db: Session, site: Site, sign_in: SignIn, people: Cast, answer: Answer, outcome: Outcome
) -> None:
    desk = sign_in(people.ruth)
    page = desk.get(f"/desk/outcomes/{outcome.id}")
    assert "1 person will be told" in page and "<svg" not in site.get(f"/answers/{answer.id}").html.split("measured")[1]

    typed = {"value": "30", "read_on": clock.today().isoformat(), "source": "Switchboard"}
    assert "Choose how sure it is." in desk.send(page, "/readings", confidence="sure", expect=422, **typed)
    desk.send(page, "/readings", confidence="high", **typed)

    public = site.get(f"/answers/{answer.id}")
    assert "That is no real change: less than the 2 % that would matter." in public
    assert 'role="img" aria-label="Calls that nobody answers fell from' in public.html
    assert "High. All of it was counted, in the same way as before." in public and "style=" not in public.html
    [one] = site.get(f"/answers/{answer.id}.json").response.json()["measures"]
    assert (one["found"], one["matters"], one["readings"][0]["confidence"]) == ("same", 2.0, "high")


def test_all_that_is_wrong_with_a_reading_is_said_at_once(sign_in: SignIn, people: Cast, outcome: Outcome) -> None:
    desk = sign_in(people.ruth)
    page = desk.get(f"/desk/outcomes/{outcome.id}")

    wrong = desk.send(page, "/readings", confidence="sure", value="", read_on="", expect=422)

    for sentence in ("Enter the value that was read.", "Enter the day it was read.", "Choose how sure it is."):
        assert sentence in wrong


def test_a_value_from_before_the_answer_is_no_reading(
    db: Session, sign_in: SignIn, people: Cast, answer: Answer, outcome: Outcome
) -> None:
    desk, today = sign_in(people.ruth), clock.today()
    page = desk.get(f"/desk/outcomes/{outcome.id}")
    typed = {"value": "30", "source": "Switchboard", "confidence": "high"}

    before = desk.send(page, "/readings", read_on=(today - timedelta(days=1)).isoformat(), expect=422, **typed)
    assert f"Enter a day from {wording.day(today)} on, when the answer was given." in before
    assert before.form("/readings")["fields"]["value"] == "30"
    desk.send(page, "/readings", read_on=today.isoformat(), **typed)

    here = f"/desk/readings/{db.exec(select(Reading)).one().id}"
    assert "when the answer was given" in desk.send(
        desk.get(here), here, read_on=(today - timedelta(days=1)).isoformat(), because="A slip.", expect=422)


@pytest.mark.parametrize(("typed", "means"), [
    ("24.1", 24.1), ("1,234", 1234.0), ("12,345,678.5", 12345678.5), ("-3 %", -3.0), (" ", None), (".5", 0.5),
    ("5.", 5.0), ("+7", 7.0), ("£12,500", 12500.0), ("£.50", 0.5), *((wrong, "refused") for wrong in (
        "24,1", "0,125", "1234,567", ",125", ".", "1e5", "1,2345", "1.5,000", "about 24", "nan",
        "£", "£12%", "-£5", "%%")),
])
def test_a_figure_is_what_was_meant_or_it_is_refused(typed: str, means: float | str | None) -> None:
    class Told(Form):
        value: figure("the value")  # type: ignore[valid-type]

    form = Told.read({"value": typed})

    assert (form.accepted.value if form.accepted else "refused") == means


@pytest.mark.parametrize(("stored", "typed"), [
    (12345678901.0, "12345678901"), (1234567.125, "1234567.125"), (999999999999.99, "999999999999.99"),
    (0.00000025, "0.00000025"), (-3.0, "-3"), (1e-300, f"0.{'0' * 299}1"), (0.0, "0"), (None, ""),
])
def test_what_a_field_is_filled_with_is_read_as_the_same_number(stored: float | None, typed: str) -> None:
    class Told(Form):
        value: figure("the value")  # type: ignore[valid-type]

    form = Told.read({"value": as_typed(stored)})

    assert as_typed(stored) == typed and form.accepted is not None and form.accepted.value == stored


def test_a_reading_is_put_right_with_a_reason(
    db: Session, site: Site, sign_in: SignIn, people: Cast, answer: Answer, outcome: Outcome
) -> None:
    reading = outcomes.read(db, outcome, answer, value=3.0, read_on=scenes.JUNE, note="", by=people.ruth)
    db.commit()
    desk = sign_in(people.ruth)
    page = desk.get(f"/desk/readings/{reading.id}")
    here = f"/desk/readings/{reading.id}"
    assert "mail nobody" in page and "tell 1 person" not in page  # nobody was told of it yet
    event = db.exec(select(Event).where(Event.kind == "outcome.measured")).one()
    notify.notify(db, event.id)
    db.commit()
    offered = desk.get(here)
    assert "Put it right: tell 1 person" in offered and "You can tell the 1 person who was told of it." in offered

    wrong = desk.send(page, here, value="13", expect=422)
    assert "Enter why it was wrong." in wrong and wrong.form(here)["fields"]["value"] == "13"
    typed = {"value": "13", "because": "A digit was lost.", "confidence": "medium"}
    done = desk.follow(desk.send(page, here, tell="no", **typed))
    assert "Nobody was mailed." in done
    both = desk.send(page, here, expect=409, **(typed | {"value": "14"}))

    assert "Somebody else corrected this reading meanwhile" in both and "It says 13 % now" in both
    assert both.form(here)["fields"]["value"] == "14"
    public = site.get(f"/answers/{answer.id}")
    assert "A digit was lost. Before, it said 3 %." in public
    db.expire_all()
    assert db.exec(select(Reading.value)).one() == 13.0
    desk.send(both, here, **(typed | {"value": "14"}))


def test_where_nobody_can_be_mailed_a_reading_says_so_before_and_after(
    db: Session, sign_in: SignIn, people: Cast, outcome: Outcome
) -> None:
    people.maya.mail_choice = MailChoice.NEVER
    db.commit()
    desk, here = sign_in(people.ruth), f"/desk/outcomes/{outcome.id}"

    page = desk.get(here)
    assert "Nobody can be mailed about it." in page and "0 people" not in page
    kept = desk.follow(desk.send(page, "/readings", value="20", read_on=clock.today().isoformat(), confidence="medium"))

    assert "The result is kept. Nobody was mailed." in kept


def test_a_page_from_before_there_was_a_choice_mails_nobody(
    db: Session, sign_in: SignIn, people: Cast, answer: Answer, outcome: Outcome
) -> None:
    """It said so."""
    reading = outcomes.read(db, outcome, answer, value=3.0, read_on=clock.today(), note="", by=people.ruth)
    db.commit()
    desk, here = sign_in(people.ruth), f"/desk/readings/{reading.id}"

    done = desk.follow(desk.send(desk.get(here), here, value="13", because="A digit was lost.", confidence="medium"))

    assert "Nobody was mailed." in done
    assert db.exec(select(Event).where(Event.kind == "outcome.corrected")).one().data["tell"] is False


def test_others_find_no_measures_at_the_desk(sign_in: SignIn, people: Cast, outcome: Outcome) -> None:
    for person in (people.maya, people.tom, people.dev):
        sign_in(person).get(f"/desk/outcomes/{outcome.id}", expect=404)


def test_a_measure_is_taken_out_of_a_draft_only(
    db: Session, sign_in: SignIn, people: Cast, outcome: Outcome
) -> None:
    draft = scenes.draft(db, people, theme=scenes.theme(db, None, title="Letters"))
    mistake = outcomes.add(db, draft, by=people.ruth, measure="Letters", baseline=1.0, baseline_on=scenes.JUNE)
    db.commit()
    desk = sign_in(people.ruth)

    page = desk.get(f"/desk/outcomes/{mistake.id}")
    assert "/readings" not in page.html
    assert "taken out of the draft" in desk.follow(desk.send(page, "/withdrawal"))
    kept = desk.post(f"/desk/outcomes/{outcome.id}/withdrawal")
    assert "what it is measured by stays" in desk.follow(kept)
    assert db.exec(select(Outcome.id)).all() == [outcome.id]


def test_a_first_rough_reading_makes_no_claim(
    db: Session, site: Site, people: Cast, answer: Answer, outcome: Outcome
) -> None:
    outcomes.read(db, outcome, answer, value=5.0, read_on=scenes.JUNE, note="", by=people.ruth,
                  confidence=Confidence.LOW)
    db.commit()

    assert "One rough reading is not enough to say" in site.get(f"/answers/{answer.id}")


def test_what_is_done_is_not_published_without_a_measure_of_success(
    db: Session, sign_in: SignIn, people: Cast
) -> None:
    theme = scenes.theme(db, scenes.call(db, people).id)
    scenes.grouped(db, theme, scenes.idea(db, people.maya))
    db.commit()
    desk = sign_in(people.ruth)
    half = TYPED | {"measure": "", "unit": "", "baseline": "", "baseline_on": "", "baseline_source": "", "target": "",
                    "read_by": ""}
    preview = desk.follow(desk.send(desk.get(f"/desk/themes/{theme.id}"), "/answer", then="preview", **half))
    assert "Say how you will know that it worked" in preview and "/publication" not in preview.html

    page = desk.get(f"/desk/themes/{theme.id}")
    preview = desk.follow(desk.send(page, "/answer", then="preview", **(TYPED | {"read_by": "", "target": ""})))
    assert "Say when the measure will be read." in preview and "Enter the value wanted of what you measure." in preview
    page = desk.get(f"/desk/themes/{theme.id}")
    assert "/publication" in desk.follow(desk.send(page, "/answer", then="preview", **TYPED)).html


def test_no_reading_is_offered_before_anything_that_was_promised_has_begun(
    db: Session, people: Cast, sign_in: SignIn, answer: Answer, outcome: Outcome
) -> None:
    promise = commitments.make(
        db, answer, promise="Two more people.", who="", due_on=clock.today() + timedelta(days=40), by=people.ruth)
    db.commit()
    desk, here = sign_in(people.ruth), f"/desk/outcomes/{outcome.id}"

    page = desk.get(here)

    assert "First say that work has begun" in page and f'href="/desk/commitments/{promise.id}"' in page.html
    assert "/readings" not in page.html
    desk.post(f"/desk/commitments/{promise.id}/beginning")
    desk.send(desk.get(here), "/readings", **READ)
    assert db.exec(select(Reading.value)).one() == 20


def test_a_reading_that_a_first_promise_overtakes_is_refused_with_all_that_was_typed(
    db: Session, people: Cast, sign_in: SignIn, answer: Answer, outcome: Outcome
) -> None:
    desk, here = sign_in(people.ruth), f"/desk/outcomes/{outcome.id}"
    page = desk.get(here)
    promise = commitments.make(
        db, answer, promise="Two more people.", who="", due_on=clock.today() + timedelta(days=40), by=people.ruth)
    db.commit()

    wrong = desk.send(page, "/readings", expect=422, **READ)

    assert wrong.title.startswith("Error:") and "error-summary" in wrong.html
    assert "Say first that work on a promise has begun" in wrong and f"/desk/commitments/{promise.id}" in wrong.html
    assert {name: wrong.form("/readings")["fields"][name] for name in READ} == READ
    assert db.exec(select(Reading)).all() == []
    desk.post(f"/desk/commitments/{promise.id}/beginning")
    desk.send(wrong, "/readings")
    assert db.exec(select(Reading.value)).one() == 20


@pytest.mark.parametrize(("before", "wanted", "then"), [
    (31.5, 10.0, 26.0), (31.5, 26.0, 26.0), (31.5, 0.0, 31.0), (2.0, 30.0, 31.0), (-4.0, 0.0, -2.0), (5.0, 5.0, 5.0)])
def test_no_words_of_the_drawing_lie_on_a_line_or_on_other_words(
    db: Session, site: Site, people: Cast, answer: Answer, before: float, wanted: float, then: float
) -> None:
    made = outcomes.add(db, answer, by=people.ruth, measure="Speed", unit="miles per hour", baseline=before,
                        baseline_on=scenes.JUNE, target=wanted, matters=2.0)
    outcomes.read(db, made, answer, value=then, read_on=clock.today(), note="", by=people.ruth)
    db.commit()

    drawing = ElementTree.fromstring(re.findall("<svg class=.before-after.*?</svg>", site.get(
        f"/answers/{answer.id}").html, re.DOTALL)[0])
    words = [_box(one) for one in drawing.iter("text")]
    drawn = [_reach([float(one.get(name, 0)) for name in ("y1", "y2")], 2) for one in drawing.iter("line")
             if one.get("x2") == "334"]
    drawn += [_reach([float(one.get("cy", 0))], 7) for one in drawing.iter("circle")]
    assert len(words) == 5 and len(drawn) == 4
    for left, right, top, bottom in words:
        assert all(bottom < high or top > low for high, low in drawn)
        assert left >= 0 and right <= 340 and top >= 0 and bottom <= 192
    for (left, right, top, bottom), other in combinations(words, 2):
        assert right < other[0] or left > other[1] or bottom <= other[2] or top >= other[3]


def _box(words: ElementTree.Element) -> tuple[float, float, float, float]:
    """Left, right, top and bottom of words of 12.5 units, where a letter is at most 8 wide."""
    x, y, width = float(words.get("x", 0)), float(words.get("y", 0)), 8.0 * len(words.text or "")
    left = x - width if words.get("text-anchor") == "end" else x
    return left, left + width, y - 11, y + 3


def _reach(heights: list[float], around: float) -> tuple[float, float]:
    return min(heights) - around, max(heights) + around
