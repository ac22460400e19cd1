"""A public answer is put right: the earlier text stays readable, and nobody is mailed again unless it is chosen."""

from collections.abc import Callable

import pytest
from sqlmodel import Session, col, select

from models import (
    amendments,
    answers,
    clock,
    decisions,
    memberships,
    passages,
    proofs,
    publications,
    supports,
)
from models.accounts import Account
from models.amendments import Amendment
from models.answers import Answer
from models.contacts import Contact
from models.decisions import DecisionKind
from models.history import Event
from models.ideas import Idea
from models.mails import Mail
from models.notifications import Notification
from models.statuses import Channel
from models.wording import day
from tests import scenes
from tests.cast import Cast
from tests.page import Page, Site

SignIn = Callable[[Account], Site]
Jobs = Callable[[str], list[dict[str, object]]]
NEW = {"summary": "From July, not June.", "body": "We were wrong about the month.", "reason": "The wrong month."}


@pytest.fixture
def idea(db: Session, people: Cast) -> Idea:
    return scenes.idea(db, people.maya)


@pytest.fixture
def answer(db: Session, people: Cast, idea: Idea) -> Answer:
    made = scenes.published(db, people, idea=idea)
    db.commit()
    return made


def saved(desk: Site, answer: Answer, **words: str) -> Page:
    path = f"/desk/answers/{answer.id}/amendment"
    return desk.follow(desk.send(desk.get(path), "/amendment", **(NEW | words)))


def test_an_answer_is_put_right_and_what_it_said_stays(
    db: Session, site: Site, sign_in: SignIn, people: Cast, answer: Answer, deferred: Jobs
) -> None:
    ruth, before = sign_in(people.ruth), answer.summary
    assert "There is no earlier English text" in site.get(f"/answers/{answer.id}/versions")
    scenes.do_jobs(db, deferred)
    notified = len(db.exec(select(Notification)).all())

    page = saved(ruth, answer)
    assert before in site.get(f"/answers/{answer.id}")
    ruth.send(page, "/amendment/publication")
    scenes.do_jobs(db, deferred)

    public = site.get(f"/answers/{answer.id}")
    assert NEW["summary"] in public
    assert f"Put right on {day(clock.now())}." in public
    earlier = site.get(f"/answers/{answer.id}/versions")
    assert before in earlier
    assert "The wrong month." in earlier
    assert len(db.exec(select(Notification)).all()) == notified
    assert [kind for kind in db.exec(select(Event.kind).order_by(Event.id)) if "amend" in kind] == [
        "answer.amendment_begun", "answer.amended"]


def test_people_are_told_of_it_when_that_is_chosen(
    db: Session, sign_in: SignIn, people: Cast, answer: Answer, deferred: Jobs
) -> None:
    ruth = sign_in(people.ruth)
    page = saved(ruth, answer)
    assert "Put it right and tell 1 person" in page

    ruth.send(page, "/amendment/publication", then="tell")
    for _ in range(2):
        scenes.do_jobs(db, deferred)

    told = db.exec(select(Notification).where(Notification.kind == "answer.amended")).all()
    assert [one.account_id for one in told] == [people.maya.id]
    mail = db.exec(select(Mail).where(col(Mail.subject).contains("was put right"))).one()
    for words in (mail.text, mail.html):
        assert "Why it was put right: The wrong month." in words and f"/answers/{answer.id}/versions" in words


def test_where_nobody_can_be_mailed_no_telling_is_offered_and_the_letters_are_named(
    db: Session, sign_in: SignIn, people: Cast, answer: Answer, idea: Idea
) -> None:
    idea.author_id, idea.channel = None, Channel.PAPER
    db.add(Contact(idea_id=idea.id, address="2 Mill Lane"))
    db.commit()
    ruth = sign_in(people.ruth)

    page = saved(ruth, answer)
    assert "Put it right and tell" not in page and "0 people" not in page
    assert "Who gave no e-mail address is not told by this: 1 letter." in page

    done = ruth.follow(ruth.send(page, "/publication", then="tell"))
    assert "The answer says this now." in done and "are being told" not in done


def test_where_nobody_was_told_yet_they_are_told_the_answer_once(
    db: Session, people: Cast, idea: Idea, deferred: Jobs
) -> None:
    answer = scenes.draft(db, people, idea=idea)
    answers.publish(db, answer, by=people.ruth, tell=False)
    one = amendments.save(db, answer, summary="In May.", body="From May.", reason="The wrong month.", by=people.ruth,
                          seen=None)
    db.flush()

    amendments.publish(db, answer, one, by=people.ruth, seen=one.saved_at, tell=True)
    answers.tell(db, answer, by=people.ruth)
    db.commit()
    scenes.do_jobs(db, deferred)

    assert [told.kind for told in db.exec(select(Notification))] == ["answer.told"]
    assert (answer.told_count, answer.told_at is not None) == (1, True)


