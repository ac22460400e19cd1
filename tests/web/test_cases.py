"""The business case of an answer: five parts, filled from what is known, and what is not known is said."""

import io
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from docx import Document
from docx.oxml.ns import qn
from sqlmodel import Session, select

from models import benefits, clock, commitments, memberships, outcomes, themes
from models.accounts import Account
from models.answers import Answer
from models.ideas import Idea
from models.settings import settings
from models.themes import Theme, ThemeQuote
from tests import scenes
from tests.cast import Cast
from tests.page import Site

PARTS = ("Strategic", "Economic", "Commercial", "Financial", "Management")


@pytest.fixture
def mine(db: Session, people: Cast) -> Idea:
    return scenes.idea(db, people.maya)


@pytest.fixture
def answer(db: Session, people: Cast, mine: Idea) -> Answer:
    theme = themes.make(db, title="Telephones", call_id=scenes.call(db, people).id, by=None)
    scenes.grouped(db, theme, mine, scenes.idea(db, people.ben))
    begins = mine.body.index(scenes.PASSAGE)
    db.add(ThemeQuote(theme_id=theme.id, idea_id=mine.id, begins=begins, ends=begins + len(scenes.PASSAGE),
                      words=scenes.PASSAGE))
    answer = scenes.published(db, people, theme=theme)
    db.commit()
    return answer


def test_what_is_not_known_is_said(site: Site, answer: Answer) -> None:
    page = site.get(f"/answers/{answer.id}/case")

    for name in PARTS:
        assert name in page
    assert page.text.count("Not known yet.") >= 8
    assert "2 ideas by 2 people asked for it" in page and scenes.PASSAGE in page


