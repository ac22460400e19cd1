"""What waits to be told: it goes by what the person wants, and may read, at the moment that it is sent."""

from sqlmodel import Session, col, select

from jobs import digest, notify, send
from models import accounts, ideas, mails, subscriptions, unsubscribing
from models.accounts import Account
from models.history import Event
from models.ideas import Idea
from models.mails import Mail
from models.notifications import Notification
from models.statuses import MailChoice
from tests import said
from tests.cast import Cast
from tests.jobs.conftest import Catcher


def mails_to(db: Session, person: Account) -> list[Mail]:
    return list(db.exec(mails.newest().where(Mail.to == person.email)))


def chooses(db: Session, person: Account, choice: MailChoice) -> None:
    accounts.describe(db, person, name=person.name, private=person.private, mail_choice=choice,
                      language=person.language)


def tell(db: Session, kind: str) -> None:
    for event in db.exec(select(Event).where(Event.kind == kind).order_by(col(Event.id))).all():
        notify.notify(db, event.id)


def followed(db: Session, people: Cast, follower: Account) -> Idea:
    idea = said.an_idea(db, people.maya)
    subscriptions.follow(db, follower, idea_id=idea.id)
    return idea


def waits_for(db: Session, person: Account) -> int:
    rows = select(Notification).where(Notification.account_id == person.id, col(Notification.settled_at).is_(None))
    return len(db.exec(rows).all())


def test_what_waited_is_sent_though_ben_chose_at_once_since(db: Session, people: Cast) -> None:
    chooses(db, people.ben, MailChoice.DAILY)
    said.a_comment(db, followed(db, people, people.ben), people.tom)
    tell(db, "comment.written")
    chooses(db, people.ben, MailChoice.AT_ONCE)

    assert digest.due(db, monday=False) == 1
    digest.digest(db, people.ben.id)

    assert len(mails_to(db, people.ben)) == 1 and waits_for(db, people.ben) == 0


def test_what_waited_is_settled_and_not_sent_when_ben_wants_no_more(db: Session, people: Cast) -> None:
    chooses(db, people.ben, MailChoice.WEEKLY)
    said.a_comment(db, followed(db, people, people.ben), people.tom)
    tell(db, "comment.written")
    assert digest.due(db, monday=True) == 1
    unsubscribing.stop(db, people.ben)

    digest.digest(db, people.ben.id)

    assert mails_to(db, people.ben) == [] and waits_for(db, people.ben) == 0


def test_a_mail_in_the_queue_is_not_sent_to_ben_who_unsubscribed_since(
    db: Session, people: Cast, post_office: Catcher
) -> None:
    said.a_comment(db, followed(db, people, people.ben), people.tom)
    tell(db, "comment.written")
    [mail] = mails_to(db, people.ben)
    unsubscribing.stop(db, people.ben)
    db.commit()

    send.send(mail.id)

    assert post_office.caught == []
    db.refresh(mail)
    assert (mail.sent_at, mail.error) == (None, "not sent: they want no more of these mails, or these come back")


def test_a_mail_to_sign_in_with_is_sent_to_ben_who_wants_no_others(
    db: Session, people: Cast, post_office: Catcher
) -> None:
    unsubscribing.stop(db, people.ben)
    mail = said.a_mail(db, to=people.ben.email, subject="Sign in", text="Your code", secret=True)
    db.commit()

    send.send(mail.id)

    assert len(post_office.caught) == 1


def test_a_digest_holds_no_title_of_an_idea_that_was_hidden_since(db: Session, people: Cast) -> None:
    for person in (people.ben, people.maya):
        chooses(db, person, MailChoice.DAILY)
    idea = followed(db, people, people.ben)
    said.answered(db, people, idea=idea)
    tell(db, "answer.published")
    said.hidden(db, idea, people)
    tell(db, "idea.hidden")
    assert waits_for(db, people.ben) == 1

    for person in (people.ben, people.maya):
        digest.digest(db, person.id)

    assert mails_to(db, people.ben) == [] and waits_for(db, people.ben) == 0
    assert idea.title in mails_to(db, people.maya)[0].text


def test_ben_is_told_why_his_comment_was_hidden_without_the_title_that_he_can_no_longer_read(
    db: Session, people: Cast
) -> None:
    idea = said.an_idea(db, people.maya)
    comment = said.a_comment(db, idea, people.ben)
    said.hidden(db, idea, people, comment, reason="It names a neighbour.")
    said.hidden(db, idea, people)

    tell(db, "comment.hidden")

    [mail] = mails_to(db, people.ben)
    assert "It names a neighbour." in mail.text
    assert idea.title not in mail.subject + mail.text + mail.html


def test_a_row_and_a_query_agree_on_who_may_read_an_idea(db: Session, people: Cast) -> None:
    shown, hidden, gone = (said.an_idea(db, people.maya) for _ in range(3))
    said.hidden(db, hidden, people)
    ideas.withdraw(db, gone, by=people.maya)
    private = said.received(db, people.maya)

    for idea in (shown, hidden, gone, private):
        for name, person in people.everyone().items():
            found = db.exec(ideas.visible_to(person).where(Idea.id == idea.id)).first() is not None
            assert idea.readable_by(person) == found, (idea.status, name)
