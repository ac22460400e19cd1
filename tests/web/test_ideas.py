"""An idea's own page, as everybody, its author, staff and moderators meet it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

from sqlmodel import Session

from models import clock, commitments, improvements, publishing, revisions
from models.accounts import Account
from models.roles import Role
from models.statuses import Channel, Kind, Status, Waste
from tests.cast import Cast
from tests.page import Site
from tests.said import BODY, PASSAGE, TITLE, a_call, a_comment, an_idea, answered, grouped, hidden, received

SignIn = Callable[[Account], Site]
Queries = Callable[[], AbstractContextManager[list[str]]]


def test_anybody_reads_who_said_what_and_when(db: Session, people: Cast, site: Site) -> None:
    idea = an_idea(db, people.maya, place="Hartsfield", channel=Channel.PAPER)
    db.commit()

    page = site.get(f"/ideas/{idea.id}")

    assert TITLE in page.title
    assert "Maya Okafor" in page and "sent in on paper" in page and "Hartsfield" in page
    assert idea.reference in page and "Published" in page
    assert "set-cookie" not in page.response.headers


def test_nobody_signed_in_finds_links_to_sign_in_and_no_form_that_changes_anything(
    db: Session, people: Cast, site: Site
) -> None:
    idea = an_idea(db, people.maya)
    a_comment(db, idea, people.ben)
    db.commit()

    page = site.get(f"/ideas/{idea.id}")

    assert f'href="/sign-in?next=/ideas/{idea.id}">Support this idea' in page.html
    assert "form_key" not in page.html and "<button" not in page.html


def test_ben_keeps_his_name_private(db: Session, people: Cast, site: Site) -> None:
    mine = an_idea(db, people.ben)
    theirs = an_idea(db, people.maya, private=True)
    db.commit()

    for idea in (mine, theirs):
        page = site.get(f"/ideas/{idea.id}")
        assert "A member of the public" in page
        assert "Ben" not in page.text and "Maya" not in page.text


def test_staff_carry_a_badge_with_their_team(db: Session, people: Cast, site: Site) -> None:
    idea = an_idea(db, people.tom)
    people.anna.private = True
    nameless = an_idea(db, people.anna)
    db.commit()

    assert "Staff, Outpatients team" in site.get(f"/ideas/{idea.id}")
    assert "A member of staff" in site.get(f"/ideas/{nameless.id}")


def test_the_words_that_grouped_it_are_marked_and_why_is_said(db: Session, people: Cast, site: Site) -> None:
    near, other = an_idea(db, people.ben, "Cancel by e-mail"), received(db, people.ben, "Nobody may see this")
    idea = an_idea(db, people.maya)
    grouped(db, idea, nearest=[near.id, other.id])
    db.commit()

    page = site.get(f"/ideas/{idea.id}")

    assert f"<mark>{PASSAGE}</mark>" in page.html
    assert "The machine put it there. The words that are marked in it are why." in page
    assert "cancel, hold" in page and "62 of 100" in page
    assert near.reference in page.html and "Cancel by e-mail" in page
    assert "Nobody may see this" not in page


def test_a_passage_that_is_no_longer_said_is_not_marked(db: Session, people: Cast, site: Site) -> None:
    idea = an_idea(db, people.maya)
    grouped(db, idea)
    idea.body = "Something else entirely, written afterwards."
    db.commit()

    assert "<mark>" not in site.get(f"/ideas/{idea.id}").html


def test_a_person_who_grouped_it_is_said_to_be_one(db: Session, people: Cast, site: Site) -> None:
    idea = an_idea(db, people.maya)
    grouped(db, idea, by=people.ruth)
    db.commit()

    page = site.get(f"/ideas/{idea.id}")
    assert "A person put it there. The machine marked the words in it that fit best." in page
    assert "are why" not in page and "of 100" not in page
    assert "are why" not in site.get(f"/themes/{idea.theme_id}")


def test_an_ungrouped_idea_shows_others_that_say_similar_words(db: Session, people: Cast, site: Site) -> None:
    idea = an_idea(db, people.maya)
    an_idea(db, people.ben, "A text the day before would do", "Please.")
    hidden(db, an_idea(db, people.ben, "A hidden text", "Please."), people)
    db.commit()

    page = site.get(f"/ideas/{idea.id}")
    assert "Others said" in page and "A text the day before would do" in page and "A hidden text" not in page


def test_the_story_goes_from_the_day_it_came_to_what_is_promised(db: Session, people: Cast, site: Site) -> None:
    call = a_call(db, people)
    call.answer_by = clock.today() - timedelta(days=30)
    with clock.at(clock.now() - timedelta(days=40)):
        idea = an_idea(db, people.maya, call_id=call.id)
        theme = grouped(db, idea)
    answer = answered(db, people, theme=theme)
    due = clock.today() + timedelta(days=20)
    commitments.make(db, answer, promise="Texts in every clinic", who="Outpatients team", due_on=due, by=people.ruth)
    db.commit()

    page = site.get(f"/ideas/{idea.id}")

    assert "Answered: doing part of it" in page and "Every clinic will text two days before." in page
    steps = page.html[page.html.index("What became of it"):]
    order = [steps.index(words) for words in ("Sent in", "Grouped into a theme", "Answered:", "Texts in every clinic")]
    assert order == sorted(order)
    assert "30 days late" in page and 'class="promised"' in steps


def test_an_improvement_says_what_is_wasted_and_how_to_test_it(db: Session, people: Cast, site: Site) -> None:
    idea = an_idea(db, people.tom, kind=Kind.IMPROVEMENT)
    improvements.describe(db, idea, waste=Waste.WAITING, small_test="Ring ten people", saving="An hour a day")
    db.commit()

    page = site.get(f"/ideas/{idea.id}")
    assert "Waiting" in page and "Ring ten people" in page and "An hour a day" in page


def test_a_received_idea_is_there_for_its_author_only(db: Session, people: Cast, site: Site, sign_in: SignIn) -> None:
    idea = received(db, people.maya)
    db.commit()

    assert "Nobody else can see this yet" in sign_in(people.maya).get(f"/ideas/{idea.id}")
    for reader in (site, sign_in(people.ben), sign_in(people.ruth), sign_in(people.dev)):
        reader.get(f"/ideas/{idea.id}", expect=404)
    site.get(f"/ideas/{idea.id}.json", expect=404)


def test_its_author_publishes_it_from_its_page(db: Session, people: Cast, sign_in: SignIn, site: Site) -> None:
    idea = received(db, people.maya)
    db.commit()
    maya = sign_in(people.maya)

    maya.send(maya.get(f"/ideas/{idea.id}"), "/publication")

    assert TITLE in site.get(f"/ideas/{idea.id}")


def test_a_hidden_idea_is_there_for_its_author_and_moderators_with_the_reason(
    db: Session, people: Cast, site: Site, sign_in: SignIn
) -> None:
    idea = an_idea(db, people.maya)
    hidden(db, idea, people, reason="It gives a neighbour’s address.")
    db.commit()

    for reader in (people.maya, people.dev, people.anna):
        page = sign_in(reader).get(f"/ideas/{idea.id}")
        assert "It gives a neighbour’s address." in page and "Support this idea" not in page
        assert "A moderator has hidden this idea" in page and "Everyone can read it" not in page
    for stranger in (site, sign_in(people.ben), sign_in(people.tom)):
        stranger.get(f"/ideas/{idea.id}", expect=410)
        stranger.get(f"/ideas/{idea.id}.json", expect=404)
        stranger.get(f"/ideas/{idea.id}/comments.json", expect=404)


def test_a_withdrawn_idea_is_gone_without_its_words(db: Session, people: Cast, site: Site, sign_in: SignIn) -> None:
    idea = an_idea(db, people.maya)
    a_comment(db, idea, people.ben, "I remember what it said")
    publishing.withdraw(db, idea, by=people.maya)
    db.commit()

    page = site.get(f"/ideas/{idea.id}", expect=410)

    assert "took this idea back" in page
    assert TITLE not in page and BODY[:20] not in page and "I remember" not in page
    assert "only its author and moderators" in sign_in(people.maya).get(f"/ideas/{idea.id}").text.lower()
    site.get(f"/ideas/{idea.id}.json", expect=404)
    site.get(f"/ideas/{idea.id}/comments.json", expect=404)


def test_a_joined_idea_leads_to_the_one_it_goes_on_in(db: Session, people: Cast, site: Site) -> None:
    whole, part = an_idea(db, people.maya), an_idea(db, people.ben, "Send texts")
    part.status, part.joined_id = Status.JOINED, whole.id
    db.commit()

    page = site.get(f"/ideas/{part.id}")
    assert f'href="/ideas/{whole.id}"' in page.html and "Both texts stay readable" in page
    assert "Support this idea" not in page


def test_what_was_changed_leads_to_what_it_said_before(db: Session, people: Cast, site: Site) -> None:
    idea = an_idea(db, people.maya)
    revisions.edit_idea(db, idea, title=TITLE, body="I meant something else.", by=people.maya)
    db.commit()

    page = site.get(f"/ideas/{idea.id}")
    assert f"/ideas/{idea.id}/versions" in page.html and "Its author changed the words" in page


def test_only_its_author_is_offered_to_change_it(db: Session, people: Cast, sign_in: SignIn) -> None:
    idea = an_idea(db, people.maya)
    db.commit()

    assert "Withdraw your idea" in sign_in(people.maya).get(f"/ideas/{idea.id}")
    assert "Withdraw your idea" not in sign_in(people.ben).get(f"/ideas/{idea.id}")


def test_what_people_typed_is_shown_as_characters(db: Session, people: Cast, site: Site) -> None:
    idea = an_idea(db, people.maya, "<script>alert(1)</script>", "<img src=x onerror=alert(1)>")
    a_comment(db, idea, people.ben, "<b>bold</b>")
    db.commit()

    page = site.get(f"/ideas/{idea.id}")
    assert "<script>alert" not in page.html and "<img src=x" not in page.html and "<b>bold" not in page.html


def test_the_idea_as_data_says_no_private_name(db: Session, people: Cast, site: Site) -> None:
    named, nameless = an_idea(db, people.maya), an_idea(db, people.ben)
    grouped(db, named)
    db.commit()

    data = site.get(f"/ideas/{named.id}.json").response.json()

    assert data["author"] == "Maya Okafor" and data["body"] == BODY and data["theme"]
    assert data["body"][slice(*data["passage"])] == PASSAGE
    assert data["steps"][0]["what"] == "Sent in"
    assert site.get(f"/ideas/{nameless.id}.json").response.json()["author"] is None


def test_an_unknown_idea_is_not_found(site: Site) -> None:
    for path in ("/ideas/999999", "/ideas/99999999999999", "/ideas/999999.json"):
        site.get(path, expect=404)


def test_a_long_discussion_asks_the_database_six_times(
    db: Session, people: Cast, sign_in: SignIn, queries: Queries
) -> None:
    idea = an_idea(db, people.maya, call_id=a_call(db, people).id)
    theme = grouped(db, idea, nearest=[an_idea(db, people.ben).id])
    answered(db, people, theme=theme)
    answered(db, people, idea=idea)
    for n in range(50):
        a_comment(db, idea, (people.ben, people.tom, people.ruth)[n % 3], f"Comment {n}")
    db.commit()
    for reader in (people.ben, people.dev, people.maya):
        with queries() as asked:
            page = sign_in(reader).get(f"/ideas/{idea.id}")
        assert "Comment 49" in page
        assert len([q for q in asked if not q.startswith("INSERT INTO signedin")]) <= 6


def test_an_unanswered_idea_asks_no_more(db: Session, people: Cast, sign_in: SignIn, queries: Queries) -> None:
    idea = an_idea(db, people.maya)
    an_idea(db, people.ben)
    db.commit()
    ben = sign_in(people.ben)

    with queries() as asked:
        ben.get(f"/ideas/{idea.id}")
    assert 1 < len(asked) <= 6


def test_somebody_made_staff_later_is_shown_as_staff(db: Session, people: Cast, site: Site) -> None:
    people.maya.role = Role.STAFF
    idea = an_idea(db, people.maya)
    db.commit()

    assert "Staff" in site.get(f"/ideas/{idea.id}")


def test_one_word_in_common_makes_no_similar_idea(db: Session, people: Cast, site: Site) -> None:
    idea = an_idea(db, people.maya, "Open the market toilets on market days", "They are locked.")
    an_idea(db, people.ben, "Commode came four days after he did", "It was late.")
    an_idea(db, people.ben, "The toilets at the market", "Nobody cleans them.")
    db.commit()

    page = site.get(f"/ideas/{idea.id}")
    assert "The toilets at the market" in page and "Commode came" not in page
