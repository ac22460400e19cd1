"""Reporting, and what moderators do with it."""

from collections.abc import Callable

import pytest
from sqlmodel import Session, select

from models import comments, flags, limits
from models.accounts import Account
from models.comments import Comment
from models.flags import Flag
from models.ideas import Idea
from models.statuses import MailChoice
from tests import scenes
from tests.cast import Cast
from tests.page import Site
from tests.said import an_idea, hidden

SignIn = Callable[[Account], Site]
Said = tuple[Idea, Comment]
Jobs = Callable[[str], list[object]]


@pytest.fixture
def said(db: Session, people: Cast) -> tuple[Idea, Comment]:
    idea = scenes.idea(db, people.maya)
    comment = comments.write(db, idea, body="Sack them all", by=people.ben)
    db.commit()
    return idea, comment


def test_anybody_reports_an_idea(db: Session, site: Site, said: Said) -> None:
    idea, _ = said
    page = site.get(f"/ideas/{idea.id}/report")
    assert scenes.PASSAGE in page

    wrong = site.send(page, "/report", expect=422, note="It names my neighbour")
    assert "Choose what is wrong with it." in wrong
    assert "It names my neighbour" in wrong
    done = site.send(page, "/report", concern="private", note="It names my neighbour")

    assert done.response.headers["location"].startswith(f"/ideas/{idea.id}?done=reported")
    flag = db.exec(select(Flag)).one()
    assert (flag.by_id, flag.comment_id, flag.note) == (None, None, "It names my neighbour")


def test_a_comment_is_reported_by_itself(db: Session, sign_in: SignIn, people: Cast, said: Said) -> None:
    _, comment = said
    maya = sign_in(people.maya)
    page = maya.get(f"/comments/{comment.id}/report")
    assert "Sack them all" in page
    maya.get("/comments/4711/report", expect=404)

    for _ in range(2):
        maya.post(page.form("/report")["action"], {"concern": "abuse", "note": ""})

    flag = db.exec(select(Flag)).one()
    assert (flag.by_id, flag.comment_id) == (people.maya.id, comment.id)


def test_what_cannot_be_seen_cannot_be_reported(db: Session, site: Site, people: Cast, said: Said) -> None:
    _idea, comment = said
    other = scenes.idea(db, people.ben)
    db.commit()

    site.get("/ideas/4711/report", expect=404)
    site.get(f"/ideas/{other.id}/report?comment={comment.id}", expect=404)
    site.post(f"/ideas/{other.id}/report?comment={comment.id}", {"concern": "spam"}, expect=404)


def test_the_address_to_report_a_comment_tells_nothing_of_what_is_hidden(
    db: Session, site: Site, people: Cast, said: Said
) -> None:
    idea, comment = said
    site.get(f"/comments/{comment.id}/report")

    hidden(db, idea, people, comment)
    db.commit()
    site.get(f"/comments/{comment.id}/report", expect=404)
    other = scenes.idea(db, people.maya)
    on_hidden = comments.write(db, other, body="Here", by=people.ben)
    hidden(db, other, people)
    db.commit()
    site.get(f"/comments/{on_hidden.id}/report", expect=404)


def test_reports_are_limited(site: Site, said: Said) -> None:
    idea, _ = said
    for _ in range(limits.FLAGS_OF_ADDRESS.most):
        site.post(f"/ideas/{idea.id}/report", {"concern": "spam"})

    refused = site.post(f"/ideas/{idea.id}/report", {"concern": "spam"}, expect=429)
    assert int(refused.response.headers["retry-after"]) > 0


def test_moderation_does_not_exist_for_others(site: Site, sign_in: SignIn, people: Cast, said: Said) -> None:
    idea, _ = said
    for path in ("/moderation", f"/moderation/ideas/{idea.id}"):
        assert "/sign-in" in site.get(path, expect=303).response.headers["location"]
        for person in (people.maya, people.ben, people.tom, people.ruth):
            sign_in(person).get(path, expect=404)
    sign_in(people.ruth).post(f"/moderation/ideas/{idea.id}", {"wanted": "hide", "reason": "Because I can"}, expect=404)


