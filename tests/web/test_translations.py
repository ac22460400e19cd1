"""An answer in the language that people chose: written, proved, read by a colleague, public, told."""

from collections.abc import Callable

import pytest
from sqlmodel import Session, select

from jobs import notify
from models import amendments, answers, mails, subscriptions, translations
from models.accounts import Account
from models.answers import Answer
from models.history import Event
from models.ideas import Idea
from models.languages import Language
from models.mails import Mail
from models.settings import settings
from models.themes import Theme
from models.translations import Translation
from tests import scenes
from tests.cast import Cast
from tests.page import Site
from tests.said import hidden
from tests.translating import WELSH, drafted, here, published, written

SignIn = Callable[[Account], Site]
@pytest.fixture
def answer(db: Session, people: Cast) -> Answer:
    return drafted(db, people)


def told(db: Session, person: Account) -> list[Mail]:
    """The mails to this person, after everybody was told what is to be told."""
    for event in db.exec(select(Event).where(Event.answer_id != None)).all():  # noqa: E711
        if event.kind in {"answer.published", "answer.told", "answer.translated"}:
            notify.notify(db, event.id)
    return list(db.exec(mails.newest().where(Mail.to == person.email)))


def test_maya_chooses_welsh_and_the_desk_is_told_that_somebody_asks(
    db: Session, people: Cast, sign_in: SignIn, answer: Answer
) -> None:
    people.maya.language = Language.ENGLISH
    db.commit()
    maya, ruth = sign_in(people.maya), sign_in(people.ruth)
    assert "asks to be answered" not in ruth.get(f"/desk/answers/{answer.id}/preview")

    page = maya.get("/account")
    assert "Cymraeg (Welsh)" in page
    wrong = maya.send(page, "/account", language="xx", expect=422)
    assert "Choose one of these languages." in wrong
    maya.send(page, "/account", language="cy")

    assert "1 person asks to be answered in Welsh." in ruth.get(f"/desk/answers/{answer.id}/preview")
    assert "1 person asks for it" in ruth.get(f"/desk/answers/{answer.id}/in")


def test_it_becomes_public_with_the_answer_and_maya_reads_it_in_her_mail_and_on_the_page(
    db: Session, people: Cast, sign_in: SignIn, site: Site, answer: Answer
) -> None:
    ruth = sign_in(people.ruth)
    saved = ruth.follow(ruth.send(ruth.get(here(answer)), "/in/cy", **WELSH))
    assert "The text is saved." in saved and "becomes public with the English text" in saved
    site.get(f"/answers/{answer.id}/in/cy", expect=404)

    published(db, people, answer)

    page = site.get(f"/answers/{answer.id}/in/cy")
    assert "Ysgrifennodd 1 o bobl atom." in page and '<div lang="cy" dir="ltr">' in page.html
    assert 'hreflang="cy"' in site.get(f"/answers/{answer.id}").html
    assert site.get(f"/answers/{answer.id}.json").response.json()["languages"]["cy"]["summary"] == WELSH["summary"]
    assert WELSH["summary"] not in site.get(f"/answers/{answer.id}")
    assert WELSH["summary"] in sign_in(people.maya).get(f"/answers/{answer.id}")
    [mail] = told(db, people.maya)
    assert mail.text.index(WELSH["summary"]) < mail.text.index("In English:") < mail.text.index(answer.summary)
    assert '<p lang="cy" dir="ltr">' in mail.html and f"/answers/{answer.id}/in/cy" in mail.html


