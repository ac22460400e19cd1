"""A crowd that was never there: thousands of ideas in bulk, with every count as the site would have made it."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select, text, update
from sqlmodel import Session, SQLModel, col

from models import accounts, coverages, sessions, teams
from models.accounts import Account
from models.answers import Answer
from models.calls import Call
from models.comments import Comment
from models.history import Event
from models.ideas import Idea, new_lot, reference_of
from models.memberships import Membership, recount
from models.roles import Role
from models.statuses import CallState, Kind, Stance, Status, Verdict
from models.subscriptions import Subscription
from models.supports import Support
from models.themes import Theme, ThemeQuote
from web.kit import cookies

SEED = 5
BATCH = 2_000
DISCUSSED = 50
SUPPORTED = 200
WAITS = ["at the front desk", "on the phone", "at the bus stop", "in the clinic", "by the school gate", "at the tip"]
TROUBLES = ["nobody says how long it takes", "the sign still shows last year's times", "the lights turn red too soon",
            "the form asks the same thing twice", "the path floods after every shower", "letters come after the day"]
WISHES = ["a board that shows the wait", "one form in place of three", "a longer green light",
          "a message the day before", "a bench under the roof", "somebody who calls back within two days"]
PEOPLE = ["my mother", "our neighbours", "the children", "people in wheelchairs", "everyone on our street",
          "night staff"]
STANCES = list(Stance)


@dataclass(frozen=True)
class Crowd:
    """Who and what the pages are read with."""

    idea_id: int
    call_id: int
    theme_id: int
    citizen_cookie: str
    officer_cookie: str
    comments: int


def gather(db: Session, number: int, themes_wanted: int) -> Crowd:
    chance = random.Random(SEED)
    citizen, officer = _reader(db, "Cora Reader", Role.CITIZEN), _reader(db, "Paul Officer", Role.POLICY)
    authors = _authors(db, max(DISCUSSED, number // 8))
    calls = _calls(db)
    themes = _themes(db, calls, themes_wanted)
    idea_ids = _ideas(db, chance, number, authors, themes)
    _memberships(db, chance, idea_ids)
    read = idea_ids[number // 2 + 1]
    _talk(db, chance, read, idea_ids, authors)
    _answer(db, themes[-1], officer)
    _count(db, themes)
    db.add(Subscription(account_id=citizen.id, idea_id=read))
    idea = db.get_one(Idea, read)
    mine, theirs = (cookies.signed(sessions.start(db, account, agent="a bench")) for account in (citizen, officer))
    return Crowd(read, calls[0], idea.theme_id or 0, mine, theirs, DISCUSSED)


def _reader(db: Session, name: str, role: Role) -> Account:
    account = accounts.known_by(db, f"{name.split()[0].lower()}@example.org", name=name)
    accounts.confirm(db, account)
    team = teams.named(db, "Streets team", "Ellerford Council") if role != Role.CITIZEN else None
    accounts.grant(db, account, role, team_id=team.id if team else None, by=None)
    return account


def _rows(db: Session, table: type[SQLModel], rows: Sequence[dict[str, Any]]) -> None:
    for begin in range(0, len(rows), BATCH):
        db.execute(insert(table), rows[begin:begin + BATCH])


def _ids(db: Session, table: Any) -> list[int]:
    return list(db.execute(select(table.id).order_by(table.id)).scalars())


def _authors(db: Session, number: int) -> list[int]:
    now = datetime.now(UTC)
    _rows(db, Account, [{"email": f"author{n}@example.org", "name": f"Author {n}", "private": n % 3 == 0,
                         "confirmed_at": now} for n in range(number)])
    mine = select(Account.id).where(col(Account.email).like("author%")).order_by(Account.id)  # type: ignore[call-overload]
    return list(db.execute(mine).scalars())


def _calls(db: Session) -> list[int]:
    today = datetime.now(UTC).date()
    promised = {"summary": "Tell us what happens and what would help.", "sponsor": "Ellerford Council",
                "proposition": "The council should put up a board that shows the wait.",
                "can_change": "The times\nThe signs", "cannot_change": "The law", "decides": "The streets committee",
                "answer_by": today + timedelta(days=60), "opens_on": today, "closes_on": today + timedelta(days=30),
                "state": CallState.OPEN}
    _rows(db, Call, [promised | {"question": f"What keeps you waiting in {place}?"}
                     for place in ("the town", "the hospital")])
    return _ids(db, Call)


def _themes(db: Session, calls: list[int], number: int) -> list[int]:
    chance = random.Random(SEED)
    _rows(db, Theme, [
        {"title": f"{chance.choice(WISHES).capitalize()} {n}", "call_id": calls[n % len(calls)], "version": "bench",
         "description": f"People ask for {chance.choice(WISHES)}.", "x": chance.random(), "y": chance.random(),
         "doubts": []}
        for n in range(number)])
    return _ids(db, Theme)


def words(chance: random.Random) -> str:
    """What somebody might write: some hundred words in two paragraphs."""
    said = [f"I waited {chance.randint(10, 90)} minutes {chance.choice(WAITS)} and {chance.choice(TROUBLES)}."
            f" It is hard for {chance.choice(PEOPLE)}." for _ in range(chance.randint(2, 6))]
    asked = f"Please try {chance.choice(WISHES)}. It would help {chance.choice(PEOPLE)}, and it costs little."
    return " ".join(said) + "\n\n" + asked


def _ideas(db: Session, chance: random.Random, number: int, authors: list[int], themes: list[int]) -> list[int]:
    began = datetime.now(UTC) - timedelta(days=365)
    call_of: dict[int, int] = dict(db.execute(select(Theme.id, Theme.call_id)).all())  # type: ignore[call-overload]
    first = db.execute(select(func.coalesce(func.max(Idea.id), 0))).scalar_one()
    rows = []
    for n in range(number):
        theme = chance.choice(themes) if n % 10 else None
        at = began + timedelta(minutes=n * 365 * 1440 / number)
        rows.append({
            "id": first + n + 1, "reference": reference_of(first + n + 1), "lot": new_lot(),
            "title": f"{chance.choice(WISHES).capitalize()} {chance.choice(WAITS)}", "body": words(chance),
            "kind": Kind.IMPROVEMENT if n % 7 == 0 else Kind.IDEA, "received_at": at, "proposed_at": at,
            "status": Status.GROUPED if theme else Status.PUBLISHED, "author_id": chance.choice(authors),
            "theme_id": theme, "call_id": call_of[theme] if theme else None,
            "stance": STANCES[n % len(STANCES)] if theme else None,
        })
    _rows(db, Idea, rows)
    db.execute(text("SELECT setval(pg_get_serial_sequence('idea', 'id'), (SELECT max(id) FROM idea))"))
    ids = [int(row["id"]) for row in rows]
    for kind in ("idea.received", "idea.proposed", "idea.grouped"):
        told = [row for row in rows if kind != "idea.grouped" or row["theme_id"]]
        _rows(db, Event, [{"kind": kind, "at": row["proposed_at"], "by_id": row["author_id"], "idea_id": row["id"],
                           "theme_id": row["theme_id"], "data": {}} for row in told])
    return ids


def _memberships(db: Session, chance: random.Random, idea_ids: list[int]) -> None:
    """Each idea with its second sentence as the passage that grouped it, and a few that are near."""
    found = db.execute(select(Idea.id, Idea.body, Idea.theme_id).where(col(Idea.theme_id).is_not(None))).all()  # type: ignore[call-overload]
    rows: list[dict[str, Any]] = []
    quoted: dict[int, list[dict[str, Any]]] = {}
    for idea_id, body, theme_id in found:
        begins = body.index(". ") + 2
        ends = body.index(".", begins) + 1
        rows.append({"idea_id": idea_id, "theme_id": theme_id, "score": chance.random(), "begins": begins, "ends": ends,
                     "words": body[begins:ends], "terms": ["wait", "sign"], "nearest": chance.sample(idea_ids, 4)})
        quoted.setdefault(theme_id, []).append(rows[-1])
    _rows(db, Membership, rows)
    _rows(db, ThemeQuote, [{"theme_id": theme, "idea_id": row["idea_id"], "rank": rank, "begins": row["begins"],
                            "ends": row["ends"], "words": row["words"]}
                           for theme, members in quoted.items() for rank, row in enumerate(members[:5])])


def _talk(db: Session, chance: random.Random, read: int, idea_ids: list[int], authors: list[int]) -> None:
    """Fifty comments on the idea that is read, two on every tenth; many support the one, a few the others."""
    said = [read] * DISCUSSED + [idea_id for idea_id in idea_ids[::10] if idea_id != read for _ in range(2)]
    _rows(db, Comment, [{"idea_id": idea_id, "author_id": chance.choice(authors), "body": words(chance)[:400],
                         "signals": []} for idea_id in said])
    comments = db.execute(select(Comment.id, Comment.idea_id, Comment.author_id, Comment.written_at)).all()  # type: ignore[call-overload]
    own = [comment for comment in comments if comment.idea_id == read]
    for first, answer in zip(own[0::5], own[1::5], strict=False):
        db.execute(update(Comment).where(col(Comment.id) == answer.id).values(parent_id=first.id))
    _rows(db, Event, [{"kind": "comment.written", "at": c.written_at, "by_id": c.author_id, "idea_id": c.idea_id,
                       "comment_id": c.id, "data": {}} for c in comments])
    pairs = {(read, author) for author in authors[:SUPPORTED]}
    pairs |= {(idea_id, chance.choice(authors)) for idea_id in idea_ids for _ in range(chance.randint(0, 3))}
    supports = [{"idea_id": idea_id, "account_id": author} for idea_id, author in sorted(pairs)]
    _rows(db, Support, supports)
    _rows(db, Event, [{"kind": "support.given", "by_id": row["account_id"], "idea_id": row["idea_id"], "data": {}}
                      for row in supports])


def _answer(db: Session, theme_id: int, officer: Account) -> None:
    now = datetime.now(UTC)
    answer = Answer(theme_id=theme_id, verdict=Verdict.DOING, summary="We will put up boards.",
                    body="From May every stop has a board.", signed_name=officer.name, signed_role="Officer",
                    team_id=officer.team_id, author_id=officer.id or 0, published_at=now, told_count=3)
    db.add(answer)
    db.flush()
    _rows(db, Event, [{"kind": "answer.published", "by_id": officer.id, "theme_id": theme_id, "answer_id": answer.id,
                       "data": {}}])
    coverages.cover(db, answer.id or 0, select(col(Idea.id)).where(col(Idea.theme_id) == theme_id))
    db.execute(update(Idea).where(col(Idea.theme_id) == theme_id).values(status=Status.ANSWERED))


def _count(db: Session, themes: list[int]) -> None:
    """Sets every counter from the rows behind it."""
    for rows in ("support", "comment"):
        counted = f"SELECT idea_id, count(*) AS n FROM {rows} GROUP BY idea_id"
        db.execute(text(f"UPDATE idea SET {rows}s_count = n FROM ({counted}) AS c WHERE c.idea_id = idea.id"))
    recount(db, set(themes))
