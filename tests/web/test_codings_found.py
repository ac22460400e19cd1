"""What came of a blind check: the figures for the desk, and for everyone once they are published."""

from collections.abc import Callable
from unittest.mock import Mock

import pytest
from sqlmodel import Session, col, select

from models import ideas
from models.accounts import Account
from models.codings import Coding, Sheet
from tests import coding
from tests.cast import Cast
from tests.coding import PUBLISHED, Checked
from tests.page import Site
from web import measured

SignIn = Callable[[Account], Site]


def all_but_three(db: Session, scene: Checked) -> coding.Chooses:
    """As the machine, but for three ideas that it has under the telephone: they are none of these.

    By hand: of 40 choices 27 are for the telephone, 10 for letters, 3 for none. So alpha is 1 - 39 × 6 ÷ (40 × 39 -
    27 × 26 - 10 × 9 - 3 × 2) = .693.
    """
    rows = select(Sheet.place).where(Sheet.machine_id == scene.telephone.id).order_by(col(Sheet.place)).limit(3)
    three = set(db.exec(rows).all())
    return lambda place, machine: None if place in three else machine


def test_both_are_done_and_the_desk_reads_what_came_of_it(
    db: Session, sign_in: SignIn, people: Cast, scene: Checked, check: Coding
) -> None:
    coding.coded(db, check, until="ruth")
    db.commit()
    anna, here, chooses = sign_in(people.anna), f"/desk/codings/{check.id}", all_but_three(db, scene)
    for sheet in db.exec(select(Sheet)).all():
        anna.post(f"{here}/sheets/{sheet.place}", {"theme": str(chooses(sheet.place, sheet.machine_id) or 0)})
    page = anna.get(here)
    assert "You have coded all 20 ideas" in page

    found = anna.follow(anna.send(page, "/handing-in"))

    assert "Two people agreed on 17 of 20 ideas, alpha .69" in found
    assert "the machine had put 17 of 17 ideas into the theme that they chose" in found
    assert found.html.count("Anna Lindqvist</bdi>: <bdi>None of these") == 3
    assert "3 ideas are left out where the two people disagreed" in found
    assert "Finished" in anna.get("/desk/codings")


def test_what_is_taken_back_meanwhile_is_skipped_and_counted(
    db: Session, sign_in: SignIn, people: Cast, scene: Checked, check: Coding
) -> None:
    first, second = db.exec(select(Sheet.idea_id).where(col(Sheet.place) < 3).order_by(col(Sheet.place))).all()
    by_id = {idea.id: idea for idea in scene.ideas}
    ideas.withdraw(db, by_id[first], by=people.ben)
    db.commit()
    ruth, here = sign_in(people.ruth), f"/desk/codings/{check.id}"
    moved = ruth.get(f"{here}/sheets/1", expect=303)
    assert moved.response.headers["location"] == f"{here}/sheets/2"
    ruth.post(f"{here}/sheets/1", {"theme": "0"})  # a page from before: it is kept nowhere
    assert "0 of 19" in ruth.get(here)
    coding.coded(db, check)
    ideas.withdraw(db, by_id[second], by=people.ben)
    db.commit()

    page = ruth.get(here)

    assert "agreed on 18 of 18 ideas" in page
    assert "2 ideas were taken back or hidden after the sample was drawn" in page


def test_the_figures_are_worked_out_once_and_again_only_when_other_ideas_count(
    db: Session, sign_in: SignIn, people: Cast, scene: Checked, check: Coding, monkeypatch: pytest.MonkeyPatch
) -> None:
    coding.coded(db, check)
    db.commit()
    ruth, here, worked_out = sign_in(people.ruth), f"/desk/codings/{check.id}", Mock(wraps=measured.figures)
    monkeypatch.setattr(measured, "figures", worked_out)
    told = [ruth.get(here).text for _ in range(3)]
    assert worked_out.call_count == 1 and all("agreed on 20 of 20 ideas" in one for one in told)

    ideas.withdraw(db, scene.ideas[0], by=people.ben)
    db.commit()
    assert all("agreed on 19 of 19 ideas" in ruth.get(here) for _ in range(3))
    public = ruth.follow(ruth.post(f"{here}/publication", PUBLISHED))

    assert "agreed on 19 of 19 ideas" in public and "agreed on 19 of 19 ideas" in ruth.get(here)
    assert worked_out.call_count == 2


