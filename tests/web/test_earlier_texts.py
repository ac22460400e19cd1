"""What was edited out can be taken off the page too: by its author, or by a moderator with a reason."""

from collections.abc import Callable

import pytest
from sqlmodel import Session, select

from jobs import notify
from models import mails, revisions
from models.accounts import Account
from models.comments import Comment
from models.decisions import Decision
from models.history import Event
from models.ideas import Idea
from models.revisions import Revision
from tests.cast import Cast
from tests.page import Site
from tests.said import a_comment, an_idea, hidden, received

SignIn = Callable[[Account], Site]
NUMBER = "07700 900123"
FORMATS = ("", ".json", ".csv", ".atom")


@pytest.fixture
def idea(db: Session, people: Cast) -> Idea:
    """Maya’s idea, from which she took a telephone number."""
    made = an_idea(db, people.maya, title="Ring people back", body=f"Ring me on {NUMBER}.")
    revisions.edit_idea(db, made, title="Ring everybody back", body="Ring me.", by=people.maya)
    db.commit()
    return made


@pytest.fixture
def comment(db: Session, people: Cast, idea: Idea) -> Comment:
    """Ben’s comment, from which he took the same number."""
    made = a_comment(db, idea, people.ben, f"He is on {NUMBER}.")
    revisions.edit_comment(db, made, body="He is on the telephone.", by=people.ben)
    db.commit()
    return made


def kinds(db: Session) -> list[str]:
    return [event.kind for event in db.exec(select(Event).where(Event.kind.startswith("version."))).all()]  # type: ignore[attr-defined]


def earlier(db: Session, of: Idea | Comment) -> int:
    rows = revisions.of_idea(of) if isinstance(of, Idea) else revisions.of_comment(of)
    return db.exec(rows).one().id


def test_maya_takes_back_what_her_idea_said_before(
    db: Session, site: Site, sign_in: SignIn, people: Cast, idea: Idea
) -> None:
    address = f"/ideas/{idea.id}/versions"
    for ending in FORMATS:
        assert NUMBER in site.get(address + ending).html, "there is something to take back"
    maya = sign_in(people.maya)

    told = maya.follow(maya.send(maya.get(address), "/withdrawal"))

    assert "That earlier text is taken back" in told and "Only you and the moderators can still read it" in told
    assert "Take this text back" not in told
    for ending in FORMATS:
        assert NUMBER not in site.get(address + ending).html and NUMBER not in sign_in(people.ben).get(address + ending)
    assert "Its author took this text back" in site.get(address) and "Ring everybody back" in site.get(address)
    assert NUMBER in sign_in(people.dev).get(address)
    decide = sign_in(people.dev).get(f"/moderation/ideas/{idea.id}?version={earlier(db, idea)}")
    assert "Its author took it back" in decide and "Everyone can see it" not in decide
    maya.post(f"/versions/{earlier(db, idea)}/withdrawal")
    assert kinds(db) == ["version.withdrawn"]


def test_ben_takes_back_what_his_comment_said_before(
    db: Session, site: Site, sign_in: SignIn, people: Cast, comment: Comment
) -> None:
    address = f"/comments/{comment.id}/history"
    ben = sign_in(people.ben)

    ben.follow(ben.send(ben.get(address), "/withdrawal"))

    assert NUMBER in ben.get(address)
    assert NUMBER not in site.get(address) and NUMBER not in sign_in(people.maya).get(address)
    event = db.exec(select(Event).where(Event.kind == "version.withdrawn")).one()
    assert (event.by_id, event.idea_id, event.comment_id) == (people.ben.id, comment.idea_id, comment.id)


def test_nobody_takes_back_what_somebody_else_said(
    db: Session, site: Site, sign_in: SignIn, people: Cast, idea: Idea, comment: Comment
) -> None:
    for stranger in (people.tom, people.ruth, people.dev, people.anna):
        for of in (idea, comment):
            sign_in(stranger).post(f"/versions/{earlier(db, of)}/withdrawal", expect=404)
        assert "Take this text back" not in sign_in(stranger).get(f"/ideas/{idea.id}/versions")
    sign_in(people.ben).post(f"/versions/{earlier(db, idea)}/withdrawal", expect=404)
    sign_in(people.maya).post(f"/versions/{earlier(db, comment)}/withdrawal", expect=404)
    sign_in(people.maya).post("/versions/99999/withdrawal", expect=404)
    assert "/sign-in" in site.post(f"/versions/{earlier(db, idea)}/withdrawal").response.headers["location"]
    assert kinds(db) == []


