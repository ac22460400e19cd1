"""A call asks for or against: who is asked, what they may choose, where it is shown, and what stays as it was."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from models import calls, clock, publishing
from models.accounts import Account
from models.calls import Call
from models.history import Event
from models.ideas import Idea
from models.revisions import Revision
from models.statuses import Stance
from tests.cast import Cast
from tests.page import Page, Site
from tests.proposing import BETTER, TITLE, TODAY, only_idea
from tests.said import ASKED, a_call, an_asking_call, an_idea

SignIn = Callable[[Account], Site]
WHICH = "Are you for or against this?"


@pytest.fixture
def call(db: Session, people: Cast) -> Call:
    return an_asking_call(db, people)


def up_to_stance(site: Site, call: Call) -> Page:
    """Everything answered up to the page that asks for or against."""
    page = site.follow(site.send(site.get(f"/ideas/new?call={call.id}"), "/ideas/new", title=TITLE))
    page = site.get(page.response.url.path.replace("similar", "details"))
    return site.follow(site.send(page, "/details", today=TODAY, better=BETTER))


def test_maya_is_asked_on_one_page_and_sees_her_choice_before_she_sends_it(
    db: Session, sign_in: SignIn, site: Site, people: Cast, call: Call
) -> None:
    maya = sign_in(people.maya)
    page = up_to_stance(maya, call)
    assert WHICH in page and ASKED in page and "Step 4 of 6" in page and "stance" not in page.form("/stance")["fields"]
    for words in ("For it", "Against it", "Neither, or both", "I’d rather not say"):
        assert words in page

    check = maya.follow(maya.send(maya.follow(maya.send(page, "/stance", stance="for")), "/contact"))
    assert f"For or against “{ASKED}”" in check and "For it" in check
    back = maya.get(page.response.url.path)
    assert back.form("/stance")["fields"]["stance"] == "for"
    changed = maya.follow(maya.send(back, "/stance", stance="against"))
    shown = maya.follow(maya.send(changed, "/check"))

    idea = only_idea(db)
    assert idea.stance is Stance.AGAINST
    for told in (shown, site.get(f"/ideas/{idea.id}")):
        assert f"Asked about “ {ASKED} ”, its author chose: Against it" in told


def test_an_answer_is_required_and_not_to_say_is_one(db: Session, site: Site, call: Call) -> None:
    page = up_to_stance(site, call)

    for typed in ({}, {"stance": ""}, {"stance": "perhaps"}):
        refused = site.send(page, "/stance", expect=422, **typed)
        assert "Choose whether you are for or against it." in refused and refused.title.startswith("Error:")
        assert 'id="field-stance-error"' in refused.html
    assert site.get(page.response.url.path.replace("stance", "check"), expect=303)

    page = site.follow(site.send(page, "/stance", stance="rather not say"))
    page = site.follow(site.send(page, "/contact", email="lena@example.org", name="Lena Fox"))
    site.send(page, "/check")
    assert only_idea(db).stance is Stance.UNSAID


def test_nobody_else_chooses_for_maya(sign_in: SignIn, site: Site, people: Cast, call: Call) -> None:
    path = up_to_stance(sign_in(people.maya), call).response.url.path

    for stranger in (sign_in(people.ben), sign_in(people.ruth)):
        stranger.get(path, expect=404)
        stranger.post(path, {"stance": "against", "proposition": ASKED}, expect=404)
    site.post(path, {"stance": "against", "proposition": ASKED}, expect=401)
    assert "stance" not in sign_in(people.maya).get(path).form("/stance")["fields"]


def test_staff_are_asked_too(db: Session, sign_in: SignIn, people: Cast, call: Call) -> None:
    tom = sign_in(people.tom)
    first = tom.get(f"/ideas/new?kind=improvement&call={call.id}")
    assert "Step 1 of 7" in first
    page = tom.follow(tom.send(first, "/ideas/new", title=TITLE))
    page = tom.get(page.response.url.path.replace("similar", "details"))
    page = tom.follow(tom.send(page, "/details", today=TODAY, better=BETTER))
    page = tom.follow(tom.send(page, "/improvement", waste="motion", small_test="One ward, one week."))
    assert WHICH in page and "beside your improvement" in page
    tom.send(tom.follow(tom.send(tom.follow(tom.send(page, "/stance", stance="for")), "/contact")), "/check")

    edit = tom.get(f"/ideas/{only_idea(db).id}/edit")
    tom.send(edit, "/edit", stance="against", small_test="Two wards, one week.")
    assert only_idea(db).stance is Stance.AGAINST
    assert db.exec(select(Revision)).one().small_test == "One ward, one week."


def test_a_call_that_asks_nothing_has_no_such_page(db: Session, site: Site, people: Cast, call: Call) -> None:
    call.proposition = ""
    db.commit()
    first = site.get(f"/ideas/new?call={call.id}")
    assert "Step 1 of 5" in first

    page = up_to_stance(site, call)
    assert page.response.url.path.endswith("/contact")
    site.get(page.response.url.path.replace("contact", "stance"), expect=404)
    site.post(page.response.url.path.replace("contact", "stance"), {"stance": "for"}, expect=404)
    page = site.follow(site.send(page, "/contact", email="lena@example.org", name="Lena Fox"))
    assert "For or against" not in page
    site.send(page, "/check")
    idea = only_idea(db)
    publishing.publish(db, idea, by=people.maya)
    db.commit()
    assert idea.stance is None
    for path in (f"/ideas/{idea.id}", f"/calls/{call.id}"):
        assert "For or against" not in site.get(path) and "chose:" not in site.get(path)


def test_who_chose_before_the_words_were_changed_is_asked_again(
    db: Session, site: Site, people: Cast, call: Call
) -> None:
    page = up_to_stance(site, call)
    calls.write(db, call, by=people.ruth, proposition="We should open Mill Lane to lorries.")
    db.commit()

    again = site.follow(site.send(page, "/stance", stance="for"))

    assert "What is asked was changed since you chose." in again and "was changed since" not in page
    assert WHICH in again and "open Mill Lane to lorries" in again and "stance" not in again.form("/stance")["fields"]


def test_an_idea_that_is_sent_on_its_own_has_no_stance(db: Session, sign_in: SignIn, people: Cast, call: Call) -> None:
    maya = sign_in(people.maya)
    page = maya.follow(maya.send(up_to_stance(maya, call), "/stance", stance="for"))
    check = maya.follow(maya.send(page, "/contact"))
    call.closes_on = clock.today() - timedelta(days=1)
    db.commit()

    check = maya.get(check.response.url.path)
    assert "This call has closed since you began" in check and "For or against" not in check
    maya.send(check, "/check")

    assert (only_idea(db).call_id, only_idea(db).stance) == (None, None)


def test_nobody_is_asked_on_behalf_of_a_call_that_has_closed(
    db: Session, sign_in: SignIn, people: Cast, call: Call
) -> None:
    maya = sign_in(people.maya)
    page = up_to_stance(maya, call)
    call.closes_on = clock.today() - timedelta(days=1)
    db.commit()

    for address in (maya.send(page, "/stance"), maya.get(page.response.url.path, expect=303)):
        contact = maya.follow(address)
        assert "Step 4 of 5" in contact
    check = maya.follow(maya.send(contact, "/contact"))
    assert "This call has closed since you began" in check
    maya.send(check, "/check")

    assert (only_idea(db).call_id, only_idea(db).stance) == (None, None)


def test_the_choice_comes_as_data_in_plain_words(db: Session, site: Site, people: Cast, call: Call) -> None:
    chosen = an_idea(db, people.maya, call_id=call.id, stance=Stance.NEITHER)
    asked_nothing = an_idea(db, people.ben, "Another thing")
    db.commit()

    rows = {row["id"]: row["stance"] for row in site.get("/ideas.json").response.json()["items"]}
    assert rows == {chosen.id: "neither or both", asked_nothing.id: None}
    assert '"neither or both"' in site.get("/ideas.csv").response.text
    assert site.get(f"/ideas/{chosen.id}.json").response.json()["stance"] == "neither or both"
    assert site.get(f"/calls/{call.id}.json").response.json()["proposition"] == ASKED
    assert all(f"<code>{stance}</code>" in site.get("/data").html for stance in Stance)


def test_maya_changes_her_choice_while_she_may_and_what_stood_there_stays_readable(
    db: Session, sign_in: SignIn, site: Site, people: Cast, call: Call
) -> None:
    idea, maya = an_idea(db, people.maya, call_id=call.id, stance=Stance.FOR), sign_in(people.maya)
    db.commit()
    form = maya.get(f"/ideas/{idea.id}/edit")
    assert f"{WHICH} “{ASKED}”" in form

    page = maya.follow(maya.send(form, "/edit", stance="against"))

    assert "Its author changed their choice" in page and "Against it" in page
    kinds = db.exec(select(Event.kind).where(Event.idea_id == idea.id).order_by(col(Event.id).desc())).all()
    assert kinds[0] == "idea.stance_changed" and "idea.edited" not in kinds
    assert db.exec(select(Revision)).one().stance == "for"
    versions = site.get(f"/ideas/{idea.id}/versions").text
    assert versions.index("Against it") < versions.index("For it")
    items = site.get(f"/ideas/{idea.id}/versions.json").response.json()["items"]
    assert [item["stance"] for item in items] == ["against", "for"]


def test_a_change_of_words_and_choice_is_one_change(
    db: Session, sign_in: SignIn, people: Cast, call: Call
) -> None:
    idea, maya = an_idea(db, people.maya, call_id=call.id, stance=Stance.FOR), sign_in(people.maya)
    db.commit()

    refused = maya.send(maya.get(f"/ideas/{idea.id}/edit"), "/edit", stance="", expect=422)
    assert "Choose whether you are for or against it." in refused
    for key in ("one", "one", "two"):
        maya.send(refused, "/edit", title="Other words", stance="neither or both", form_key=key)

    events = db.exec(select(Event).where(Event.idea_id == idea.id, col(Event.kind).startswith("idea."))).all()
    assert [event.kind for event in events] == ["idea.received", "idea.proposed", "idea.edited"]
    db.expire_all()
    assert db.get_one(Idea, idea.id).stance is Stance.NEITHER


def test_an_idea_of_a_call_that_asks_nothing_is_changed_as_before(
    db: Session, sign_in: SignIn, people: Cast
) -> None:
    idea, maya = an_idea(db, people.maya), sign_in(people.maya)
    db.commit()

    maya.send(maya.get(f"/ideas/{idea.id}/edit"), "/edit", title="Other words", stance="for")

    db.expire_all()
    assert db.get_one(Idea, idea.id).stance is None


def test_ruth_asks_for_or_against_until_the_first_idea_has_come(
    db: Session, sign_in: SignIn, people: Cast, call: Call
) -> None:
    ruth = sign_in(people.ruth)
    edit = ruth.get(f"/calls/{call.id}/edit")
    assert "It cannot change once the first idea has come" in edit and "readonly" not in edit.html
    ruth.send(edit, "/edit", proposition="We should close Mill Lane.")
    db.refresh(call)
    assert call.proposition == "We should close Mill Lane."
    stale = ruth.get(f"/calls/{call.id}/edit")
    an_idea(db, people.maya, call_id=call.id, stance=Stance.FOR)
    db.commit()

    refused = ruth.send(stale, "/edit", proposition="We should open it.", summary="Kept as typed", expect=422)

    assert "it stays as it was asked: “We should close Mill Lane.”" in refused and "Kept as typed" in refused
    assert 'id="field-proposition-error"' in refused.html and "readonly" not in refused.html
    fixed = ruth.get(f"/calls/{call.id}/edit")
    assert "It can no longer change: people have answered just this." in fixed and " readonly" in fixed.html
    ruth.send(fixed, "/edit", summary="About the school run.")
    db.refresh(call)
    assert (call.proposition, call.summary) == ("We should close Mill Lane.", "About the school run.")


def test_people_who_were_not_asked_are_not_asked_afterwards(
    db: Session, sign_in: SignIn, people: Cast
) -> None:
    call, ruth = a_call(db, people), sign_in(people.ruth)
    an_idea(db, people.maya, call_id=call.id)
    db.commit()

    page = ruth.get(f"/calls/{call.id}/edit")
    assert "people have answered this call and were not asked" in page
    assert "were not asked this, so it stays empty" in ruth.send(page, "/edit", proposition=ASKED, expect=422)
    db.refresh(call)
    assert call.proposition == ""


@pytest.mark.parametrize(("length", "status"), [(calls.PROPOSITION_LIMIT, 303), (calls.PROPOSITION_LIMIT + 1, 422)])
def test_what_is_asked_is_one_sentence(
    db: Session, sign_in: SignIn, people: Cast, call: Call, length: int, status: int
) -> None:
    ruth = sign_in(people.ruth)
    page = ruth.send(ruth.get(f"/calls/{call.id}/edit"), "/edit", proposition="x" * length, expect=status)
    assert ("Use 160 characters or fewer. You have written 161." in page) == (status == 422)


def test_a_proposition_is_never_markup(db: Session, site: Site, people: Cast, call: Call) -> None:
    call.proposition = "<b>Close</b> “it” & \"that\" <script>alert(1)</script>"
    db.commit()
    idea = an_idea(db, people.maya, call_id=call.id, stance=Stance.FOR)
    db.commit()

    for page in (site.get(f"/calls/{call.id}"), site.get(f"/ideas/{idea.id}"), up_to_stance(site, call)):
        assert "<b>Close" not in page.html and "<script>alert" not in page.html
