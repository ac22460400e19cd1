"""What staff add to an improvement: changed like its words, kept like them, and given as data."""

from collections.abc import Callable

import pytest
from sqlmodel import Session, select

from models import ideas, improvements, publishing
from models.accounts import Account
from models.history import Event
from models.ideas import Idea
from models.revisions import Revision
from models.statuses import Kind, Waste
from tests.cast import Cast
from tests.page import Site


@pytest.fixture
def labels(db: Session, people: Cast) -> Idea:
    idea = ideas.receive(
        db, title="Printed labels on the ward", body="We write them by hand.", author=people.tom, kind=Kind.IMPROVEMENT)
    improvements.describe(db, idea, waste=Waste.WAITING, small_test="One ward, one week.", saving="Ten minutes a day.")
    publishing.publish(db, idea, by=people.tom)
    db.commit()
    return idea


def test_tom_changes_what_is_wasted_and_all_can_read_what_it_said(
    db: Session, sign_in: Callable[[Account], Site], site: Site, people: Cast, labels: Idea
) -> None:
    tom = sign_in(people.tom)

    page = tom.send(tom.get(f"/ideas/{labels.id}/edit"), "/edit", waste="motion", small_test="Two wards, one week.")

    assert "Two wards, one week." in tom.follow(page) and "Walking, reaching, clicking too much" in tom.follow(page)
    versions = site.get(f"/ideas/{labels.id}/versions")
    assert "One ward, one week." in versions and "Two wards, one week." in versions
    now, before = site.get(f"/ideas/{labels.id}/versions.json").response.json()["items"]
    assert (now["waste"], before["waste"]) == ("motion", "waiting")
    assert len(db.exec(select(Event).where(Event.kind == "idea.edited")).all()) == 1


def test_saving_an_improvement_as_it_is_keeps_nothing(
    db: Session, sign_in: Callable[[Account], Site], people: Cast, labels: Idea
) -> None:
    tom = sign_in(people.tom)
    tom.send(tom.get(f"/ideas/{labels.id}/edit"), "/edit")

    assert not db.exec(select(Revision)).all()


@pytest.mark.parametrize(("name", "typed"), [("waste", "sleep"), ("small_test", ""), ("saving", "x" * 2_001)])
def test_a_wrong_part_of_an_improvement_comes_back_with_what_was_typed(
    sign_in: Callable[[Account], Site], people: Cast, labels: Idea, name: str, typed: str
) -> None:
    tom = sign_in(people.tom)
    whole = {"title": "Labels, printed", "waste": "motion", "saving": "x" * 2_000} | {name: typed}

    page = tom.send(tom.get(f"/ideas/{labels.id}/edit"), "/edit", **whole, expect=422)

    assert "Labels, printed" in page.html and f'href="#field-{name}' in page.html


def test_of_two_windows_the_second_shows_both_small_tests(
    sign_in: Callable[[Account], Site], people: Cast, labels: Idea
) -> None:
    tom = sign_in(people.tom)
    first, second = tom.get(f"/ideas/{labels.id}/edit"), tom.get(f"/ideas/{labels.id}/edit")
    tom.send(first, "/edit", small_test="Two wards, one week.")

    page = tom.send(second, "/edit", small_test="Three wards, one week.", expect=409)

    assert "Two wards, one week." in page and "Three wards, one week." in page


def test_a_plain_idea_is_not_asked_for_its_waste(
    db: Session, sign_in: Callable[[Account], Site], people: Cast, labels: Idea
) -> None:
    plain = ideas.receive(db, title="A bench at the stop", body="People stand in the rain.", author=people.maya)
    db.commit()

    assert "Which waste" in sign_in(people.tom).get(f"/ideas/{labels.id}/edit")
    assert "Which waste" not in sign_in(people.maya).get(f"/ideas/{plain.id}/edit")


def test_data_says_the_waste_of_an_improvement_and_nothing_for_a_plain_idea(
    db: Session, site: Site, people: Cast, labels: Idea
) -> None:
    plain = ideas.receive(db, title="A bench at the stop", body="People stand in the rain.", author=people.maya)
    publishing.publish(db, plain, by=people.maya)
    db.commit()

    said = ("waiting", "One ward, one week.", "Ten minutes a day.")
    one = site.get(f"/ideas/{labels.id}.json").response.json()
    items = {item["id"]: item for item in site.get("/ideas.json").response.json()["items"]}
    assert (one["waste"], one["small_test"], one["saving"]) == said
    assert [items[labels.id][name] for name in ("waste", "small_test", "saving")] == list(said)
    assert [items[plain.id][name] for name in ("waste", "small_test", "saving")] == [None, None, None]
    sheet = site.get("/ideas.csv").response.text.replace('"', "")
    assert "waste,small_test,saving" in sheet and "waiting,One ward, one week." in sheet
