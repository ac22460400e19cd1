"""The name beside an idea is the one its author agreed to, and no other page, list, feed or mail gives away more."""

from collections.abc import Callable

import pytest
from sqlmodel import Session, col, select

from jobs import audiences, notify
from models import mails, subscriptions
from models.accounts import Account
from models.history import Event
from models.ideas import Idea
from models.sign_ins import SignIn
from tests import scenes
from tests.cast import Cast
from tests.page import Page, Site
from tests.proposing import only_idea, up_to_check
from tests.said import a_comment, an_idea
from web import routes

Browser = Callable[[Account], Site]
LISTS = sorted({route.path for route in routes.ALL if route.path.endswith(".{format:str}")})
DESK = ("/desk", "/desk/promises", "/desk/changes", "/desk/ideas")


@pytest.fixture
def unnamed(db: Session, people: Cast) -> Idea:
    """Maya’s idea without her name, in a call, a theme and an answer, with a comment of her own that Tom follows."""
    call = scenes.call(db, people)
    idea = an_idea(db, people.maya, private=True, call_id=call.id)
    theme = scenes.theme(db, call.id)
    scenes.grouped(db, theme, idea)
    subscriptions.follow(db, people.tom, idea_id=idea.id)
    a_comment(db, idea, people.maya, "It happened to me twice.")
    scenes.published(db, people, theme=theme)
    db.commit()
    return idea


def test_no_list_in_any_format_gives_away_a_name_that_is_kept_private(site: Site, people: Cast, unnamed: Idea) -> None:
    for path in LISTS:
        for ending in ("html", "json", "csv", "atom"):
            address = path.replace("{idea_id:int}", str(unnamed.id)).replace("{format:str}", ending)
            page = Page(site.client.get(address + "?q=text"))
            assert page.status == 200 and people.maya.name not in page.html, address


def test_no_page_gives_it_away_to_anybody_who_reads(
    db: Session, site: Site, sign_in: Browser, people: Cast, unnamed: Idea
) -> None:
    idea, comment = f"/ideas/{unnamed.id}", f"/comments/{_comment_of(db)}"
    public = [idea, f"{idea}.json", f"{idea}/report", f"/where/{unnamed.reference}", f"/calls/{unnamed.call_id}",
              f"/themes/{unnamed.theme_id}", f"{comment}/history", f"{comment}/report", "/"]
    desk = [*DESK, f"/desk/ideas/{unnamed.id}", f"/desk/themes/{unnamed.theme_id}"]
    readers = [(site, public), (sign_in(people.ben), [*public, f"{comment}/reply"]),
               (sign_in(people.ruth), [*public, *desk]),
               (sign_in(people.dev), [*public, "/moderation", f"/moderation{idea}"])]
    for reader, addresses in readers:
        for address in addresses:
            assert people.maya.name not in reader.get(address).html, address


def test_no_mail_gives_it_away_to_those_who_follow(db: Session, people: Cast, unnamed: Idea) -> None:
    for event in db.exec(select(Event).where(col(Event.kind).in_(audiences.KINDS))).all():
        notify.notify(db, event.id)

    told = db.exec(mails.newest().where(mails.Mail.to == people.tom.email)).all()
    assert told
    assert not [mail for mail in told if people.maya.name in mail.text + mail.html + mail.subject]


def test_maya_comments_below_as_the_person_who_proposed_it(
    db: Session, site: Site, sign_in: Browser, people: Cast, unnamed: Idea
) -> None:
    maya, ben = sign_in(people.maya), sign_in(people.ben)
    a_comment(db, unnamed, people.ben)
    other = an_idea(db, people.ben)
    a_comment(db, other, people.maya)
    db.commit()

    form = maya.get(f"/ideas/{unnamed.id}")
    assert "it carries “The person who proposed this”" in form
    assert "it carries “The person who proposed this”" not in ben.get(f"/ideas/{unnamed.id}")
    assert "The person who proposed this" in site.get(f"/ideas/{unnamed.id}")
    assert "Reply to the person who proposed this" in ben.get(f"/comments/{_comment_of(db)}/reply")
    items = site.get(f"/ideas/{unnamed.id}/comments.json").response.json()["items"]
    assert [item["author"] for item in items] == [None, None]
    assert people.maya.name in site.get(f"/ideas/{other.id}")


