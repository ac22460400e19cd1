"""An answer in other languages than English: written beside the English text, read by a second person, made public."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from sqlmodel import col
from starlette.responses import Response

from models import amendments, answered, answers, english, outreaches, reviews, translations
from models.answers import BODY_LIMIT, SUMMARY_LIMIT, Answer
from models.faults import Blocked
from models.languages import Language
from models.new_texts import WrittenSince
from models.reviews import MayNotRead, OwnText, ReadSince
from models.settings import settings
from models.translations import Translation
from web.answer_forms import maybe_moment
from web.desk_publications import NO_READER, OWN, AskForm, SendBackForm
from web.desk_schedules import moment_of
from web.kit.errors import NotFound
from web.kit.forms import Filled, Form, line, words
from web.kit.visit import Visit


class TranslationForm(Form):
    summary: line("the answer in short", most=SUMMARY_LIMIT, least=1)  # type: ignore[valid-type]
    body: words("the answer in full", most=BODY_LIMIT, least=1)  # type: ignore[valid-type]
    seen: Annotated[datetime | None, BeforeValidator(maybe_moment)]
    source: str = Field(default="", pattern=r"^[0-9a-f]{32}$|^$", title="the English text")  # that was beside it


def index(visit: Visit, answer_id: int) -> Response:
    """Every language of this site, how many people would like it, and how far the text is."""
    _answer(visit, answer_id)
    told = answered.find(visit.db, col(Answer.id) == answer_id, None)[0]
    drafts = {one.language: one for one in visit.db.exec(translations.under_way(answer_id)).all()}
    public = [one.language for one in told.translations]
    offered = list(dict.fromkeys([*settings().further_languages, *drafts, *public]))
    audience = answers.audience(visit.db, answer_id, by=visit.member)
    return visit.render("desk/translations.html", told=told, offered=offered, drafts=drafts, audience=audience,
                        foreseen=outreaches.foreseen(visit.db, answer_id))


def show(visit: Visit, answer_id: int, language: str) -> Response:
    return _page(visit, _answer(visit, answer_id), _language(language))


def _page(
    visit: Visit, answer: Answer, language: Language, status: int = 200, *,
    draft: Filled[TranslationForm] | None = None, blocks: Sequence[str] = (), since: bool = False,
    asking: Filled[AskForm] | None = None, back: Filled[SendBackForm] | None = None,
) -> Response:
    one = visit.db.exec(translations.under_way(answer.id, language)).first()
    new = visit.db.exec(amendments.under_way(answer.id)).first()
    of = english.beside(visit.db, answer, one.source if one and visit.asked("of") != "new" else "")
    told = answered.find(visit.db, col(Answer.id) == answer.id, None)[0]
    readers = reviews.readers(visit.db)
    facts = translations.facts_of(visit.db, answer, one, of) if one else None
    stands = translations.blocks(answer, one, of, facts, readers) if one and facts else []
    wrong = translations.faults(one, of, facts) if one and facts else []
    return visit.render("desk/translation.html", status, told=told, one=one, language=language, readers=readers,
                        draft=draft or _stored(told.in_language(language), one), facts=facts, stands=stands,
                        wrong=wrong, blocks=blocks, since=since, english=of, renewed=new is not None,
                        back=back or SendBackForm.blank(),
                        asking=asking or AskForm.blank(reader=(one.reader_id if one else None) or ""),
                        audience=answers.audience(visit.db, answer.id, by=visit.member))


def _stored(public: Translation | None, one: Translation | None) -> Filled[TranslationForm]:
    if one is not None:
        return TranslationForm.blank(summary=one.summary, body=one.body, seen=one.saved_at.isoformat())
    return TranslationForm.blank(**(public.typed if public is not None else {}))


def save(visit: Visit, answer_id: int, language: str) -> Response:
    answer, tongue, form = _answer(visit, answer_id), _language(language), TranslationForm.read(visit.form)
    said = form.accepted
    if said is None:
        return _page(visit, answer, tongue, 422, draft=form)
    try:
        translations.save(visit.db, answer, tongue, summary=said.summary, body=said.body, by=visit.member,
                          seen=said.seen, source=said.source)
    except WrittenSince:
        return _both(visit, answer, tongue, form)
    return visit.redirect("desk_translations.show", answer_id=answer_id, language=language, done="translation-saved")


def _both(visit: Visit, answer: Answer, language: Language, form: Filled[TranslationForm]) -> Response:
    """Two people wrote at once: theirs is shown, this one’s words stay in the form. Saving from here is a choice."""
    theirs = visit.db.exec(translations.under_way(answer.id, language)).first()
    form.typed["seen"] = theirs.saved_at.isoformat() if theirs else ""
    return _page(visit, answer, language, 409, draft=form, since=True)


def approve(visit: Visit, answer_id: int, language: str) -> Response:
    return _act(visit, answer_id, language, "review-approved", translations.approve)


def send_back(visit: Visit, answer_id: int, language: str) -> Response:
    answer, tongue, form = _answer(visit, answer_id), _language(language), SendBackForm.read(visit.form)
    if not form.accepted:
        visit.one(translations.under_way(answer_id, tongue))
        return _page(visit, answer, tongue, 422, back=form)
    act = partial(translations.send_back, why=form.accepted.not_yet)
    return _act(visit, answer_id, language, "sent-back", act, back=form)


def ask(visit: Visit, answer_id: int, language: str) -> Response:
    answer, tongue, form = _answer(visit, answer_id), _language(language), AskForm.read(visit.form)
    one = visit.one(translations.under_way(answer_id, tongue))
    try:
        if form.accepted:
            translations.ask(visit.db, answer, one, by=visit.member, reader_id=form.accepted.reader)
    except MayNotRead:
        form.refuse("reader", NO_READER)
    except ReadSince:
        return visit.redirect("desk_translations.show", answer_id=answer_id, language=language, done="read-meanwhile")
    if not form.accepted:
        return _page(visit, answer, tongue, 422, asking=form)
    return visit.redirect("desk_translations.show", answer_id=answer_id, language=language, done="reader-asked")


def publish(visit: Visit, answer_id: int, language: str) -> Response:
    return _act(visit, answer_id, language, "translated", translations.publish)


def _act(
    visit: Visit, answer_id: int, language: str, done: str, act: Any, back: Filled[SendBackForm] | None = None
) -> Response:
    answer, tongue = _answer(visit, answer_id), _language(language)
    one = visit.one(translations.under_way(answer_id, tongue))
    try:
        act(visit.db, answer, one, by=visit.member, seen=moment_of(visit.form.get("seen", "")))
    except Blocked as blocked:
        return _page(visit, answer, tongue, 422, blocks=blocked.sentences)
    except OwnText:
        return _page(visit, answer, tongue, 422, blocks=[OWN])
    except WrittenSince:
        return _page(visit, answer, tongue, 409, since=True, back=back)
    except ReadSince:
        done = "read-meanwhile"
    return visit.redirect("desk_translations.show", answer_id=answer_id, language=language, done=done)


def drop(visit: Visit, answer_id: int, language: str) -> Response:
    return _act(visit, answer_id, language, "translation-dropped", translations.drop)


def _answer(visit: Visit, answer_id: int) -> Answer:
    return visit.one(answers.visible_to(visit.member).where(Answer.id == answer_id))


def _language(code: str) -> Language:
    """One that this site answers in, or did; English is the text itself."""
    if code not in set(Language) or code == Language.ENGLISH:
        raise NotFound
    return Language(code)
