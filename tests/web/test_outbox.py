"""The outbox, ending mails, and work that failed."""

import pytest
from sqlmodel import Session

from models import mails, setbacks, unsubscribing
from models.settings import Settings
from models.statuses import MailChoice
from tests.cast import Cast
from tests.page import Site
from web.kit import guards


def test_a_mail_can_be_read_and_its_links_followed(db: Session, site: Site) -> None:
    mail = mails.post(db, to="maya@example.org", subject="Hello <b>", text="Go to http://127.0.0.1:8000/ideas/1 now.")
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
    assert "Stop our mails?" in site.get(path)

    sent_by_a_mail_program = site.client.post(path, data={"List-Unsubscribe": "One-Click"}, follow_redirects=False)

    assert sent_by_a_mail_program.status_code == 303
    db.refresh(people.maya)
    assert people.maya.mail_choice == MailChoice.NEVER
    assert "You get no more mails" in site.get(path)


def test_a_made_up_address_ends_nothing(site: Site) -> None:
    site.get("/unsubscribe/made-up", expect=404)


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
