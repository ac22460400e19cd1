"""What citizens and staff do in the story."""

from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, col, select, update

from models import accounts, calls, clock, closing, comments, ideas, improvements, subscriptions, teams
from models.accounts import Account
from models.comments import Comment
from models.history import Event
from models.ideas import Idea
from models.languages import Language
from models.roles import Role
from models.statuses import Channel, Kind, Stance, Waste
from models.supports import Support
from seeds import content, promising
from seeds.town import Town

Talk = dict[int, int]


def settle(db: Session, town: Town) -> None:
    """The people and teams of the place, before anything is said."""
    for team in content.place()["team"]:
        town.teams[team["key"]] = teams.named(db, team["name"], team.get("body", "")).id
    for person in content.place()["person"]:
        account = accounts.known_by(db, person["email"], name=person["name"], private=person.get("private", False))
        account.job = person.get("job", "")
        account.language = Language(person.get("language", Language.ENGLISH))
        accounts.confirm(db, account)
        team_id = town.teams.get(person.get("team", ""))
        accounts.grant(db, account, Role(person["role"]), team_id=team_id, by=None)
        town.accounts[person["key"]] = account.id
    for number in range(160):
        reader = accounts.known_by(db, f"reader-{number + 1}@example.org", private=True)
        accounts.confirm(db, reader)
        town.accounts[f"reader-{number + 1}"] = reader.id
    promising.settle(town, content.place(), db)


def draft_call(town: Town, call: dict[str, Any], db: Session) -> None:
    drafted = calls.draft(
        db,
        by=town.account(db, "ruth-ellison"),
        question=call["question"],
        summary=call["summary"],
        proposition=call.get("proposition", ""),
        sponsor=call["sponsor"],
        sponsor_role=call["sponsor_role"],
        can_change="\n".join(call["can_change"]),
        cannot_change="\n".join(call["cannot_change"]),
        decides=call["decides"],
        team_id=town.teams[call["team"]],
        opens_on=town.day(call["opens"]),
        closes_on=town.day(call["closes"]),
        answer_by=town.day(call["answer_by"]),
    )
    town.calls[call["key"]] = drafted.id


def open_call(town: Town, call: dict[str, Any], db: Session) -> None:
    calls.open_up(db, town.call(db, call["key"]), by=town.account(db, "ruth-ellison"))


def close_call(town: Town, call: dict[str, Any], db: Session) -> None:
    calls.close(db, town.call(db, call["key"]), by=town.account(db, "ruth-ellison"))


def conclude_call(town: Town, call: dict[str, Any], db: Session) -> None:
    closing.conclude(db, town.call(db, call["key"]), by=town.account(db, "ruth-ellison"))


def propose(town: Town, call: str, words: dict[str, Any], db: Session) -> None:
    author = town.account(db, words["author"])
    idea = ideas.receive(
        db,
        title=words["title"].strip(),
        body=words["body"].strip(),
        author=author,
        private=author.private,
        kind=Kind(words["kind"]),
        call_id=town.calls.get(call),
        stance=Stance(words["stance"]) if "stance" in words else None,
        place=words.get("place", ""),
        channel=Channel(words.get("channel", "web")),
    )
    if idea.is_improvement:
        improvements.describe(
            db,
            idea,
            waste=Waste(words.get("waste", "waiting")),
            small_test=words.get("test", ""),
            saving=words.get("saving", ""),
        )
    ideas.propose(db, idea)
    subscriptions.follow(db, author, idea_id=idea.id)
    town.ideas[words["key"]] = idea.id


def support(town: Town, words: dict[str, Any], db: Session) -> None:
    """A crowd's support in three statements; one person's is `supports.give`."""
    idea = town.idea(db, words["key"])
    keys = [key for key in town.accounts if key != words["author"]]
    crowd = town.chance.sample(keys, min(words.get("supports", 0), len(keys)))
    if not crowd or not idea.takes_support:
        return
    ids = [town.accounts[key] for key in crowd]
    staff = set(db.exec(select(Account.id).where(col(Account.id).in_(ids), Account.role != Role.CITIZEN)).all())
    db.execute(
        insert(Support),
        [{"idea_id": idea.id, "account_id": i, "by_staff": i in staff, "given_at": clock.now()} for i in ids],
    )
    db.execute(
        insert(Event),
        [
            {
                "kind": "support.given",
                "by_id": i,
                "idea_id": idea.id,
                "call_id": idea.call_id,
                "data": {},
                "at": clock.now(),
            }
            for i in ids
        ],
    )
    db.exec(
        update(Idea)
        .where(col(Idea.id) == idea.id)
        .values(
            supports_count=Idea.supports_count + len(ids), staff_supports_count=Idea.staff_supports_count + len(staff)
        )
    )


def comment(
    town: Town, idea: str, words: dict[str, Any], talk: Talk, number: int | None, under: int | None, db: Session
) -> None:
    parent = db.get(Comment, talk[under]) if under is not None else None
    said = comments.write(
        db, town.idea(db, idea), body=words["body"].strip(), by=town.account(db, words["author"]), parent=parent
    )
    if number is not None:
        talk[number] = said.id
