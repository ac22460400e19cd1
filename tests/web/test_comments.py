"""Talking about an idea, with and without htmx."""

from collections.abc import Callable
from datetime import timedelta

from sqlmodel import Session, select

from models import clock, subscriptions
from models.accounts import Account
from models.comments import BODY_LIMIT, EDIT_MINUTES, Comment
from models.limits import COMMENTS_OF_ACCOUNT
from models.statuses import Status
from tests.cast import Cast
from tests.page import Site
from tests.said import a_comment, an_idea, hidden, received

SignIn = Callable[[Account], Site]
HTMX = {"hx_request": "true", "hx_request_type": "partial"}


def all_comments(db: Session) -> list[Comment]:
    db.expire_all()
    return list(db.exec(select(Comment).order_by(Comment.id)).all())  # type: ignore[arg-type]


def test_ben_comments_without_javascript(db: Session, people: Cast, sign_in: SignIn) -> None:
    idea = an_idea(db, people.maya)
    db.commit()
    ben = sign_in(people.ben)

    answer = ben.send(ben.get(f"/ideas/{idea.id}"), "/comments", body="My dad has no mobile.")

    page = ben.follow(answer)
    assert "My dad has no mobile." in page and "Your comment is on the page." in page and "1 comment" in page
    assert answer.response.headers["location"].endswith(f"#comment-{all_comments(db)[0].id}")


def test_ben_comments_with_htmx(db: Session, people: Cast, sign_in: SignIn) -> None:
    idea = an_idea(db, people.maya)
    db.commit()

    part = sign_in(people.ben).post(f"/ideas/{idea.id}/comments", {"body": "My dad has no mobile."}, expect=200, **HTMX)

    assert "<html" not in part.html and part.html.count('id="discussion"') == 1
    assert "My dad has no mobile." in part and "Your comment is on the page." in part
    assert all_comments(db)[0].body == "My dad has no mobile."


def test_a_double_click_stores_one_comment(db: Session, people: Cast, sign_in: SignIn) -> None:
    idea = an_idea(db, people.maya)
    db.commit()
    ben = sign_in(people.ben)
    page = ben.get(f"/ideas/{idea.id}")

    places = [ben.send(page, "/comments", body="Twice").response.headers["location"] for _ in range(2)]

    assert len(all_comments(db)) == 1
    assert places[0] == places[1]


