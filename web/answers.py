"""Answers in public: what a team said, what it promised and measured, and whether people say that it answers them."""

from collections.abc import Sequence
from typing import Any

from pydantic import Field
from sqlmodel import col
from starlette.responses import Response

from models import amendments, answer_lists, answered, answers, outreaches, proofs, replies, translations
from models.accounts import Account
from models.amendments import Amendment
from models.answered import Answered
from models.answers import Answer
from models.before_after import Measured
from models.languages import Language
from models.outcomes import SAID, Reading
from models.proofs import Passage
from models.statuses import Heard, Verdict
from web.kit import formats, paging
from web.kit.errors import NotFound
from web.kit.formats import Entry
from web.kit.forms import Filled, Form, words
from web.kit.paging import Order
from web.kit.visit import Visit, found

NEWEST = Order(((Answer.published_at, True), (Answer.id, True)))  # type: ignore[arg-type]
FIELDS = ("id", "verdict", "verdict_words", "summary", "about", "theme_id", "idea_id", "call_id", "call", "team",
          "signed_name", "signed_role", "published_at", "told", "says_answered", "says_partly", "says_not")
PROMISED = ("id", "promise", "who", "due_on", "delivered_at", "dropped_at")


class ReplyForm(Form):
    heard: Heard = Field(title="whether this answers your point")
    sentence: words("a sentence", most=replies.SENTENCE_LIMIT)  # type: ignore[valid-type]


def index(visit: Visit) -> Response:
    verdict = Verdict(visit.asked("verdict")) if visit.asked("verdict") in set(Verdict) else None
    team_id, call_id = visit.asked_id("team"), visit.asked_id("call")
    rows = answer_lists.listed(verdict=verdict, team_id=team_id, call_id=call_id)
    asked = {"verdict": verdict.value if verdict else "", "team": team_id, "call": call_id}
    page = paging.fetch(visit.db, rows, NEWEST, **visit.place())
    here = "answers.index" if visit.format == "html" else "answers.index_as"
    more = visit.link(here, **visit.request.path_params, **asked, after=page.after) if page.after else None
    if visit.format != "html":
        entries = [_entry(visit, row) for row in page.rows]
        return formats.answer(visit, title="Answers", names=FIELDS, entries=entries, next_path=more)
    return visit.render("answers/index.html", answers=page.rows, more=more, asked=asked, **_choices(visit, asked))


def _choices(visit: Visit, asked: dict[str, Any]) -> dict[str, Any]:
    """What the list can be narrowed by: only teams and calls that have answered."""
    rows = visit.db.execute(answer_lists.answering()).all()
    return {
        "verdicts": [(verdict.value, verdict.words) for verdict in Verdict],
        "teams": sorted({(row.team_id, row.team) for row in rows if row.team_id}, key=lambda pair: pair[1]),
        "calls": sorted({(row.call_id, row.question) for row in rows if row.call_id}, key=lambda pair: pair[1]),
        "narrowed": any(asked.values()),
    }


def _entry(visit: Visit, row: Any) -> Entry:
    fields = {
        "id": row.id, "verdict": row.verdict.value, "verdict_words": answers.verdict_words(row.verdict, row.passed_to),
        "summary": row.summary, "about": row.about, "theme_id": row.theme_id, "idea_id": row.idea_id,
        "call_id": row.call_id, "call": row.question, "team": row.team, "signed_name": row.signed_name,
        "signed_role": row.signed_role, "published_at": row.published_at, "told": row.told_count,
        "says_answered": row.says_answered, "says_partly": row.says_partly, "says_not": row.says_not,
    }
    path = visit.link("answers.show", answer_id=row.id)
    return Entry(f"{fields['verdict_words']}: {row.about}", path, row.published_at, row.summary, fields)


def data(visit: Visit, answer_id: int) -> Response:
    """A public answer with its whole text, what it promised, and what was measured since."""
    row = found(visit.db.execute(answer_lists.listed().where(col(Answer.id) == answer_id)).first())
    [told] = answered.find(visit.db, col(Answer.id) == answer_id, None)
    entry = _entry(visit, row)
    entry.fields.update({
        "body": _in_words(told, told.in_full),
        "figures": told.answer.figures,
        "languages": {one.language.value: {"summary": one.summary, "body": _in_words(told, one.body)}
                      for one in told.translations},
        "promises": [_plain(promise, *PROMISED) for promise in told.commitments],
        "measures": [
            _plain(one.outcome, "measure", "unit", "success", "better", "baseline", "baseline_on", "baseline_source",
                   "target", "matters", "read_by")
            | {"found": one.change.value, "readings": [_reading(one, reading) for reading in one.readings]}
            for one in told.outcomes],
    })
    return formats.one(entry)