def test_ruth_publishes_it_with_its_record(
    db: Session, site: Site, sign_in: SignIn, people: Cast, scene: Checked, check: Coding
) -> None:
    coding.coded(db, check, anna=all_but_three(db, scene))
    db.commit()
    ruth, here = sign_in(people.ruth), f"/desk/codings/{check.id}"
    page = ruth.get(here)
    wrong = ruth.send(page, "/publication", expect=422, owner="", contact="nonsense", assessments="An <b>EIA</b>")
    assert 'id="field-owner-error"' in wrong.html and "name@example.org" in wrong
    assert "An &lt;b&gt;EIA&lt;/b&gt;" in wrong.html

    public = ruth.follow(ruth.send(page, "/publication", **PUBLISHED))

    assert "How well the themes hold" in public
    seen = site.get(f"/codings/{check.id}")
    for words in ("Tier 1: Overview", "Senior responsible owner", "Director of planning", "planning@example.org",
                  "An EIA of May 2026.", "alpha .69", f"seed {check.seed}", "Not recorded on this site."):
        assert words in seen, words
    for name in ("Ruth", "Anna", "Idea number"):
        assert name not in seen.html.split("<main", 1)[1]
    data = site.get(f"/codings/{check.id}.json").response.json()
    assert (data["figures"]["agreed"], data["figures"]["coded"], data["seed"]) == (17, 20, check.seed)
    assert data["record"]["Tier 1: Overview"]["Contact e-mail"] == "planning@example.org"
    for path in (f"/themes?call={scene.call.id}", f"/calls/{scene.call.id}"):
        assert f'href="/codings/{check.id}"' in site.get(path).html
    assert "Make it public" not in ruth.get(here) and "See the public page" in ruth.get(here)


def test_anna_publishes_it_while_ruth_writes_and_what_ruth_typed_is_shown_to_her(
    db: Session, site: Site, sign_in: SignIn, people: Cast, check: Coding
) -> None:
    coding.coded(db, check)
    db.commit()
    ruth, anna, here = sign_in(people.ruth), sign_in(people.anna), f"/desk/codings/{check.id}"
    opened = ruth.get(here)
    anna.send(anna.get(here), "/publication", **PUBLISHED)

    for owner in ("Head of letters", ""):
        late = ruth.send(opened, "/publication", expect=409, form_key=f"key {owner}", owner=owner,
                         contact="ruth@example.org", assessments="Ruth’s own <b>words</b>")
        assert "Somebody else made this check public while you wrote" in late and "See the public page" in late
        assert owner in late and "ruth@example.org" in late.html and "Ruth’s own &lt;b&gt;words&lt;/b&gt;" in late.html
        assert "error-summary" not in late.html and "Make it public" not in late

    assert "Director of planning" in site.get(f"/codings/{check.id}")
    assert "Ruth’s own" not in site.get(f"/codings/{check.id}")


def test_where_nothing_is_left_to_count_it_is_said_and_nothing_is_published(
    db: Session, sign_in: SignIn, people: Cast, scene: Checked, check: Coding
) -> None:
    coding.coded(db, check)
    db.commit()
    ruth, here = sign_in(people.ruth), f"/desk/codings/{check.id}"
    opened = ruth.get(here)
    for idea in scene.ideas:
        ideas.withdraw(db, idea, by=people.ben)
    db.commit()

    late = ruth.send(opened, "/publication", expect=409, **PUBLISHED)

    assert "Nothing was made public" in late and "Director of planning" in late
    page = ruth.get(here)
    assert "Nothing could be measured" in page and "there is nothing to make public" in page
    assert "0 of 0" not in page and "Make it public" not in page and "Alpha" not in page
    db.refresh(check)
    assert not check.published


def test_what_is_public_stays_when_ideas_and_people_go(
    db: Session, site: Site, sign_in: SignIn, people: Cast, scene: Checked, check: Coding
) -> None:
    coding.coded(db, check)
    db.commit()
    sign_in(people.ruth).post(f"/desk/codings/{check.id}/publication", PUBLISHED)
    before = site.get(f"/codings/{check.id}.json").response.json()
    for idea in scene.ideas[:5]:
        ideas.withdraw(db, idea, by=people.ben)
    db.commit()

    assert site.get(f"/codings/{check.id}.json").response.json() == before
    assert "agreed on 20 of 20 ideas" in sign_in(people.anna).get(f"/desk/codings/{check.id}")
