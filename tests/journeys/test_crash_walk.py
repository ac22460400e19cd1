"""What the site has said is kept stays kept, once, however often its processes are killed in the middle of writing."""

import random
import statistics
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from email.message import EmailMessage

import pytest
from rich.console import Console
from rich.table import Table
from sqlalchemy import text
from sqlmodel import Session, col, select

from models import accounts, checks, ideas, subscriptions
from models.comments import Comment
from models.ideas import Idea
from models.mails import Mail
from models.supports import Support
from tests.journeys.conftest import running_site
from tests.journeys.living import Live, Postbox
from tests.journeys.writing import Log, Outcome, Pen, Writer

ROUNDS = 10
PENS = 8
PEOPLE_OF_A_PEN = 12
IDEAS = 12
FOLLOWED = 4
SECONDS_TO_SETTLE = 180
SECONDS_FOR_A_MAIL = 60
KILLS: list[dict[str, bool]] = [
    {"web": True, "worker": True}, {"web": True}, {"worker": True}, {"web_child": True}, {"web": True, "worker": True},
]


@pytest.fixture
def hurt(migrated: None) -> Iterator[Live]:
    """A site of its own, to be killed."""
    with running_site("hurt", Postbox()) as site:
        yield site


@pytest.mark.timeout(600)
def test_no_acknowledged_write_is_lost_or_doubled_when_processes_are_killed(hurt: Live) -> None:
    seed = random.randrange(10**6)
    pens, stop = gather(hurt, seed), threading.Event()
    for pen in pens:
        pen.stop = stop
        pen.start()
    back = kill_and_restart(hurt, random.Random(seed))
    stop.set()
    for pen in pens:
        pen.join(40)
        assert not pen.is_alive()

    settled = wait_until_settled(hurt)
    log = together(pens)

    report(log, back, settled, hurt, seed)
    assert log.strange == []
    assert log.broken > 0, "No kill met a write: this run proved nothing."
    with hurt.transaction() as db:
        assert_written_once(db, log)
        assert_nothing_half_done(db)
        assert_told_once(db, log, hurt.post.caught)


def gather(hurt: Live, seed: int) -> list[Pen]:
    """Ideas to write about, some with a follower who is told by mail, and people with sessions who write."""
    with hurt.transaction() as db:
        written = [somebodys_idea(db, number) for number in range(IDEAS)]
        people = [confirmed(db, f"writer{n}@example.org").email for n in range(PENS * PEOPLE_OF_A_PEN)]
    writers = [writer(hurt, email, number) for number, email in enumerate(people)]
    return [
        Pen(f"pen{n}x", writers[n * PEOPLE_OF_A_PEN:(n + 1) * PEOPLE_OF_A_PEN], written, threading.Event(), seed + n)
        for n in range(PENS)
    ]


def somebodys_idea(db: Session, number: int) -> int:
    author = confirmed(db, f"author{number}@example.org")
    title, body = f"A better queue {number}", "The queue is long and nobody says why."
    idea = ideas.receive(db, title=title, body=body, author=author)
    ideas.propose(db, idea)
    if number < FOLLOWED:
        subscriptions.follow(db, author, idea_id=idea.id)
    return idea.id


def confirmed(db: Session, email: str) -> accounts.Account:
    account = accounts.known_by(db, email, name=email.split("@")[0])
    accounts.confirm(db, account)
    return account


def writer(hurt: Live, email: str, number: int) -> Writer:
    with hurt.transaction() as db:
        account_id = db.exec(select(accounts.Account.id).where(accounts.Account.email == email)).one()
    return Writer(hurt.cookie_for(email), account_id, f"127.0.{1 + number // 200}.{1 + number % 200}", hurt.port)


def kill_and_restart(hurt: Live, chance: random.Random) -> list[float]:
    """Says how long the site was away after each kill."""
    back: list[float] = []
    for number in range(ROUNDS):
        time.sleep(chance.uniform(1.0, 2.5))
        doomed = KILLS[number % len(KILLS)]
        with hurt.post.held() if doomed.get("worker") else nullcontext():
            if doomed.get("worker"):
                hurt.post.wait_for_another(SECONDS_FOR_A_MAIL)
            hurt.kill(**doomed)
        hurt.start()
        back.append(hurt.wait_until_ready())
    return back


def wait_until_settled(hurt: Live) -> float:
    """Until every job is done that the writing has left; says how long that took."""
    began = time.monotonic()
    while time.monotonic() - began < SECONDS_TO_SETTLE:
        waiting = hurt.left()
        if not waiting:
            return time.monotonic() - began
        hurt.start()
        time.sleep(0.25)
    raise AssertionError(f"Jobs were still left {SECONDS_TO_SETTLE} seconds after the last kill: {waiting}")


