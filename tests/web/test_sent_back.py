"""A second reader sends a text back with a reason; who asked and who wrote it are told, and it is asked about anew."""

from collections.abc import Callable

import pytest
from sqlmodel import Session, col, select

from jobs import review
from models import amendments, answers, clock, reviews, translations
from models.accounts import Account
from models.answers import Answer
from models.history import Event
from models.languages import Language
from models.mails import Mail
from models.reviews import WHY_LIMIT, OwnText, ReadSince, Review
from tests import scenes
from tests.cast import Cast
from tests.page import Site
from tests.translating import drafted

SignIn = Callable[[Account], Site]
Jobs = Callable[[str], list[dict[str, int]]]
WHY = "The day in May is wrong."


@pytest.fixture
def omar(db: Session, people: Cast) -> Account:
    return scenes.officer(db, people)


@pytest.fixture
def told(db: Session, deferred: Jobs) -> Callable[[], list[str]]:
    """Who is mailed that a text was sent back, when each job is done twice."""
    def addresses() -> list[str]:
        for job in deferred("review") * 2:
            review.review(db, **job)
        mails = select(Mail).where(col(Mail.subject).contains("sent back")).order_by(col(Mail.id))
        return [mail.to for mail in db.exec(mails)]

    return addresses


def kinds(db: Session, answer: Answer) -> list[str]:
    return list(db.exec(select(Event.kind).where(Event.answer_id == answer.id).order_by(col(Event.id))))


@pytest.fixture
def draft(db: Session, people: Cast, omar: Account) -> Answer:
    made = scenes.finished(db, people)
    db.commit()
    return made


