"""A table that somebody else made: its columns are found, its bad rows are named, the rest is taken."""

from datetime import UTC
from pathlib import Path

import pytest

from commands import dates, files, spreadsheets
from commands.spreadsheets import Table
from models import clock, ideas


def table(folder: Path, content: str | bytes, **wanted: str) -> Table:
    path = folder / "said.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return spreadsheets.read(path, wanted)


def test_columns_are_guessed_by_their_names(tmp_path: Path) -> None:
    found = table(
        tmp_path,
        "OBJECTID,REQUESTDATE,COMMENTS,USERTYPE\n7,2016-01-19T14:43:50.000Z,Cars speed here. Every day.,walks\n",
    )

    assert found.mapping == {"text": "COMMENTS", "date": "REQUESTDATE", "key": "OBJECTID"}
    [one] = found.submissions()
    assert (one.title, one.body, one.at.year, one.key) == (
        "Cars speed here",
        "Cars speed here. Every day.",
        2016,
        "7",
    )


def test_a_mapping_by_hand_wins(tmp_path: Path) -> None:
    found = table(tmp_path, "a,b\nThe words,The title of it\n", text="a", title="b")

    [one] = found.submissions()
    assert (one.title, one.body) == ("The title of it", "The words")


@pytest.mark.parametrize(
    ("content", "wanted", "sentence"),
    [
        ("", {}, "The file is empty."),
        (" \n\n", {}, "The file is empty."),
        (",,\n1,2,3\n", {}, "names no columns"),
        ("text,date\n", {}, "no rows below"),
        ("PK\x03\x04...", {}, "This is a workbook"),
        ("a,b\n1,2\n", {}, "Say which column holds the words"),
        ("a,b\n1,2\n", {"text": "c"}, "There is no column 'c'"),
        ("a,b\n1,2\n", {"words": "a"}, "There is no 'words' to map"),
    ],
)
def test_a_table_we_cannot_read_is_said_in_a_sentence(
    tmp_path: Path, content: str, wanted: dict[str, str], sentence: str
) -> None:
    with pytest.raises(files.Unreadable, match=sentence.replace("(", r"\(")):
        table(tmp_path, content, **wanted)


def test_bad_rows_are_named_by_line_and_the_rest_is_taken(tmp_path: Path) -> None:
    long = "x" * (ideas.BODY_LIMIT + 1)
    found = table(
        tmp_path,
        f'text,date\nGood one here.,2020-01-02\n,2020-01-02\n{long},2020-01-02\n"Two\nlines, fine",\n'
        "Too many,2020-01-02,cells\nBad date here,next Tuesday\nLast good one,03/02/2021\n",
    )

    bodies = [one.body for one in found.submissions()]

    assert bodies == ["Good one here.", "Two\nlines, fine", "Last good one"]
    assert [(bad.line, bad.reason.split(" (")[0][:20]) for bad in found.bad] == [
        (3, "has no words"),
        (4, "is longer than 10,00"),
        (7, "has 3 cells, the fir"),
        (8, "has a date that cann"),
    ]


def test_the_longest_text_still_fits(tmp_path: Path) -> None:
    found = table(tmp_path, f"text\n{'x' * ideas.BODY_LIMIT}\n")

    assert len(list(found.submissions())) == 1


SAID = 'text;date\n"Café queue — &amp; <b>noise</b>, twice";2020-01-02\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_odd_encodings_and_markup_are_read(tmp_path: Path, encoding: str) -> None:
    found = table(tmp_path, SAID.encode(encoding))

    assert next(found.submissions()).body == "Café queue — & noise, twice"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_whatever_stands_between_the_columns_is_found(tmp_path: Path, delimiter: str) -> None:
    found = table(tmp_path, delimiter.join(["text", "date"]) + "\n" + delimiter.join(["Too many cars", "2020-01-02"]))

    assert found.delimiter == delimiter
    assert next(found.submissions()).body == "Too many cars"


def test_one_damaged_letter_spoils_no_other(tmp_path: Path) -> None:
    found = table(tmp_path, "text\nCafé and crème naïve and caf".encode() + b"\xe9\n")

    assert next(found.submissions()).body == "Café and crème naïve and caf�"
    assert "1 letter that cannot be read" in found.encoding


def test_bytes_of_nothing_are_left_out(tmp_path: Path) -> None:
    assert next(table(tmp_path, b"text\nTo\x00o many cars\n").submissions()).body == "Too many cars"


