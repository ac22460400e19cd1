"""Nobody supports, reports or finds useful what they wrote themselves."""

from collections.abc import Callable

from sqlmodel import Session

from models import comments, publishing, revisions, supports
from models.accounts import Account
from tests import scenes
from tests.cast import Cast
from tests.page import Site
from tests.said import TITLE, a_comment, an_idea, hidden

SignIn = Callable[[Account], Site]
REPORT = {"concern": "spam", "note": "Nonsense"}


def test_maya_is_not_offered_to_support_or_report_her_own_idea(db: Session, people: Cast, sign_in: SignIn) -> None:
    idea = an_idea(db, people.maya)
    db.commit()
    maya, ben = sign_in(people.maya), sign_in(people.ben)

    own, others = maya.get(f"/ideas/{idea.id}"), ben.get(f"/ideas/{idea.id}")

    for words in ("Support this idea", "Report this idea"):
        assert words in others and words not in own
    assert "Follow" in own
    maya.post(f"/ideas/{idea.id}/support", {"wanted": "yes"}, expect=404)
    maya.get(f"/ideas/{idea.id}/report", expect=404)
    maya.post(f"/ideas/{idea.id}/report", REPORT, expect=404)
    assert not supports.give(db, idea, by=people.maya) and supports.give(db, idea, by=people.ben)
    assert idea.supports_count == 1


def test_ben_does_not_find_his_own_comment_useful(db: Session, people: Cast, sign_in: SignIn) -> None:
    idea = an_idea(db, people.maya)
    comment = a_comment(db, idea, people.ben)
    db.commit()
    ben, useful = sign_in(people.ben), f"/comments/{comment.id}/useful"
    assert f'action="{useful}"' in sign_in(people.maya).get(f"/ideas/{idea.id}")
    assert f'action="{useful}"' not in ben.get(f"/ideas/{idea.id}")

    ben.post(useful, {"wanted": "yes"}, expect=404)
    ben.post(f"/ideas/{idea.id}/report?comment={comment.id}", REPORT, expect=404)
    comments.mark_useful(db, comment, by=people.ben, wanted=True)

    assert comment.useful_count == 0
    sign_in(people.maya).post(useful, {"wanted": "yes"})
    sign_in(people.maya).get(f"/ideas/{idea.id}/report?comment={comment.id}")


def test_nobody_yet_is_said_in_words(db: Session, people: Cast, site: Site) -> None:
    idea = an_idea(db, people.maya)
    db.commit()

    assert "Nobody supports this yet" in site.get(f"/ideas/{idea.id}")
    assert "no support yet" in site.get("/ideas") and "<b>0</b>" not in site.get("/ideas")


def test_what_maya_took_back_offers_her_nothing_to_switch(db: Session, people: Cast, sign_in: SignIn) -> None:
    idea = an_idea(db, people.maya)
    publishing.withdraw(db, idea, by=people.maya)
    db.commit()

    page = sign_in(people.maya).get(f"/ideas/{idea.id}")
    assert TITLE in page and "Follow" not in page.text.split("Skip")[1] and "my support" not in page


def test_the_texts_as_data_begin_with_the_one_that_stands(db: Session, people: Cast, site: Site) -> None:
    idea = an_idea(db, people.maya)
    revisions.edit_idea(db, idea, title="A better title", body="And a better text.", by=people.maya)
    db.commit()

    items = site.get(f"/ideas/{idea.id}/versions.json").response.json()["items"]

    assert [(item["title"], item["until"] is None) for item in items] == [("A better title", True), (TITLE, False)]


def test_who_is_signed_in_is_not_asked_to_sign_in(db: Session, people: Cast, site: Site, sign_in: SignIn) -> None:
    idea, away = an_idea(db, people.maya), an_idea(db, people.maya)
    hidden(db, away, people)
    db.commit()

    for path in (f"/where/{idea.reference}", f"/where/{away.reference}"):
        assert "Sign in, " in site.get(path)
        assert "Sign in, " not in sign_in(people.maya).get(path)


def test_a_name_that_stands_for_many_is_small_inside_a_sentence(db: Session, people: Cast, sign_in: SignIn) -> None:
    people.ben.private = True
    comment = a_comment(db, an_idea(db, people.maya), people.ben)
    db.commit()

    page = sign_in(people.maya).get(f"/comments/{comment.id}/reply")
    assert "Reply to a member of the public" in page and "to A member" not in page


def test_to_answer_is_what_officials_do_and_people_share_ideas(db: Session, people: Cast, site: Site) -> None:
    call = scenes.call(db, people)
    an_idea(db, people.maya)
    db.commit()

    page = site.get(f"/calls/{call.id}")
    assert "Share an idea for this call" in page and "Answer this call" not in page
    assert "Show all of these, with the newest first" in site.get(f"/find?q={TITLE}")
