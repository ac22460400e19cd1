"""Ending the mails about one idea ends no others: not the answer to one's own idea, nor what else one follows."""

from sqlmodel import Session

from jobs import digest
from models import subscriptions, unsubscribing
from models.accounts import Account
from models.mails import Mail
from models.statuses import MailChoice
from tests import said
from tests.cast import Cast
from tests.jobs.test_notify import last, mails_to, proposed
from tests.jobs.test_notify import notify as tells
from tests.page import Site


def told(db: Session, kind: str, account: Account) -> list[Mail]:
    before = len(mails_to(db, account))
    tells.notify(db, last(db, kind).id)
    return mails_to(db, account)[: len(mails_to(db, account)) - before]


def narrower(mail: Mail) -> str:
    return "/unsubscribe/" + mail.unsubscribe.split("/unsubscribe/")[1]


def one_click(site: Site, mail: Mail) -> None:
    sent = site.client.post(narrower(mail), data={"List-Unsubscribe": "One-Click"}, follow_redirects=False)
    assert sent.status_code == 200


def test_maya_ends_the_comments_and_is_still_told_of_the_answer(db: Session, people: Cast, site: Site) -> None:
    idea = proposed(db, people.maya)
    said.a_comment(db, idea, people.ben)
    [mail] = told(db, "comment.written", people.maya)
    db.commit()
    assert "Stop mails about this idea" in mail.text and "Stop all mails" in mail.text
    assert "Stop mails about this idea" in mail.html and "Stop all mails" in mail.html
    assert "we still tell you when it is answered" in site.get(narrower(mail))

    one_click(site, mail)

    db.refresh(people.maya)
    assert people.maya.mail_choice == MailChoice.AT_ONCE
    assert "You get no more mails about this idea" in site.get(narrower(mail))
    said.a_comment(db, idea, people.ben)
    assert told(db, "comment.written", people.maya) == []
    said.answered(db, people, idea=idea)
    [answer] = told(db, "answer.published", people.maya)
    assert "Stop mails about this idea" not in answer.text and "Stop all mails" in answer.text
    assert answer.unsubscribe.endswith(unsubscribing.path(people.maya))


def test_ben_ends_what_he_follows_and_hears_no_more_of_it(db: Session, people: Cast, site: Site) -> None:
    idea, other = proposed(db, people.maya), proposed(db, people.maya)
    for one in (idea, other):
        subscriptions.follow(db, people.ben, idea_id=one.id)
    said.a_comment(db, idea, people.tom)
    [mail] = told(db, "comment.written", people.ben)
    db.commit()

    one_click(site, mail)
    one_click(site, mail)

    assert not subscriptions.follows(db, people.ben, idea.id) and subscriptions.follows(db, people.ben, other.id)
    said.answered(db, people, idea=idea)
    assert told(db, "answer.published", people.ben) == []


def test_ben_ends_the_replies_to_what_he_said_until_he_says_more(db: Session, people: Cast, site: Site) -> None:
    idea = proposed(db, people.maya)
    first = said.a_comment(db, idea, people.ben)
    said.a_comment(db, idea, people.ruth, under=first)
    [mail] = told(db, "comment.written", people.ben)
    db.commit()

    one_click(site, mail)

    said.a_comment(db, idea, people.ruth, under=first)
    assert told(db, "comment.written", people.ben) == []
    said.a_comment(db, idea, people.ruth, under=said.a_comment(db, idea, people.ben))
    assert len(told(db, "comment.written", people.ben)) == 1


def test_what_waits_about_it_is_not_sent_with_the_next_days_mail(db: Session, people: Cast) -> None:
    people.ben.mail_choice = MailChoice.DAILY
    idea = proposed(db, people.maya)
    subscriptions.follow(db, people.ben, idea_id=idea.id)
    said.a_comment(db, idea, people.tom)
    told(db, "comment.written", people.ben)

    unsubscribing.end(db, unsubscribing.Ending(people.ben, idea))
    digest.digest(db, people.ben.id)

    assert mails_to(db, people.ben) == []


def test_who_follows_a_call_ends_the_mails_about_that_call(db: Session, people: Cast, site: Site) -> None:
    call = said.a_call(db, people)
    subscriptions.follow(db, people.ben, call_id=call.id)
    [mail] = told(db, "call.opened", people.ben)
    db.commit()
    assert "Stop mails about this call" in mail.text

    one_click(site, mail)

    assert "You get no more mails about this call" in site.get(narrower(mail))
    db.refresh(people.ben)
    assert people.ben.gets_mail


def test_a_decision_about_ones_own_words_offers_only_to_stop_all(db: Session, people: Cast) -> None:
    said.hidden(db, proposed(db, people.maya), people)

    [mail] = told(db, "idea.hidden", people.maya)

    assert "Stop mails about" not in mail.text and "Stop all mails" in mail.text


def test_ben_who_wants_no_mail_is_told_how_to_get_it_when_he_follows(
    db: Session, people: Cast, sign_in: object
) -> None:
    idea = proposed(db, people.maya)
    db.commit()
    ben = sign_in(people.ben)  # type: ignore[operator]
    follow = f"/ideas/{idea.id}/following"
    assert "You will be told what happens" in ben.follow(ben.post(follow, {"wanted": "yes"}))

    unsubscribing.stop(db, people.ben)
    db.commit()
    page = ben.follow(ben.post(follow, {"wanted": "yes"}))

    assert "You will be told" not in page and "choose how often on your account’s page" in page
