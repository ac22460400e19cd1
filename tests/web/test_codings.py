"""A blind check without JavaScript: drawing it, coding it, and what may be seen before both people are done."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlmodel import Session, select

from models import accounts, ideas
from models.accounts import Account
from models.codings import FEWEST, MOST, Choice, Coding, Sheet
from models.roles import Role
from tests import coding, scenes
from tests.cast import Cast
from tests.coding import PUBLISHED, Checked
from tests.page import Page, Site

SignIn = Callable[[Account], Site]


def words_of_main(page: Page) -> str:
    """With its tags, but for what a form carries by itself: any two letters may stand in that."""
    return re.sub(r'value="[^"]{20,}"', "", page.html.split("<main", 1)[1].split("</main>")[0])


def test_ruth_draws_a_sample_for_herself_and_anna(
    db: Session, sign_in: SignIn, people: Cast, scene: Checked, deferred: Callable[[str], list[object]]
) -> None:
    desk = sign_in(people.ruth)
    assert "/desk/codings?call=" in desk.get(f"/desk?call={scene.call.id}").html
    assert "Nothing has been checked yet" in desk.get(f"/desk/codings?call={scene.call.id}")
    form = desk.get(f"/desk/codings/new?call={scene.call.id}")

    assert form.form("/desk/codings/new")["fields"]["size"] == str(FEWEST)
    done = desk.follow(desk.send(form, "/desk/codings/new", second=str(people.anna.id)))

    assert "The sample is drawn" in done and "0 of 20" in done and "Begin" in done
    assert len(deferred("invite")) == 1
    check = db.exec(select(Coding)).one()
    assert (check.size, check.drawn_by_id, check.seed > 0) == (FEWEST, people.ruth.id, True)
    again = desk.post("/desk/codings/new", {"call": str(scene.call.id), "size": "20", "first": str(people.ruth.id),
                                            "second": str(people.anna.id)})
    assert "under way already" in desk.follow(again)


@pytest.mark.parametrize(("typed", "field", "sentence"), [
    ({"size": ""}, "size", "whole number from 20 to 300"),
    ({"size": str(FEWEST - 1)}, "size", "whole number from 20 to 300"),
    ({"size": str(MOST + 1)}, "size", "whole number from 20 to 300"),
    ({"size": "٢٠"}, "size", "whole number from 20 to 300"),
    ({"size": "9" * 50}, "size", "whole number from 20 to 300"),
    ({"size": str(FEWEST + 1)}, "size", "Only 20 ideas can be drawn"),
    ({"second": "ruth"}, "second", "Choose another person"),
    ({"second": "tom"}, "second", "Choose somebody who works at the desk"),
    ({"first": ""}, "first", "Choose somebody who works at the desk"),
])
def test_what_cannot_be_drawn_is_said_beside_the_field_and_nothing_typed_is_lost(
    db: Session, sign_in: SignIn, people: Cast, scene: Checked, typed: dict[str, str], field: str, sentence: str
) -> None:
    known = {name: str(account.id) for name, account in people.everyone().items()}
    sent = {"call": str(scene.call.id), "size": "20", "first": "ruth", "second": "anna"} | typed
    sent = {name: known.get(value, value) for name, value in sent.items()}

    page = sign_in(people.ruth).post("/desk/codings/new", sent, expect=422)

    assert page.title.startswith("Error:") and sentence in page
    assert f'id="field-{field}-error"' in page.html
    kept = page.form("/desk/codings/new")["fields"]
    assert kept["size"] == sent["size"]
    assert db.exec(select(Coding)).first() is None


def test_a_call_that_was_never_grouped_says_what_to_do_first(db: Session, sign_in: SignIn, people: Cast) -> None:
    call = scenes.call(db, people)
    db.commit()
    desk = sign_in(people.ruth)

    assert "have not been grouped yet" in desk.get(f"/desk/codings/new?call={call.id}")
    scenes.theme(db, call.id)
    db.commit()
    assert "Only 0 ideas can be drawn" in desk.get(f"/desk/codings/new?call={call.id}")
    desk.get("/desk/codings/new?call=4711", expect=404)


def test_a_coder_sees_the_words_and_the_list_and_nothing_else(
    db: Session, sign_in: SignIn, people: Cast, scene: Checked, check: Coding
) -> None:
    page = sign_in(people.anna).get(f"/desk/codings/{check.id}/sheets/1")

    said = words_of_main(page)
    assert "1 of 20" in page and scenes.PASSAGE in page
    assert said.count("Getting through by telephone") == said.count("Letters") == said.count("None of these") == 1
    assert "<mark>" not in said and "checked" not in said and "FM-" not in said and "machine" not in said
    assert "Ben Sharma" not in said


def test_anna_codes_pauses_goes_back_and_resumes(
    db: Session, sign_in: SignIn, people: Cast, scene: Checked, check: Coding
) -> None:
    anna, here = sign_in(people.anna), f"/desk/codings/{check.id}"
    first = anna.get(f"{here}/sheets/1")
    assert "Choose the theme that fits best" in anna.send(first, "/sheets/1", expect=422)
    second = anna.follow(anna.send(first, "/sheets/1", theme=str(scene.letters.id)))
    third = anna.follow(anna.send(second, "/sheets/2", theme="0"))

    assert "3 of 20" in third and "2 coded, 18 left" in third
    assert f'href="{here}/sheets/2"' in third.html
    assert anna.get(f"{here}/sheets/1").form("/sheets/1")["fields"]["theme"] == str(scene.letters.id)
    assert anna.get(f"{here}/sheets/2").form("/sheets/2")["fields"]["theme"] == "0"
    page = sign_in(people.anna).get(here)
    assert "Go on" in page and f'href="{here}/sheets/3"' in page.html and "2 of 20" in page
    # Back, and another choice: then on to where they were.
    assert anna.send(first, "/sheets/1", theme="0").response.headers["location"] == f"{here}/sheets/3"


def test_what_ruth_chooses_in_a_second_window_after_handing_in_is_not_kept_and_she_is_told(
    db: Session, sign_in: SignIn, people: Cast, scene: Checked, check: Coding
) -> None:
    ruth, here = sign_in(people.ruth), f"/desk/codings/{check.id}"
    second_window = ruth.get(f"{here}/sheets/1")
    coding.coded(db, check, until="ruth")
    db.commit()

    for theme in ("0", "nonsense"):
        done = ruth.follow(ruth.send(second_window, "/sheets/1", theme=theme, form_key=theme))
        assert "You have handed in, so this choice was not kept" in done and "Who codes" in done

    assert None not in db.exec(select(Choice.theme_id)).all()


def test_a_choice_for_an_idea_that_was_taken_back_meanwhile_is_not_kept_and_she_is_told(
    db: Session, sign_in: SignIn, people: Cast, scene: Checked, check: Coding
) -> None:
    ruth = sign_in(people.ruth)
    page = ruth.get(f"/desk/codings/{check.id}/sheets/1")
    gone = db.exec(select(Sheet.idea_id).where(Sheet.place == 1)).one()
    ideas.withdraw(db, next(idea for idea in scene.ideas if idea.id == gone), by=people.ben)
    db.commit()

    done = ruth.follow(ruth.send(page, "/sheets/1", theme="0"))

    assert "taken back or hidden meanwhile, so your choice for it was not kept" in done
    assert db.exec(select(Choice)).first() is None


@pytest.mark.parametrize("typed", ["", "4711", "-1", "nonsense", "9" * 400])
def test_only_a_theme_of_the_list_is_a_choice(
    db: Session, sign_in: SignIn, people: Cast, check: Coding, typed: str
) -> None:
    page = sign_in(people.ruth).post(f"/desk/codings/{check.id}/sheets/1", {"theme": typed}, expect=422)

    assert 'id="field-theme-error"' in page.html


def test_nobody_sees_a_choice_of_another_or_of_the_machine_before_both_are_done(
    db: Session, sign_in: SignIn, site: Site, people: Cast, scene: Checked, check: Coding
) -> None:
    lena = accounts.known_by(db, "lena@example.org", name="Lena Fox")
    accounts.confirm(db, lena)
    accounts.grant(db, lena, Role.POLICY, by=None)
    coding.coded(db, check, anna=lambda place, machine: scene.letters.id, until="ruth")
    db.commit()
    here = f"/desk/codings/{check.id}"
    ruth, anna, other = (sign_in(person) for person in (people.ruth, people.anna, lena))

    assert "You have handed in" in ruth.get(here)
    for desk in (ruth, anna, other):
        page = words_of_main(desk.get(here))
        assert "20 of 20" not in page or "Handed in" in page
        assert not re.search(r"alpha|F1|disagreed|Letters|telephone", page)
        desk.post(f"{here}/publication", PUBLISHED, expect=404)
    ruth.get(f"{here}/sheets/1", expect=303)  # handed in: not even one's own are shown again
    assert "checked" not in words_of_main(anna.get(f"{here}/sheets/1"))
    for desk in (other, sign_in(people.maya), sign_in(people.tom), sign_in(people.dev)):
        desk.get(f"{here}/sheets/1", expect=404)
        desk.post(f"{here}/sheets/1", {"theme": "0"}, expect=404)
        desk.post(f"{here}/handing-in", {}, expect=404)
    for path in (f"/codings/{check.id}", f"/codings/{check.id}.json"):
        site.get(path, expect=404)
        ruth.get(path, expect=404)


def test_a_check_that_nobody_finishes_is_stopped_and_its_choices_shown_to_nobody(
    db: Session, sign_in: SignIn, people: Cast, scene: Checked, check: Coding
) -> None:
    ruth, here = sign_in(people.ruth), f"/desk/codings/{check.id}"
    ruth.post(f"{here}/sheets/1", {"theme": "0"})

    done = ruth.follow(ruth.send(ruth.get(here), "/end"))

    assert "The check is stopped" in done and "shown to nobody" in done
    ruth.get(f"{here}/sheets/1", expect=404)
    assert "Draw another sample" in ruth.get(f"/desk/codings?call={scene.call.id}")


def test_nobody_but_the_desk_finds_any_of_it(sign_in: SignIn, site: Site, people: Cast, check: Coding) -> None:
    for path in ("/desk/codings", f"/desk/codings/new?call={check.call_id}", f"/desk/codings/{check.id}"):
        for person in (people.maya, people.tom, people.dev):
            sign_in(person).get(path, expect=404)
        site.get(path, expect=303)


def test_a_call_of_many_ideas_is_counted_for_the_form_and_not_read(
    sign_in: SignIn, people: Cast, scene: Checked, queries: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    ruth, wrong = sign_in(people.ruth), {"call": str(scene.call.id), "size": "21", "first": "", "second": ""}

    with queries() as opened:
        ruth.get(f"/desk/codings/new?call={scene.call.id}")
    with queries() as sent:
        ruth.post("/desk/codings/new", wrong, expect=422)

    for asked in (opened, sent):
        (of_ideas,) = [one for one in asked if "FROM idea" in one]
        assert of_ideas.startswith("SELECT count(*)")


def test_its_pages_ask_little_of_the_database(
    db: Session, sign_in: SignIn, people: Cast, check: Coding, queries: Callable[[], object]
) -> None:
    ruth, counts = sign_in(people.ruth), {}

    def count(path: str) -> None:
        with queries() as asked:  # type: ignore[attr-defined]
            ruth.get(path)
        counts[path] = len(asked)

    for path in ("/desk/codings", f"/desk/codings/new?call={check.call_id}", f"/desk/codings/{check.id}",
                 f"/desk/codings/{check.id}/sheets/2"):
        count(path)
    coding.coded(db, check)
    db.commit()
    ruth.get(f"/desk/codings/{check.id}")  # who looks first has the figures worked out
    count(f"/desk/codings/{check.id}?finished")
    ruth.post(f"/desk/codings/{check.id}/publication", PUBLISHED)
    for path in (f"/codings/{check.id}", f"/themes?call={check.call_id}", f"/calls/{check.call_id}"):
        count(path)

    assert max(counts.values()) <= 6, counts
