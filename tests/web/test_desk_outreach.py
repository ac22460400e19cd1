"""The answer goes back by letter and on the telephone to those who gave no e-mail address."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from models import clock, commitments, contacts, outreaches, publications
from models.accounts import Account
from models.answers import Answer
from models.history import Event
from models.ideas import Idea
from models.outreaches import Outreach
from models.settings import settings
from models.statuses import Channel, Heard, OutreachState
from models.themes import Theme
from models.wording import day
from tests import scenes
from tests.cast import Cast
from tests.page import Site

SignIn = Callable[[Account], Site]
Queries = Callable[[], Any]
BODY = f"My letter came late. {scenes.PASSAGE}. So I lost my place."


@pytest.fixture
def draft(db: Session, people: Cast) -> Answer:
    """It answers Maya, a caller, somebody who wrote a letter, and a paper form without an address."""
    theme = scenes.theme(db, None)
    members = [scenes.idea(db, people.maya), scenes.idea(db, None)]
    for channel, name in ((Channel.PHONE, "=Edna Moss"), (Channel.PAPER, "Arthur Pell")):
        members.append(contacts.enter(
            db, channel=channel, title="Ring people back", body=BODY, call_id=None, name=name,
            address="2 Mill Lane\nBrackenby", telephone="01632 960123", by=people.ruth))
    scenes.grouped(db, theme, *members)
    answer = scenes.draft(db, people, theme=theme)
    db.commit()
    return answer


@pytest.fixture
def given(db: Session, people: Cast, draft: Answer) -> Answer:
    scenes.answers.publish(db, draft, by=people.ruth)
    db.commit()
    return draft


def idea_of(db: Session, channel: Channel) -> Idea:
    return db.exec(select(Idea).where(Idea.channel == channel)).one()


def test_the_preview_says_who_is_told_by_which_way(people: Cast, sign_in: SignIn, draft: Answer) -> None:
    page = sign_in(people.ruth).get(f"/desk/answers/{draft.id}/preview")

    assert "Once it is public, 1 person will be told by e-mail, others by 1 letter and 1 call." in page
    for words in ("1 by e-mail: 1 wrote what this answers", "1 letter and 1 call: one for each idea",
                  "1 person cannot be told: we have no address or telephone number"):
        assert words in page


def test_where_all_are_written_to_or_rung_up_nobody_reads_that_none_can_be_told(
    db: Session, people: Cast, sign_in: SignIn, draft: Answer) -> None:
    mayas = db.exec(select(Idea).where(Idea.author_id == people.maya.id)).one()
    mayas.author_id = None
    scenes.measured(db, people, draft)
    db.commit()
    ruth = sign_in(people.ruth)
    page = ruth.get(f"/desk/answers/{draft.id}/preview")

    assert "<h1>It will be told by 1 letter and 1 call</h1>" in page.html
    assert "2 people cannot be told: we have no address" in page
    assert "0 people" not in page and "Nobody can be told" not in page and "Publish it" in page
    after = ruth.follow(ruth.send(page, "/publication", then="tell"))
    assert "The answer is public. See “Letters and calls” for whom to write to or ring." in after


def test_two_letters_of_one_person_are_not_called_two_people(
    db: Session, people: Cast, sign_in: SignIn, draft: Answer) -> None:
    again = contacts.enter(db, channel=Channel.PAPER, title="Ring us", body=BODY, call_id=None, name="Arthur Pell",
                           address="2 Mill Lane\nBrackenby", telephone="", by=people.ruth)
    scenes.grouped(db, db.exec(select(Theme)).one(), again)
    scenes.measured(db, people, draft)
    db.commit()

    page = sign_in(people.ruth).get(f"/desk/answers/{draft.id}/preview")

    assert "<h1>1 person will be told by e-mail, others by 2 letters and 1 call</h1>" in page.html


def test_where_there_is_nobody_to_tell_no_list_is_begun(db: Session, people: Cast, sign_in: SignIn) -> None:
    theme = scenes.theme(db, None)
    scenes.grouped(db, theme, scenes.idea(db, people.ruth))
    draft = scenes.measured(db, people, scenes.draft(db, people, theme=theme))
    db.commit()

    page = sign_in(people.ruth).get(f"/desk/answers/{draft.id}/preview")

    assert "<h1>Nobody will be told</h1>" in page.html
    assert not re.search(r"<ul[^>]*>\s*</ul>", page.html)


def test_who_has_had_their_letter_is_not_told_again(db: Session, people: Cast, draft: Answer) -> None:
    publications.publish(db, scenes.measured(db, people, draft), by=people.ruth, seen=draft.saved_at, tell=False)
    outreaches.mark(db, draft, idea_of(db, Channel.PAPER).id, OutreachState.SENT, by=people.ruth)
    outreaches.mark(db, draft, idea_of(db, Channel.PHONE).id, OutreachState.NOT_REACHED, by=people.ruth)

    untold, everyone = (outreaches.foreseen(db, draft.id, untold=untold) for untold in (True, False))

    assert (untold.letters, untold.calls, untold.nobody) == (0, 1, 1)
    assert (everyone.letters, everyone.calls) == (1, 1)


def test_a_letter_is_a_sheet_with_their_words_and_the_answer(db: Session, people: Cast, sign_in: SignIn,
                                                             given: Answer) -> None:
    page = sign_in(people.ruth).get(f"/desk/answers/{given.id}/letters")

    assert page.html.count('<article class="letter"') == 1
    for words in ("Arthur Pell", "2 Mill Lane", "Brackenby", idea_of(db, Channel.PAPER).reference, scenes.PASSAGE,
                  given.summary, "Two more people will answer the telephones.", "Ruth Ellison"):
        assert words in page
    assert "Edna Moss" not in page.html


def test_a_letter_says_what_was_promised_who_sends_it_and_how_to_reply(
    db: Session, people: Cast, sign_in: SignIn, draft: Answer, monkeypatch: pytest.MonkeyPatch,
) -> None:
    due = clock.today() + timedelta(days=90)
    commitments.make(db, draft, promise="Two more people on the telephones", who="Sunita Rao", due_on=due,
                     by=people.ruth)
    scenes.answers.publish(db, draft, by=people.ruth)
    db.commit()
    path, reference = f"/desk/answers/{draft.id}/letters", idea_of(db, Channel.PAPER).reference

    bare = sign_in(people.ruth).get(path)
    monkeypatch.setattr(settings(), "contact_address", "Mill Trust, 1 High Street, Brackenby")
    monkeypatch.setattr(settings(), "contact_telephone", "01632 960000")
    page = sign_in(people.ruth).get(path)

    for words in ("Two more people on the telephones", f"By {day(due)}", "Sunita Rao", people.team.full_name,
                  settings().site_name, "Mill Trust, 1 High Street, Brackenby", "Telephone: 01632 960000",
                  "Write to Mill Trust, 1 High Street, Brackenby, or ring 01632 960000. Say the number " + reference):
        assert words in page
    assert "do not say how to reach you" not in page.html
    assert "do not say how to reach you" in bare and f"the way you told us this. Say the number {reference}" in bare


def test_the_people_to_ring_are_a_file_that_a_spreadsheet_takes(people: Cast, sign_in: SignIn, given: Answer) -> None:
    rows = sign_in(people.ruth).get(f"/desk/answers/{given.id}/calls.csv").response.text.splitlines()

    assert rows[0].replace('"', "").endswith("reference,name,telephone,language,said,state") and len(rows) == 2
    assert "01632 960123" in rows[1] and "'=Edna Moss" in rows[1] and scenes.PASSAGE in rows[1]


def test_each_is_marked_with_what_came_of_it(db: Session, people: Cast, sign_in: SignIn, site: Site,
                                             given: Answer) -> None:
    ruth, path = sign_in(people.ruth), f"/desk/answers/{given.id}/outreach"
    caller, writer = idea_of(db, Channel.PHONE).id, idea_of(db, Channel.PAPER).id
    assert "by letter" not in site.get(f"/answers/{given.id}").html

    for idea_id, state in ((caller, "not_reached"), (caller, "reached"), (writer, "sent"), (writer, "sent")):
        ruth.send(ruth.get(path), f"/outreach/{idea_id}", wanted=state)

    page = ruth.get(path)
    assert "1 letter and 1 call in all: one for each idea of those who gave no e-mail address." in page
    assert "So far 1 letter was sent, and 1 call got through." in page and "Letter sent" in page
    assert "Told so far: 1 here or by e-mail, 1 by letter, 1 on the telephone." in site.get(f"/answers/{given.id}")
    kinds = [event.kind for event in db.exec(select(Event)).all() if event.kind.startswith("outreach.")]
    assert sorted(kinds) == ["outreach.not_reached", "outreach.reached", "outreach.sent"]
    assert db.exec(select(Outreach).where(Outreach.idea_id == caller)).one().state is OutreachState.REACHED


@pytest.mark.parametrize(("channel", "state"), [(Channel.PAPER, "sent"), (Channel.PHONE, "not_reached")])
def test_a_wrong_click_is_taken_back(
    db: Session, people: Cast, sign_in: SignIn, site: Site, given: Answer, channel: Channel, state: str,
) -> None:
    ruth, path, idea = sign_in(people.ruth), f"/desk/answers/{given.id}/outreach", idea_of(db, channel)
    assert "Take it back" not in ruth.get(path)
    ruth.send(ruth.get(path), f"/outreach/{idea.id}", wanted=state)

    page = ruth.get(path)
    assert "Take it back" in page
    for _ in range(2):
        ruth.send(page, f"/outreach/{idea.id}", wanted="back")

    assert db.exec(select(Outreach)).all() == []
    event = db.exec(select(Event).where(Event.kind == "outreach.taken_back")).one()
    assert (event.by_id, event.idea_id, event.answer_id, event.data) == (
        people.ruth.id, idea.id, given.id, {"state": state})
    assert "Told so far" not in site.get(f"/answers/{given.id}").html
    ruth.send(ruth.get(path), f"/outreach/{idea.id}", wanted=state)
    assert db.exec(select(Outreach)).one().state == state


def test_nothing_is_taken_back_of_who_is_not_on_the_list(
    db: Session, people: Cast, sign_in: SignIn, given: Answer,
) -> None:
    mayas = db.exec(select(Idea).where(Idea.author_id == people.maya.id)).one()

    sign_in(people.ruth).post(f"/desk/answers/{given.id}/outreach/{mayas.id}", {"wanted": "back"}, expect=404)


def test_every_page_counts_those_who_were_told_by_letter_too(
    db: Session, people: Cast, sign_in: SignIn, site: Site, given: Answer,
) -> None:
    ruth = sign_in(people.ruth)
    assert "1 person who wrote was told. Nobody has said yet" in site.get(f"/answers/{given.id}")
    for channel, state in ((Channel.PAPER, OutreachState.SENT), (Channel.PHONE, OutreachState.REACHED)):
        outreaches.mark(db, given, idea_of(db, channel).id, state, by=people.ruth)
    db.commit()

    page = site.get(f"/answers/{given.id}")

    assert "3 people who wrote were told. None of them has said yet" in page
    assert "Told so far: 1 here or by e-mail, 1 by letter, 1 on the telephone." in page
    for other in (site.get("/answers"), ruth.get(f"/desk/answers/{given.id}")):
        assert "3 people who wrote were told" in other
    assert site.get(f"/answers/{given.id}.json").response.json()["told"] == 3
    outreaches.reply(db, given, idea_of(db, Channel.PAPER).id, heard=Heard.ANSWERED, sentence="", by=people.ruth)
    db.commit()
    assert "1 of 3 people who were told say it answers their point. 1 replied." in site.get(f"/answers/{given.id}")


def test_a_letter_of_an_answer_that_was_published_quietly_counts(
    db: Session, people: Cast, sign_in: SignIn, site: Site, draft: Answer,
) -> None:
    publications.publish(db, scenes.measured(db, people, draft), by=people.ruth, seen=draft.saved_at, tell=False)
    outreaches.mark(db, draft, idea_of(db, Channel.PAPER).id, OutreachState.SENT, by=people.ruth)
    db.commit()

    page = site.get(f"/answers/{draft.id}")

    assert "1 person who wrote was told. Nobody has said yet" in page
    assert "Told so far: 0 here or by e-mail, 1 by letter, 0 on the telephone." in page


def test_who_could_not_be_reached_is_not_counted(db: Session, people: Cast, sign_in: SignIn, site: Site,
                                                 given: Answer) -> None:
    ruth = sign_in(people.ruth)

    ruth.post(f"/desk/answers/{given.id}/outreach/{idea_of(db, Channel.PHONE).id}", {"wanted": "not_reached"})

    assert "on the telephone" not in site.get(f"/answers/{given.id}").html


def test_a_draft_is_told_to_nobody_yet(db: Session, people: Cast, sign_in: SignIn, draft: Answer) -> None:
    ruth, path = sign_in(people.ruth), f"/desk/answers/{draft.id}/outreach"

    assert "Write and ring when it is public." in ruth.get(path)
    ruth.post(f"{path}/{idea_of(db, Channel.PHONE).id}", {"wanted": "reached"}, expect=404)
    assert db.exec(select(Outreach)).all() == []


def test_nobody_else_is_on_the_list(db: Session, people: Cast, sign_in: SignIn, given: Answer) -> None:
    ruth, path = sign_in(people.ruth), f"/desk/answers/{given.id}/outreach"
    mayas = db.exec(select(Idea).where(Idea.author_id == people.maya.id)).one()

    ruth.post(f"{path}/{mayas.id}", {"wanted": "sent"}, expect=404)
    ruth.post(f"{path}/{idea_of(db, Channel.PHONE).id}", {"wanted": "nonsense"}, expect=422)
    ruth.post(f"{path}/{idea_of(db, Channel.PHONE).id}", {"wanted": "sent"}, expect=404)  # it is a call, no letter
    assert mayas.reference not in ruth.get(path)


def test_who_asked_to_be_forgotten_is_off_the_list(db: Session, people: Cast, sign_in: SignIn, given: Answer) -> None:
    for contact in db.exec(select(contacts.Contact)).all():
        contacts.erase(db, contact, by=people.ruth)
    db.commit()

    assert "Nobody is told by letter or telephone" in sign_in(people.ruth).get(f"/desk/answers/{given.id}/outreach")
    assert "No letter is to be sent" in sign_in(people.ruth).get(f"/desk/answers/{given.id}/letters")


def test_the_pages_ask_few_questions_of_the_database(people: Cast, sign_in: SignIn, given: Answer,
                                                     queries: Queries) -> None:
    ruth = sign_in(people.ruth)
    for path in ("outreach", "letters", "calls.csv"):
        with queries() as counted:
            ruth.get(f"/desk/answers/{given.id}/{path}")
        assert len(counted) <= 6, path
