"""What cannot wait is raised, and what is only said strongly is not."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp import urgent

DANGER = """
The [fire exit by the kitchen is chained] at night.
They keep boxes against it, so there is a [blocked fire exit] on ward 4.
Every morning I can [smell gas] in the stairwell.
The lamp post has [exposed wires] where children play.
A lad was [carrying a knife] outside the library.
The wall behind the bus stop is [about to collapse].
My mother was [given the wrong medication] twice last week.
"""
SAFEGUARDING = """
Some nights I think of [ending my life].
My daughter has been [self-harming] since the club closed.
I [don't want to live any more] in this flat or anywhere.
[My partner hits me] and the office sent the letter to our house.
She was [being abused] and nobody rang back.
I am [fleeing domestic abuse] and cannot give an address.
The [baby was left alone] in the waiting room.
She is sixteen and fears a [forced marriage].
"""
CALM = """
The fire station is closed on Sundays.
Fire doors are heavy for wheelchairs.
The road was blocked by a fire engine.
Somebody will get killed at this crossing.
I was dying of thirst in the queue.
My feet are killing me by the time the bus comes.
The gas bill went up again.
The domestic abuse service needs a second room.
Suicide prevention leaflets should be in every library.
The phone cables hang low over the lane.
The bins are left alone for weeks.
My husband hit the kerb with the car.
They gave me the wrong form twice.
The queue at the knife amnesty was long.
I want to live near a park.
"""


def read(line):
    """A marked line as its plain text and the words that are marked."""
    marked = line[line.index("[") + 1 : line.index("]")]
    return line.replace("[", "").replace("]", ""), marked


def said(text):
    return [(signal.kind, text[signal.start : signal.end]) for signal in urgent.find(text)]


@pytest.mark.parametrize("line", DANGER.strip().splitlines())
def test_danger_is_raised(line):
    text, marked = read(line)
    assert said(text) == [("danger", marked)]


@pytest.mark.parametrize("line", SAFEGUARDING.strip().splitlines())
def test_people_who_may_be_at_risk_are_raised(line):
    text, marked = read(line)
    assert said(text) == [("safeguarding", marked)]


@pytest.mark.parametrize("line", CALM.strip().splitlines())
def test_strong_words_are_not(line):
    assert said(line) == []


@given(st.text(st.characters(), max_size=400))
def test_offsets_hold_for_any_text(text):
    found = urgent.find(text)
    assert all(0 <= signal.start < signal.end <= len(text) for signal in found)


@pytest.mark.parametrize("text", ["fire exit ", "gave me the ", "child ", "my husband ", "fire door x "])
def test_a_giant_text_takes_no_more_than_a_moment(text):
    began = time.process_time()
    urgent.find(text * (100_000 // len(text)))
    assert time.process_time() - began < 3
