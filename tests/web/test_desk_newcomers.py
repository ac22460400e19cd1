"""Ideas that came to a theme after its answer: the desk sees them, and says whether the answer is theirs too."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session

from models import asides, clock, wording
from models.accounts import Account
from models.answers import Answer
from models.calls import Call
from models.contacts import Contact
from models.ideas import Idea
from models.statuses import Channel, Status
from models.themes import Theme
from tests import scenes
from tests.cast import Cast
from tests.page import Site

SignIn = Callable[[Account], Site]


@pytest.fixture
def late(db: Session, people: Cast) -> tuple[Theme, Answer, Idea]:
    """A theme with its answer, and an idea that came to it afterwards."""
    theme = scenes.theme(db, scenes.call(db, people).id)
    scenes.grouped(db, theme, scenes.idea(db, people.ben))
    answer = scenes.published(db, people, theme=theme)
    idea = scenes.idea(db, people.maya)
    scenes.grouped(db, theme, idea)
    db.commit()
    return theme, answer, idea


def test_its_page_says_what_was_answered_before_and_that_it_waits(site: Site, late: tuple[Theme, Answer, Idea]) -> None:
    _, answer, idea = late

    page = site.get(f"/ideas/{idea.id}")

    assert "before this idea came to it" in page and answer.summary in page
    assert "Waiting for an answer" in page and "Answered: " not in page


def test_whoever_asks_where_it_is_reads_the_same(site: Site, late: tuple[Theme, Answer, Idea]) -> None:
    _, answer, idea = late

    page = site.get(f"/where/{idea.reference}")

    assert "before this idea came to it" in page and f'href="/answers/{answer.id}"' in page.html
    assert "Waiting for an answer" in page


def test_the_page_of_an_answered_theme_says_how_many_wait_and_for_when_they_are_promised_what_they_are_told(
    db: Session, site: Site, people: Cast, late: tuple[Theme, Answer, Idea]
) -> None:
    theme, _, _ = late
    call = db.get_one(Call, theme.call_id)
    call.answer_by = clock.today() + timedelta(days=40)
    db.commit()
    page = site.get(f"/themes/{theme.id}")
    assert "Answered: " in page and "An answer is promised for" not in page
    assert f"1 idea came after the answer; what it is told is promised for {wording.day(call.answer_by)}." in page

    scenes.grouped(db, theme, scenes.idea(db, people.tom))
    call.answer_by = clock.today() - timedelta(days=4)
    db.commit()
    page = site.get(f"/themes/{theme.id}")
    assert "2 ideas came after the answer and still wait to be told." in page and "Late: no reason given yet." in page


def test_an_answered_theme_that_is_put_aside_says_one_thing_everywhere(
    db: Session, site: Site, people: Cast, late: tuple[Theme, Answer, Idea]
) -> None:
    theme, answer, idea = late
    asides.put(db, theme, reason="The county decides the rest of it.", by=people.ruth)
    db.commit()

    for path in (f"/ideas/{idea.id}", f"/where/{idea.reference}"):
        page = site.get(path)
        assert "before this idea came to it" in page and f'href="/answers/{answer.id}"' in page.html
        assert "A person still has to say" not in page and "Until then it waits" not in page
    assert "What came to it after its answer gets none of its own. The reason: The county" in site.get(
        f"/themes/{theme.id}").text


def test_the_desk_says_the_answer_for_them_and_each_is_told_with_their_own_words(
    db: Session, sign_in: SignIn, people: Cast, late: tuple[Theme, Answer, Idea]
) -> None:
    theme, answer, idea = late
    desk = sign_in(people.ruth)
    assert "answered, 1 came after" in desk.get("/desk")
    assert "1 idea came after it: is this their answer too?" in desk.get(f"/desk/themes/{theme.id}")

    page = desk.get(f"/desk/answers/{answer.id}/newcomers")
    assert "1 person will be told" in page and scenes.PASSAGE in page
    done = desk.follow(desk.send(page, "/newcomers"))

    assert "The answer is theirs too, and they are being told." in done
    assert db.get_one(Idea, idea.id, populate_existing=True).status == Status.ANSWERED
    assert "No idea waits here" in desk.get(f"/desk/answers/{answer.id}/newcomers")
    assert "came after" not in desk.get("/desk")


def test_where_the_newcomer_came_on_paper_the_page_speaks_of_the_letter(
    db: Session, sign_in: SignIn, people: Cast, late: tuple[Theme, Answer, Idea]
) -> None:
    _, answer, idea = late
    idea.author_id = None
    db.add(Contact(idea_id=idea.id, address="2 Mill Lane"))
    idea.channel = Channel.PAPER
    db.commit()
    desk = sign_in(people.ruth)

    page = desk.get(f"/desk/answers/{answer.id}/newcomers")
    assert "It will be told by 1 letter, each with the words you see here." in page and "Yes, and tell them" in page
    assert "0 people" not in page
    done = desk.follow(desk.send(page, "/newcomers"))

    assert "See “Letters and calls” for whom to write to or ring." in done and "being told" not in done


def test_where_a_newcomer_cannot_be_reached_at_all_the_page_offers_no_telling(
    db: Session, sign_in: SignIn, people: Cast, late: tuple[Theme, Answer, Idea]
) -> None:
    _, answer, idea = late
    idea.author_id = None
    db.commit()
    desk = sign_in(people.ruth)

    page = desk.get(f"/desk/answers/{answer.id}/newcomers")
    assert "Nobody will be told." in page and "tell them" not in page
    assert "The answer is theirs too. There was nobody to tell." in desk.follow(desk.send(page, "/newcomers"))


def test_others_do_not_find_it_and_a_draft_has_none(
    db: Session, sign_in: SignIn, site: Site, people: Cast, late: tuple[Theme, Answer, Idea]
) -> None:
    theme, answer, idea = late
    draft = scenes.draft(db, people, theme=theme)
    db.commit()

    for person in (people.maya, people.tom, people.dev):
        sign_in(person).post(f"/desk/answers/{answer.id}/newcomers", {}, expect=404)
    site.post(f"/desk/answers/{answer.id}/newcomers", {}, expect=303)
    sign_in(people.ruth).get(f"/desk/answers/{draft.id}/newcomers", expect=404)
    assert db.get_one(Idea, idea.id, populate_existing=True).status == Status.CONSIDERED