def test_wrong_words_are_kept_and_a_sentence_says_what_to_do(db: Session, people: Cast, sign_in: SignIn) -> None:
    idea = an_idea(db, people.maya)
    db.commit()
    ben = sign_in(people.ben)
    long = "word " * (BODY_LIMIT // 4)

    page = ben.post(f"/ideas/{idea.id}/comments", {"body": long}, expect=422)
    assert long.strip() in page.html and "Use 5,000 characters or fewer." in page and 'aria-invalid="true"' in page.html
    for typed in ("", "   ", "\u200b\u2060"):
        assert "Enter your comment." in ben.post(f"/ideas/{idea.id}/comments", {"body": typed}, expect=422)
    part = ben.post(f"/ideas/{idea.id}/comments", {"body": ""}, expect=422, **HTMX)
    assert "Enter your comment." in part and part.html.count('id="comment-form"') == 1 and "<html" not in part.html
    assert all_comments(db) == []


def test_nobody_unknown_comments(db: Session, people: Cast, site: Site) -> None:
    idea = an_idea(db, people.maya)
    db.commit()

    page = site.post(f"/ideas/{idea.id}/comments", {"body": "Hello"}, expect=401)
    assert "Hello" in page and page.form("/sign-in")
    assert site.post(f"/ideas/{idea.id}/comments", {"body": "x"}, expect=204, **HTMX).response.headers["hx-redirect"]
    assert all_comments(db) == []


def test_ideas_that_take_no_comments(db: Session, people: Cast, sign_in: SignIn) -> None:
    private, away, joined = received(db, people.maya), an_idea(db, people.maya), an_idea(db, people.maya)
    hidden(db, away, people)
    joined.status = Status.JOINED
    db.commit()
    ben = sign_in(people.ben)

    ben.post(f"/ideas/{private.id}/comments", {"body": "Hello"}, expect=404)
    ben.post(f"/ideas/{away.id}/comments", {"body": "Hello"}, expect=404)
    page = ben.post(f"/ideas/{joined.id}/comments", {"body": "Kept words"}, expect=422)
    assert "Nobody can comment" in page and "Kept words" in page
    assert "comment-form" not in sign_in(people.maya).get(f"/ideas/{private.id}").html
    assert all_comments(db) == []


def test_a_reply_stands_under_what_it_replies_to_one_level_deep(db: Session, people: Cast, sign_in: SignIn) -> None:
    idea = an_idea(db, people.maya)
    first = a_comment(db, idea, people.ben)
    db.commit()
    tom = sign_in(people.tom)

    tom.follow(tom.send(tom.get(f"/comments/{first.id}/reply"), "/comments", body="We could ring him."))
    reply = all_comments(db)[1]
    tom.send(tom.get(f"/comments/{reply.id}/reply"), "/comments", body="Every Monday.")

    assert [comment.parent_id for comment in all_comments(db)] == [None, first.id, first.id]
    page = tom.get(f"/ideas/{idea.id}")
    assert (
        page.html.index("My dad has no mobile") < page.html.index("We could ring him") < page.html.index("Every Monday")
    )
    assert page.html.count('<ol class="replies">') == 1 and "Staff, Outpatients team" in page


def test_a_wrong_reply_keeps_its_words(db: Session, people: Cast, sign_in: SignIn) -> None:
    idea = an_idea(db, people.maya)
    first = a_comment(db, idea, people.ben)
    db.commit()

    page = sign_in(people.tom).post(
        f"/ideas/{idea.id}/comments", {"body": "x" * 6000, "parent": str(first.id)}, expect=422
    )
    assert "x" * 6000 in page.html and "My dad has no mobile." in page and "Reply to" in page


def test_a_reply_needs_a_comment_of_this_idea_that_can_be_seen(db: Session, people: Cast, sign_in: SignIn) -> None:
    idea, other = an_idea(db, people.maya), an_idea(db, people.maya)
    elsewhere, away = a_comment(db, other, people.ben), a_comment(db, idea, people.ben)
    hidden(db, idea, people, away)
    db.commit()
    tom = sign_in(people.tom)

    for parent in (elsewhere.id, away.id, 999999, "x", "-1", "9" * 30):
        tom.post(f"/ideas/{idea.id}/comments", {"body": "Hello", "parent": str(parent)}, expect=404)
    tom.get(f"/comments/{away.id}/reply", expect=404)


def test_a_hidden_comment_leaves_a_place_and_the_reason(
    db: Session, people: Cast, site: Site, sign_in: SignIn
) -> None:
    idea = an_idea(db, people.maya)
    comment = a_comment(db, idea, people.ben, "Nurse Joy is lazy")
    hidden(db, idea, people, comment, reason="It names a nurse.")
    db.commit()

    for stranger in (site, sign_in(people.maya), sign_in(people.tom)):
        page = stranger.get(f"/ideas/{idea.id}")
        assert "A moderator hid this comment" in page and "0 comments" in page
        assert "Nurse Joy" not in page and "The reason: It names a nurse." in page
        stranger.get(f"/comments/{comment.id}", expect=404)
        stranger.get(f"/comments/{comment.id}/history", expect=404)
    for reader in (people.ben, people.dev):
        page = sign_in(reader).get(f"/ideas/{idea.id}")
        assert "Nurse Joy is lazy" in page and "It names a nurse." in page
    assert site.get(f"/ideas/{idea.id}/comments.json").response.json()["items"] == []


def test_ben_changes_his_comment_and_what_it_said_stays_readable(
    db: Session, people: Cast, site: Site, sign_in: SignIn
) -> None:
    idea = an_idea(db, people.maya)
    comment = a_comment(db, idea, people.ben, "Frist words")
    db.commit()
    ben = sign_in(people.ben)

    page = ben.get(f"/comments/{comment.id}/edit")
    assert "Frist words" in page
    ben.follow(ben.send(page, f"/comments/{comment.id}", body="First words"))

    assert "First words" in site.get(f"/ideas/{idea.id}") and "changed" in site.get(f"/ideas/{idea.id}")
    assert "Frist words" in site.get(f"/comments/{comment.id}/history")


def test_only_its_author_changes_a_comment_and_only_for_a_while(
    db: Session, people: Cast, site: Site, sign_in: SignIn
) -> None:
    idea = an_idea(db, people.maya)
    comment = a_comment(db, idea, people.ben, "First words")
    db.commit()
    for stranger in (people.maya, people.dev, people.anna):
        sign_in(stranger).get(f"/comments/{comment.id}/edit", expect=404)
        sign_in(stranger).post(f"/comments/{comment.id}", {"body": "Mine now"}, expect=404)
    assert site.post(f"/comments/{comment.id}", {"body": "x"}, expect=401).form("/sign-in")
    comment.written_at = clock.now() - timedelta(minutes=EDIT_MINUTES + 1)
    db.add(comment)
    db.commit()

    ben = sign_in(people.ben)
    page = ben.post(f"/comments/{comment.id}", {"body": "Far too late"}, expect=422)
    assert "Far too late" in page.html and "That time is over" in page
    ben.get(f"/comments/{comment.id}/edit", expect=303)
    assert all_comments(db)[0].body == "First words"


def test_a_change_to_nothing_is_refused(db: Session, people: Cast, sign_in: SignIn) -> None:
    comment = a_comment(db, an_idea(db, people.maya), people.ben, "First words")
    db.commit()

    assert "Enter your comment." in sign_in(people.ben).post(f"/comments/{comment.id}", {"body": " "}, expect=422)


def test_useful_both_ways_with_and_without_htmx(db: Session, people: Cast, site: Site, sign_in: SignIn) -> None:
    idea = an_idea(db, people.maya)
    comment = a_comment(db, idea, people.ben)
    db.commit()
    tom = sign_in(people.tom)

    assert "You found it useful" in tom.follow(tom.post(f"/comments/{comment.id}/useful", {"wanted": "yes"}))
    tom.post(f"/comments/{comment.id}/useful", {"wanted": "yes"})
    assert "1 person finds it useful" in site.get(f"/ideas/{idea.id}")
    assert "Useful to you" in tom.get(f"/ideas/{idea.id}")
    part = tom.post(f"/comments/{comment.id}/useful", {"wanted": "no"}, expect=200, **HTMX)
    assert part.html.count(f'id="useful-{comment.id}"') == 1 and 'value="yes"' in part.html
    assert all_comments(db)[0].useful_count == 0


def test_a_hidden_comment_is_useful_to_nobody(db: Session, people: Cast, sign_in: SignIn) -> None:
    idea = an_idea(db, people.maya)
    comment = a_comment(db, idea, people.ben)
    hidden(db, idea, people, comment)
    db.commit()

    sign_in(people.ben).post(f"/comments/{comment.id}/useful", {"wanted": "yes"}, expect=404)


def test_following_is_chosen_when_commenting_never_given(db: Session, people: Cast, sign_in: SignIn) -> None:
    idea = an_idea(db, people.maya)
    db.commit()
    ben = sign_in(people.ben)

    ben.post(f"/ideas/{idea.id}/comments", {"body": "Only saying"})
    assert not subscriptions.follows(db, people.ben, idea.id)
    ben.post(f"/ideas/{idea.id}/comments", {"body": "Tell me", "follow": "yes"})
    db.expire_all()
    assert subscriptions.follows(db, people.ben, idea.id)


def test_too_many_comments_are_slowed_down_and_the_words_come_back(db: Session, people: Cast, sign_in: SignIn) -> None:
    idea = an_idea(db, people.maya)
    db.commit()
    ben = sign_in(people.ben)
    for n in range(COMMENTS_OF_ACCOUNT.most):
        ben.post(f"/ideas/{idea.id}/comments", {"body": f"Number {n}"})

    page = ben.post(f"/ideas/{idea.id}/comments", {"body": "One too many"}, expect=429)

    assert int(page.response.headers["retry-after"]) > 0 and "One too many" in page
    assert len(all_comments(db)) == COMMENTS_OF_ACCOUNT.most


def test_an_empty_comment_is_said_at_the_top_of_the_page(db: Session, people: Cast, sign_in: SignIn) -> None:
    idea = an_idea(db, people.maya)
    db.commit()

    page = sign_in(people.ben).post(f"/ideas/{idea.id}/comments", {"body": ""}, expect=422)

    assert page.title.startswith("Error: ") and page.html.count('id="error-summary"') == 1
    assert page.html.index('id="error-summary"') < page.html.index("<h1")
    assert 'href="#field-body"' in page.html and 'id="field-body"' in page.html
