"""Proposing an idea, one question a page, in a browser without JavaScript."""

from collections.abc import Callable

from sqlmodel import Session, select

from models import sign_ins
from models.accounts import Account
from models.drafts import Draft
from models.ideas import Idea
from models.improvements import Improvement
from models.languages import Language
from models.sign_ins import SignIn
from models.statuses import Kind
from models.subscriptions import Subscription
from tests.cast import Cast
from tests.page import Site
from tests.proposing import BETTER, TITLE, TODAY, count, only_idea, proposed, up_to_check


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


def test_maya_signed_in_chooses_the_language_of_our_answers_with_her_idea(
    db: Session, sign_in: Callable[[Account], Site], people: Cast
) -> None:
    site = sign_in(people.maya)
    page = up_to_check(site)
    assert "We answer in English" in page
    asked = site.get(page.response.url.path.replace("/check", "/contact"))
    assert "In which language should we answer you?" in asked
    wrong = site.send(asked, "/contact", language="xx", expect=422)
    assert "Choose one of these languages." in wrong
    again = site.follow(site.send(asked, "/contact", language="cy"))
    assert "We answer in Cymraeg" in again

    site.send(again, "/check")

    db.refresh(people.maya)
    assert people.maya.language == Language.WELSH


def test_a_page_that_did_not_ask_for_a_language_changes_none(
    db: Session, sign_in: Callable[[Account], Site], people: Cast
) -> None:
    people.maya.language = Language.WELSH
    db.commit()
    site = sign_in(people.maya)
    contact = up_to_check(site).response.url.path.replace("/check", "/contact")

    page = site.follow(site.post(contact, {"private": ""}))
    site.send(page, "/check")

    db.refresh(people.maya)
    assert "We answer in Cymraeg" in page and people.maya.language == Language.WELSH


def test_similar_ideas_come_before_the_details(db: Session, site: Site, people: Cast) -> None:
    other = proposed(db, people.maya, "Benches at every bus stop")

    page = site.follow(site.send(site.get("/ideas/new"), "/ideas/new", title=TITLE))

    assert "This idea may be like yours" in page
    assert page.html.index(f'href="/ideas/{other.id}"') < page.html.index("Go on with mine")


def test_it_says_so_when_nothing_is_similar(site: Site) -> None:
    page = site.follow(site.send(site.get("/ideas/new"), "/ideas/new", title=TITLE))

    assert "We found no idea with the same words" in page and "Go on with mine" in page


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


def test_tom_proposes_an_improvement(db: Session, sign_in: Callable[[Account], Site], people: Cast) -> None:
    site = sign_in(people.tom)
    page = site.follow(site.send(site.get("/ideas/new?kind=improvement"), "/ideas/new", title=TITLE))
    page = site.get(page.response.url.path.replace("similar", "details"))
    page = site.follow(site.send(page, "/details", today=TODAY, better=BETTER))
    assert "How would you try it?" in page

    refused = site.send(page, "/improvement", small_test="One ward, one week.", expect=422)
    assert "Choose which waste it removes." in refused and "One ward, one week." in refused
    page = site.follow(site.send(refused, "/improvement", waste="motion"))
    page = site.follow(site.send(page, "/contact"))
    assert "One ward, one week." in page and "Walking, reaching, clicking too much" in page
    assert "Your improvement is published as soon as" in page and "Your idea" not in page
    site.follow(site.send(page, "/check"))

    assert only_idea(db).kind == Kind.IMPROVEMENT
    assert db.exec(select(Improvement)).one().small_test == "One ward, one week."


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
    assert idea.waits_for_author


def test_an_idea_has_no_page_for_improvements(site: Site) -> None:
    check = up_to_check(site)
    key = check.html.split("/ideas/drafts/")[1].split("/")[0]

    site.get(f"/ideas/drafts/{key}/improvement", expect=404)
    site.post(f"/ideas/drafts/{key}/improvement", {"waste": "waiting", "small_test": "One week."}, expect=404)


def test_an_improvement_is_asked_for_in_words_of_its_own(
    people: Cast, sign_in: Callable[[Account], Site]
) -> None:
    tom = sign_in(people.tom)
    first = tom.get("/ideas/new?kind=improvement")
    assert "dressing drawers" in first and "appointment letters" not in first
    assert "appointment letters" in tom.get("/ideas/new")

    similar = tom.follow(tom.send(first, "/ideas/new", title="Label the drawers"))
    details = tom.get(similar.response.url.path.replace("similar", "details"))
    assert "Your improvement:" in details and "Your idea:" not in details
