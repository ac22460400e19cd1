"""Answers that are published at a set hour, alone or several at once; everything is checked again then."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session, select

from jobs import publish
from models import accounts, answers, clock, outcomes, reviews, schedules, supports
from models.accounts import Account
from models.answers import Answer
from models.history import Event
from models.roles import Role
from models.schedules import Schedule
from models.statuses import Verdict
from models.wording import moment
from tests import scenes
from tests.cast import Cast
from tests.page import Site

SignIn = Callable[[Account], Site]
Queries = Callable[[], AbstractContextManager[list[str]]]
LONDON = ZoneInfo("Europe/London")


def typed(when: datetime) -> dict[str, str]:
    local = when.astimezone(LONDON)
    return {"publish_on": local.date().isoformat(), "publish_at": f"{local:%H:%M}"}


def tomorrow() -> datetime:
    return (clock.now() + timedelta(days=1)).replace(second=0, microsecond=0)


def make(db: Session, people: Cast, title: str) -> Answer:
    theme = scenes.theme(db, scenes.call(db, people).id, title=title)
    scenes.grouped(db, theme, scenes.idea(db, people.maya))
    return scenes.measured(db, people, scenes.draft(db, people, theme=theme))


@pytest.fixture
def draft(db: Session, people: Cast) -> Answer:
    made = make(db, people, "Getting through by telephone")
    db.commit()
    return made


def kinds(db: Session) -> list[str]:
    return [kind for kind in db.exec(select(Event.kind)) if kind.startswith("answer.")]


def test_an_answer_becomes_public_at_its_hour_in_uk_time(
    db: Session, sign_in: SignIn, people: Cast, draft: Answer
) -> None:
    draft.verdict = Verdict.NO
    outcomes.expect_nothing(db, draft, by=people.ruth)  # its day is before then
    db.commit()
    ruth = sign_in(people.ruth)
    page = ruth.get(f"/desk/answers/{draft.id}/preview")

    after = ruth.follow(ruth.send(page, "/schedule", tell="yes", publish_on="2027-07-01", publish_at="09:30"))

    assert "It becomes public <b>1 July 2027 at 9.30am</b>, and people are told then." in after.html
    schedule = db.exec(select(Schedule)).one()
    assert schedule.due_at == datetime(2027, 7, 1, 8, 30, tzinfo=UTC)
    with clock.at(schedule.due_at - timedelta(seconds=1)):
        publish.due()
    db.refresh(draft)
    assert not draft.published
    with clock.at(schedule.due_at):
        publish.due()
        publish.due()
    db.refresh(draft)
    assert (draft.published_at, draft.told_at) == (schedule.due_at, schedule.due_at)
    assert kinds(db).count("answer.published") == 1


def test_an_hour_without_telling_tells_nobody(db: Session, sign_in: SignIn, people: Cast, draft: Answer) -> None:
    ruth, path = sign_in(people.ruth), f"/desk/answers/{draft.id}/schedule"
    ruth.post(path, {"seen": draft.saved_at.isoformat(), **typed(tomorrow())})

    with clock.at(tomorrow()):
        publish.due()

    db.refresh(draft)
    assert (draft.published, draft.told_at) == (True, None)


@pytest.mark.parametrize(("days", "says"), [
    (-1, "Choose an hour that is still to come:"), (schedules.MOST_DAYS + 1, "Choose a day in the next 365 days."),
    (1, ""), (schedules.MOST_DAYS - 1, "")])
def test_an_hour_is_to_come_and_within_a_year(
    db: Session, sign_in: SignIn, people: Cast, draft: Answer, days: int, says: str
) -> None:
    when = clock.now() + timedelta(days=days)

    answer = sign_in(people.ruth).post(
        f"/desk/answers/{draft.id}/schedule", {"seen": draft.saved_at.isoformat(), **typed(when)},
        expect=422 if says else 303)

    assert says in answer
    assert bool(db.exec(select(Schedule)).all()) == (not says)


@pytest.mark.parametrize(("wrong", "says"), [
    ({"publish_on": "", "publish_at": "09:30"}, "Enter the day it is to be published."),
    ({"publish_on": "2027-07-01", "publish_at": ""}, "Enter the time it is to be published."),
    ({"publish_on": "soon", "publish_at": "09:30"}, "Enter the day like 2026-03-31"),
    ({"publish_on": "2027-07-01", "publish_at": "nine"}, "Enter the time like 09:30."),
])
def test_a_wrong_hour_says_what_to_do_and_keeps_what_was_typed(
    sign_in: SignIn, people: Cast, draft: Answer, wrong: dict[str, str], says: str
) -> None:
    page = sign_in(people.ruth).post(f"/desk/answers/{draft.id}/schedule", wrong, expect=422)

    assert says in page
    fields = page.form("/schedule")["fields"]
    assert {name: fields[name] for name in wrong} == wrong


def test_what_fails_at_its_hour_is_not_published_and_the_desk_is_told_why(
    db: Session, sign_in: SignIn, people: Cast, draft: Answer
) -> None:
    idea = scenes.idea(db, people.ben, title="Letters")
    answer = scenes.measured(db, people, scenes.draft(db, people, idea=idea))
    answer.body = "It has 1 supporter."
    supports.give(db, idea, by=people.tom)
    db.commit()
    ruth = sign_in(people.ruth)
    for one in (answer, draft):
        ruth.post(f"/desk/answers/{one.id}/schedule", {"seen": one.saved_at.isoformat(), **typed(tomorrow())})
    supports.give(db, idea, by=people.maya)
    db.commit()

    with clock.at(tomorrow()):
        publish.due()

    db.refresh(answer)
    db.refresh(draft)
    assert (answer.published, draft.published) == (False, True)
    desk = ruth.get("/desk/publication")
    assert f"It was not published {moment(tomorrow())}: You wrote 1 supporter; there are 2 now." in desk
    assert "answer.not_published" in kinds(db)


@pytest.mark.parametrize("meanwhile", ["changed", "left", "second officer"])
def test_approval_and_text_are_checked_again_at_the_hour(
    db: Session, sign_in: SignIn, people: Cast, draft: Answer, meanwhile: str
) -> None:
    sign_in(people.ruth).post(
        f"/desk/answers/{draft.id}/schedule", {"seen": draft.saved_at.isoformat(), **typed(tomorrow())})
    if meanwhile == "changed":
        answers.draft(db, theme_id=draft.theme_id, by=people.anna, seen=draft.saved_at, summary="Other words.")
    elif meanwhile == "left":
        accounts.grant(db, people.ruth, Role.CITIZEN, by=None)
    else:
        scenes.officer(db, people)
    db.commit()

    with clock.at(tomorrow()):
        publish.due()

    [said] = db.exec(select(Schedule.refused)).all()
    words = {"changed": "The text was changed after", "left": "no longer works at the desk",
             "second officer": "Ask a colleague to read it"}
    assert words[meanwhile] in said[0]
    db.refresh(draft)
    assert not draft.published


def test_an_hour_can_be_called_off_and_set_anew(db: Session, sign_in: SignIn, people: Cast, draft: Answer) -> None:
    ruth, sent = sign_in(people.ruth), {"seen": draft.saved_at.isoformat()}
    ruth.post(f"/desk/answers/{draft.id}/schedule", sent | typed(tomorrow()))
    ruth.post(f"/desk/answers/{draft.id}/schedule", sent | typed(tomorrow() + timedelta(hours=1)))
    first, second = db.exec(select(Schedule).order_by(Schedule.id)).all()  # type: ignore[arg-type]
    assert (first.waits, second.waits) == (False, True)

    page = ruth.follow(ruth.send(ruth.get("/desk/publication"), f"/schedules/{second.id}/end"))

    assert "The hour is called off." in page
    again = ruth.follow(ruth.post(f"/desk/schedules/{second.id}/end"))
    assert "Its hour came, or somebody called it off, a moment ago." in again
    with clock.at(tomorrow() + timedelta(days=1)):
        publish.due()
    db.refresh(draft)
    assert not draft.published
    assert kinds(db).count("answer.called_off") == 1


def test_what_was_published_by_hand_is_not_published_again_at_its_hour(
    db: Session, sign_in: SignIn, people: Cast, draft: Answer
) -> None:
    ruth = sign_in(people.ruth)
    ruth.post(f"/desk/answers/{draft.id}/schedule", {"seen": draft.saved_at.isoformat(), **typed(tomorrow())})
    ruth.send(ruth.get(f"/desk/answers/{draft.id}/preview"), "/publication")

    with clock.at(tomorrow()):
        publish.due()

    assert kinds(db).count("answer.published") == 1
    assert not db.exec(select(Schedule)).one().waits


def test_a_batch_publishes_what_may_be_and_says_why_the_rest_may_not(
    db: Session, sign_in: SignIn, people: Cast, draft: Answer
) -> None:
    omar, other = scenes.officer(db, people), make(db, people, "Letters that come late")
    for one in (draft, other):
        reviews.approve(db, one, by=omar, seen=one.saved_at)
    unread = make(db, people, "Benches")
    db.commit()
    ruth = sign_in(people.ruth)
    page = ruth.get("/desk/publication")
    assert "1 person would be told" in page
    assert f'value="{unread.id}"' not in page.html
    answers.draft(db, theme_id=other.theme_id, by=people.anna, seen=other.saved_at, summary="Other words.")
    db.commit()

    sent = page.form("/desk/publication")["fields"] | {"then": "now", "tell": "yes"}
    after = ruth.post("/desk/publication", sent | {"answers": [str(draft.id), str(other.id)]}, expect=422)

    assert "Letters that come late: Somebody saved another text meanwhile. Read it again first." in after
    db.refresh(draft)
    db.refresh(other)
    assert (draft.published, draft.told_count, other.published) == (True, 1, False)


def test_a_batch_is_set_for_one_hour(db: Session, sign_in: SignIn, people: Cast, draft: Answer) -> None:
    other = make(db, people, "Letters that come late")
    db.commit()
    ruth = sign_in(people.ruth)
    fields = ruth.get("/desk/publication").form("/desk/publication")["fields"] | {"then": "later", "tell": "yes"}
    both = {"answers": [str(draft.id), str(other.id)]}

    wrong = ruth.post("/desk/publication", fields | both | {"publish_on": "", "publish_at": ""}, expect=422)
    assert "Enter the day it is to be published." in wrong
    after = ruth.follow(ruth.post("/desk/publication", fields | both | typed(tomorrow())))

    assert "The hour is set for all of them." in after
    with clock.at(tomorrow()):
        publish.due()
    assert len(db.exec(select(Answer).where(Answer.published_at == tomorrow())).all()) == 2


def test_nothing_ticked_does_nothing(db: Session, sign_in: SignIn, people: Cast, draft: Answer) -> None:
    ruth = sign_in(people.ruth)
    for ticked in ("", "x", "99999999999", "-1"):
        refused = ruth.post("/desk/publication", {"then": "now", "answers": ticked}, expect=422)
        assert "Tick the answers that should be published." in refused
    db.refresh(draft)
    assert not draft.published


def test_a_desk_without_drafts_says_where_they_come_from(sign_in: SignIn, people: Cast) -> None:
    assert "No draft waits" in sign_in(people.ruth).get("/desk/publication")


def test_many_drafts_are_read_with_few_questions(
    db: Session, sign_in: SignIn, people: Cast, queries: Queries
) -> None:
    for number in range(5):
        draft = make(db, people, f"Theme {number}")
        draft.body = f"{{people}} people. “{scenes.PASSAGE}”"
    db.commit()
    ruth = sign_in(people.ruth)
    ruth.get("/desk/publication")

    for path, most in (("/desk/publication", 6), (f"/desk/answers/{draft.id}/preview", 7)):
        with queries() as asked:
            ruth.get(path)
        assert len(asked) <= most, asked


def test_others_neither_publish_nor_call_off(site: Site, sign_in: SignIn, people: Cast, draft: Answer) -> None:
    for person in (people.maya, people.tom, people.dev):
        sign_in(person).get("/desk/publication", expect=404)
        sign_in(person).post("/desk/publication", expect=404)
        sign_in(person).post(f"/desk/answers/{draft.id}/schedule", expect=404)