def test_dev_hides_and_shows_an_idea_again(
    db: Session, site: Site, sign_in: SignIn, people: Cast, said: Said, deferred: Jobs
) -> None:
    idea, _ = said
    dev = sign_in(people.dev)
    assert "Nothing to decide" in dev.get("/moderation")
    site.post(f"/ideas/{idea.id}/report", {"concern": "private", "note": "My neighbour"})
    before = len(deferred("notify"))
    assert "It gives away somebody’s private details" in dev.get("/moderation")

    page = dev.get(f"/moderation/ideas/{idea.id}")
    assert "My neighbour" in page
    assert "Enter the reason" in dev.send(page, "/moderation/", expect=422, wanted="hide")
    done = dev.send(page, "/moderation/", wanted="hide", reason="It names a neighbour.")
    assert "the author is told" in dev.follow(done)
    site.get(f"/ideas/{idea.id}", expect=410)
    sign_in(people.ben).get(f"/ideas/{idea.id}", expect=410)
    assert "It names a neighbour." in sign_in(people.maya).get(f"/ideas/{idea.id}")
    assert len(deferred("notify")) == before + 1

    again = dev.get(f"/moderation/ideas/{idea.id}")
    dev.send(again, "/moderation/", wanted="restore", reason="The name is gone.")
    site.get(f"/ideas/{idea.id}")
    assert "The name is gone." in dev.get("/moderation")


def test_the_list_shows_what_was_reported_and_what_people_wrote_beside_it(
    site: Site, sign_in: SignIn, people: Cast, said: Said
) -> None:
    idea, comment = said
    for number in range(flags.NOTES_SHOWN + 1):
        note = f"It names neighbour {number}"
        site.post(f"/ideas/{idea.id}/report", {"concern": "private", "note": note})
    site.post(f"/ideas/{idea.id}/report?comment={comment.id}", {"concern": "spam", "note": ""})

    page = sign_in(people.dev).get("/moderation")

    assert f"<bdi>{idea.title}</bdi>" in page.html
    assert "It names neighbour 0" in page and f"It names neighbour {flags.NOTES_SHOWN - 1}" in page
    assert f"It names neighbour {flags.NOTES_SHOWN}" not in page
    assert page.html.count("A report says:") == flags.NOTES_SHOWN


def test_dev_keeps_a_comment_and_the_reports_are_settled(
    db: Session, sign_in: SignIn, site: Site, people: Cast, said: Said
) -> None:
    idea, comment = said
    site.post(f"/ideas/{idea.id}/report?comment={comment.id}", {"concern": "abuse"})
    dev = sign_in(people.dev)
    page = dev.get(f"/moderation/ideas/{idea.id}?comment={comment.id}")

    done = dev.send(page, "/moderation/", wanted="keep", reason="It is an opinion.")

    assert "The reports are settled" in dev.follow(done)
    assert "No report waits." in dev.get("/moderation")
    assert "Sack them all" in site.get(f"/ideas/{idea.id}")


def test_a_hidden_comment_is_gone_for_others(
    db: Session, sign_in: SignIn, site: Site, people: Cast, said: Said
) -> None:
    idea, comment = said
    where = f"/moderation/ideas/{idea.id}?comment={comment.id}"
    sign_in(people.dev).post(where, {"wanted": "hide", "reason": "It is abuse."})

    assert "Sack them all" not in site.get(f"/ideas/{idea.id}")
    db.expire_all()
    assert (comment.hidden_at is not None, idea.comments_count) == (True, 0)


@pytest.mark.parametrize(("choice", "says"), [
    (MailChoice.AT_ONCE, "and the author is told."),
    (MailChoice.DAILY, "The author is told in their next mail"),
    (MailChoice.WEEKLY, "The author is told in their next mail"),
    (MailChoice.NEVER, "so they are not told."),
])
def test_dev_is_told_whether_the_author_hears_of_it(
    choice: MailChoice, says: str, db: Session, sign_in: SignIn, people: Cast, said: Said
) -> None:
    idea, comment = said
    people.ben.mail_choice = choice
    db.commit()
    dev = sign_in(people.dev)

    done = dev.send(dev.get(f"/moderation/ideas/{idea.id}?comment={comment.id}"), "/moderation", wanted="hide",
                    reason="It is abuse.")
    assert says in dev.follow(done)


def test_dev_is_told_that_an_idea_from_elsewhere_has_nobody_to_tell(
    db: Session, sign_in: SignIn, people: Cast
) -> None:
    imported = an_idea(db, None)
    db.commit()
    dev = sign_in(people.dev)

    done = dev.send(dev.get(f"/moderation/ideas/{imported.id}"), "/moderation", wanted="hide", reason="It is spam.")
    assert "so nobody is told." in dev.follow(done)
