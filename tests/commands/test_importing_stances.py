"""`folkmoot import` with what people chose for or against: only where it was asked, and only in words that we know."""

from pathlib import Path

import pytest
from sqlmodel import Session, col, select
from typer.testing import CliRunner, Result

from commands import app, importing
from commands.spreadsheets import Table
from models import calls
from models.calls import Call
from models.ideas import Idea
from models.statuses import Stance

ASKED = "We should close Mill Lane to cars."
CHOSEN = ("id,text,choice\n1,Too many cars.,For\n2,I drive there.,AGAINST\n3,Not sure.,both\n4,Hm.,rather not say\n"
          "5,Nobody asked me.,\n")
MAPPED = ("--map", "stance=choice")


@pytest.fixture(autouse=True)
def in_a_folder(db: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(importing.console, "width", 300)
    monkeypatch.setattr(importing.migrating, "bring_up_to_date", lambda engine: None)


def brought(content: str, *options: str, code: int = 0) -> Result:
    Path("said.csv").write_text(content)
    result = CliRunner().invoke(app, ["import", "said.csv", *options], env={"COLUMNS": "300"})
    assert result.exit_code == code, result.output
    return result


def stances(db: Session) -> list[Stance | None]:
    return list(db.exec(select(Idea.stance).order_by(col(Idea.source_key))))


def test_what_people_chose_comes_along(db: Session) -> None:
    shown = brought(CHOSEN, *MAPPED, "--proposition", f" {ASKED} ").output

    assert "stance = choice" in shown and "5 taken in" in shown
    assert stances(db) == [Stance.FOR, Stance.AGAINST, Stance.NEITHER, Stance.UNSAID, None]
    assert db.exec(select(Call)).one().proposition == ASKED
    assert "5 were here already" in brought(CHOSEN, *MAPPED).output


def test_a_choice_that_we_do_not_know_is_refused_and_never_guessed(db: Session) -> None:
    shown = brought(CHOSEN + "6,More of it.,strongly agree\n", *MAPPED, "--proposition", ASKED).output

    assert "line 7: has a choice that is not known: 'strongly agree'. Write for, against, neither or both" in shown
    assert len(stances(db)) == 5


def test_no_column_is_taken_for_a_choice_by_its_name(db: Session) -> None:
    brought(CHOSEN.replace("choice", "stance"))

    assert stances(db) == [None] * 5


@pytest.mark.parametrize(("options", "sentence"), [
    (MAPPED, "Say what they chose for or against: --proposition"),
    ((*MAPPED, "--proposition", "\u200b \u2060"), "Say what they chose for or against: --proposition"),
    (("--proposition", ASKED), "Say which column holds what they chose: --map stance=COLUMN."),
    ((*MAPPED, "--proposition", "x" * (calls.PROPOSITION_LIMIT + 1)), "Use 160 characters or fewer"),
])
def test_choices_and_what_they_are_for_go_together(db: Session, options: tuple[str, ...], sentence: str) -> None:
    assert sentence in brought(CHOSEN, *options, code=2).output
    assert db.exec(select(Call)).all() == []


def test_the_longest_proposition_still_fits(db: Session) -> None:
    brought(CHOSEN, *MAPPED, "--proposition", "x" * calls.PROPOSITION_LIMIT)


def test_a_call_that_asked_nothing_takes_no_choices(db: Session) -> None:
    brought(CHOSEN)

    assert "has asked nobody for or against anything" in brought(CHOSEN, *MAPPED, code=2).output
    assert "has asked nobody" in brought(CHOSEN, *MAPPED, "--proposition", ASKED, code=2).output


def test_a_call_that_asked_something_else_takes_no_choices(db: Session) -> None:
    brought(CHOSEN, *MAPPED, "--proposition", ASKED)

    refused = brought(CHOSEN, *MAPPED, "--proposition", "We should open it.", code=2).output
    assert f"has asked for or against something else: “{ASKED}”" in refused


def test_a_row_is_known_by_what_it_says_and_not_by_what_was_chosen(db: Session) -> None:
    without_keys = CHOSEN.replace("id,", "nr,")
    brought(without_keys, *MAPPED, "--proposition", ASKED)

    assert "5 were here already" in brought(without_keys.replace("For", "against"), *MAPPED).output
    assert sorted(stances(db), key=str).count(Stance.FOR) == 1


def test_choices_are_not_taken_for_what_is_asked_otherwise_meanwhile(
    db: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    brought(CHOSEN, *MAPPED, "--proposition", ASKED)
    shown = importing._show

    def meanwhile(table: Table, question: str) -> None:
        shown(table, question)
        db.exec(select(Call)).one().proposition = "We should open it."
        db.flush()

    monkeypatch.setattr(importing, "_show", meanwhile)

    assert "was changed meanwhile" in brought(CHOSEN + "6,Me too.,for\n", *MAPPED, code=2).output
    assert len(stances(db)) == 5
