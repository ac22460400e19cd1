"""Figures and quotes of an answer: written as tokens, checked when it is published, and kept as they were then."""

from collections.abc import Callable

import pytest
from sqlmodel import Session, select

from models import amendments, contacts, decisions, evidence, memberships, proofs, publications, supports
from models.accounts import Account
from models.answers import Answer
from models.decisions import DecisionKind
from models.ideas import Idea
from models.statuses import Channel
from models.themes import Theme
from models.wording import day
from tests import scenes
from tests.cast import Cast
from tests.page import Page, Site

SignIn = Callable[[Account], Site]
Saved = Callable[..., Page]


@pytest.fixture
def idea(db: Session, people: Cast) -> Idea:
    mine = scenes.idea(db, people.maya)
    scenes.grouped(db, scenes.theme(db, scenes.call(db, people).id), mine)
    db.commit()
    return mine


@pytest.fixture
def preview(db: Session, sign_in: SignIn, people: Cast, idea: Idea) -> Saved:
    """Ruth’s preview of an answer that says this."""

    def saved(body: str, summary: str = "In short.") -> Page:
        answer = scenes.draft(db, people, theme=None, idea=idea)
        answer.summary, answer.body = summary, body
        scenes.measured(db, people, answer)
        db.commit()
        return sign_in(people.ruth).get(f"/desk/answers/{answer.id}/preview")

    return saved


def test_figures_are_those_of_the_day_it_is_published_and_stay(
    db: Session, site: Site, sign_in: SignIn, people: Cast, idea: Idea, preview: Saved
) -> None:
    page = preview("It was supported {supports} times.", summary="{people} people asked, {ideas} ideas.")
    assert "1 people asked, 1 ideas." in page
    assert "It was supported 0 times." in page
    supports.give(db, idea, by=people.ben)
    db.commit()

    sign_in(people.ruth).send(page, "/publication")
    supports.give(db, idea, by=people.tom)
    db.commit()

    answer = db.exec(select(Answer)).one()
    db.refresh(answer)
    public = site.get(f"/answers/{answer.id}")
    assert "It was supported 1 times." in public
    assert f"Counted on {day(answer.published_at)}: 1 idea, 1 person, 1 time supported." in public
    assert answer.typed["body"] == "It was supported {supports} times."
    assert answer.figures == {"ideas": 1, "people": 1, "supports": 1}


@pytest.mark.parametrize(("body", "says"), [
    ("We read all 43 ideas.", "You wrote 43 ideas; there is 1 now. Write {ideas}"),
    (f"“{scenes.PASSAGE}!”", "stands in no idea that this answers"),
    ("{quote FM-9}", "FM-9 has no passage that can be quoted here."),
    ("{peeple}", "{peeple} is no figure that we know."),
])
def test_what_cannot_be_proved_is_not_published(
    db: Session, sign_in: SignIn, people: Cast, preview: Saved, body: str, says: str
) -> None:
    page = preview(body)
    assert says in page
    assert "/publication" not in page.html
    answer = db.exec(select(Answer)).one()

    refused = sign_in(people.ruth).post(
        f"/desk/answers/{answer.id}/publication", {"seen": answer.saved_at.isoformat()}, expect=422)

    assert says in refused
    db.refresh(answer)
    assert not answer.published


def test_a_count_that_was_right_when_it_was_written_is_not_when_it_is_published(
    db: Session, sign_in: SignIn, people: Cast, idea: Idea, preview: Saved
) -> None:
    supports.give(db, idea, by=people.ben)
    page = preview("It has 1 supporter.")
    supports.give(db, idea, by=people.tom)
    db.commit()

    refused = sign_in(people.ruth).send(page, "/publication", expect=422)

    assert "You wrote 1 supporter; there are 2 now. Write {supports}" in refused


def test_quotes_lead_to_the_idea_and_go_when_it_is_hidden(
    db: Session, site: Site, sign_in: SignIn, people: Cast, idea: Idea
) -> None:
    ruth, theme = sign_in(people.ruth), idea.theme_id
    page = ruth.get(f"/desk/themes/{theme}")
    assert f'form="answer-form" name="quote" value="{idea.id}"' in page.html
    ruth.send(page, "/answer", verdict="no", summary="We cannot.", body=f"“{scenes.PASSAGE}”", quote=str(idea.id),
              signed_role="Head of access")
    answer = db.exec(select(Answer)).one()
    assert answer.body == f"“{scenes.PASSAGE}”\n\n{{quote {idea.reference}}}"

    preview = ruth.get(f"/desk/answers/{answer.id}/preview")
    ruth.send(preview, "/publication")

    path = f"/answers/{answer.id}"
    quoted = f'{scenes.PASSAGE}</mark></blockquote><p class="meta quoted"><a class="reference" href="/ideas/{idea.id}">'
    assert quoted in site.get(path).html
    assert f"“{scenes.PASSAGE}” ({idea.reference})" in site.get(f"{path}.json").response.json()["body"]
    db.refresh(idea)
    decisions.decide(db, DecisionKind.HIDE, idea, None, reason="It names somebody.", by=people.dev)
    db.commit()
    assert "These words are no longer shown." in site.get(path)


