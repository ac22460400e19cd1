"""What one account may send in a minute, whatever it is: one limit, in one place."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlmodel import Session, select

from models import clock, limits
from models.accounts import Account
from models.limits import WRITES_OF_ACCOUNT
from models.revisions import Revision
from tests.cast import Cast
from tests.page import Site
from tests.said import a_comment, an_idea
from web import routes
from web.kit import guards

SignIn = Callable[[Account], Site]
WHO = {guards.members: "ben", guards.policy: "ruth", guards.moderators: "dev", guards.administrators: "anna"}
FORMS = [route for route in routes.ALL if "POST" in (route.methods or ()) and getattr(route, "guard", None) in WHO]


@pytest.fixture(autouse=True)
def one_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that stands still, so that no window turns on the way."""
    stopped = datetime.now(UTC)
    monkeypatch.setattr(clock, "now", lambda: stopped)


def used_up(db: Session, person: Account) -> None:
    for _ in range(WRITES_OF_ACCOUNT.most):
        limits.seconds_to_wait(db, WRITES_OF_ACCOUNT, str(person.id))
    db.commit()


def test_ben_changes_his_comment_sixty_times_in_a_minute_and_not_once_more(
    db: Session, people: Cast, sign_in: SignIn
) -> None:
    comment = a_comment(db, an_idea(db, people.maya), people.ben)
    db.commit()
    ben, address = sign_in(people.ben), f"/comments/{comment.id}"

    for number in range(WRITES_OF_ACCOUNT.most):
        ben.post(address, {"body": f"Version {number}"})
    refused = ben.post(address, {"body": "One too many"}, expect=429)

    assert "Please wait a moment" in refused and "One too many" in refused
    assert len(db.exec(select(Revision)).all()) == WRITES_OF_ACCOUNT.most


def test_another_browser_of_ben_shares_his_limit_and_maya_has_her_own(
    db: Session, people: Cast, sign_in: SignIn
) -> None:
    idea = an_idea(db, people.tom)
    db.commit()
    used_up(db, people.ben)

    for _ in range(2):
        sign_in(people.ben).post(f"/ideas/{idea.id}/support", {"wanted": "yes"}, expect=429)
    sign_in(people.maya).post(f"/ideas/{idea.id}/support", {"wanted": "yes"})


@pytest.mark.parametrize("route", FORMS, ids=lambda route: route.path)
def test_no_form_for_those_who_are_signed_in_is_without_the_limit(
    db: Session, people: Cast, sign_in: SignIn, route: object
) -> None:
    person = people.everyone()[WHO[route.guard]]  # type: ignore[attr-defined]
    path = re.sub(r"{\w+(:int)?}", "1", route.path)  # type: ignore[attr-defined]
    used_up(db, person)

    sign_in(person).post(path, expect=429)


def test_a_stranger_to_the_desk_learns_nothing_from_the_limit(db: Session, people: Cast, sign_in: SignIn) -> None:
    used_up(db, people.ben)

    sign_in(people.ben).post("/desk/groupings", expect=404)