def test_a_text_that_comes_later_is_told_once_to_who_asked_for_it(
    db: Session, people: Cast, sign_in: SignIn, answer: Answer
) -> None:
    [idea_id] = db.exec(select(Idea.id)).all()
    subscriptions.follow(db, people.ben, idea_id=idea_id)
    published(db, people, answer)
    [first] = told(db, people.maya)
    assert "You asked for answers in Welsh. This one is in English so far." in first.text
    ruth = sign_in(people.ruth)
    page = ruth.follow(ruth.send(ruth.get(here(answer)), "/in/cy", **WELSH))
    assert "1 person who asked for Welsh will be told, once." in page

    done = ruth.follow(ruth.send(page, "/publication"))
    ruth.post(f"{here(answer)}/publication", {"seen": ""}, expect=404)

    assert "Everyone can read the answer in this language now." in done and "What everyone reads now" in done
    newest, _ = told(db, people.maya)
    assert newest.subject.startswith("Your answer in Cymraeg:") and WELSH["summary"] in newest.text
    assert len(told(db, people.maya)) == 2 and len(told(db, people.ben)) == 1


def test_what_it_claims_is_proved_as_in_english(
    db: Session, people: Cast, sign_in: SignIn, answer: Answer
) -> None:
    published(db, people, answer)
    ruth = sign_in(people.ruth)
    page = ruth.send(ruth.get(here(answer)), "/in/cy", summary="Ateb.", body="“Nid oes neb wedi dweud hyn erioed yma.”")

    page = ruth.follow(page)
    assert "stands in no idea that this answers" in page and "Make it public" not in page.html.split("<main")[1]
    refused = ruth.post(f"{here(answer)}/publication", {"seen": _seen(db)}, expect=422)
    assert "It cannot be made public yet" in refused and db.exec(translations.public(answer.id)).all() == []


def _seen(db: Session) -> str:
    db.expire_all()
    return db.exec(select(Translation.saved_at)).one().isoformat()


def test_maya_replies_in_welsh_and_whoever_knows_the_number_finds_the_welsh_text(
    db: Session, people: Cast, sign_in: SignIn, site: Site, answer: Answer
) -> None:
    written(db, people, answer)
    published(db, people, answer)
    reference = db.exec(select(Idea.reference)).one()

    maya = sign_in(people.maya)
    asked = maya.get(f"/answers/{answer.id}/reply")
    assert f'<p class="lead" lang="cy" dir="ltr">{WELSH["summary"]}' in asked.html
    assert f"/answers/{answer.id}/reply" in maya.get(f"/answers/{answer.id}/in/cy").html
    assert f"/answers/{answer.id}/reply" not in site.get(f"/answers/{answer.id}/in/cy").html
    assert "Read the answer in Welsh: Cymraeg" in site.get(f"/where/{reference}")


def test_two_write_at_once_and_lose_nothing(db: Session, people: Cast, sign_in: SignIn, answer: Answer) -> None:
    ruth, anna = sign_in(people.ruth), sign_in(people.anna)
    hers, mine = ruth.get(here(answer)), anna.get(here(answer))
    ruth.send(hers, "/in/cy", **WELSH)

    both = anna.send(mine, "/in/cy", expect=409, summary="Ateb Anna.", body="Diolch.")

    assert "Somebody saved another text meanwhile" in both and "It was saved by Ruth Ellison" in both
    assert WELSH["summary"] in both
    assert both.form("/in/cy")["fields"]["summary"].strip() == "Ateb Anna."
    anna.send(both, "/in/cy")
    assert db.exec(select(Translation.summary)).one() == "Ateb Anna."


def test_what_is_wrong_is_said_and_kept_and_a_text_is_thrown_away(
    db: Session, people: Cast, sign_in: SignIn, answer: Answer
) -> None:
    ruth = sign_in(people.ruth)
    wrong = ruth.send(ruth.get(here(answer)), "/in/cy", expect=422, summary="x" * 201, body="")
    assert "Use 200 characters or fewer. You have written 201." in wrong and "Enter the answer in full." in wrong
    assert wrong.form("/in/cy")["fields"]["summary"].strip() == "x" * 201
    written(db, people, answer)

    opened = ruth.get(here(answer))
    newer = translations.save(db, answer, Language.WELSH, summary="Ateb Anna.", body="Diolch.", by=people.anna,
                              seen=db.exec(select(Translation.saved_at)).one())
    db.commit()

    since = ruth.send(opened, "/end", expect=409)

    assert "Somebody saved another text meanwhile" in since and db.exec(select(Translation)).one() == newer
    ruth.send(ruth.get(here(answer)), "/end")
    assert db.exec(select(Translation)).all() == []


