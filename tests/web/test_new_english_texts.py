"""What becomes of an answer in another language when the English text is put right."""

from collections.abc import Callable

import pytest
from sqlmodel import Session, select

from jobs import notify
from models import amendments, mails, publications, subscriptions, translations
from models.accounts import Account
from models.amendments import Amendment
from models.answers import Answer
from models.english import English
from models.history import Event
from models.languages import Language
from models.settings import settings
from models.translations import Translation
from tests import scenes
from tests.cast import Cast
from tests.page import Site

SignIn = Callable[[Account], Site]
OLD = {"summary": "Byddwn yn ateb pob galwad.", "body": "Diolch. Ysgrifennodd {people} o bobl atom."}
NEW = {"summary": "Byddwn yn ateb o fewn pum munud.", "body": "Ysgrifennodd {ideas} o bobl."}


@pytest.fixture
def answer(db: Session, people: Cast) -> Answer:
    """A public answer to what Maya wrote, in Welsh too, of which she was told."""
    people.maya.language = Language.WELSH
    theme = scenes.theme(db, scenes.call(db, people).id)
    idea = scenes.idea(db, people.maya)
    scenes.grouped(db, theme, idea)
    subscriptions.follow(db, people.maya, idea_id=idea.id)
    answer = scenes.measured(db, people, scenes.draft(db, people, theme=theme))
    translations.save(db, answer, Language.WELSH, **OLD, by=people.ruth, seen=None)
    publications.publish(db, answer, by=people.ruth, seen=answer.saved_at, tell=True)
    db.commit()
    return answer


def renewed(db: Session, people: Cast, answer: Answer, **said: str) -> Amendment:
    words = {"summary": "Within five minutes.", "body": "We heard {ideas} idea.", "reason": "A slip."} | said
    one = amendments.save(db, answer, **words, by=people.ruth, seen=None)
    db.commit()
    return one


def page(answer: Answer) -> str:
    return f"/desk/answers/{answer.id}/in/cy"


def test_whoever_puts_it_right_sees_that_the_welsh_text_goes_out_of_date(
    db: Session, people: Cast, sign_in: SignIn, answer: Answer
) -> None:
    ruth = sign_in(people.ruth)
    assert "The text in Welsh will be older than this one" in ruth.get(f"/desk/answers/{answer.id}/amendment")
    renewed(db, people, answer)

    shown = ruth.get(f"/desk/answers/{answer.id}/amendment")

    assert f'href="{page(answer)}?of=new"' in shown.html and "Write the new text in Welsh" in shown


def test_the_new_welsh_text_becomes_public_with_the_new_english_one(
    db: Session, people: Cast, sign_in: SignIn, site: Site, answer: Answer
) -> None:
    one, ruth = renewed(db, people, answer), sign_in(people.ruth)
    beside = ruth.get(page(answer))
    assert "The new English text, not public yet" in beside and "We heard {ideas} idea." in beside
    ruth.post(page(answer), beside.form("/in/cy")["fields"] | NEW)
    assert "It becomes public with the new English text, or after it." in ruth.get(page(answer))
    assert "is ready: it becomes public with this one" in ruth.get(f"/desk/answers/{answer.id}/amendment")

    amendments.publish(db, answer, one, by=people.ruth, seen=one.saved_at, tell=True)
    db.commit()

    shown = site.get(f"/answers/{answer.id}/in/cy")
    assert NEW["summary"] in shown and "Ysgrifennodd 1 o bobl." in shown and "was changed after" not in shown
    assert NEW["summary"] in _mailed(db, "answer.amended")
    told = [event.data["quiet"] for event in db.exec(select(Event).where(Event.kind == "answer.translated"))]
    assert told == [True, True]


def _mailed(db: Session, kind: str) -> str:
    for event in db.exec(select(Event).where(Event.kind == kind)).all():
        notify.notify(db, event.id)
    return "\n".join(mail.text for mail in db.exec(mails.newest()).all())


def test_whoever_asked_for_a_language_is_told_when_it_comes_with_the_new_text(
    db: Session, people: Cast, sign_in: SignIn, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "answer_languages", "cy ur")
    people.maya.language, one = Language.URDU, renewed(db, people, answer)
    translations.save(db, answer, Language.URDU, summary="جواب", body="شکریہ", by=people.ruth, seen=None,
                      source=English(one.summary, one.body).source)
    db.commit()
    page = sign_in(people.ruth).get(f"/desk/answers/{answer.id}/amendment")
    assert "1 person who asked for it is told, also if you tell nobody of the rest." in page

    amendments.publish(db, answer, one, by=people.ruth, seen=one.saved_at, tell=False)
    db.commit()

    assert "جواب" in _mailed(db, "answer.translated")


def test_a_text_of_an_english_one_that_changed_meanwhile_waits_to_be_read_again(
    db: Session, people: Cast, sign_in: SignIn, site: Site, answer: Answer
) -> None:
    one, ruth = renewed(db, people, answer), sign_in(people.ruth)
    typed = ruth.get(page(answer)).form("/in/cy")["fields"] | NEW
    amendments.save(db, answer, summary="Within ten minutes.", body="New.", reason="A slip.", by=people.ruth,
                    seen=one.saved_at)
    db.commit()

    ruth.post(page(answer), typed)

    assert "Read both, and save this one again." in ruth.get(page(answer))
    amendments.publish(db, answer, one, by=people.ruth, seen=one.saved_at, tell=False)
    db.commit()
    assert "was changed after this one was written" in site.get(f"/answers/{answer.id}/in/cy")


def test_a_slip_in_the_public_welsh_text_is_mended_while_a_new_english_one_is_written(
    db: Session, people: Cast, sign_in: SignIn, site: Site, answer: Answer
) -> None:
    draft = translations.save(db, answer, Language.WELSH, **(OLD | {"summary": "Pob galwad."}), by=people.ruth,
                              seen=None)
    renewed(db, people, answer)
    ruth = sign_in(people.ruth)

    shown = ruth.get(page(answer))
    assert "The English text is being put right." in shown and "Every clinic" in shown
    assert "The new English text, not public yet" in ruth.get(f"{page(answer)}?of=new")
    ruth.post(f"{page(answer)}/publication", {"seen": draft.saved_at.isoformat()})

    assert "Pob galwad." in site.get(f"/answers/{answer.id}/in/cy")


def test_what_it_said_before_in_welsh_stays_readable(
    db: Session, people: Cast, site: Site, sign_in: SignIn, answer: Answer
) -> None:
    assert "before" not in site.get(f"/answers/{answer.id}/in/cy").html.split("<main")[1].split("</main")[0]
    one = translations.save(db, answer, Language.WELSH, **NEW, by=people.ruth, seen=None)
    translations.publish(db, answer, one, by=people.ruth, seen=one.saved_at)
    db.commit()

    assert f"/answers/{answer.id}/versions" in site.get(f"/answers/{answer.id}/in/cy").html
    versions = site.get(f"/answers/{answer.id}/versions")

    assert "In Welsh" in versions and OLD["summary"] in versions and "Ysgrifennodd 1 o bobl atom." in versions
    assert len(db.exec(select(Translation)).all()) == 2
