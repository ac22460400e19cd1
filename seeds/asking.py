"""What policy officers ask back in the story, and what people say to it."""

from typing import Any

from sqlmodel import Session, select

from models import questions
from models.questions import Asking, Question
from seeds.town import Town


def ask(town: Town, call: str, words: dict[str, Any], db: Session) -> None:
    theme = town.themes[call, words["theme"]] if "theme" in words else None
    idea = None if theme else town.ideas[words["idea"]]
    asked = questions.ask(db, words=words["words"].strip(), answer_by=town.day(words["answer_by"]), theme_id=theme,
                          idea_id=idea, by=town.account(db, words["author"]))
    town.questions[words["key"]] = asked.id


def respond(town: Town, words: dict[str, Any], response: dict[str, Any], db: Session) -> None:
    mine = Asking.question_id == town.questions[words["key"]], Asking.account_id == town.accounts[response["author"]]
    asking = db.exec(select(Asking).where(*mine)).one_or_none()
    if asking is not None:
        questions.respond(db, asking, body=response["body"].strip())


def close(town: Town, words: dict[str, Any], db: Session) -> None:
    question = db.get_one(Question, town.questions[words["key"]])
    questions.close(db, question, by=town.account(db, words["author"]))
