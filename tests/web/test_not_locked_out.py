"""Nobody can keep somebody else from signing in by asking for mails in their name."""

from collections.abc import Callable

import pytest
from sqlmodel import Session, select

from jobs import mail_sign_in
from models import limits, mails
from models.limits import LimitCount
from models.mails import Mail
from tests.cast import Cast
from tests.page import SAME_SITE, Site
from tests.signing_in import MAYA, asked, is_signed_in, newest
from web.kit import devices, limiting


@pytest.fixture
def from_network(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Says where the next requests come from."""

    def comes_from(network: str) -> None:
        monkeypatch.setattr(limiting, "address_of", lambda request: limiting._hashed(network))

    return comes_from


def flood(site: Site, from_network: Callable[[str], None]) -> None:
    """Strangers everywhere ask for Maya's mails until nobody new may."""
    for network in range(limits.SIGN_IN_MAILS.most // limits.SIGN_INS_OF_EMAIL.most):
        from_network(f"stranger {network}")
        for _ in range(limits.SIGN_INS_OF_EMAIL.most):
            site.client.post("/sign-in", data={"email": MAYA}, headers=SAME_SITE, follow_redirects=False)
    from_network("one stranger more")
    site.post("/sign-in", {"email": MAYA}, expect=429)


def signed_in_once(db: Session, site: Site) -> None:
    asked(site)
    site.send(site.get(f"/sign-in/{newest(db).token}"), "/sign-in/")
    site.post("/sign-out")
    assert not is_signed_in(site)


def test_maya_signs_in_on_her_own_device_whatever_strangers_ask_for(
    db: Session, site: Site, people: Cast, from_network: Callable[[str], None]
) -> None:
    from_network("Maya's home")
    signed_in_once(db, site)
    hers = site.client.cookies.get(devices.name())
    site.client.cookies.clear()
    flood(site, from_network)
    site.client.cookies.set(devices.name(), hers or "")

    page = asked(site)
    mail_sign_in.mail_sign_in(db, newest(db).id)

    assert newest(db).code in db.exec(mails.newest().where(Mail.to == MAYA)).first().text  # type: ignore[union-attr]
    site.send(page, "/sign-in/code?", code=newest(db).code)
    assert is_signed_in(site)


def test_a_neighbour_in_her_network_does_not_use_up_mayas_mails(db: Session, site: Site, people: Cast) -> None:
    signed_in_once(db, site)
    hers = site.client.cookies.get(devices.name())
    site.client.cookies.clear()
    for _ in range(limits.SIGN_INS_OF_EMAIL.most - 1):
        site.post("/sign-in", {"email": MAYA})
    site.post("/sign-in", {"email": MAYA}, expect=429)

    site.client.cookies.set(devices.name(), hers or "")

    for _ in range(limits.SIGN_INS_OF_EMAIL.most):
        site.post("/sign-in", {"email": MAYA})
    site.post("/sign-in", {"email": MAYA}, expect=429)


def test_a_device_is_known_for_its_own_person_only(
    db: Session, site: Site, people: Cast, from_network: Callable[[str], None]
) -> None:
    page = asked(site, people.ben.email)
    site.send(page, "/sign-in/code?", code=newest(db).code)
    site.post("/sign-out")

    flood(site, from_network)

    site.post("/sign-in", {"email": people.ben.email})


@pytest.mark.parametrize("made_up", ["", "x", "WyJhIiwiYiJd.x", "x" * 5_000])
def test_a_device_that_was_made_up_is_not_known(
    site: Site, people: Cast, from_network: Callable[[str], None], made_up: str
) -> None:
    site.client.cookies.set(devices.name(), made_up)

    flood(site, from_network)


def test_who_is_refused_uses_up_nothing_that_others_share(db: Session, site: Site, people: Cast) -> None:
    for n in range(limits.SIGN_INS_OF_EMAIL.most * 2):
        site.post("/sign-in", {"email": MAYA}, expect=303 if n < limits.SIGN_INS_OF_EMAIL.most else 429)

    shared = db.exec(select(LimitCount).where(LimitCount.name == limits.SIGN_IN_MAILS.name)).one()
    assert shared.count == limits.SIGN_INS_OF_EMAIL.most


def test_an_address_written_another_way_is_the_same_inbox() -> None:
    assert limiting.of_email("Maya@EXAMPLE.org") == limiting.of_email("ｍaya@example.org") == limiting.of_email(MAYA)


def test_the_administrator_sees_in_the_log_that_a_limit_was_reached_and_no_address(
    site: Site, people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, dict[str, object]]] = []
    monkeypatch.setattr(limiting.log, "warning", lambda words, **more: told.append((words, more)))

    for n in range(limits.SIGN_INS_OF_EMAIL.most + 1):
        site.post("/sign-in", {"email": MAYA}, expect=303 if n < limits.SIGN_INS_OF_EMAIL.most else 429)

    [(words, more)] = told
    assert (words, more["limit"]) == ("limit reached", limits.SIGN_INS_OF_EMAIL.name)
    assert MAYA not in str(more)
