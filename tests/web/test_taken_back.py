"""What somebody took back is gone: no address shows a stranger a word of it."""

from collections.abc import Callable

import pytest
from sqlmodel import Session
from starlette.routing import Route

from models import ideas, publishing, revisions, subscriptions
from models.accounts import Account
from models.comments import Comment
from models.ideas import Idea
from tests.cast import Cast
from tests.page import Site
from tests.said import BODY, TITLE, a_comment, an_idea
from web.routes import ALL

SignIn = Callable[[Account], Site]
WORDS = (TITLE, "My mother missed two", "My dad has no mobile", "Text them a week before", "My dad has none")
OF_AN_IDEA = [
    route.path.replace("{format:str}", ending)
    for route in ALL
    if isinstance(route, Route) and "{idea_id" in route.path and "GET" in (route.methods or ())
    for ending in (("html", "json", "csv", "atom") if "{format:str}" in route.path else ("",))
]


def taken_back(db: Session, people: Cast) -> tuple[Idea, Comment]:
    """Maya changed her idea, Ben wrote about it and follows it, then she took it back."""
    idea = an_idea(db, people.maya, "Text them a week before")
    revisions.edit_idea(db, idea, title=TITLE, body=BODY + " Please.", by=people.maya)
    comment = a_comment(db, idea, people.tom, "My dad has none.")
    revisions.edit_comment(db, comment, body="My dad has no mobile.", by=people.tom)
    subscriptions.follow(db, people.ben, idea_id=idea.id)
    assert publishing.withdraw(db, idea, by=people.maya)
    db.commit()
    return idea, comment


def says_nothing(site: Site, path: str) -> None:
    response = site.client.get(path)
    assert response.status_code < 500
    assert [words for words in WORDS if words in response.text] == [], f"{path} shows words"


@pytest.mark.parametrize("path", OF_AN_IDEA)
def test_a_stranger_reads_no_word_of_it(
    path: str, db: Session, people: Cast, site: Site, sign_in: SignIn
) -> None:
    idea, comment = taken_back(db, people)

    for stranger in (site, sign_in(people.ben)):
        for asked in ("", f"?comment={comment.id}"):
            says_nothing(stranger, path.replace("{idea_id:int}", str(idea.id)) + asked)


def test_nor_among_what_they_follow_or_where_they_reply(db: Session, people: Cast, sign_in: SignIn) -> None:
    idea, comment = taken_back(db, people)
    ben = sign_in(people.ben)

    for path in ("/account/follows", f"/comments/{comment.id}/reply", f"/comments/{comment.id}/history",
                 f"/comments/{comment.id}/report", f"/where/{idea.reference}", f"/find?q={idea.reference}"):
        says_nothing(ben, path)


def test_its_author_and_a_moderator_still_read_it(db: Session, people: Cast, sign_in: SignIn) -> None:
    idea, _ = taken_back(db, people)

    for account in (people.maya, people.dev):
        assert TITLE in sign_in(account).get(f"/ideas/{idea.id}/versions")
        assert db.exec(ideas.visible_to(account).where(Idea.id == idea.id)).first() is not None