@pytest.mark.parametrize("what", ["idea", "comment"])
def test_dev_hides_one_earlier_text_and_its_author_is_told_why(
    db: Session, site: Site, sign_in: SignIn, people: Cast, idea: Idea, comment: Comment, what: str
) -> None:
    address = f"/ideas/{idea.id}/versions" if what == "idea" else f"/comments/{comment.id}/history"
    author = people.maya if what == "idea" else people.ben
    dev = sign_in(people.dev)
    link = dev.get(address).html.split('href="/moderation/')[1].split('"')[0].replace("&amp;", "&")
    decide = dev.get(f"/moderation/{link}")
    assert NUMBER in decide and "as it was until" in decide

    page = dev.follow(dev.send(decide, "/moderation", wanted="hide", reason="It is somebody’s number."))

    assert "an earlier text of" in page and NUMBER in sign_in(author).get(address)
    for ending in FORMATS if what == "idea" else ("",):
        assert NUMBER not in site.get(address + ending)
    assert "A moderator hid this text" in site.get(address)
    assert site.get(f"/ideas/{idea.id}") and idea.hidden_at is None
    decision = db.exec(select(Decision)).one()
    assert (decision.revision_id, decision.reason) == (
        earlier(db, idea if what == "idea" else comment), "It is somebody’s number.")
    notify.notify(db, db.exec(select(Event.id).where(Event.kind == "version.hidden")).one())
    [mail] = db.exec(mails.newest()).all()
    assert mail.to == author.email and "It is somebody’s number." in mail.text and NUMBER not in mail.text


def test_dev_shows_an_earlier_text_again_and_a_second_click_tells_nobody(
    db: Session, site: Site, sign_in: SignIn, people: Cast, idea: Idea
) -> None:
    dev, address = sign_in(people.dev), f"/moderation/ideas/{idea.id}?version={earlier(db, idea)}"

    for wanted in ("hide", "hide", "restore", "keep"):
        dev.post(address, {"wanted": wanted, "reason": "It is somebody’s number."})

    assert kinds(db) == ["version.hidden", "version.restored", "version.kept"]
    assert NUMBER in site.get(f"/ideas/{idea.id}/versions")


def test_a_reason_about_an_earlier_text_is_not_taken_for_the_reason_of_the_whole(
    db: Session, sign_in: SignIn, people: Cast, idea: Idea
) -> None:
    hidden(db, idea, people, reason="It names a nurse.")
    db.commit()
    dev = sign_in(people.dev)
    dev.post(f"/moderation/ideas/{idea.id}?version={earlier(db, idea)}", {"wanted": "hide", "reason": "A number."})

    page = sign_in(people.maya).get(f"/ideas/{idea.id}")

    assert "It names a nurse." in page and "A number." not in page


def test_an_earlier_text_is_decided_about_only_where_it_belongs(
    db: Session, sign_in: SignIn, people: Cast, idea: Idea, comment: Comment
) -> None:
    other = an_idea(db, people.tom)
    db.commit()
    dev = sign_in(people.dev)

    for address in (f"/moderation/ideas/{other.id}?version={earlier(db, idea)}",
                    f"/moderation/ideas/{idea.id}?version={earlier(db, comment)}",
                    f"/moderation/ideas/{idea.id}?comment={comment.id}&version={earlier(db, idea)}"):
        dev.get(address, expect=404)
    sign_in(people.ruth).get(f"/moderation/ideas/{idea.id}?version={earlier(db, idea)}", expect=404)
    assert db.exec(select(Revision)).all()


def test_who_takes_a_number_out_is_led_to_the_text_that_still_has_it(
    db: Session, site: Site, sign_in: SignIn, people: Cast
) -> None:
    idea = an_idea(db, people.maya, body=f"Ring me on {NUMBER}.")
    made = a_comment(db, idea, people.ben, f"He is on {NUMBER}.")
    db.commit()

    for person, path, part in ((people.maya, f"/ideas/{idea.id}/edit", "/edit"),
                               (people.ben, f"/comments/{made.id}/edit", f"/comments/{made.id}")):
        author = sign_in(person)
        page = author.follow(author.send(author.get(path), part, body="Ring me in the morning."))
        assert "Everyone can still read here what it said before" in page and NUMBER in page
        address = page.response.url.path
        assert NUMBER in site.get(address)
        author.send(page, "/withdrawal")
        assert NUMBER not in site.get(address)


def test_who_changes_other_words_goes_back_to_what_they_wrote(
    db: Session, sign_in: SignIn, people: Cast, idea: Idea, comment: Comment
) -> None:
    for person, path, part in ((people.maya, f"/ideas/{idea.id}/edit", "/edit"),
                               (people.ben, f"/comments/{comment.id}/edit", f"/comments/{comment.id}")):
        author = sign_in(person)
        done = author.send(author.get(path), part, body="Ring me in the morning.")
        assert "done=edited" in done.response.headers["location"]
        assert "private" not in done.response.headers["location"]


def test_a_number_taken_out_before_anybody_saw_it_leads_nowhere(db: Session, sign_in: SignIn, people: Cast) -> None:
    waiting = received(db, people.maya, body=f"Ring me on {NUMBER}.")
    db.commit()
    maya = sign_in(people.maya)

    done = maya.send(maya.get(f"/ideas/{waiting.id}/edit"), "/edit", body="Ring me in the morning.")
    assert "done=edited" in done.response.headers["location"]
    assert "private" not in done.response.headers["location"]
