"""A table that somebody else made: its columns are found, its bad rows are named, the rest is taken."""

from pathlib import Path

import pytest

from commands import spreadsheets
from commands.spreadsheets import Table
from models import ideas


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
        "said.csv:7",
    )


def test_a_mapping_by_hand_wins(tmp_path: Path) -> None:
    found = table(tmp_path, "a,b\nThe words,The title of it\n", text="a", title="b")

    [one] = found.submissions()
    assert (one.title, one.body) == ("The title of it", "The words")


@pytest.mark.parametrize(
    ("content", "wanted", "sentence"),
    [
        ("", {}, "The file is empty."),
        ("a,b\n1,2\n", {}, "Say which column holds the words"),
        ("a,b\n1,2\n", {"text": "c"}, "There is no column 'c'"),
        ("a,b\n1,2\n", {"words": "a"}, "There is no 'words' to map"),
    ],
)
def test_a_table_we_cannot_read_is_said_in_a_sentence(
    tmp_path: Path, content: str, wanted: dict[str, str], sentence: str
) -> None:
    with pytest.raises(spreadsheets.Unreadable, match=sentence.replace("(", r"\(")):
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
        (8, "has a date we cannot"),
    ]


def test_the_longest_text_still_fits(tmp_path: Path) -> None:
    found = table(tmp_path, f"text\n{'x' * ideas.BODY_LIMIT}\n")

    assert len(list(found.submissions())) == 1


def test_odd_encodings_and_markup_are_read(tmp_path: Path) -> None:
    found = table(tmp_path, "text\nCaf\xe9 queue &amp; <b>noise</b>\n".encode("cp1252"))

    assert next(found.submissions()).body == "Café queue & noise"


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
