"""`folkmoot import`, as its operator meets it: what it prints, what it takes, and what it never takes twice."""

import csv
from pathlib import Path

import pytest
from sqlmodel import Session, col, func, select
from typer.testing import CliRunner, Result

from commands import app, importing
from models import themes
from models.calls import Call
from models.groupings import Grouping
from models.ideas import Idea

ROWS = "id,text,date\n" + "".join(f"{n},Too many cars in street {n}.,2020-01-02\n" for n in range(1, 5))


@pytest.fixture(autouse=True)
def in_a_folder(db: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(importing.console, "width", 300)
    monkeypatch.setattr(importing.migrating, "bring_up_to_date", lambda engine: None)


def brought(name: str, content: str, *options: str, code: int = 0) -> Result:
    Path(name).write_text(content)
    result = CliRunner().invoke(app, ["import", name, *options], env={"COLUMNS": "300"})
    assert result.exit_code == code, result.output
    return result


def count(db: Session) -> int:
    return db.exec(select(func.count(col(Idea.id)))).one()


def questions(db: Session) -> list[str]:
    return list(db.exec(select(Call.question).order_by(col(Call.id))))


def test_what_people_wrote_is_never_taken_for_mark_up(db: Session) -> None:
    said = "[/red] closes nothing :car: [bold]here"
    shown = brought("said.csv", f"[/x],text\n1,{said}\n").output

    assert f"  {said}" in shown
    assert brought("other.csv", f"[/x],y\n1,{said}\n", code=2).output.count("[/x]") == 1
    theme = themes.make(db, title="[/red] and the rest", call_id=db.exec(select(Call.id)).one(), by=None)
    run = db.exec(select(Grouping)).one()
    with importing.console.capture() as printed:
        importing._report(db, run)
    assert theme.title in printed.get()


def test_every_refused_row_is_listed_in_a_file(db: Session) -> None:
    bad = "".join(f"{n},,\n" for n in range(importing.SHOWN_BAD_ROWS + 1))
    shown = brought("said.csv", ROWS + bad).output

    assert shown.count("has no words") == importing.SHOWN_BAD_ROWS
    assert "All 21 are listed in said.refused.csv." in shown
    with Path("said.refused.csv").open(newline="") as listed:
        rows = list(csv.DictReader(listed))
    assert [int(row["line"]) for row in rows] == list(range(6, 27))
    assert {row["reason"] for row in rows} == {"has no words"}


def test_the_list_of_refused_rows_goes_where_it_is_asked_to(db: Session) -> None:
    assert "listed in why.csv" in brought("said.csv", ROWS + "9,,\n", "--refused", "why.csv").output
    assert Path("why.csv").exists()


def test_a_list_that_cannot_be_written_is_shown_instead(db: Session) -> None:
    shown = brought("said.csv", ROWS + "".join(f"{n},,\n" for n in range(30)), "--refused", "nowhere/why.csv").output

    assert shown.count("has no words") == 30
    assert "nowhere/why.csv could not be written" in shown


def test_a_preview_says_all_and_stores_nothing(db: Session) -> None:
    shown = brought("said.csv", "text;date\nToo many cars;03/25/2016\n;\n", "--preview").output

    assert "UTF-8, columns divided by semicolons" in shown
    assert "read month-first (1 date can only be that, 0 only the other)" in shown
    assert "They go into a new call, “Said: what did people say?”." in shown
    assert "1 can be taken in; 1 cannot." in shown
    assert (count(db), questions(db)) == (0, [])


def test_the_same_rows_are_known_whatever_their_file_is_called(db: Session) -> None:
    for content in (ROWS, ROWS.replace("id,text,date", "ref,comment,date"), ROWS.replace("id,", "number,")):
        start = count(db)
        brought("first.csv", content)
        shown = brought("renamed.csv", content).output
        assert "0 taken in; 4 were here already" in shown
        assert "which is here already" in shown
        assert count(db) <= start + 4
    assert questions(db) == ["First: what did people say?"]


def test_a_longer_export_of_the_same_adds_only_what_is_new(db: Session) -> None:
    brought("monday.csv", ROWS)

    assert "1 taken in; 4 were here already" in brought("tuesday.csv", ROWS + "5,And here.,2020-01-03\n").output
    assert questions(db) == ["Monday: what did people say?"]


def test_another_file_of_the_same_name_is_not_taken_for_known(db: Session) -> None:
    brought("said.csv", ROWS)
    other = ROWS.replace("cars", "buses")

    shown = brought("said.csv", other).output
    assert "0 taken in; 0 were here already; 4 could not be taken." in shown
    assert "line 2: has the key 1 of a row that is here already with other words" in shown
    assert "4 taken in" in brought("said.csv", other, "--call", "What about the buses?").output
    assert "4 were here already" in brought("said.csv", other, "--call", "What about the buses?").output
    assert questions(db) == ["Said: what did people say?", "What about the buses?"]


def test_two_people_who_said_the_same_are_two(db: Session) -> None:
    said = "text\nToo many cars\nToo many cars\n"

    assert "2 taken in" in brought("said.csv", said).output
    assert "2 were here already" in brought("said.csv", said).output


def test_a_file_without_one_good_row_makes_no_call(db: Session) -> None:
    assert "0 taken in; 0 were here already; 1 could not be taken." in brought("said.csv", "id,text\n1,\n").output
    assert questions(db) == []


def test_times_are_shown_as_the_site_shows_them(db: Session) -> None:
    assert "  1 July 2016  Too many cars" in brought("said.csv", "text,date\nToo many cars,2016-07-01\n").output


def test_dates_may_be_said_on_the_command_line(db: Session) -> None:
    shown = brought("said.csv", "text,date\nToo many cars,03/04/2016\n", "--dates", "month-first").output

    assert "4 March 2016" in shown
    assert "read month-first (as you said)" in shown
