"""An author takes a comment back: its words are gone for others, what was replied stays, and moderators know."""

from collections.abc import Callable

import pytest
from sqlmodel import Session, col, select

from jobs import notify
from models import checks, comments, decisions, mails, revisions
from models.accounts import Account
from models.comments import Comment
from models.decisions import DecisionKind
from models.history import Event
from models.ideas import Idea
from tests.cast import Cast
from tests.page import Site
from tests.said import a_comment, an_idea, hidden

SignIn = Callable[[Account], Site]
WORDS = "My dad has no mobile."
BEFORE = "He is on 07700 900123."
REPLY = "Neither has mine."


@pytest.fixture
def idea(db: Session, people: Cast) -> Idea:
    return an_idea(db, people.maya)


@pytest.fixture
def comment(db: Session, people: Cast, idea: Idea) -> Comment:
    """Ben’s comment, which he changed, with Tom’s reply under it."""
    made = a_comment(db, idea, people.ben, BEFORE)
    revisions.edit_comment(db, made, body=WORDS, by=people.ben)
    a_comment(db, idea, people.tom, REPLY, under=made)
    db.commit()
    return made


def kinds(db: Session) -> list[str]:
    return list(db.exec(select(Event.kind).where(Event.kind == "comment.withdrawn")).all())


def counted(db: Session, idea: Idea) -> int:
    """How many comments are counted, and rightly."""
    db.refresh(idea)
    assert [rule.wrong for rule in checks.all_of(db) if rule.name == "comments counted on an idea"] == [0]
    return idea.comments_count


def test_ben_takes_his_comment_back_and_the_reply_stays(
    db: Session, site: Site, sign_in: SignIn, people: Cast, idea: Idea, comment: Comment
) -> None:
    assert WORDS in site.get(f"/ideas/{idea.id}") and counted(db, idea) == 2
    ben = sign_in(people.ben)
    page = ben.get(f"/ideas/{idea.id}")
    assert f'href="/comments/{comment.id}/withdrawal"' in page.html

    told = ben.follow(ben.send(ben.get(f"/comments/{comment.id}/withdrawal"), "/withdrawal"))

    assert "Your comment is taken back." in told and "Only you and the moderators can still read it." in told
    assert WORDS in told and f'href="/comments/{comment.id}/edit"' not in told.html
    for reader in (site, sign_in(people.maya), sign_in(people.tom)):
        shown = reader.get(f"/ideas/{idea.id}")
        assert WORDS not in shown and REPLY in shown and "Its author took this comment back" in shown
        assert "1 comment" in shown
    assert kinds(db) == ["comment.withdrawn"] and counted(db, idea) == 1


def test_no_address_of_it_shows_others_a_word(
    db: Session, site: Site, sign_in: SignIn, people: Cast, idea: Idea, comment: Comment
) -> None:
    addresses = [f"/comments/{comment.id}/history", *(f"/ideas/{idea.id}/comments.{one}" for one in ("json", "csv"))]
    assert all(WORDS in site.get(address).html for address in addresses), "there is something to take back"
    comments.withdraw(db, comment, by=people.ben)
    db.commit()

    for reader in (site, sign_in(people.maya)):
        for gone in ("", "/history", "/report"):
            reader.get(f"/comments/{comment.id}{gone}", expect=404)
        for ending in ("json", "csv", "atom"):
            data = reader.get(f"/ideas/{idea.id}/comments.{ending}").html
            assert WORDS not in data and BEFORE not in data and REPLY in data
    maya = sign_in(people.maya)
    maya.get(f"/comments/{comment.id}/reply", expect=404)
    maya.post(f"/comments/{comment.id}/useful", {"wanted": "yes"}, expect=404)
    assert WORDS in sign_in(people.dev).get(f"/ideas/{idea.id}")
    decide = sign_in(people.dev).get(f"/moderation/ideas/{idea.id}?comment={comment.id}")
    assert "Its author took it back" in decide and "Everyone can see it" not in decide


def test_nobody_takes_back_what_somebody_else_wrote(
    db: Session, site: Site, sign_in: SignIn, people: Cast, idea: Idea, comment: Comment
) -> None:
    address = f"/comments/{comment.id}/withdrawal"
    for stranger in (people.maya, people.tom, people.ruth, people.dev, people.anna):
        visitor = sign_in(stranger)
        visitor.get(address, expect=404)
        visitor.post(address, expect=404)
        assert address not in visitor.get(f"/ideas/{idea.id}").html
    assert "/sign-in" in site.post(address).response.headers["location"]
    assert kinds(db) == [] and comment.withdrawn_at is None


def test_taking_it_back_twice_is_the_same_as_once_and_it_cannot_be_changed_after(
    db: Session, sign_in: SignIn, people: Cast, idea: Idea, comment: Comment
) -> None:
    ben = sign_in(people.ben)
    for _ in range(2):
        ben.post(f"/comments/{comment.id}/withdrawal")
    ben.post(f"/comments/{comment.id}", {"body": "And yet."}, expect=422)

    db.expire_all()
    assert kinds(db) == ["comment.withdrawn"] and counted(db, idea) == 1 and comment.body == WORDS
    assert "You have taken it back" in ben.get(f"/comments/{comment.id}/withdrawal")


@pytest.mark.parametrize("hidden_first", [True, False])
def test_what_is_hidden_and_taken_back_is_counted_once_and_stays_gone_when_it_is_restored(
    hidden_first: bool, db: Session, site: Site, people: Cast, idea: Idea, comment: Comment
) -> None:
    acts = [lambda: hidden(db, idea, people, comment), lambda: comments.withdraw(db, comment, by=people.ben)]
    for act in acts if hidden_first else reversed(acts):
        act()
        assert counted(db, idea) == 1

    decisions.decide(db, DecisionKind.RESTORE, idea, comment, reason="It is fair.", by=people.dev)
    db.commit()

    assert counted(db, idea) == 1 and WORDS not in site.get(f"/ideas/{idea.id}")
    notify.notify(db, db.exec(select(Event.id).where(Event.kind == "comment.restored")).one())
    mail = db.exec(mails.newest()).first()
    assert mail is not None and "Everyone can see it again" not in mail.text


def test_nobody_is_mailed_a_comment_that_was_taken_back(
    db: Session, people: Cast, idea: Idea, comment: Comment
) -> None:
    written = select(Event.id).where(Event.kind == "comment.written", col(Event.comment_id) != comment.id)
    reply = db.exec(select(Comment).where(Comment.body == REPLY)).one()
    comments.withdraw(db, reply, by=people.tom)

    notify.notify(db, db.exec(written).one())
    assert db.exec(mails.newest()).all() == []
