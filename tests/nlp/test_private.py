"""Personal details are found where they are and not where they are not."""

import re
import subprocess
import sys
import time
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp import check_digits, private
from tests.nlp.private_texts import INNOCENT, MARKED

_MARK = re.compile(r"\[([a-z ]+)\|([^]]+)\]")


def read(line):
    """A marked line as its plain text and the (kind, detail) pairs in it."""
    return _MARK.sub(lambda match: match.group(2), line), _MARK.findall(line)


def found_in(text):
    return [(finding.kind, text[finding.start : finding.end]) for finding in private.find(text)]


@pytest.mark.parametrize("line", MARKED.strip().splitlines())
def test_a_detail_is_found_with_its_kind(line):
    text, marked = read(line)
    assert found_in(text) == marked


@pytest.mark.parametrize("line", INNOCENT.strip().splitlines())
def test_what_only_looks_private_is_left_alone(line):
    assert found_in(line) == []


def test_precision_and_recall_are_counted_kind_by_kind():
    marked, told, right = Counter(), Counter(), Counter()
    for line in (MARKED + INNOCENT).strip().splitlines():
        text, details = read(line)
        marked.update(kind for kind, _ in details)
        told.update(kind for kind, _ in found_in(text))
        right.update(kind for kind, _ in (Counter(details) & Counter(found_in(text))).elements())
    for kind in sorted(marked):
        print(f"{kind}: {marked[kind]} marked, precision {right[kind] / told[kind]:.2f}, "
              f"recall {right[kind] / marked[kind]:.2f}")
    assert set(marked) == set(private.Kind.__args__)
    assert right.total() >= 0.95 * marked.total()
    assert right.total() >= 0.95 * told.total()


def test_half_of_the_set_only_looks_private():
    assert len(INNOCENT.splitlines()) >= 60
    assert abs(len(INNOCENT.splitlines()) - len(MARKED.splitlines())) <= 10


@given(st.text(st.characters(), max_size=400))
def test_offsets_hold_for_any_text(text):
    found = private.find(text)
    assert all(0 <= finding.start < finding.end <= len(text) for finding in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@given(st.text("0123456789 -()+ABab.@/", max_size=400))
def test_any_run_of_digits_is_read(text):
    private.find(text)


@pytest.mark.parametrize("text", ["07", "A1 ", "a.b", "Flat 1 ", "my neighbour ", "Mr A", "1 A ", "0 "])
def test_a_giant_text_takes_no_more_than_a_moment(text):
    began = time.process_time()
    private.find(text * (100_000 // len(text)))
    assert time.process_time() - began < 3


def test_the_site_can_look_for_details_without_a_language_library():
    asked = "import sys, nlp.private; sys.exit('spacy' in sys.modules or 'numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0


def test_a_wrong_last_digit_proves_a_number_false():
    assert check_digits.nhs("9434765919")
    assert not check_digits.nhs("9434765918")
    assert check_digits.card("4111111111111111")
    assert not check_digits.card("4111111111111112")
    assert check_digits.iban("GB82WEST12345698765432")
    assert not check_digits.iban("GB82WEST12345698765433")
