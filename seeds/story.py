"""The year as a list of acts, each at its moment. An act takes a session and does one thing through a verb."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlmodel import Session

from seeds import acts, answering, asking, content, promising, theming
from seeds.town import Town

Act = Callable[[Session], None]
DAYS_TO_NAME_THEMES = 5
THEMES_OF_AN_OPEN_CALL = 40
PROMISES = {"given": promising.give, "delay": promising.put_off, "aside": promising.put_aside}


@dataclass(frozen=True)
class Moment:
    at: datetime
    order: int
    act: Act


def moments(town: Town) -> list[Moment]:
    """The whole story in the order of time."""
    told: list[Moment] = []
    for at, act in _everything(town):
        told.append(Moment(at, len(told), act))
    return sorted(told, key=lambda moment: (moment.at, moment.order))


def _everything(town: Town) -> Iterator[tuple[datetime, Act]]:
    yield town.moment(363, 10, 11), partial(acts.draft_call, town, content.place()["next_call"])
    for words in content.place()["deputy"]:
        yield town.moment(words["day"], 9, 16), partial(promising.stand_in, town, words)
    for chapter in content.chapters():
        yield from _call(town, chapter)
        for idea in chapter["idea"]:
            yield from _idea(town, chapter, idea)
        for answer in chapter.get("answer", []):
            yield from _answer(town, chapter, answer)
        for question in chapter.get("question", []):
            yield from _question(town, chapter, question)
        for name, act in PROMISES.items():
            for words in chapter.get(name, []):
                yield town.moment(words["day"], 9, 16), partial(act, town, _key(chapter), words)
        for reply in chapter.get("reply", []):
            yield _reply_moment(town, chapter, reply), partial(answering.reply, town, _key(chapter), reply)


def _question(town: Town, chapter: dict[str, Any], question: dict[str, Any]) -> Iterator[tuple[datetime, Act]]:
    yield town.moment(question["day"], 9, 12), partial(asking.ask, town, _key(chapter), question)
    for response in question.get("response", []):
        yield town.moment(response["day"], 17, 21), partial(asking.respond, town, question, response)
    if "closed" in question:
        yield town.moment(question["closed"], 9, 12), partial(asking.close, town, question)


def _reply_moment(town: Town, chapter: dict[str, Any], reply: dict[str, Any]) -> datetime:
    answered = next(a["day"] for a in chapter["answer"] if a.get("theme", a.get("idea")) == reply["answer_theme"])
    return town.moment(min(reply.get("day", answered + 1 + town.chance.randrange(9)), 365), 17, 22)


def _key(chapter: dict[str, Any]) -> str:
    return str(chapter["call"]["key"]) if "call" in chapter else ""


def _call(town: Town, chapter: dict[str, Any]) -> Iterator[tuple[datetime, Act]]:
    if "call" not in chapter:
        return
    call = chapter["call"]
    yield town.moment(max(call["opens"] - 6, 0), 9, 10), partial(acts.draft_call, town, call)
    yield town.moment(call["opens"], 7, 8), partial(acts.open_call, town, call)
    if call["closes"] < 365:
        yield town.moment(call["closes"] + 1, 6, 7), partial(acts.close_call, town, call)
    named = min(call["closes"] + DAYS_TO_NAME_THEMES, call["opens"] + THEMES_OF_AN_OPEN_CALL)
    first = min((a["day"] for a in chapter.get("answer", [])), default=365)
    yield town.moment(min(named, first - 1), 9, 10), partial(theming.group, town, chapter)
    yield town.moment(min(call["closes"] + 9, 361), 9, 10), partial(theming.tidy, town, chapter)
    if call["state"] == "reading":
        yield town.moment(362, 3, 4), partial(theming.group_again, town, chapter)
    if call["state"] == "answered":
        last = max(a["day"] for a in chapter["answer"])
        yield town.moment(last, 22, 23), partial(acts.conclude_call, town, call)


def _idea(town: Town, chapter: dict[str, Any], idea: dict[str, Any]) -> Iterator[tuple[datetime, Act]]:
    proposed = town.moment(idea["day"])
    yield proposed, partial(acts.propose, town, _key(chapter), idea)
    yield town.moment(min(idea["day"] + 12, 365), 23, 24), partial(acts.support, town, idea)
    talk: acts.Talk = {}
    for number, comment in enumerate(idea.get("comment", [])):
        said = max(town.moment(comment["day"]), proposed)
        yield said, partial(acts.comment, town, idea["key"], comment, talk, number, None)
        for reply in comment.get("replies", []):
            said = max(town.moment(reply["day"]), said)
            yield said, partial(acts.comment, town, idea["key"], reply, talk, None, number)


def _answer(town: Town, chapter: dict[str, Any], answer: dict[str, Any]) -> Iterator[tuple[datetime, Act]]:
    call = _key(chapter)
    drafted = town.moment(answer["day"], 9, 16)
    yield drafted, partial(answering.publish, town, call, answer)
    if "amendment" in answer:
        yield town.moment(answer["amendment"]["day"], 9, 16), partial(answering.amend, town, call, answer)
    if "translation" in answer:
        yield town.moment(answer["translation"]["day"], 9, 16), partial(answering.translate, town, call, answer)
    commitment, outcome = answer.get("commitment"), answer.get("outcome")
    if commitment and commitment.get("delivered") is not None and commitment["delivered"] <= 365:
        yield town.moment(commitment["delivered"], 9, 16), partial(answering.deliver, town, call, answer)
    for said in (commitment or {}).get("progress", []):
        yield town.moment(said["day"], 10, 15), partial(answering.progress, town, call, answer, said)
    for said in answer.get("benefit", []):
        yield town.moment(said["day"], 16, 18), partial(answering.claim, town, call, answer, said)
        if "taken_back" in said:
            yield town.moment(said["taken_back"], 16, 18), partial(answering.take_back, town, call, answer, said)
    for reading in (outcome or {}).get("readings", []):
        if reading["day"] <= 365:
            yield town.moment(reading["day"], 16, 17), partial(answering.read, town, call, answer, reading)