def test_what_was_typed_between_quote_marks_goes_with_its_idea_too(
    db: Session, site: Site, sign_in: SignIn, people: Cast, idea: Idea
) -> None:
    answer = scenes.measured(db, people, scenes.draft(db, people, theme=db.get(Theme, idea.theme_id)))
    answer.body = f"One of you wrote “{scenes.PASSAGE}” and we heard."
    publications.publish(db, answer, by=people.ruth, seen=answer.saved_at, tell=False)
    one = amendments.save(db, answer, summary="Otherwise.", body=f"“{scenes.PASSAGE}”, still.", reason="It was short.",
                          by=people.ruth, seen=None)
    db.flush()
    amendments.publish(db, answer, one, by=people.ruth, seen=one.saved_at, tell=False)
    db.commit()
    paths = [f"/answers/{answer.id}{ending}" for ending in ("", ".json", "/versions")]
    ruth = sign_in(people.ruth)

    for path in paths:
        assert f"“{scenes.PASSAGE}”" in site.get(path).html, path
    assert f"One of you wrote “{scenes.PASSAGE}” and we heard." in site.get(f"/answers/{answer.id}/versions")
    decisions.decide(db, DecisionKind.HIDE, idea, None, reason="It names somebody.", by=people.dev)
    db.commit()
    for path in (*paths, f"/themes/{answer.theme_id}", f"/answers/{answer.id}.atom", f"/answers/{answer.id}/case"):
        assert scenes.PASSAGE not in site.get(path).html, path
        assert scenes.PASSAGE not in ruth.get(path).html, path
    assert "“(These words are no longer shown.)”, still." in site.get(f"/answers/{answer.id}")


def test_a_quote_is_kept_with_what_was_typed_when_the_form_is_wrong(
    sign_in: SignIn, people: Cast, idea: Idea
) -> None:
    ruth = sign_in(people.ruth)
    page = ruth.get(f"/desk/themes/{idea.theme_id}")

    wrong = ruth.send(page, "/answer", expect=422, body="As one said:", quote=str(idea.id), verdict="burnt")

    assert "Choose what you decided." in wrong
    assert wrong.form("/answer")["fields"]["body"].strip() == f"As one said:\n\n{{quote {idea.reference}}}"


@pytest.mark.parametrize(("length", "can"), [(proofs.PASSAGE_LIMIT, True), (proofs.PASSAGE_LIMIT + 1, False)])
@pytest.mark.parametrize("in_theme", [True, False])
def test_an_idea_that_was_just_entered_is_quoted_in_full_where_it_is_short(
    db: Session, sign_in: SignIn, people: Cast, length: int, can: bool, in_theme: bool
) -> None:
    body = "I gave up. " + "a" * (length - 11)
    idea = contacts.enter(db, channel=Channel.PHONE, title="Ring people back", body=body, call_id=None,
                          name="Edna Moss", address="", telephone="01632 960123", by=people.ruth)
    theme = scenes.theme(db, None)
    if in_theme:
        memberships.move(db, [idea.id], theme, by=people.ruth)  # by hand: no machine has read it
    db.commit()
    ruth, path = sign_in(people.ruth), f"/desk/themes/{theme.id}" if in_theme else f"/desk/ideas/{idea.id}"

    page = ruth.get(path)
    assert ('name="quote"' in page.html) == can and ("too long to quote in full" in page) == (not can and not in_theme)
    ruth.send(page, "/answer", quote=str(idea.id))

    answer = db.exec(select(Answer)).one()
    preview = ruth.get(f"/desk/answers/{answer.id}/preview")
    assert ("has no passage that can be quoted here" not in preview) == can
    facts = evidence.of_one(db, answer.id, "", answer.body)
    assert [passage.words for passage in facts.passages.values()] == [body] * can


@pytest.mark.parametrize("odd", ["", "x", "-1", "9" * 30, "١"])
def test_an_odd_quote_adds_nothing(db: Session, sign_in: SignIn, people: Cast, idea: Idea, odd: str) -> None:
    ruth = sign_in(people.ruth)

    ruth.send(ruth.get(f"/desk/themes/{idea.theme_id}"), "/answer", verdict="no", body="Only this.", quote=odd)

    assert db.exec(select(Answer.body)).one() == "Only this."


def test_the_form_says_what_the_figures_are_now(sign_in: SignIn, people: Cast, idea: Idea) -> None:
    page = sign_in(people.ruth).get(f"/desk/themes/{idea.theme_id}")

    assert "Figures that keep themselves right" in page
    assert "{people} 1 how many people sent them" in page.text
    assert "{for}" not in page
