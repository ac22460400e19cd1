"""The outbox, ending mails, and work that failed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from models import clock, setbacks, unsubscribing
from models.accounts import Account
from models.history import Event
from models.mails import MINUTES_TO_HAND_OVER, Mail
from models.settings import Settings
from models.statuses import MailChoice
from tests.cast import Cast
from tests.page import Site
from tests.said import a_mail
from web.kit import guards


def test_a_mail_can_be_read_and_its_links_followed(db: Session, site: Site) -> None:
    mail = a_mail(db, subject="Hello <b>", text="Go to http://127.0.0.1:8000/ideas/1 now.")
    db.commit()

    assert "Hello &lt;b&gt;" in site.get("/outbox").html
    assert 'href="http://127.0.0.1:8000/ideas/1"' in site.get(f"/outbox/{mail.id}").html
    assert "Hello" in site.get("/outbox?to=maya@example.org")
    assert "Hello" not in site.get("/outbox?to=ben@example.org")


def test_in_production_only_the_administrator_reads_mail(
    db: Session, people: Cast, site: Site, sign_in: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guards, "settings", lambda: Settings(environment="production", secret_key="x" * 40))

    site.get("/outbox", expect=303)
    sign_in(people.ruth).get("/outbox", expect=404)  # type: ignore[operator]
    sign_in(people.anna).get("/outbox")  # type: ignore[operator]


def test_one_click_ends_mails_without_signing_in(db: Session, people: Cast, site: Site) -> None:
    path = unsubscribing.path(people.maya)
    assert "Stop the mails from us?" in site.get(path)

    sent_by_a_mail_program = site.client.post(path, data={"List-Unsubscribe": "One-Click"}, follow_redirects=False)

    assert sent_by_a_mail_program.status_code == 200  # it follows no redirect
    db.refresh(people.maya)
    assert people.maya.mail_choice == MailChoice.NEVER
    assert "You get no more mails" in site.get(path)


def test_a_link_that_a_mail_program_cut_ends_nothing_and_says_how_to_stop_mails(
    db: Session, people: Cast, site: Site
) -> None:
    cut = unsubscribing.path(people.maya)[:-5]

    for page in (site.get(cut, expect=404), site.post(cut, {}, expect=404)):
        assert "A part of this link is missing" in page and 'href="/account"' in page.html
    db.refresh(people.maya)
    assert people.maya.mail_choice != MailChoice.NEVER
    for path in ("/unsubscribe/", "/unsubscribe"):
        assert "copy the whole of it" in site.get(path, expect=404)


def test_work_that_failed_is_shown_to_the_administrator_and_can_be_tried_again(
    db: Session, people: Cast, sign_in: object, deferred: object
) -> None:
    setbacks.keep(db, "jobs.notify", {"event_id": 7}, ValueError("no such thing"))
    db.commit()
    anna = sign_in(people.anna)  # type: ignore[operator]
    page = anna.get("/setbacks")
    assert "no such thing" in page

    anna.send(page, "/setbacks/")

    assert {"event_id": 7} in deferred("notify")  # type: ignore[operator]
    assert "Nothing has failed" in anna.get("/setbacks")
    sign_in(people.ruth).get("/setbacks", expect=404)  # type: ignore[operator]


def test_all_work_that_failed_is_tried_again_with_one_click(
    db: Session, people: Cast, sign_in: Callable[[Account], Site], deferred: Callable[[str], list[dict[str, object]]]
) -> None:
    for number in range(120):
        setbacks.keep(db, "jobs.send", {"mail_id": 9_000 + number}, ConnectionRefusedError("away"))
    setbacks.keep(db, "jobs.notify", {"event_id": 7}, ValueError("no such thing"))
    db.commit()
    anna = sign_in(people.anna)
    page = anna.get("/setbacks")
    assert "Try all 121 again" in page and "The newest 100 of 121 are shown." in page

    assert "All of it is in the queue again" in anna.follow(anna.post("/setbacks"))
    anna.post("/setbacks")

    assert [job for job in deferred("send") if int(str(job["mail_id"])) >= 9_000] == [
        {"mail_id": 9_000 + number} for number in range(120)]
    assert deferred("notify").count({"event_id": 7}) == 1
    [event] = db.exec(select(Event).where(Event.kind == "jobs.retried")).all()
    assert event.by_id == people.anna.id and len(event.data["setbacks"]) == 121
    sign_in(people.ruth).post("/setbacks", expect=404)


@pytest.fixture
def unsure(db: Session) -> Mail:
    """A mail that was being handed over when the work stopped."""
    mail = a_mail(db, subject="You have an answer", text="Read it.")
    mail.claimed_at = clock.now() - timedelta(minutes=MINUTES_TO_HAND_OVER, seconds=1)
    db.commit()
    return mail


def decisions(db: Session) -> list[tuple[str, int | None]]:
    kinds = col(Event.kind).in_(("mail.sent_again", "mail.left"))
    return [(event.kind, event.data["mail"]) for event in db.exec(select(Event).where(kinds))]


@pytest.mark.parametrize(("wanted", "kind", "sends"), [("again", "mail.sent_again", 2), ("leave", "mail.left", 1)])
def test_anna_decides_once_what_becomes_of_an_unsure_mail(
    db: Session, people: Cast, sign_in: Callable[[Account], Site], unsure: Mail, wanted: str, kind: str, sends: int,
    deferred: Callable[[str], list[dict[str, object]]],
) -> None:
    anna = sign_in(people.anna)
    assert "You have an answer" in anna.get("/outbox?show=unsure")
    page = anna.get(f"/outbox/{unsure.id}")

    for key in ("one", "two"):
        anna.send(page, "/decision", wanted=wanted, form_key=key)

    assert decisions(db) == [(kind, unsure.id)]
    assert deferred("send").count({"mail_id": unsure.id}) == sends
    assert "/decision" not in anna.get(f"/outbox/{unsure.id}").html
    assert "There is none" in anna.get("/outbox?show=unsure")


def test_nobody_else_decides_on_a_mail(
    db: Session, people: Cast, site: Site, sign_in: Callable[[Account], Site], unsure: Mail
) -> None:
    assert "Send it again" not in site.get(f"/outbox/{unsure.id}")
    sign_in(people.ruth).post(f"/outbox/{unsure.id}/decision", {"wanted": "again"}, expect=404)
    sign_in(people.anna).post(f"/outbox/{unsure.id}/decision", {"wanted": "burn"}, expect=404)

    assert decisions(db) == []


def test_a_mail_that_is_just_being_handed_over_is_not_sent_a_second_time(
    db: Session, people: Cast, sign_in: Callable[[Account], Site], unsure: Mail
) -> None:
    unsure.claimed_at = clock.now() - timedelta(minutes=MINUTES_TO_HAND_OVER, seconds=-30)
    db.commit()
    anna = sign_in(people.anna)

    assert "Look again in a few minutes" in anna.get(f"/outbox/{unsure.id}")
    anna.post(f"/outbox/{unsure.id}/decision", {"wanted": "again"})

    assert decisions(db) == []
