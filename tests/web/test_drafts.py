"""Proposing an idea, one question a page, in a browser without JavaScript."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session, col, func, select

from models import calls, clock, ideas, publishing, sign_ins
from models.accounts import Account
from models.calls import Call
from models.drafts import Draft
from models.ideas import Idea
from models.improvements import Improvement
from models.sign_ins import SignIn
from models.statuses import CallState, Kind
from models.subscriptions import Subscription
from tests.cast import Cast
from tests.page import Page, Site

TITLE = "A bench at the bus stop"
TODAY = "People stand in the rain."
BETTER = "People sit under a roof."


@pytest.fixture
def call(db: Session) -> Call:
    made = Call(question="How can waiting be shorter?", can_change="x", cannot_change="y", decides="z",
                answer_by=clock.today(), state=CallState.OPEN)
    db.add(made)
    db.commit()
    return made


def up_to_check(site: Site, *, title: str = TITLE, path: str = "/ideas/new", today: str = TODAY) -> Page:
    """Everything answered up to the page that is looked at before sending; signed in or not."""
    page = site.follow(site.send(site.get(path), "/ideas/new", title=title))
    page = site.get(page.html.split("button")[1].split('href="')[1].split('"')[0])
    page = site.follow(site.send(page, "/details", today=today, better=BETTER, place="Mill Lane"))
    fields = page.form("/contact")["fields"]
    known = {} if "email" not in fields else {"email": "lena@example.org", "name": "Lena Fox"}
    return site.follow(site.send(page, "/contact", **known))


def proposed(db: Session, author: Account, title: str) -> Idea:
    idea = ideas.receive(db, title=title, body="It would help.", author=author)
    ideas.propose(db, idea)
    db.commit()
    return idea


def count(db: Session, table: type[Idea] | type[Draft] | type[SignIn]) -> int:
    db.expire_all()
    return db.exec(select(func.count(col(table.id)))).one()


def only_idea(db: Session) -> Idea:
    db.expire_all()
    return db.exec(select(Idea)).one()


def test_somebody_unknown_proposes_and_confirms_by_the_link(db: Session, site: Site) -> None:
    page = up_to_check(site)
    assert TITLE in page and TODAY in page and "Mill Lane" in page and "Lena Fox" in page

    sent = site.follow(site.send(page, "/check"))

    idea = only_idea(db)
    assert "Check your e-mail" in sent and idea.reference in sent and "lena@example.org" in sent
    site.get(f"/ideas/{idea.id}", expect=404)
    token = db.exec(select(SignIn)).one().token
    assert token not in sent.html
    told = site.follow(site.send(site.get(f"/sign-in/{token}"), "/sign-in/"))
    assert "Your idea is published" in told and TITLE in told
    assert only_idea(db).body == f"{TODAY}\n\n{BETTER}"


def test_the_code_on_the_last_page_confirms_too(db: Session, site: Site) -> None:
    sent = site.follow(site.send(up_to_check(site), "/check"))

    answer = site.send(sent, "/sign-in/code?", code=db.exec(select(SignIn)).one().code)

    assert answer.response.headers["location"] == f"/ideas/{only_idea(db).id}?done=proposed"
    assert "Your idea is published" in site.get(sent.response.url.path)


def test_the_last_page_sends_another_mail_for_the_same_idea(db: Session, site: Site) -> None:
    sent = site.follow(site.send(up_to_check(site), "/check"))
    site.send(sent, "/renewal")

    rows = db.exec(select(SignIn)).all()
    assert len(rows) == 2 and len({row.idea_id for row in rows}) == 1


def test_maya_signed_in_publishes_at_once(db: Session, sign_in: Callable[[Account], Site], people: Cast) -> None:
    site = sign_in(people.maya)
    page = up_to_check(site)
    assert "Maya Okafor" in page and "maya@example.org" in page

    told = site.follow(site.send(page, "/check"))

    idea = only_idea(db)
    assert "Your idea is published" in told and idea.published and idea.author_id == people.maya.id
    assert db.exec(select(Subscription)).one().idea_id == idea.id


def test_similar_ideas_come_before_the_details(db: Session, site: Site, people: Cast) -> None:
    other = proposed(db, people.maya, "Benches at every bus stop")

    page = site.follow(site.send(site.get("/ideas/new"), "/ideas/new", title=TITLE))

    assert "We found one idea like yours" in page
    assert page.html.index(f'href="/ideas/{other.id}"') < page.html.index("Go on with mine")


def test_it_says_so_when_nothing_is_similar(site: Site) -> None:
    page = site.follow(site.send(site.get("/ideas/new"), "/ideas/new", title=TITLE))

    assert "Nobody has said this yet" in page and "Go on with mine" in page


@pytest.mark.parametrize(("typed", "sentence"), [
    ("", "Enter a title for your idea."), ("  \n ", "Enter a title for your idea."),
    ("\u200b\u200b\u2060\u00ad\u200d", "Enter a title for your idea."), ("Hm", "at least 5 characters"),
    ("x" * 121, "Use 120 characters or fewer. You have written 121."),
    ("x" * 200_000, "Use 120 characters or fewer. You have written 200,000."),
])
def test_a_title_that_cannot_be_taken(db: Session, site: Site, typed: str, sentence: str) -> None:
    page = site.send(site.get("/ideas/new"), "/ideas/new", title=typed, expect=422)

    assert sentence in page and page.title.startswith("Error:") and 'href="#field-title"' in page.html
    assert count(db, Draft) == 0


@pytest.mark.parametrize(("today", "better", "place", "sentence"), [
    ("", BETTER, "", "Enter what happens today."), (TODAY, "", "", "Enter what would be better."),
    ("\u2060" * 40, BETTER, "", "Enter what happens today."), ("Bad.", BETTER, "", "at least 10 characters"),
    ("x" * 5000, BETTER, "", "Use 4,999 characters or fewer. You have written 5,000."),
    (TODAY, BETTER, "p" * 101, "Use 100 characters or fewer. You have written 101."),
])
def test_details_that_cannot_be_taken_are_given_back(
    db: Session, site: Site, today: str, better: str, place: str, sentence: str
) -> None:
    site.send(site.get("/ideas/new"), "/ideas/new", title=TITLE)
    path = f"/ideas/drafts/{db.exec(select(Draft)).one().key}/details"

    page = site.send(site.get(path), "/details", today=today, better=better, place=place, expect=422)

    assert sentence in page
    fields = page.form("/details")["fields"]
    assert (fields["today"].strip(), fields["better"].strip(), fields["place"]) == (today, better, place)


@pytest.mark.parametrize(("typed", "sentence"), [
    ({"email": "", "name": "Lena"}, "Enter your e-mail address."),
    ({"email": "lena", "name": "Lena"}, "Enter an e-mail address like"),
    ({"email": "lena@example.org", "name": ""}, "Enter your name, or tick"),
    ({"email": "lena@example.org", "name": "\u200b\u2060"}, "Enter your name, or tick"),
    ({"email": "lena@example.org", "name": "Lena \u202efox"}, "turn the direction"),
    ({"email": "lena@example.org", "name": "x" * 81}, "Use 80 characters or fewer. You have written 81."),
])
def test_contact_that_cannot_be_taken_is_given_back(
    db: Session, site: Site, typed: dict[str, str], sentence: str
) -> None:
    site.send(site.get("/ideas/new"), "/ideas/new", title=TITLE)
    path = f"/ideas/drafts/{db.exec(select(Draft)).one().key}/contact"

    page = site.send(site.get(path), "/contact", expect=422, **typed)

    assert sentence in page and {k: page.form("/contact")["fields"][k] for k in typed} == typed


def test_a_private_name_need_not_be_given(db: Session, site: Site) -> None:
    page = up_to_check(site)
    contact = site.get(page.response.url.path.replace("check", "contact"))

    page = site.follow(site.send(contact, "/contact", name="", private="yes"))
    assert "A member of the public" in page
    site.send(page, "/check")

    assert only_idea(db).author_private


def test_change_leads_back_to_the_check_and_keeps_the_rest(site: Site) -> None:
    page = up_to_check(site)
    path = page.response.url.path

    changes = (("title", "title", "Two benches at the stop"), ("details", "better", "A roof, please, soon."))
    for step, name, new in changes:
        form = site.get(path.replace("check", step))
        answer = site.send(form, f"/{step}", **{name: new})
        assert answer.response.headers["location"] == path
    page = site.get(path)
    assert "Two benches at the stop" in page and "A roof, please, soon." in page and TODAY in page


def test_going_back_to_the_first_page_changes_the_title_of_the_same_draft(db: Session, site: Site) -> None:
    first = site.get("/ideas/new")
    one = site.send(first, "/ideas/new", title=TITLE)
    other = site.send(first, "/ideas/new", title="Two benches at the stop")

    assert one.response.headers["location"] == other.response.headers["location"]
    assert db.exec(select(Draft)).one().title == "Two benches at the stop"


def test_a_change_made_with_the_back_button_is_kept(site: Site) -> None:
    page = up_to_check(site)
    details = site.get(page.response.url.path.replace("check", "details"))

    for better in ("A roof, please, soon.", "A roof, please, by May."):
        page = site.follow(site.send(details, "/details", better=better))
        assert better in page


def test_sending_twice_going_back_and_sending_again_make_one_idea(db: Session, site: Site) -> None:
    page = up_to_check(site)
    answers = [site.send(page, "/check"), site.send(page, "/check"),
               site.send(page, "/check", form_key="another")]

    assert len({answer.response.headers["location"] for answer in answers}) == 1
    assert count(db, Idea) == count(db, SignIn) == 1
    for step in ("title", "similar", "details", "contact", "check"):
        back = site.get(page.response.url.path.replace("check", step), expect=303)
        assert back.response.headers["location"].endswith("/sent")


def test_maya_sending_twice_is_led_to_her_one_idea(
    db: Session, sign_in: Callable[[Account], Site], people: Cast
) -> None:
    site = sign_in(people.maya)
    page = up_to_check(site)
    for key in ("one", "one", "two"):
        site.follow(site.send(page, "/check", form_key=key))

    assert count(db, Idea) == 1


def test_no_question_can_be_left_out(db: Session, site: Site) -> None:
    site.send(site.get("/ideas/new"), "/ideas/new", title=TITLE)
    key = db.exec(select(Draft)).one().key

    draft = f"/ideas/drafts/{key}"
    early = [site.get(f"{draft}/check", expect=303), site.post(f"{draft}/check"), site.get(f"{draft}/sent", expect=303)]
    for page in early:
        assert page.response.headers["location"] == f"{draft}/details"
    assert count(db, Idea) == 0


@pytest.mark.parametrize("key", ["unknown", "x" * 24, "x" * 3000, "%00", "é", "..%2f..%2fetc"])
def test_an_unknown_draft_does_not_exist(site: Site, key: str) -> None:
    for step in ("title", "similar", "details", "improvement", "contact", "check", "sent"):
        site.get(f"/ideas/drafts/{key}/{step}", expect=404)
    for step in ("title", "details", "improvement", "contact", "check"):
        site.post(f"/ideas/drafts/{key}/{step}", expect=404)


def test_an_old_draft_does_not_exist(db: Session, site: Site) -> None:
    page = up_to_check(site)
    db.exec(select(Draft)).one().begun_at = clock.now() - timedelta(days=15)
    db.commit()

    site.get(page.response.url.path, expect=404)


def test_mayas_draft_is_mayas_alone(db: Session, sign_in: Callable[[Account], Site], site: Site, people: Cast) -> None:
    path = up_to_check(sign_in(people.maya)).response.url.path

    sign_in(people.ben).get(path, expect=404)
    sign_in(people.anna).post(path, expect=404)
    assert site.get(path, expect=303).response.headers["location"].startswith("/sign-in?next=%2Fideas%2Fdrafts")
    assert count(db, Idea) == 0


def test_an_address_cannot_choose_the_key_of_somebodys_draft(db: Session, site: Site) -> None:
    chosen = "a" * 24
    site.send(site.get(f"/ideas/new?key={chosen}"), "/ideas/new", title=TITLE)

    assert db.exec(select(Draft)).one().key != chosen


def test_who_signs_in_on_the_way_goes_on_signed_in(
    db: Session, site: Site, sign_in: Callable[[Account], Site], people: Cast
) -> None:
    path = up_to_check(site).response.url.path
    maya = sign_in(people.maya)

    maya.send(maya.get(path), "/check")

    assert only_idea(db).author_id == people.maya.id and only_idea(db).published


def test_an_address_that_has_an_account_waits_for_its_owner(db: Session, site: Site, people: Cast) -> None:
    page = up_to_check(site)
    contact = site.get(page.response.url.path.replace("check", "contact"))
    page = site.follow(site.send(contact, "/contact", email="MAYA@example.org", name="Not Maya"))
    sent = site.follow(site.send(page, "/check"))

    assert "Check your e-mail" in sent
    idea = only_idea(db)
    assert not idea.published and idea.author_id == people.maya.id and people.maya.name == "Maya Okafor"


def test_private_details_are_shown_before_sending(db: Session, site: Site) -> None:
    page = up_to_check(site, today="Ring me on 07700 900123, I wait every day <b>there</b>.")

    assert "“<bdi>07700 900123</bdi>” looks like a telephone number" in page
    assert "<mark>07700 900123</mark>" in page.html and "&lt;b&gt;there&lt;/b&gt;" in page.html
    site.send(page, "/check")
    assert "07700 900123" in only_idea(db).body


def test_a_harmless_text_is_not_marked(site: Site) -> None:
    page = up_to_check(site)

    assert "<mark>" not in page.html and "looks like" not in page


def test_what_is_typed_is_shown_as_it_was_typed(db: Session, site: Site) -> None:
    odd = "<script>alert(1)</script> {{ 7*7 }} “ünï” \u202eabc\u202c 💡 =1+1 %s \\ ' \""
    page = up_to_check(site, title=odd, today=odd + "\n\n" + odd)
    site.send(page, "/check")

    assert "<script>alert" not in page.html
    assert only_idea(db).title == odd and only_idea(db).body.startswith(odd + "\n\n" + odd)


def test_an_idea_for_a_call_says_which(db: Session, site: Site, call: Call) -> None:
    page = site.get(f"/ideas/new?call={call.id}")
    assert call.question in page

    site.send(up_to_check(site, path=f"/ideas/new?call={call.id}"), "/check")
    assert only_idea(db).call_id == call.id


@pytest.mark.parametrize("asked", ["0", "-1", "999999", "99999999999", "x", "1' OR 1=1"])
def test_a_call_that_there_is_not(site: Site, call: Call, asked: str) -> None:
    site.get("/ideas/new", expect=404, params={"call": asked})


def test_a_call_that_is_a_draft_does_not_exist_for_others(db: Session, site: Site, call: Call) -> None:
    call.state = CallState.DRAFT
    db.commit()

    site.get(f"/ideas/new?call={call.id}", expect=404)


def test_a_closed_call_takes_no_ideas_and_says_so(db: Session, site: Site, call: Call, people: Cast) -> None:
    page = site.get(f"/ideas/new?call={call.id}")
    calls.close(db, call, by=people.ruth)
    db.commit()

    assert "takes no more ideas" in site.get(f"/ideas/new?call={call.id}", expect=409)
    refused = site.send(page, "/ideas/new", title=TITLE, expect=409)
    assert "takes no more ideas" in refused and f'value="{TITLE}"' in refused.html
    site.send(refused, "/ideas/new")
    assert db.exec(select(Draft)).one().call_id is None


def test_a_call_that_closes_on_the_way_loses_nothing(db: Session, site: Site, call: Call, people: Cast) -> None:
    page = up_to_check(site, path=f"/ideas/new?call={call.id}")
    calls.close(db, call, by=people.ruth)
    db.commit()

    refused = site.send(page, "/check", expect=409)
    assert "This call has closed since you began" in refused and TODAY in refused
    assert count(db, Idea) == 0
    site.send(refused, "/check")
    assert only_idea(db).call_id is None


def test_tom_proposes_an_improvement(db: Session, sign_in: Callable[[Account], Site], people: Cast) -> None:
    site = sign_in(people.tom)
    page = site.follow(site.send(site.get("/ideas/new?kind=improvement"), "/ideas/new", title=TITLE))
    page = site.get(page.response.url.path.replace("similar", "details"))
    page = site.follow(site.send(page, "/details", today=TODAY, better=BETTER))
    assert "How would you try it?" in page

    refused = site.send(page, "/improvement", small_test="One ward, one week.", expect=422)
    assert "Choose one of the answers." in refused and "One ward, one week." in refused
    page = site.follow(site.send(refused, "/improvement", waste="motion"))
    page = site.follow(site.send(page, "/contact"))
    assert "One ward, one week." in page and "Walking, reaching, clicking too much" in page
    site.follow(site.send(page, "/check"))

    assert only_idea(db).kind == Kind.IMPROVEMENT
    assert db.exec(select(Improvement)).one().small_test == "One ward, one week."


def test_an_improvement_is_for_staff(site: Site, sign_in: Callable[[Account], Site], people: Cast) -> None:
    site.get("/ideas/new?kind=improvement", expect=303)
    sign_in(people.maya).get("/ideas/new?kind=improvement", expect=404)
    sign_in(people.maya).post("/ideas/new?kind=improvement", {"title": TITLE}, expect=404)
    assert "improvement" in sign_in(people.ruth).get("/ideas/new?kind=improvement")


def test_a_kind_that_there_is_not_is_an_idea(db: Session, site: Site) -> None:
    site.send(site.get("/ideas/new?kind=x"), "/ideas/new", title=TITLE)

    assert db.exec(select(Draft)).one().kind == Kind.IDEA


def test_the_eleventh_idea_of_an_address_has_to_wait_and_is_kept(db: Session, site: Site, people: Cast) -> None:
    for n in range(10):
        site.send(up_to_check(site, title=f"Bench number {n}"), "/check")
    page = up_to_check(site)

    site.send(page, "/check", expect=429)

    assert count(db, Idea) == 10
    assert TITLE in site.get(page.response.url.path)


def test_those_who_type_mayas_address_do_not_stop_maya(
    db: Session, site: Site, sign_in: Callable[[Account], Site], people: Cast
) -> None:
    maya = sign_in(people.maya)
    page = up_to_check(maya)
    for _ in range(10):
        contact = site.get(up_to_check(site).response.url.path.replace("check", "contact"))
        site.send(site.follow(site.send(contact, "/contact", email=people.maya.email)), "/check")

    maya.send(page, "/check")
    assert count(db, Idea) == 11


def test_reading_the_pages_stores_nothing_and_sets_no_cookie(db: Session, site: Site) -> None:
    page = site.get("/ideas/new")

    assert "set-cookie" not in page.response.headers and count(db, Draft) == 0


def test_publishing_needs_the_mail_and_not_only_the_key(db: Session, site: Site) -> None:
    sent = site.follow(site.send(up_to_check(site), "/check"))
    idea = only_idea(db)

    site.post(f"/ideas/{idea.id}/publication")
    assert not only_idea(db).published
    sign_in = sign_ins.for_idea(db, idea.id)
    assert sign_in is not None and sign_in.code not in sent.html and sign_in.token not in sent.html
    assert publishing.waits_for_author(idea)
