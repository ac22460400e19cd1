"""The bench of the theme engine: it reads whatever people publish, and its scores are those of the papers."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bench import scores, sets
from bench.__main__ import app
from tests.nlp.ideas import IDEAS, MATTER_OF


def bench(*arguments: object, path: str = "/nowhere") -> subprocess.CompletedProcess[str]:
    """Run where no program is found and no address is: ours needs neither."""
    environment = os.environ | {"PATH": path, "HTTPS_PROXY": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9"}
    command = [sys.executable, "-m", "bench", "themes", *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=240, check=False)


def written(path: Path, rows: list[tuple[object, object]]) -> Path:
    path.write_text("".join(json.dumps({"text": text, "label": label}) + "\n" for text, label in rows))
    return path


def test_scores_worked_out_by_hand():
    right, found = ["a", "a", "a", "b", "b", "b"], [0, 0, 1, 1, 2, 2]

    assert scores.ami(right, found) == pytest.approx(0.29879245)  # Vinh and others, as scikit-learn documents it
    assert scores.ari(right, found) == pytest.approx((2 - 6 * 3 / 15) / (4.5 - 6 * 3 / 15))
    precision, recall = (4 + 2 * 0.5 + 0) / 6, (2 * 4 / 3 + 2 / 3) / 6
    assert scores.bcubed_f1(found, right) == pytest.approx(2 * precision * recall / (precision + recall))


@pytest.mark.parametrize("score", [scores.ami, scores.ari, scores.bcubed_f1])
def test_the_same_groups_under_other_names_agree_fully(score):
    assert score(["x", "x", "y", "z"], [3, 3, 1, 2]) == pytest.approx(1)
    assert score(["x"], [5]) == pytest.approx(1)
    assert score(["x", "x"], [1, 1]) == pytest.approx(1)
    assert score(["x", "y"], [1, 2]) == pytest.approx(1)


def test_a_set_is_read_in_whatever_way_it_was_saved(tmp_path):
    line = '{"text": "Café queue", "label": "food"}'
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"):
        path = tmp_path / f"{encoding}.jsonl"
        path.write_bytes(f"{line}\r\n\r\n{line}".encode(encoding))
        assert sets.read(path).texts == ["Café queue"] * 2, encoding


def test_lines_that_say_nothing_are_counted_and_passed_over(tmp_path):
    path = tmp_path / "odd.jsonl"
    path.write_text('{"text": "Bins", "label": 0}\n\n{"text": " ", "label": 1}\n{"text": null, "label": 1}\n'
                    '{"text": "Bins", "label": ""}\nno json\n[1]\n{"text": "Buses", "label": 2.5}\n')

    odd = sets.read(path)

    assert (odd.texts, odd.labels, odd.passed_over) == (["Bins", "Buses"], ["0", "2.5"], 5)


def test_the_bench_scores_ours_alone_without_any_network(tmp_path):
    good = written(tmp_path / "ideas.jsonl", [(text, MATTER_OF[i]) for i, text in enumerate(IDEAS)])
    out = tmp_path / "out.json"

    run = bench("--data", good, "--method", "folkmoot", "--curve", "80", "--json", out)

    assert run.returncode == 0, run.stderr[-2000:]
    told = json.loads(out.read_text())
    assert {"what", "goal", "reached", "peer", "met"} == set(told["goals"][0]) and len(told["goals"]) >= 8
    assert told["more"]["ideas"]["gains"]["5"] >= 0
    assert [(point["ideas"], point["method"]) for point in told["curve"]] == [
        (80, "folkmoot, words only"), (80, "folkmoot")]
    rows = json.loads(out.read_text())["sets"]
    assert [row["method"] for row in rows] == ["folkmoot", "folkmoot, 20 themes"]
    assert set(rows[0]) == {
        "set", "method", "documents", "ami", "ari", "bcubed_f1", "themes", "other", "cpu_s", "peak_mb"}
    assert rows[0]["documents"] == 60 and rows[0]["ami"] > 0.6 and rows[0]["themes"] >= 4
    assert rows[0]["other"] <= 0.05 and rows[0]["cpu_s"] > 0 and rows[0]["peak_mb"] > 50
    assert "AMI" in run.stdout


def test_sets_of_every_odd_kind_get_their_row_or_a_sentence(tmp_path):
    data = [
        written(tmp_path / "two.jsonl", [("Bins", 1), ("Buses", 2)]),
        written(tmp_path / "one_label.jsonl", [(text, "all") for text in IDEAS[:12]]),
        written(tmp_path / "same.jsonl", [("The bins are never emptied on our road", n % 2) for n in range(50)]),
        written(tmp_path / "strange.jsonl", [("word " * 6_000, 1), ("\ud800 \u0000 ☃", 2), ("?!", 3), ("a", True)]),
        written(tmp_path / "empty.jsonl", []),
        tmp_path / "not-there.jsonl",
    ]
    out = tmp_path / "out.json"

    run = bench(*(part for path in data for part in ("--data", path)), "--method", "folkmoot", "--json", out)

    told = json.loads(out.read_text())
    assert run.returncode == 0, run.stderr[-2000:]
    assert {row["set"] for row in told["sets"]} == {"two", "one_label", "same", "strange"}
    assert len(told["problems"]) == 2 and all(words.endswith(".") for words in told["problems"])
    assert "No line of empty.jsonl has a text and a label." in run.stdout


def test_where_no_set_can_be_read_the_bench_says_so_and_fails(tmp_path):
    empty = written(tmp_path / "empty.jsonl", [])

    run = CliRunner().invoke(app, ["themes", "--data", str(empty), "--method", "folkmoot"])

    assert run.exit_code == 1
    assert isinstance(run.exception, SystemExit)
