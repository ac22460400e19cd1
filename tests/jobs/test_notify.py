"""Who is told of what, how often, and that nobody is told twice."""

from sqlmodel import Session, select

from jobs import digest, notify
from models import comments, decisions, ideas, mails, subscriptions
from models.accounts import Account
from models.decisions import DecisionKind
from models.history import Event
from models.ideas import Idea
from models.mails import Mail
from models.notifications import Notification
from models.statuses import MailChoice
from tests.cast import Cast


def proposed(db: Session, author: Account) -> Idea:
    idea = ideas.receive(db, title="Text me the day before", body="I missed two appointments.", author=author)
    ideas.propose(db, idea)
    subscriptions.follow(db, author, idea_id=idea.id)
    return idea


def last(db: Session, kind: str) -> Event:
    return db.exec(select(Event).where(Event.kind == kind).order_by(Event.id.desc())).first()  # type: ignore[attr-defined,return-value]


def mails_to(db: Session, account: Account) -> list[Mail]:
    return list(db.exec(mails.newest().where(Mail.to == account.email)))


def test_maya_is_told_of_bens_comment_and_ben_is_not(db: Session, people: Cast) -> None:
    idea = proposed(db, people.maya)
    comments.write(db, idea, body="The same happened to me.", by=people.ben)

    notify.notify(db, last(db, "comment.written").id)

    [mail] = mails_to(db, people.maya)
    assert "The same happened to me." in mail.text
    assert f"/ideas/{idea.id}#comment-" in mail.text
    assert "/unsubscribe/" in mail.unsubscribe
    assert mails_to(db, people.ben) == []


def test_a_job_done_twice_tells_once(db: Session, people: Cast) -> None:
    idea = proposed(db, people.maya)
    comments.write(db, idea, body="The same happened to me.", by=people.ben)

    for _ in range(3):
        notify.notify(db, last(db, "comment.written").id)

    assert len(mails_to(db, people.maya)) == 1
    assert len(db.exec(select(Notification)).all()) == 1


def test_ben_is_told_of_a_reply_to_him(db: Session, people: Cast) -> None:
    idea = proposed(db, people.maya)
    first = comments.write(db, idea, body="The same happened to me.", by=people.ben)
    comments.write(db, idea, body="When was that?", by=people.ruth, parent=first)

    notify.notify(db, last(db, "comment.written").id)

    assert "it is a reply to your comment" in mails_to(db, people.ben)[0].text


def test_somebody_who_wants_no_mail_gets_none(db: Session, people: Cast) -> None:
    people.maya.mail_choice = MailChoice.NEVER
    idea = proposed(db, people.maya)
    comments.write(db, idea, body="The same happened to me.", by=people.ben)

    notify.notify(db, last(db, "comment.written").id)

    assert mails_to(db, people.maya) == []
    assert digest.due(db, MailChoice.DAILY) == 0


def test_a_digest_holds_what_waited_and_comes_once(db: Session, people: Cast) -> None:
    people.maya.mail_choice = MailChoice.DAILY
    idea = proposed(db, people.maya)
    for words in ("One thing.", "Another thing."):
        comments.write(db, idea, body=words, by=people.ben)
        notify.notify(db, last(db, "comment.written").id)
    assert mails_to(db, people.maya) == []

    assert digest.due(db, MailChoice.DAILY) == 1
    digest.digest(db, people.maya.id)
    digest.digest(db, people.maya.id)

    [mail] = mails_to(db, people.maya)
    assert mail.text.count("Somebody has written about") == 2


def test_an_author_is_told_why_an_idea_was_hidden(db: Session, people: Cast) -> None:
    idea = proposed(db, people.maya)
    decisions.decide(db, DecisionKind.HIDE, idea, None, reason="It names a neighbour.", by=people.dev)

    notify.notify(db, last(db, "idea.hidden").id)

    [mail] = mails_to(db, people.maya)
    assert "was hidden" in mail.subject
    assert "It names a neighbour." in mail.text


def test_an_author_is_told_the_reason_of_that_decision_though_a_later_one_was_made(db: Session, people: Cast) -> None:
    idea = proposed(db, people.maya)
    decisions.decide(db, DecisionKind.HIDE, idea, None, reason="It names a neighbour.", by=people.dev)
    hiding = last(db, "idea.hidden").id
    decisions.decide(db, DecisionKind.RESTORE, idea, None, reason="The name is gone.", by=people.dev)

    notify.notify(db, hiding)

    [mail] = mails_to(db, people.maya)
    assert "It names a neighbour." in mail.text and "The name is gone." not in mail.text


def test_a_mails_subject_is_one_line(db: Session, people: Cast) -> None:
    mail = mails.post(db, to="maya@example.org", subject="One\r\nBcc: all@example.org", text="x")

    assert mail.subject == "One Bcc: all@example.org"
