"""Who is told of what, how often, and that nobody is told twice."""

from sqlalchemy import insert
from sqlmodel import Session, select

from jobs import digest, notify
from models import clock, comments, decisions, ideas, mails, subscriptions
from models.accounts import Account
from models.decisions import DecisionKind
from models.history import Event
from models.ideas import Idea
from models.mails import Mail
from models.notifications import Notification
from models.statuses import MailChoice
from models.subscriptions import Subscription
from tests.cast import Cast
from tests.said import a_mail


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


def test_the_mail_says_who_wrote_and_keeps_a_private_name_private(db: Session, people: Cast) -> None:
    idea = proposed(db, people.maya)
    for person in (people.ruth, people.ben):
        comments.write(db, idea, body=f"{person.email} wrote.", by=person)
        notify.notify(db, last(db, "comment.written").id)

    bens, ruths = mails_to(db, people.maya)

    for words in (ruths.text, ruths.html):
        assert "Ruth Ellison (Staff, Outpatients team)" in words and "has written about" in words
    for words in (bens.text, bens.html):
        assert "A member of the public" in words and "Ben Sharma" not in words


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
    assert digest.due(db, monday=False) == 0


def test_a_digest_holds_what_waited_and_comes_once(db: Session, people: Cast) -> None:
    people.maya.mail_choice = MailChoice.DAILY
    idea = proposed(db, people.maya)
    for words in ("One thing.", "Another thing."):
        comments.write(db, idea, body=words, by=people.ben)
        notify.notify(db, last(db, "comment.written").id)
    assert mails_to(db, people.maya) == []

    assert digest.due(db, monday=False) == 1
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


def test_nobody_is_mailed_a_comment_that_can_no_longer_be_read(db: Session, people: Cast) -> None:
    hidden, gone, with_hidden = (proposed(db, people.maya) for _ in range(3))
    written = []
    for idea in (hidden, gone, with_hidden):
        comment = comments.write(db, idea, body="You fool.", by=people.ben)
        written.append(last(db, "comment.written").id)
    decisions.decide(db, DecisionKind.HIDE, hidden, None, reason="It names a neighbour.", by=people.dev)
    ideas.withdraw(db, gone, by=people.maya)
    decisions.decide(db, DecisionKind.HIDE, with_hidden, comment, reason="It is abuse.", by=people.dev)

    for event_id in written:
        notify.notify(db, event_id)

    assert mails_to(db, people.maya) == []


def test_a_digest_leaves_out_what_was_hidden_since(db: Session, people: Cast) -> None:
    people.maya.mail_choice = MailChoice.DAILY
    idea = proposed(db, people.maya)
    said = []
    for words in ("You fool.", "A good thought."):
        said.append(comments.write(db, idea, body=words, by=people.ben))
        notify.notify(db, last(db, "comment.written").id)
    decisions.decide(db, DecisionKind.HIDE, idea, said[0], reason="It is abuse.", by=people.dev)

    digest.digest(db, people.maya.id)

    [mail] = mails_to(db, people.maya)
    assert mail.text.count("Somebody has written about") == 1
    assert digest.due(db, monday=False) == 0


def test_a_digest_of_nothing_that_can_be_read_is_not_sent(db: Session, people: Cast) -> None:
    people.maya.mail_choice = MailChoice.DAILY
    idea = proposed(db, people.maya)
    comment = comments.write(db, idea, body="You fool.", by=people.ben)
    notify.notify(db, last(db, "comment.written").id)
    decisions.decide(db, DecisionKind.HIDE, idea, comment, reason="It is abuse.", by=people.dev)

    digest.digest(db, people.maya.id)

    assert mails_to(db, people.maya) == []
    assert digest.due(db, monday=False) == 0


def test_nine_and_a_half_thousand_people_who_follow_are_told(db: Session, people: Cast) -> None:
    idea = proposed(db, people.maya)
    crowd = [{"email": f"follower{n}@example.org", "name": f"Follower {n}", "mail_choice": MailChoice.DAILY}
             for n in range(9_500)]
    many = db.execute(insert(Account).returning(Account.id), crowd).scalars().all()  # type: ignore[call-overload]
    db.execute(insert(Subscription), [{"account_id": one, "idea_id": idea.id, "since": clock.now()} for one in many])
    comments.write(db, idea, body="The same happened to me.", by=people.ben)

    notify.notify(db, last(db, "comment.written").id)

    told = set(db.exec(select(Notification.account_id)).all())
    assert told == {people.maya.id, *many}


def test_a_mails_subject_is_one_line(db: Session, people: Cast) -> None:
    mail = a_mail(db, subject="One\r\nBcc: all@example.org", text="x")

    assert mail.subject == "One Bcc: all@example.org"