def test_it_needs_the_second_reader_too(
    db: Session, sign_in: SignIn, people: Cast, answer: Answer
) -> None:
    omar = scenes.officer(db, people)
    db.commit()
    ruth, colleague, path = sign_in(people.ruth), sign_in(omar), f"/desk/answers/{answer.id}/amendment"
    page = saved(ruth, answer)
    assert "Ask a colleague to read it: Omar Aziz or Anna Lindqvist may approve it." in page
    one = db.exec(select(Amendment)).one()
    sent = {"seen": one.saved_at.isoformat()}
    assert "may approve it" in ruth.post(f"{path}/publication", sent, expect=422)
    assert "You saved this text last" in ruth.post(f"{path}/approval", sent, expect=422)

    ruth.send(page, "/amendment/review")
    colleague.send(colleague.get(path), "/amendment/approval")
    saved(ruth, answer, summary="From August.")
    again = ruth.get(path)
    assert "/amendment/publication" not in again.html
    colleague.send(colleague.get(path), "/amendment/approval")
    ruth.send(ruth.get(path), "/amendment/publication")

    db.refresh(answer)
    assert answer.summary == "From August."


def test_two_people_put_it_right_at_once_and_lose_nothing(
    db: Session, sign_in: SignIn, people: Cast, answer: Answer
) -> None:
    ruth, anna, path = sign_in(people.ruth), sign_in(people.anna), f"/desk/answers/{answer.id}/amendment"
    hers = anna.get(path)
    saved(ruth, answer, summary="Ruth’s words.")

    both = anna.send(hers, "/amendment", expect=409, **(NEW | {"summary": "Anna’s words."}))

    assert "Somebody saved another text meanwhile" in both
    assert "Ruth’s words." in both
    assert both.form("/amendment")["fields"]["summary"].strip() == "Anna’s words."
    anna.send(both, "/amendment")
    assert db.exec(select(Amendment.summary)).one() == "Anna’s words."


def test_figures_are_counted_anew_and_the_form_shows_what_was_typed(
    db: Session, site: Site, sign_in: SignIn, people: Cast, idea: Idea
) -> None:
    draft = scenes.measured(db, people, scenes.draft(db, people, idea=idea))
    draft.body = "{supports} support it."
    db.commit()
    ruth = sign_in(people.ruth)
    ruth.send(ruth.get(f"/desk/answers/{draft.id}/preview"), "/publication")
    supports.give(db, idea, by=people.ben)
    db.commit()
    form = ruth.get(f"/desk/answers/{draft.id}/amendment").form("/amendment")["fields"]
    assert form["body"].strip() == "{supports} support it."

    ruth.send(saved(ruth, draft, body="{supports} support it now."), "/amendment/publication")

    assert "1 support it now." in site.get(f"/answers/{draft.id}")
    assert "0 support it." in site.get(f"/answers/{draft.id}/versions")


def test_it_is_proved_like_any_answer(sign_in: SignIn, people: Cast, answer: Answer) -> None:
    page = saved(sign_in(people.ruth), answer, body="“These are the words of nobody at all”")

    assert "stands in no idea that this answers" in page
    assert "/amendment/publication" not in page.html


def test_nothing_may_be_left_out(sign_in: SignIn, people: Cast, answer: Answer) -> None:
    ruth = sign_in(people.ruth)
    page = ruth.get(f"/desk/answers/{answer.id}/amendment")

    wrong = ruth.send(page, "/amendment", expect=422, summary="", body="", reason="")

    for says in ("Enter the answer in short.", "Enter the answer in full.", "Enter why it is put right."):
        assert says in wrong


def test_a_new_text_can_be_thrown_away(db: Session, sign_in: SignIn, people: Cast, answer: Answer) -> None:
    ruth = sign_in(people.ruth)
    before = answer.summary

    ruth.send(saved(ruth, answer), "/amendment/end")

    db.refresh(answer)
    assert (answer.summary, db.exec(select(Amendment)).all()) == (before, [])


def test_it_is_not_there_for_others_or_for_drafts(
    db: Session, site: Site, sign_in: SignIn, people: Cast, answer: Answer, idea: Idea
) -> None:
    draft = scenes.draft(db, people, idea=scenes.idea(db, people.ben))
    db.commit()
    for person in (people.maya, people.tom, people.dev):
        sign_in(person).get(f"/desk/answers/{answer.id}/amendment", expect=404)
    sign_in(people.ruth).get(f"/desk/answers/{draft.id}/amendment", expect=404)
    for one in (site, sign_in(people.ruth)):
        one.get(f"/answers/{draft.id}/versions", expect=404)
    db.refresh(idea)
    decisions.decide(db, DecisionKind.HIDE, idea, None, reason="It names somebody.", by=people.dev)
    db.commit()
    site.get(f"/answers/{answer.id}/versions", expect=404)


def test_an_earlier_text_quotes_the_words_of_then(
    db: Session, site: Site, sign_in: SignIn, people: Cast, idea: Idea
) -> None:
    scenes.grouped(db, scenes.theme(db, None), idea)
    member = db.exec(memberships.primary_of(idea.id)).one()
    draft = scenes.measured(db, people, scenes.draft(db, people, idea=idea))
    draft.body = quote = proofs.quote_token(idea.reference)
    publications.publish(db, draft, by=people.ruth, seen=draft.saved_at, tell=False)
    passages.choose(db, idea, member, (0, len("My letter came late.")), by=people.ruth,
                    seen=passages.print_of(idea, member))
    db.commit()
    ruth = sign_in(people.ruth)
    ruth.send(saved(ruth, draft, body=f"In other words:\n\n{quote}"), "/amendment/publication")

    now, before = site.get(f"/answers/{draft.id}/versions").html.split("<hr>")
    assert "My letter came late." in now and scenes.PASSAGE not in now
    assert scenes.PASSAGE in before and "My letter came late." not in before