@pytest.fixture(params=["draft", "new text", "Welsh"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def answer(db: Session, people: Cast, kind: str) -> Answer:
    """Ruth's text of this kind, complete."""
    made = drafted(db, people)
    if kind != "draft":
        answers.publish(db, made, by=people.ruth)
    if kind == "new text":
        amendments.save(db, made, summary="From May.", body="From May.", reason="A slip.", by=people.ruth, seen=None)
    if kind == "Welsh":
        said = {"summary": "Byddwn yn ateb.", "body": "Diolch."}
        translations.save(db, made, Language.WELSH, **said, by=people.ruth, seen=None)
    db.commit()
    return made


@pytest.fixture
def page(answer: Answer, kind: str) -> str:
    return f"/desk/answers/{answer.id}/{ {'draft': 'preview', 'new text': 'amendment', 'Welsh': 'in/cy'}[kind] }"


def saved_anew(ruth: Site, page: str, kind: str, answer: Answer, summary: str = "From June.") -> None:
    where = f"/desk/themes/{answer.theme_id}" if kind == "draft" else page
    action = {"draft": "/answer", "new text": "/amendment", "Welsh": "/in/cy"}[kind]
    ruth.send(ruth.get(where), action, summary=summary)


def test_omar_sends_it_back_ruth_reads_why_saves_it_anew_and_asks_again(
    db: Session, sign_in: SignIn, people: Cast, omar: Account, answer: Answer, page: str, kind: str,
    told: Callable[[], list[str]],
) -> None:
    ruth, reader = sign_in(people.ruth), sign_in(omar)
    ruth.send(ruth.get(page), "/review", reader=str(omar.id))
    assert "Waits for your reading" in reader.get("/desk/work")
    assert "/return" not in ruth.get(page).html

    after = reader.follow(reader.send(reader.get(page), "/return", not_yet=WHY))

    assert "You sent this text back." in after and "Omar Aziz read this text and sent it back" in after
    for seen in (after, ruth.get(page)):
        assert WHY in seen and "then ask for a second reader again" in seen
        for form in ("/return", "/approval", "/review", "/publication"):
            assert form not in seen.html, form
    assert "Waits for your reading" not in reader.get("/desk/work")
    assert kinds(db, answer)[-1].endswith("sent_back")
    assert told() == [people.ruth.email]
    mail = db.exec(select(Mail).where(Mail.to == people.ruth.email).order_by(col(Mail.id).desc())).first()
    assert mail is not None and WHY in mail.text and WHY in mail.html and page in mail.text
    assert "Omar Aziz has read the" in mail.text

    saved_anew(ruth, page, kind, answer)
    fresh = ruth.get(page)
    assert WHY not in fresh and "Waits for a second reader" not in fresh
    ruth.send(fresh, "/review", reader=str(omar.id))
    assert "Waits for your reading" in reader.get("/desk/work")
    reader.send(reader.get(page), "/return", not_yet="Still wrong.")
    assert told() == [people.ruth.email] * 2
    saved_anew(ruth, page, kind, answer, "From July.")
    assert "Still wrong." not in ruth.get(page)
    reader.send(reader.get(page), "/approval")
    assert "approved it" in ruth.get(page)


def test_who_is_asked_again_after_it_was_sent_back_is_told_again(
    db: Session, people: Cast, omar: Account, told: Callable[[], list[str]]
) -> None:
    answer = scenes.published(db, people, idea=scenes.idea(db, people.maya))
    said = {"body": "Soon.", "reason": "A slip."}
    one = amendments.save(db, answer, summary="From May.", **said, by=people.ruth, seen=None)
    amendments.ask(db, answer, one, by=people.ruth, reader_id=omar.id)
    told()
    amendments.send_back(db, answer, one, by=omar, seen=one.saved_at, why=WHY)
    amendments.save(db, answer, summary="From June.", **said, by=people.ruth, seen=one.saved_at)
    amendments.ask(db, answer, one, by=people.ruth, reader_id=omar.id)

    assert told() == [people.ruth.email]
    assert len(db.exec(select(Mail).where(Mail.to == omar.email)).all()) == 2


@pytest.mark.parametrize(("typed", "sentence"), [
    ("", "Enter what must change first."), ("  ", "Enter what must change first."),
    ("a" * (WHY_LIMIT + 1), "Use 500 characters or fewer. You have written 501.")])
def test_a_reason_is_needed_and_not_too_long(
    db: Session, sign_in: SignIn, people: Cast, omar: Account, answer: Answer, page: str, typed: str, sentence: str
) -> None:
    reader = sign_in(omar)

    refused = reader.send(reader.get(page), "/return", expect=422, not_yet=typed)

    assert sentence in refused and refused.form("/return")["fields"]["not_yet"].strip() == typed.strip()
    assert 'id="field-not_yet-error"' in refused.html
    assert not any(kind.endswith("sent_back") for kind in kinds(db, answer))
    reader.send(refused, "/return", not_yet="a" * WHY_LIMIT)
    assert kinds(db, answer)[-1].endswith("sent_back")


def test_only_who_may_approve_it_may_send_it_back(
    db: Session, site: Site, sign_in: SignIn, people: Cast, omar: Account, answer: Answer, page: str
) -> None:
    form = sign_in(omar).get(page).form("/return")
    address, sent = str(form["action"]), {"not_yet": WHY, "seen": form["fields"]["seen"]}

    for person in (people.maya, people.tom, people.dev):
        sign_in(person).post(address, sent, expect=404)
    site.post(address, sent, expect=401)
    own = sign_in(people.ruth).post(address, sent, expect=422)
    assert "You saved this text last, so a colleague must approve it." in own
    assert not any(kind.endswith("sent_back") for kind in kinds(db, answer))


@pytest.mark.parametrize("first", ["/return", "/approval"])
@pytest.mark.parametrize("second", ["/return", "/approval"])
def test_of_two_who_read_it_at_once_the_second_sees_what_the_first_said(
    db: Session, sign_in: SignIn, people: Cast, omar: Account, answer: Answer, page: str, first: str, second: str
) -> None:
    if first == second == "/approval":
        return  # both say the same
    reader, anna = sign_in(omar), sign_in(people.anna)
    mine, hers = reader.get(page), anna.get(page)
    reader.send(mine, first, **({"not_yet": WHY} if first == "/return" else {}))
    done = len(kinds(db, answer))

    after = anna.follow(anna.send(hers, second, **({"not_yet": "Another."} if second == "/return" else {})))

    assert "A colleague has read this text meanwhile, so nothing was changed." in after
    assert (WHY if first == "/return" else "read this text and approved it") in after and "Another." not in after
    assert len(kinds(db, answer)) == done


def test_a_reader_who_has_not_seen_the_text_keeps_their_words(
    sign_in: SignIn, people: Cast, omar: Account, answer: Answer, page: str, kind: str
) -> None:
    reader, ruth = sign_in(omar), sign_in(people.ruth)
    old = reader.get(page)
    saved_anew(ruth, page, kind, answer)

    refused = reader.send(old, "/return", expect=409, not_yet=WHY)

    assert "Somebody saved another text meanwhile" in refused
    if kind != "Welsh":
        assert refused.form("/return")["fields"]["not_yet"].strip() == WHY


def test_who_asked_and_who_wrote_it_last_are_told_and_nobody_who_left_the_desk(
    db: Session, people: Cast, omar: Account, draft: Answer, told: Callable[[], list[str]]
) -> None:
    nia = scenes.officer(db, people, "Nia Bell")
    reviews.ask(db, draft, by=nia, reader_id=omar.id)
    reviews.send_back(db, draft, by=omar, seen=draft.saved_at, why=WHY)
    assert sorted(told()) == sorted([nia.email, people.ruth.email])
    with pytest.raises(ReadSince):
        reviews.ask(db, draft, by=people.ruth)
    with pytest.raises(ReadSince):
        reviews.approve(db, draft, by=people.anna, seen=draft.saved_at)

    answers.draft(db, theme_id=draft.theme_id, by=omar, seen=draft.saved_at, summary="In Omar’s words.")
    with pytest.raises(OwnText):
        reviews.send_back(db, draft, by=omar, seen=draft.saved_at, why=WHY)
    reviews.send_back(db, draft, by=nia, seen=draft.saved_at, why=WHY)  # nobody asked for it
    assert sorted(told()) == sorted([nia.email, people.ruth.email, omar.email])


def test_what_is_public_or_approved_is_not_sent_back(db: Session, people: Cast, omar: Account, draft: Answer) -> None:
    reviews.approve(db, draft, by=omar, seen=draft.saved_at)
    with pytest.raises(ReadSince):
        reviews.send_back(db, draft, by=people.anna, seen=draft.saved_at, why=WHY)
    answers.publish(db, draft, by=people.ruth)
    with pytest.raises(ReadSince):
        reviews.send_back(db, draft, by=omar, seen=draft.saved_at, why=WHY)


def test_the_journal_says_why_it_was_sent_back_and_the_page_that_it_changed_since(
    db: Session, sign_in: SignIn, people: Cast, omar: Account, draft: Answer
) -> None:
    with clock.at(clock.now()):
        reviews.send_back(db, draft, by=omar, seen=draft.saved_at, why=WHY)
        answers.draft(db, theme_id=draft.theme_id, by=people.ruth, seen=draft.saved_at, summary="Other words.")
    db.commit()
    ruth = sign_in(people.ruth)

    assert not db.exec(select(Review)).one().was_sent_back(draft.saved_at)
    assert f"sent the draft answer back: {WHY}" in ruth.get(f"/desk/themes/{draft.theme_id}/journal")
    assert "It was changed after it was sent back. Ask a colleague" in ruth.get(f"/desk/answers/{draft.id}/preview")
