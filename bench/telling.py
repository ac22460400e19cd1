"""bin/bench telling: one answer is told to many people, and the worker is killed in the middle of it.

Every mail must bring its reader their own words, exactly as they stand in their idea; nobody may be told twice, and
nobody missed. A mail that was being handed over when the worker died is unsure: it waits for a person to decide.
"""

import os
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from sqlalchemy import text
from sqlmodel import Session, col, select

from models import accounts, answers, ideas, memberships, themes
from models.ideas import Idea
from models.mails import Mail
from models.memberships import Membership
from models.notifications import Notification
from models.statuses import Verdict
from tests.journeys.living import Live

GOAL_SECONDS = 120
SECONDS_TO_WAIT = 300
TICKS = os.sysconf("SC_CLK_TCK")
WAITED = re.compile(r"I waited (\d+) days")
LEFT = text("SELECT count(*) FROM procrastinate_jobs WHERE task_name IN ('jobs.notify', 'jobs.send') "
            "AND status IN ('todo', 'doing')")


@dataclass
class Figures:
    people: int
    wall: float = 0.0
    cpu: float = 0.0
    kills: int = 0
    sent: int = 0
    unsure: int = 0
    passages: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        return not self.wrong and self.cpu <= GOAL_SECONDS


def run(live: Live, people: int, *, kills: int = 1) -> Figures:
    """Everything, on a site that does not run yet."""
    figures = Figures(people, kills=kills)
    with live.transaction() as db:
        answer_id = _publish(db, _gather(db, people))
        db.execute(text("DELETE FROM procrastinate_jobs WHERE task_name = 'jobs.analyse'"))
    began = time.monotonic()
    _start(live)
    for number in range(kills):
        _until(partial(_has_taken, live, people * (number + 1) // (kills + 2)))
        with live.post.held():  # the worker dies while it hands a mail over
            live.post.wait_for_another(SECONDS_TO_WAIT)
            figures.cpu += _cpu_of(live)
            live.kill(worker=True)
        _start(live)
    _until(lambda: _nothing_left(live))
    figures.wall = time.monotonic() - began
    figures.cpu += _cpu_of(live)
    with live.transaction() as db:
        _check(db, live, answer_id, figures)
    return figures


def _gather(db: Session, people: int) -> int:
    """A theme, and as many people who each wrote of it in words of their own."""
    theme = themes.make(db, title="Getting through by telephone", call_id=None, by=None)
    for number in range(people):
        author = accounts.known_by(db, f"contributor{number}@example.org", name=f"Contributor {number}")
        accounts.confirm(db, author)
        said = f"I waited {number} days — nobody picked up the telephone"
        body = f"My “letter” came late. {said}. So I lost my place."
        idea = ideas.receive(db, title=f"Answer the telephone {number}", body=body, author=author)
        ideas.propose(db, idea)
        begins = body.index(said)
        memberships.put(db, idea, theme, by=None, score=0.8, begins=begins, ends=begins + len(said), words=said)
    return theme.id


def _publish(db: Session, theme_id: int) -> int:
    officer = accounts.known_by(db, "officer@example.org", name="Ruth Ellison")
    answer = answers.draft(
        db, theme_id=theme_id, by=officer, verdict=Verdict.DOING, summary="Two more people answer the telephones.",
        body="From June on.", signed_name="Ruth Ellison", signed_role="Head of access")
    answers.publish(db, answer, by=officer)
    return answer.id


def _start(live: Live) -> None:
    """Starts the worker when it does not run."""
    if live.worker is None or live.worker.poll() is not None:
        live.worker = live.begin("worker", **live.environment)


def _until(done: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS_TO_WAIT
    while not done():
        if time.monotonic() > end:
            raise TimeoutError(f"not done after {SECONDS_TO_WAIT} seconds")
        time.sleep(0.05)


def _has_taken(live: Live, mails: int) -> bool:
    return len(live.post.caught) > mails


def _nothing_left(live: Live) -> bool:
    _start(live)
    with live.transaction() as db:
        return bool(db.execute(LEFT).scalar_one() == 0)


def _cpu_of(live: Live) -> float:
    """Seconds of the processor that the worker has used since it began."""
    assert live.worker is not None
    fields = Path(f"/proc/{live.worker.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _check(db: Session, live: Live, answer_id: int, figures: Figures) -> None:
    told = db.exec(select(Notification).where(Notification.answer_id == answer_id)).all()
    mails = {mail.id: mail for mail in db.exec(select(Mail)).all()}
    handed = Counter(int(message["Message-ID"].split("@")[0].removeprefix("<mail-")) for message in live.post.caught)
    figures.sent = sum(mail.sent_at is not None for mail in mails.values())
    figures.unsure = sum(mail.unsure for mail in mails.values())
    if (len(told), len({one.account_id for one in told}), len(mails)) != (figures.people,) * 3:
        figures.wrong.append(f"{len(told)} told by {len(mails)} mails, not {figures.people}")
    figures.wrong += [f"mail {id_} was handed over {times} times" for id_, times in handed.items() if times > 1]
    figures.wrong += [f"mail {mail.id} never went out" for mail in mails.values()
                      if not mail.unsure and handed[mail.id] != 1]
    _check_passages(db, told, mails, figures)


def _check_passages(
    db: Session, told: Sequence[Notification], mails: dict[int, Mail], figures: Figures
) -> None:
    rows = db.exec(select(Idea, Membership).join(Membership, col(Membership.idea_id) == Idea.id)).all()
    theirs = {idea.author_id: idea.body[place.begins:place.ends] for idea, place in rows}
    for one in told:
        words, mail = theirs[one.account_id], mails[one.mail_id or 0]
        figures.passages += 1
        if one.data["passages"][0]["words"] != words or WAITED.findall(mail.text) != WAITED.findall(words):
            figures.wrong.append(f"mail {mail.id} does not bring the words of its reader")
        if f"> {words}" not in mail.text:
            figures.wrong.append(f"mail {mail.id} does not say {words!r}")