def together(pens: list[Pen]) -> Log:
    whole = Log()
    for pen in pens:
        whole.comments |= pen.log.comments
        whole.ideas |= pen.log.ideas
        whole.supports |= pen.log.supports
        whole.said |= pen.log.said
        whole.broken += pen.log.broken
        whole.sent_again += pen.log.sent_again
        whole.double_clicks += pen.log.double_clicks
        whole.strange += pen.log.strange
    return whole


def assert_written_once(db: Session, log: Log) -> None:
    stored = Counter(db.exec(select(Comment.body)).all())
    assert wrong_counts(log.comments, stored) == {}
    assert set(stored) <= set(log.comments), "there are comments that nobody wrote"
    titles = Counter(db.exec(select(Idea.title).where(col(Idea.title).startswith("Idea "))).all())
    assert wrong_counts(log.ideas, titles) == {}
    assert set(titles) <= set(log.ideas), "there are ideas that nobody sent"
    given = set(db.exec(select(Support.account_id, Support.idea_id)).all())
    lost = {pair for pair, wanted in log.supports.items() if wanted is True and pair not in given}
    unwanted = {pair for pair in given if log.supports.get(pair, False) is False}
    assert (lost, unwanted) == (set(), set())


def wrong_counts(sent: dict[str, Outcome], stored: Counter[str]) -> dict[str, tuple[str, int]]:
    right = {Outcome.KEPT: {1}, Outcome.REFUSED: {0}, Outcome.UNKNOWN: {0, 1}}
    wrong = {words: outcome for words, outcome in sent.items() if stored[words] not in right[outcome]}
    return {words: (outcome.value, stored[words]) for words, outcome in wrong.items()}


def assert_nothing_half_done(db: Session) -> None:
    assert [one for one in checks.all_of(db) if one.wrong] == []
    assert db.execute(text("SELECT count(*) FROM draft LEFT JOIN idea ON idea.id = draft.idea_id "
                           "WHERE draft.idea_id IS NOT NULL AND idea.status = 'received'")).scalar_one() == 0
    unfound = "SELECT count(*) FROM idea WHERE NOT search @@ plainto_tsquery('english', title)"
    assert db.execute(text(unfound)).scalar_one() == 0
    assert db.execute(text("SELECT count(*) FROM setback")).scalar_one() == 0


def assert_told_once(db: Session, log: Log, caught: list[EmailMessage]) -> None:
    """One notification and one mail for each follower and comment; none of them handed over twice."""
    told = text("SELECT c.body, n.mail_id FROM comment c JOIN subscription s ON s.idea_id = c.idea_id "
                "LEFT JOIN event e ON e.kind = 'comment.written' AND e.comment_id = c.id "
                "LEFT JOIN notification n ON n.event_id = e.id AND n.account_id = s.account_id "
                "WHERE s.account_id <> c.author_id")
    owed = db.execute(told).all()
    assert owed, "Nobody was owed a mail: this run proved nothing."
    assert [row.body for row in owed if row.mail_id is None] == []
    mails = {mail.id: mail for mail in db.exec(select(Mail)).all()}
    assert len({row.mail_id for row in owed}) == len(owed) == len(mails)
    handed = Counter(int(message["Message-ID"].split("@")[0].removeprefix("<mail-")) for message in caught)
    assert [mail_id for mail_id, times in handed.items() if times > 1] == []
    assert [mail.id for mail in mails.values() if mail.sent_at is None and not mail.unsure] == []
    assert [mail.id for mail in mails.values() if mail.sent_at is not None and handed[mail.id] != 1] == []
    assert any(mail.unsure for mail in mails.values()), "No kill met a mail: this run proved nothing about mail."


def report(log: Log, back: list[float], settled: float, hurt: Live, seed: int) -> None:
    with hurt.transaction() as db:
        mails = db.exec(select(Mail)).all()
        checked = sum(1 for _ in checks.all_of(db))
    table = Table(title=f"{ROUNDS} kills, seed {seed}")
    for heading in ("", *Outcome):
        table.add_column(heading)
    for name, outcomes in (("comments", Counter(log.comments.values())), ("ideas", Counter(log.ideas.values()))):
        table.add_row(name, *(str(outcomes[outcome]) for outcome in Outcome))
    supports = Counter(log.supports.values())
    table.add_row("supports as last wanted", str(supports[True] + supports[False]), "", str(supports[None]))
    console = Console()
    console.print()
    console.print(table)
    console.print(f"{log.broken} lines broke, {log.sent_again} of them sent the same form again; "
                  f"{log.double_clicks} double clicks")
    console.print(f"The site was back after {statistics.median(back):.1f} s (worst {max(back):.1f} s); "
                  f"all jobs were done {settled:.1f} s after the end")
    console.print(f"{len(mails)} mails owed: {sum(mail.sent_at is not None for mail in mails)} sent once, "
                  f"{sum(mail.unsure for mail in mails)} unsure · {checked} checks of the doctor")