def test_a_cell_beyond_all_measure_is_a_bad_row_and_the_next_is_taken(tmp_path: Path) -> None:
    found = table(tmp_path, f"text\n{'x' * (files.LARGEST_CELL + 1)}\nToo many cars\n")

    assert [one.body for one in found.submissions()] == ["Too many cars"]
    assert [(bad.line, bad.reason) for bad in found.bad] == [
        (2, f"cannot be read: field larger than field limit ({files.LARGEST_CELL})")
    ]


def test_a_quotation_that_never_ends_says_how_much_it_took_with_it(tmp_path: Path) -> None:
    found = table(tmp_path, 'text\n"Too many cars\n' + "Another person's words, and more\n" * 400)

    assert list(found.submissions()) == []
    assert "runs on to line 402: is a quotation mark missing?" in found.bad[0].reason


def test_cells_that_end_early_or_are_empty_at_the_end_are_no_fault(tmp_path: Path) -> None:
    found = table(tmp_path, "text,place\nToo many cars\nToo few buses,Ashby,,\n")

    assert [(one.body, one.place) for one in found.submissions()] == [("Too many cars", ""), ("Too few buses", "Ashby")]


def test_rows_keep_their_keys_when_the_file_comes_again(tmp_path: Path) -> None:
    content = "text\nThe same words\nThe same words\nOther words\n"

    first = [one.key for one in table(tmp_path, content).submissions()]

    assert len(set(first)) == 3
    assert [one.key for one in table(tmp_path, content).submissions()] == first


def test_somebody_who_only_chose_from_a_list_has_said_that_much(tmp_path: Path) -> None:
    found = table(tmp_path, "COMMENTS,REQUESTTYPE\n,people speed\nCars race here.,people speed\n,\n")

    assert [(one.title, one.body) for one in found.submissions()] == [
        ("people speed", "people speed"),
        ("Cars race here", "Cars race here."),
    ]
    assert [bad.line for bad in found.bad] == [4]


def dated(folder: Path, *typed: str, order: dates.Order | None = None) -> Table:
    path = folder / "dated.csv"
    path.write_text("text;date\n" + "".join(f"Too many cars {n};{one}\n" for n, one in enumerate(typed)))
    return spreadsheets.read(path, {}, order)


def days(found: Table) -> list[tuple[int, int]]:
    return [(one.at.month, one.at.day) for one in found.submissions()]


def test_one_column_has_one_order_of_day_and_month(tmp_path: Path) -> None:
    assert days(dated(tmp_path, "03/04/2016", "12/25/2016")) == [(3, 4), (12, 25)]
    assert days(dated(tmp_path, "03/04/2016", "25/12/2016")) == [(4, 3), (12, 25)]
    assert days(dated(tmp_path, "03/04/2016")) == [(4, 3)]


def test_dates_that_contradict_the_rest_are_refused(tmp_path: Path) -> None:
    found = dated(tmp_path, "03/04/2016", "12/25/2016", "25/12/2016", "12.31.2016 4:05 PM")

    assert days(found) == [(3, 4), (12, 25), (12, 31)]
    assert [(bad.line, bad.reason) for bad in found.bad] == [
        (4, "has a date that cannot be read (month-first): '25/12/2016'")
    ]
    assert found.order == (dates.Order.MONTH_FIRST, "2 dates can only be that, 1 only the other")


def test_the_order_may_be_said(tmp_path: Path) -> None:
    found = dated(tmp_path, "03/04/2016", "25/12/2016", order=dates.Order.MONTH_FIRST)

    assert days(found) == [(3, 4)]
    assert [bad.line for bad in found.bad] == [3]


def test_a_time_without_a_zone_is_the_sites_own(tmp_path: Path) -> None:
    found = [one.at for one in dated(tmp_path, "2016-07-01", "2016-07-01T00:00:00Z", "1 July 2016").submissions()]

    assert [at.astimezone(UTC).hour for at in found] == [23, 0, 23]


def test_dates_before_anybody_wrote_and_after_today_are_refused(tmp_path: Path) -> None:
    found = dated(tmp_path, "0001-01-01", "1899-12-31", "1900-01-01", "9999-12-31", f"{clock.today():%d %B %Y}")

    assert len(days(found)) == 2
    assert [bad.line for bad in found.bad] == [2, 3, 5]


def test_a_guessed_column_can_be_left_out(tmp_path: Path) -> None:
    assert table(tmp_path, "id,text\n7,Too many cars\n", key="").mapping == {"text": "text"}