def test_what_the_check_page_shows_is_what_is_published(db: Session, site: Site, people: Cast) -> None:
    checked = _signed_as(site, "Mystery Person")
    assert "Mystery Person" in checked and people.maya.name not in checked
    site.send(checked, "/check")

    link = site.get(f"/sign-in/{db.exec(select(SignIn)).one().token}")
    assert "It is signed Mystery Person" in link
    site.send(link, "/sign-in/")

    idea = only_idea(db)
    for address in (f"/ideas/{idea.id}", f"/ideas/{idea.id}.json", "/ideas.json", "/ideas.csv"):
        page = site.client.get(address).text.split("<main")[-1]
        assert "Mystery Person" in page and people.maya.name not in page, address


def test_the_check_page_is_the_same_for_an_address_with_and_without_an_account(site: Site, people: Cast) -> None:
    known, unknown = _signed_as(site, "Somebody"), _signed_as(site, "Somebody", email="nobody@example.org")

    def told(page: Page) -> str:
        return page.text.replace("nobody@example.org", people.maya.email)

    assert told(known) == told(unknown)


def test_an_idea_sent_with_the_accounts_own_name_changes_with_it(db: Session, site: Site, people: Cast) -> None:
    site.send(_signed_as(site, people.maya.name), "/check")
    site.send(site.get(f"/sign-in/{db.exec(select(SignIn)).one().token}"), "/sign-in/")
    site.send(site.get("/account"), "/account", name="M. Okafor")

    assert site.get(f"/ideas/{only_idea(db).id}.json").response.json()["author"] == "M. Okafor"


def test_who_keeps_their_name_private_stays_private_whatever_was_typed(db: Session, site: Site, people: Cast) -> None:
    site.send(_signed_as(site, "Ben Sharma", email=people.ben.email), "/check")
    site.send(site.get(f"/sign-in/{db.exec(select(SignIn)).one().token}"), "/sign-in/")

    assert site.get(f"/ideas/{only_idea(db).id}.json").response.json()["author"] is None


def test_of_staff_who_keep_their_name_private_only_that_they_are_staff_is_told(
    db: Session, site: Site, sign_in: Browser, people: Cast, unnamed: Idea
) -> None:
    theirs = an_idea(db, people.tom, "Label the ward dressings", private=True)
    people.ruth.private = True
    a_comment(db, unnamed, people.ruth, "We heard this too.")
    a_comment(db, theirs, people.tom, "It costs ten minutes a day.")
    scenes.grouped(db, scenes.theme(db, None), theirs)
    db.commit()

    readers = [(site, [f"/ideas/{theirs.id}", f"/ideas/{theirs.id}.json", f"/ideas/{theirs.id}/comments.csv", "/ideas",
                       "/ideas.csv", "/ideas.atom", f"/comments/{_comment_of(db)}/history"]),
               (sign_in(people.ben), [f"/comments/{_comment_of(db)}/reply", f"/ideas/{theirs.id}/report"]),
               (sign_in(people.anna), [f"/desk/ideas/{theirs.id}", f"/desk/themes/{theirs.theme_id}"])]
    for reader, addresses in readers:
        for address in addresses:
            page = reader.client.get(address).text.split("<main")[-1]
            assert f"Staff, {people.team.name}" not in page and "Tom" not in page, address
    assert "A member of staff" in site.get(f"/ideas/{theirs.id}")
    assert "We heard this too." in site.get(f"/ideas/{unnamed.id}")
    assert "Answers here" not in site.get(f"/ideas/{unnamed.id}")


def test_the_form_says_what_others_will_see_of_tom(sign_in: Browser, people: Cast) -> None:
    tom = sign_in(people.tom)
    checked = up_to_check(tom)
    contact = tom.get(checked.response.url.path.replace("check", "contact"))

    for page in (checked, contact):
        assert "Tom Hargreaves (Staff, Outpatients team)" in page
    assert "signed “A member of staff”, and nobody sees your team" in contact
    unsigned = tom.follow(tom.send(contact, "/contact", private="yes"))
    assert "A member of staff" in unsigned and "Outpatients team" not in unsigned.html.split("<main")[-1]


def _signed_as(site: Site, name: str, *, email: str = "maya@example.org") -> Page:
    """The check page of somebody who is not signed in and gave this name and address."""
    contact = site.get(up_to_check(site).response.url.path.replace("check", "contact"))
    return site.follow(site.send(contact, "/contact", name=name, email=email))


def _comment_of(db: Session) -> int:
    return db.exec(select(Event.comment_id).where(Event.kind == "comment.written")).first() or 0
