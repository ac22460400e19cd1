"""Choosing other words than those the machine found: who may, what is refused, where one comes back to."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlmodel import Session, select

from models import ideas, memberships, passages
from models.accounts import Account
from models.answers import Answer
from models.history import Event
from models.ideas import Idea
from models.memberships import Membership
from models.proofs import PASSAGE_LIMIT
from models.themes import Theme
from tests import scenes
from tests.cast import Cast
from tests.page import Site

SignIn = Callable[[Account], Site]
BODY = "I have two jobs. That would help. My letter came late, so I lost my place! Nobody rang me."
HELP = "That would help."
LATE = "My letter came late, so I lost my place!"


@pytest.fixture
def theme(db: Session, people: Cast) -> Theme:
    return scenes.theme(db, scenes.call(db, people).id)


@pytest.fixture
def idea(db: Session, people: Cast, theme: Theme) -> Idea:
    made = scenes.idea(db, people.maya, body=BODY, call_id=theme.call_id)
    begins = BODY.index(HELP)
    memberships.put(db, made, theme, by=None, score=0.7, begins=begins, ends=begins + len(HELP), words=HELP)
    db.commit()
    return made


@pytest.fixture
def draft(db: Session, people: Cast, theme: Theme, idea: Idea) -> Answer:
    made = scenes.measured(db, people, scenes.draft(db, people, theme=theme))
    db.commit()
    return made


def at(idea: Idea) -> str:
    return f"/desk/ideas/{idea.id}/passage"


def seen(db: Session, idea: Idea) -> str:
    return passages.print_of(idea, of(db, idea))


def of(db: Session, idea: Idea) -> Membership:
    db.expire_all()
    return db.exec(memberships.primary_of(idea.id)).one()


def test_from_the_preview_ruth_chooses_two_sentences_and_comes_back_to_them(
    db: Session, sign_in: SignIn, people: Cast, idea: Idea, draft: Answer
) -> None:
    desk = sign_in(people.ruth)
    preview = desk.get(f"/desk/answers/{draft.id}/preview")
    link = f"{at(idea)}?answer={draft.id}"
    assert f'href="{link}"' in preview.html and f"<mark>{HELP}</mark>" in preview.html

    page = desk.get(link)
    assert page.form("/passage")["fields"]["sentences"] == "1"
    done = desk.post(page.form("/passage")["action"], page.form("/passage")["fields"] | {"sentences": ["2", "3"]})

    assert done.response.headers["location"].endswith(f"#idea-{idea.id}")
    shown = desk.follow(done)
    assert "The words are chosen. No grouping will change them." in shown
    assert f"<mark>{LATE} Nobody rang me.</mark>" in shown.html
    assert of(db, idea).words == f"{LATE} Nobody rang me." == BODY[of(db, idea).begins:of(db, idea).ends]


def test_its_page_does_not_say_that_the_words_a_person_chose_are_why_it_was_grouped(
    sign_in: SignIn, site: Site, people: Cast, idea: Idea
) -> None:
    assert "The words that are marked in it are why." in site.get(f"/ideas/{idea.id}")
    desk = sign_in(people.ruth)

    desk.send(desk.get(at(idea)), "/passage", sentences="2")

    page = site.get(f"/ideas/{idea.id}")
    assert f"<mark>{LATE}</mark>" in page.html and "are why" not in page
    assert "A person chose the words that are marked in it, for the answer." in page


def test_from_the_evidence_on_the_theme_she_comes_back_to_the_same_list(
    db: Session, sign_in: SignIn, people: Cast, theme: Theme, idea: Idea
) -> None:
    desk = sign_in(people.ruth)
    list_of = f"?call={theme.call_id}&sort=size"
    page = desk.get(f"/desk/themes/{theme.id}{list_of}")
    assert f'href="{at(idea)}{list_of.replace("&", "&amp;")}"' in page.html

    done = desk.send(desk.get(f"{at(idea)}{list_of}"), "/passage", sentences="2")

    assert done.response.headers["location"] == (
        f"/desk/themes/{theme.id}{list_of}&done=passage-chosen#idea-{idea.id}")
    assert f"<mark>{LATE}</mark>" in desk.follow(done).html
    assert "words chosen by a person" in desk.get(f"/desk/themes/{theme.id}")
    assert f"Ruth Ellison chose other words to answer: “{LATE}” instead of “{HELP}”." in desk.get(
        f"/desk/themes/{theme.id}/journal")


def test_what_the_answer_reaches_later_can_be_chosen_too(
    db: Session, sign_in: SignIn, people: Cast, theme: Theme
) -> None:
    scenes.grouped(db, theme, scenes.idea(db, people.ben, call_id=theme.call_id))
    answer = scenes.published(db, people, theme=theme)
    late = scenes.idea(db, people.maya, call_id=theme.call_id)
    scenes.grouped(db, theme, late)
    db.commit()
    desk = sign_in(people.ruth)
    page = desk.get(f"/desk/answers/{answer.id}/newcomers")
    assert f'href="{at(late)}?newcomers={answer.id}"' in page.html

    done = desk.send(desk.get(f"{at(late)}?newcomers={answer.id}"), "/passage", sentences="0")

    assert "<mark>My letter came late.</mark>" in desk.follow(done).html
    assert f"/desk/answers/{answer.id}/newcomers" in done.response.headers["location"]


@pytest.mark.parametrize(("typed", "sentence"), [
    ({}, "Tick at least one sentence."), ({"sentences": "x"}, "Tick at least one sentence."),
    ({"sentences": "99"}, "Tick at least one sentence."),
    ({"sentences": ["0", "2"]}, "Tick only sentences that stand next to each other, and untick the rest."),
    ({"sentences": ["3", "99"]}, "Tick only sentences that stand next to each other, and untick the rest."),
])
def test_what_cannot_be_a_passage_is_refused_beside_the_field(
    db: Session, sign_in: SignIn, people: Cast, idea: Idea, typed: dict[str, str], sentence: str
) -> None:
    desk = sign_in(people.ruth)

    page = desk.post(at(idea), {"seen": seen(db, idea)} | typed, expect=422)

    assert 'id="field-sentences-error"' in page.html and sentence in page
    ticked = len(re.findall(r"name=\"sentences\"[^>]* checked", page.html))
    assert ticked == len([one for one in typed.get("sentences", []) if one in "0123"])
    assert of(db, idea).words == HELP


@pytest.mark.parametrize("more", [0, 1])
def test_several_sentences_have_a_limit_and_one_has_none(
    db: Session, sign_in: SignIn, people: Cast, theme: Theme, more: int
) -> None:
    long = "a" * (PASSAGE_LIMIT - 5 + more) + ". So."
    idea = scenes.idea(db, people.maya, body=f"{long} {'b' * (PASSAGE_LIMIT + 1)}.", call_id=theme.call_id)
    memberships.put(db, idea, theme, by=None)
    db.commit()
    desk = sign_in(people.ruth)

    desk.post(at(idea), {"seen": seen(db, idea), "sentences": ["0", "1"]}, expect=422 if more else 303)
    assert of(db, idea).words == ("" if more else long)
    whole = desk.post(at(idea), {"seen": seen(db, idea), "wanted": "whole"}, expect=422)
    assert "Tick fewer sentences: together they can have up to 2,000 characters." in whole
    assert "Use the whole text" not in whole
    desk.post(at(idea), {"seen": seen(db, idea), "sentences": "2"})
    assert len(of(db, idea).words) == PASSAGE_LIMIT + 2


def test_the_whole_text_is_one_button(db: Session, sign_in: SignIn, people: Cast, idea: Idea) -> None:
    desk = sign_in(people.ruth)

    desk.send(desk.get(at(idea)), "/passage", wanted="whole")

    assert of(db, idea).words == BODY


def test_the_machines_words_can_be_had_back(db: Session, sign_in: SignIn, people: Cast, idea: Idea) -> None:
    desk = sign_in(people.anna)
    assert "What the machine found" not in desk.get(at(idea))
    sign_in(people.ruth).post(at(idea), {"seen": seen(db, idea), "sentences": "2"})

    page = desk.get(at(idea))
    assert "Ruth Ellison chose the words that stand now." in page and HELP in page
    done = desk.follow(desk.send(page, "/passage", wanted="machine"))

    assert "The words are those that the machine found again." in done
    assert (of(db, idea).words, of(db, idea).chosen_by_id) == (HELP, None)


def test_the_words_that_the_machine_found_can_be_kept_and_the_same_again_changes_nothing(
    db: Session, sign_in: SignIn, people: Cast, idea: Idea
) -> None:
    desk = sign_in(people.ruth)

    kept = desk.follow(desk.send(desk.get(at(idea)), "/passage", sentences="1"))
    again = desk.follow(desk.send(desk.get(at(idea)), "/passage", sentences="1"))

    assert "No grouping will change them." in kept and "These were the words already." in again
    memberships.explain(db, of(db, idea), idea, score=0.7, begins=BODY.index(LATE), ends=len(BODY), words=LATE)
    db.commit()
    assert (of(db, idea).words, of(db, idea).chosen_by_id) == (HELP, people.ruth.id)
    event = db.exec(select(Event).where(Event.kind == passages.CHOSEN)).one()
    assert passages.told(event.data, {idea.id: BODY}) == f"kept the words that the machine found: “{HELP}”"
    page = desk.get(at(idea))
    for _ in range(2):  # a double click
        desk.send(page, "/passage", sentences="2")
    assert len(db.exec(select(Event).where(Event.kind == passages.CHOSEN)).all()) == 2


def test_it_does_not_exist_for_others_nor_for_what_nobody_reads(
    db: Session, sign_in: SignIn, site: Site, people: Cast, idea: Idea
) -> None:
    alone = scenes.idea(db, people.ben)
    db.commit()
    assert "/sign-in" in site.get(at(idea), expect=303).response.headers["location"]
    for person in (people.maya, people.tom, people.dev):
        sign_in(person).get(at(idea), expect=404)
        sign_in(person).post(at(idea), {"seen": seen(db, idea), "sentences": "2"}, expect=404)
    desk = sign_in(people.ruth)
    desk.get(at(alone), expect=404)
    desk.get("/desk/ideas/4711/passage", expect=404)
    ideas.withdraw(db, idea, by=people.maya)
    db.commit()
    desk.get(at(idea), expect=404)
    desk.post(at(idea), {"sentences": "2"}, expect=404)
    assert of(db, idea).words == HELP


def test_an_idea_without_a_text_says_that_its_title_is_sent(
    db: Session, sign_in: SignIn, people: Cast, theme: Theme, idea: Idea
) -> None:
    idea.body = ""
    memberships.follow_text(db, idea)
    db.commit()

    page = sign_in(people.ruth).get(at(idea))

    assert "There is only a title" in page and "Use these words" not in page


def test_what_was_sent_is_said_and_stays_on_the_answers_page(
    db: Session, sign_in: SignIn, people: Cast, theme: Theme, idea: Idea
) -> None:
    answer = scenes.published(db, people, theme=theme)
    db.commit()
    desk, maya = sign_in(people.ruth), sign_in(people.maya)
    page = desk.get(at(idea))
    assert "Sent already" in page and f"went out with {HELP}" in page

    desk.send(page, "/passage", sentences="2")

    read = maya.get(f"/answers/{answer.id}")
    assert HELP in read and LATE not in read


def test_the_page_asks_little(
    db: Session, sign_in: SignIn, people: Cast, idea: Idea, draft: Answer,
    queries: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    desk = sign_in(people.ruth)

    with queries() as asked:
        desk.get(at(idea))

    assert len(asked) <= 6, asked
