"""Signing in: a link and a code that work once, for ten minutes, and only for who asked."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from models import accounts, clock, drafts, ideas, sessions, sign_ins
from models.history import Event
from models.ideas import Idea
from models.settings import settings
from models.sign_ins import SignIn, Trouble
from models.statuses import Kind
from models.subscriptions import Subscription
from tests.cast import Cast


def other_code(sign_in: SignIn) -> str:
    return f"{(int(sign_in.code) + 1) % 1_000_000:06d}"


def test_asking_has_the_link_and_the_code_mailed(
    db: Session, deferred: Callable[[str], list[dict[str, object]]]
) -> None:
    sign_in = sign_ins.ask(db, "  Maya@Example.org ")

    assert sign_in.email == "maya@example.org"
    assert deferred("mail_sign_in") == [{"sign_in_id": sign_in.id}]


def test_neither_the_link_nor_the_code_is_stored(db: Session) -> None:
    sign_in = sign_ins.ask(db, "maya@example.org")

    stored = " ".join(str(value) for value in sign_in.model_dump().values())
    assert sign_in.code not in stored and sign_in.token not in stored


def test_a_link_leads_to_its_row_and_no_other(db: Session) -> None:
    sign_in = sign_ins.ask(db, "maya@example.org")

    assert sign_ins.by_token(db, sign_in.token) is sign_in
    for made_up in ("", "x", sign_in.token + "x", sign_in.token[1:], sign_in.page, "\x00", "é", "W10.x"):
        assert sign_ins.by_token(db, made_up) is None


def test_the_page_that_takes_the_code_is_not_the_link(db: Session) -> None:
    sign_in = sign_ins.ask(db, "maya@example.org")

    assert sign_ins.by_page(db, sign_in.page) is sign_in
    for made_up in ("", "1", sign_in.token, sign_in.page[:-1], "\x00"):
        assert sign_ins.by_page(db, made_up) is None


def test_using_it_opens_and_confirms_an_account(db: Session) -> None:
    sign_in = sign_ins.ask(db, "new@example.org")

    account = sign_ins.use(db, sign_in)

    assert account.email == "new@example.org" and account.confirmed_at is not None
    assert sign_in.trouble == Trouble.USED and not sign_in.usable


def test_it_is_over_after_ten_minutes(db: Session) -> None:
    sign_in = sign_ins.ask(db, "maya@example.org")

    with clock.at(clock.now() + timedelta(minutes=9)):
        assert sign_in.usable
    with clock.at(clock.now() + timedelta(minutes=11)):
        assert sign_in.trouble == Trouble.EXPIRED
        assert sign_ins.trouble_with_code(sign_in, sign_in.code) == Trouble.EXPIRED


@pytest.mark.parametrize(("minutes", "link", "code"), [
    (sign_ins.MINUTES - 1, None, None), (sign_ins.MINUTES + 1, None, Trouble.EXPIRED),
    (sign_ins.HOURS_FOR_IDEA * 60 - 1, None, Trouble.EXPIRED),
    (sign_ins.HOURS_FOR_IDEA * 60 + 1, Trouble.EXPIRED, Trouble.EXPIRED)])
def test_a_link_that_publishes_an_idea_is_good_for_a_day_and_its_code_is_not(
    db: Session, people: Cast, minutes: int, link: Trouble | None, code: Trouble | None
) -> None:
    idea = ideas.receive(db, title="A bench", body="To sit on.", author=people.maya)
    sign_in = sign_ins.ask(db, people.maya.email, idea_id=idea.id)

    with clock.at(clock.now() + timedelta(minutes=minutes)):
        assert sign_in.trouble == link
        assert sign_ins.trouble_with_code(sign_in, sign_in.code) == code


def test_the_right_code_is_right(db: Session) -> None:
    sign_in = sign_ins.ask(db, "maya@example.org")

    assert sign_ins.trouble_with_code(sign_in, sign_in.code) is None
    assert sign_in.tries == 0


def test_five_wrong_codes_close_the_code_but_not_the_link(db: Session) -> None:
    sign_in = sign_ins.ask(db, "maya@example.org")

    said = [sign_ins.trouble_with_code(sign_in, other_code(sign_in)) for _ in range(5)]

    assert said == [Trouble.WRONG] * 4 + [Trouble.TRIED_OUT]
    assert sign_ins.trouble_with_code(sign_in, sign_in.code) == Trouble.TRIED_OUT
    assert sign_in.usable


def test_a_stranger_who_asks_for_mayas_address_uses_up_only_their_own_tries(db: Session) -> None:
    hers, theirs = sign_ins.ask(db, "maya@example.org"), sign_ins.ask(db, "maya@example.org")

    for _ in range(9):
        sign_ins.trouble_with_code(theirs, "000000" if theirs.code != "000000" else "000001")

    assert sign_ins.trouble_with_code(hers, hers.code) is None


def test_a_direct_link_is_for_a_demonstration_only(
    db: Session, people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in = sign_ins.direct(db, people.maya)
    sign_ins.use(db, sign_in)
    assert sign_in.usable
    assert sign_ins.by_page(db, sign_in.page) is None

    monkeypatch.setattr(settings(), "environment", "production")
    assert not sign_in.usable


def test_using_the_link_of_an_idea_publishes_it(db: Session) -> None:
    draft = drafts.begin(db, title="A bench at the stop", kind=Kind.IDEA, call_id=None, account_id=None)
    draft.today, draft.better, draft.email, draft.name = "People stand.", "People sit.", "lena@example.org", "Lena"
    idea = drafts.send(db, draft, by=None)
    sign_in = sign_ins.for_idea(db, idea.id)
    assert sign_in is not None and not idea.published

    account = sign_ins.use(db, sign_in)

    assert idea.published and idea.author_id == account.id
    assert db.exec(select(Subscription).where(Subscription.account_id == account.id)).one().idea_id == idea.id


def test_a_link_never_publishes_somebody_elses_idea(db: Session, people: Cast) -> None:
    idea = ideas.receive(db, title="A bench", body="To sit on.", author=people.maya)
    sign_in = sign_ins.ask(db, people.ben.email, idea_id=idea.id)

    sign_ins.use(db, sign_in)

    assert not db.get_one(Idea, idea.id).published


def test_the_name_that_a_stranger_typed_does_not_stay_on_an_unconfirmed_account(db: Session) -> None:
    accounts.known_by(db, "lena@example.org", name="Not Lena")

    assert accounts.known_by(db, "lena@example.org", name="Lena").name == "Lena"


def test_nobody_renames_a_confirmed_account_by_typing_its_address(db: Session, people: Cast) -> None:
    accounts.known_by(db, people.maya.email, name="Not Maya", private=True)

    assert people.maya.name == "Maya Okafor" and not people.maya.private


def test_settings_saved_unchanged_are_no_event(db: Session, people: Cast) -> None:
    maya = people.maya
    for _ in range(2):
        accounts.describe(
            db, maya, name="Maya O.", private=True, mail_choice=maya.mail_choice, language=maya.language)

    assert len(db.exec(select(Event).where(Event.kind == "account.described")).all()) == 1


def test_ending_the_other_sessions_keeps_this_one(db: Session, people: Cast) -> None:
    keys = [sessions.start(db, people.maya, agent=f"browser {n}") for n in range(3)]
    bens = sessions.start(db, people.ben, agent="his")
    known = sessions.account_for(db, keys[1])
    assert known is not None

    sessions.end_others(db, people.maya, keep=known[1])

    assert [sessions.account_for(db, key) is not None for key in [*keys, bens]] == [False, True, False, True]


@pytest.mark.parametrize(("agent", "name"), [
    ("Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
    ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604", "Safari on an iPhone"),
    ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
    ("curl/8", "A browser"), ("", "A browser"),
])
def test_a_browser_is_kept_by_the_name_that_people_know(agent: str, name: str) -> None:
    assert sessions.browser_named(agent) == name