def test_a_case_is_filled_from_promises_measures_and_benefits(
    db: Session, site: Site, people: Cast, answer: Answer, mine: Idea,
    queries: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    promise = commitments.make(db, answer, promise="A second line", who="Outpatients", due_on=scenes.JUNE,
                               by=people.ruth)
    commitments.move(db, promise, answer, due_on=clock.today(), because="A strike.", seen=scenes.JUNE, by=people.ruth)
    measure = outcomes.add(db, answer, by=people.ruth, measure="Calls nobody answers", unit="%", baseline=31.0,
                           baseline_on=scenes.JUNE, baseline_source="Switchboard", target=10.0)
    outcomes.read(db, measure, answer, value=9.0, read_on=clock.today(), note="", by=people.ruth)
    benefits.claim(db, answer, by=people.ruth, what="Agency staff", amount=42000.0, owner_name="Ruth Ellison",
                   budget_line="Agency", cost_once=1200.0, who_benefits="Patients", source="Ledger")
    db.commit()

    with queries() as asked:
        page = site.get(f"/answers/{answer.id}/case")
    document = site.get(f"/answers/{answer.id}/case.md")
    file = site.get(f"/answers/{answer.id}/case.docx").response
    paragraphs = [(paragraph.style.name, paragraph.text) for paragraph in Document(io.BytesIO(file.content)).paragraphs]

    assert len(asked) <= 6
    assert "attachment" in document.response.headers["content-disposition"]
    assert file.headers["content-disposition"] == f'attachment; filename="case-telephones-{answer.id}.docx"'
    in_word = "\n".join(words for _, words in paragraphs)
    for words in ("A second line: planned, by", "A strike.", "Patients", "Outpatients",
                  "31 % before (30 June 2026, Switchboard), and 10 % wanted",
                  "what was wanted is reached", "£42,000 a year",
                  "stays at 31 %", "budget line “Agency”", "£1,200 once"):
        assert words in page and words in document.html and words in in_word, words
    assert [words.split(":")[0] for style, words in paragraphs if style == "Heading 1"] == list(PARTS)
    assert ("Quote", f"“{scenes.PASSAGE}” ({mine.reference})") in paragraphs
    assert f'href="/ideas/{mine.id}">{mine.reference}</a>' in page.html
    assert f"> {scenes.PASSAGE}\n> \n> {mine.reference}" in document.html and "## Financial" in document.html


def test_words_that_their_author_changed_are_quoted_no_longer(
    db: Session, site: Site, answer: Answer, mine: Idea
) -> None:
    mine.body = "Something else altogether."
    db.commit()

    assert scenes.PASSAGE not in site.get(f"/answers/{answer.id}/case")


def test_only_those_are_quoted_whom_it_answers(db: Session, site: Site, people: Cast) -> None:
    theme, other = scenes.theme(db, None), scenes.theme(db, None, title="Where it went")
    moved = scenes.idea(db, people.maya)
    scenes.grouped(db, theme, moved, scenes.idea(db, people.ben))
    begins = moved.body.index(scenes.PASSAGE)
    quote = ThemeQuote(theme_id=theme.id, idea_id=moved.id, begins=begins, ends=begins + len(scenes.PASSAGE),
                       words=scenes.PASSAGE)
    memberships.put(db, moved, other, by=people.ruth)
    db.add(quote)
    answer = scenes.published(db, people, theme=theme)
    db.commit()

    assert scenes.PASSAGE not in site.get(f"/answers/{answer.id}/case.md").html


def test_ideas_without_an_account_are_said_to_be_by_nobody(db: Session, site: Site, people: Cast) -> None:
    theme = scenes.theme(db, None)
    scenes.grouped(db, theme, scenes.idea(db, None), scenes.idea(db, None))
    answer = scenes.published(db, people, theme=theme)
    db.commit()

    assert "2 ideas asked for it, and they were supported 0 times." in site.get(f"/answers/{answer.id}/case")


def test_a_draft_has_no_case(
    db: Session, site: Site, sign_in: Callable[[Account], Site], people: Cast
) -> None:
    draft = scenes.draft(db, people, theme=scenes.theme(db, None))
    db.commit()

    for reader in (site, sign_in(people.ruth)):
        for ending in ("", ".md", ".docx"):
            reader.get(f"/answers/{draft.id}/case{ending}", expect=404)


def test_a_word_file_says_whose_it_is_and_holds_whatever_people_typed(
    db: Session, site: Site, answer: Answer, mine: Idea, people: Cast
) -> None:
    odd = f"\x0b{scenes.PASSAGE}\ufffe ‏עברית"
    mine.body = odd
    quote = db.exec(select(ThemeQuote)).one()
    quote.begins, quote.ends, quote.words = 0, len(odd), odd
    db.commit()

    document = Document(io.BytesIO(site.get(f"/answers/{answer.id}/case.docx").response.content))

    told = document.core_properties
    assert (told.title, told.author) == ("The case for “Telephones”", "Outpatients team, Ellerford General")
    assert f"“{scenes.PASSAGE} ‏עברית” ({mine.reference})" in [paragraph.text for paragraph in document.paragraphs]
    assert round(document.sections[0].page_width.mm) == 210


def test_each_page_of_a_word_file_says_where_it_is_from_and_how_many_there_are(site: Site, answer: Answer) -> None:
    document = Document(io.BytesIO(site.get(f"/answers/{answer.id}/case.docx").response.content))

    [foot] = document.sections[0].footer.paragraphs
    assert foot.text.startswith(f"{settings().base_url}/answers/{answer.id}/case\tPage ")
    assert [node.get(qn("w:instr")) for node in foot._p.iter(qn("w:fldSimple"))] == ["PAGE", "NUMPAGES"]
    assert document.core_properties.language == "en-GB"


@pytest.mark.parametrize(("title", "name"), [
    ("Où est l’arrêt ?", "case-ou-est-larret"), ("電話", "case"), ("Bus: \"50\"; \r\nX-Bad: 1", "case-bus-50-x-bad-1"),
])
def test_a_file_has_a_name_that_any_machine_can_keep(
    db: Session, site: Site, answer: Answer, title: str, name: str
) -> None:
    db.exec(select(Theme)).one().title = title
    db.commit()

    said = site.get(f"/answers/{answer.id}/case.md").response.headers["content-disposition"]
    assert said == f'attachment; filename="{name}-{answer.id}.md"'