def test_the_english_text_is_changed_and_the_page_says_so(
    db: Session, people: Cast, sign_in: SignIn, site: Site, answer: Answer
) -> None:
    written(db, people, answer)
    published(db, people, answer)
    assert "changed after this one was written" not in site.get(f"/answers/{answer.id}/in/cy")

    one = amendments.save(
        db, answer, summary="We put it right.", body="Now.", reason="A slip.", by=people.ruth, seen=None)
    amendments.publish(db, answer, one, by=people.ruth, seen=one.saved_at, tell=False)
    db.commit()

    assert "The English text was changed after this one was written." in site.get(f"/answers/{answer.id}/in/cy")
    written_again = sign_in(people.ruth).get(here(answer))
    assert written_again.form("/in/cy")["fields"]["body"].strip() == WELSH["body"]


def test_a_draft_that_changed_since_keeps_an_older_text_back(db: Session, people: Cast, answer: Answer) -> None:
    written(db, people, answer)
    answers.draft(db, theme_id=answer.theme_id, by=people.ruth, seen=answer.saved_at, summary="Other words.")
    published(db, people, answer)

    assert db.exec(translations.public(answer.id)).all() == []


def test_a_quote_goes_with_the_idea_it_is_from(
    db: Session, people: Cast, site: Site, answer: Answer
) -> None:
    idea = db.exec(select(Idea)).one()
    written(db, people, answer, body=f"Diolch.\n\n{{quote {idea.reference}}}")
    published(db, people, answer)
    assert scenes.PASSAGE in site.get(f"/answers/{answer.id}/in/cy")
    assert '<blockquote class="voice" lang="en"' in site.get(f"/answers/{answer.id}/in/cy").html

    hidden(db, idea, people)
    db.commit()

    assert scenes.PASSAGE not in site.get(f"/answers/{answer.id}/in/cy")


def test_who_may(site: Site, people: Cast, sign_in: SignIn, answer: Answer) -> None:
    for stranger in (site, sign_in(people.maya), sign_in(people.tom)):
        stranger.get(here(answer), expect=303 if stranger is site else 404)
    ruth = sign_in(people.ruth)
    for none in ("en", "xx", "cy-GB"):
        ruth.get(here(answer, none), expect=404)
    ruth.get(here(answer, "ur"))


def test_a_site_that_answers_in_english_only_asks_nobody(
    people: Cast, sign_in: SignIn, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "answer_languages", "")

    assert "In which language" not in sign_in(people.maya).get("/account")
    assert "This site answers in English only" in sign_in(people.ruth).get(f"/desk/answers/{answer.id}/in")


def test_a_letter_is_in_the_language_that_they_asked_for(
    db: Session, people: Cast, sign_in: SignIn, answer: Answer
) -> None:
    ruth = sign_in(people.ruth)
    typed = {"channel": "paper", "title": "Ring people back", "body": "I gave up.", "address": "2 Mill Lane",
             "consent": "yes", "language": "cy"}
    ruth.send(ruth.get("/desk/entries/new"), "/desk/entries", **typed)
    idea = db.exec(select(Idea).where(Idea.title == "Ring people back")).one()
    scenes.grouped(db, db.get_one(Theme, answer.theme_id), idea)
    db.commit()
    letters = f"/desk/answers/{answer.id}/letters"
    assert "Some who wrote or rang ask for Welsh" in ruth.get(f"/desk/answers/{answer.id}/preview")
    assert "They asked for Welsh. There is no such text of this answer yet." in ruth.get(letters)
    written(db, people, answer)

    published(db, people, answer)

    page = ruth.get(letters)
    assert page.html.index(WELSH["summary"]) < page.html.index(answer.summary)