def _in_words(told: Answered, body: str) -> str:
    return proofs.plain(told.say_again(body), told.passages)


def _reading(measured: Measured, reading: Reading) -> dict[str, Any]:
    before = [_plain(one, *SAID, "because", "at") for one in measured.corrections_of(reading)]
    return _plain(reading, *SAID) | {"said_before": before}


def _plain(row: Any, *names: str) -> dict[str, Any]:
    return {name: formats.plain(getattr(row, name)) for name in names}


def show(visit: Visit, answer_id: int) -> Response:
    return visit.render("answers/show.html", told=one(visit, answer_id),
                        offline=outreaches.told(visit.db, answer_id))


def translated(visit: Visit, answer_id: int, language: str) -> Response:
    """A public answer in another language."""
    told = one(visit, answer_id)
    text = found(told.in_language(Language(language)) if language in set(Language) else None)
    return visit.render("answers/translated.html", told=told, one=text,
                        before=visit.db.exec(translations.ended(answer_id, text.language).limit(1)).first())


def versions(visit: Visit, answer_id: int) -> Response:
    """What a public answer says, and what it said before each time that it was put right."""
    told = one(visit, answer_id)
    if not told.answer.published:
        raise NotFound
    made = visit.db.exec(amendments.made(answer_id).limit(100)).all()
    return visit.render("answers/versions.html", told=told, versions=earlier(told, made),
                        translated=visit.db.exec(translations.ended(answer_id).limit(100)).all())


def earlier(told: Answered, made: Sequence[Amendment]) -> list[dict[str, Any]]:
    """Each earlier text with the time it stood for, and why it was put right. Quotes only of what can be read still."""
    begins = [row.published_at for row in made[1:]] + [told.answer.published_at]
    readable = {passage.idea_id for passage in told.passages.values()}
    return [
        {"id": row.id, "since": since, "until": row.published_at, "reason": row.reason, "summary": row.before_summary,
         "body": told.say_again(row.before_body), "figures": proofs.in_words(row.before_figures),
         "passages": {quote["reference"]: Passage.stored(quote) for quote in row.before_quotes
                      if quote["idea_id"] in readable}}
        for row, since in zip(made, begins, strict=False)]


def one(visit: Visit, answer_id: int) -> Answered:
    seen = col(Answer.id).in_(answers.visible_to(visit.account).with_only_columns(col(Answer.id)))
    told = answered.find(visit.db, (col(Answer.id) == answer_id) & seen, visit.account)
    return found(told[0] if told else None)


def _mine(visit: Visit, answer_id: int) -> Answered:
    """An answer to something that this person wrote themselves; to anybody else the form does not exist."""
    told = one(visit, answer_id)
    if not told.may_reply:
        raise NotFound
    return told


def reply(visit: Visit, answer_id: int) -> Response:
    told = _mine(visit, answer_id)
    return reply_form(visit, told, asked_of(visit, told), visit.member)


def asked_of(visit: Visit, told: Answered) -> Filled[ReplyForm]:
    """The form with the choice that the address asks for, else with what they said before."""
    said, asked = told.mine, visit.asked("heard")
    heard = asked if asked in set(Heard) else said.heard if said and said.heard else ""
    return ReplyForm.blank(heard=heard, sentence=said.sentence if said else "")


def reply_form(
    visit: Visit, told: Answered, draft: Filled[ReplyForm], reader: Account, status: int = 200
) -> Response:
    own = told.in_language(reader.language)
    return visit.render("answers/reply.html", status, told=told, draft=draft, choices=CHOICES, own=own,
                        who_sees=replies.who_sees(told.answer.told_count))


def give_reply(visit: Visit, answer_id: int) -> Response:
    told, draft = _mine(visit, answer_id), ReplyForm.read(visit.form)
    if not draft.accepted:
        return reply_form(visit, told, draft, visit.member, 422)
    said = draft.accepted
    replies.give(visit.db, told.answer, heard=said.heard, sentence=said.sentence, by=visit.member)
    return visit.redirect("answers.show", answer_id=answer_id, done="replied", anchor=f"answer-{answer_id}")


CHOICES = [(heard.value, heard.words) for heard in Heard]
