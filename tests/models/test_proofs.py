"""What an answer claims is held against what is so: figures, tokens and quotes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import proofs
from models.proofs import Facts, Passage
from models.wording import number

COUNTS = {"ideas": 61, "people": 45, "supports": 1204, "staff": 3}
SAID = "I rang three times and nobody picked up"
PASSAGES = {"FM-1042": Passage(42, "FM-1042", SAID)}
FACTS = Facts(COUNTS, PASSAGES, {SAID: PASSAGES["FM-1042"]})
counts = st.integers(min_value=0, max_value=10**7)
in_its_own_time = settings(deadline=None)


def test_what_can_be_proved_is_no_fault() -> None:
    body = f"You wrote {{ideas}} ideas.\n\n{{quote FM-1042}}\n\nOne said: “{SAID}”. 45 people, 1,204 supporters."

    assert proofs.faults("{people} people wrote.", body, FACTS) == []


@pytest.mark.parametrize(("written", "says"), [
    ("43 people wrote.", "You wrote 43 people; there are 45 now. Write {people}"),
    ("1 person wrote.", "You wrote 1 person; there are 45 now. Write {people}"),
    ("We had 60 ideas.", "You wrote 60 ideas; there are 61 now. Write {ideas}"),
    ("1,203 supporters", "You wrote 1,203 supporters; there are 1,204 now. Write {supports}"),
    ("Of {peple}", "{peple} is no figure that we know. Write one of these: {ideas}, {people}"),
    ("{for} people", "{for} has no number here: nobody was asked to choose for or against."),
    ("{quote FM-1043}", "FM-1043 has no passage that can be quoted here."),
    ("{quote me}", "{quote me} is no figure that we know."),
    (f"“{SAID}!”", f"“{SAID}!” stands in no idea that this answers. Copy the words again"),
    (f'One said "{SAID.lower()}".', "stands in no idea that this answers."),
])
def test_what_cannot_be_proved_says_what_to_do(written: str, says: str) -> None:
    [fault] = proofs.faults("", written, FACTS)

    assert says in fault


@pytest.mark.parametrize("written", [
    "Two people wrote.", "12 more people will answer.", "£43 people", "In 2026 people wrote.", "0.43 people",
    "“Four words are few”", "“Five”", "43 % of people", "43 peoples", "a 43-people team",
])
def test_what_is_no_claim_is_left_alone(written: str) -> None:
    facts = Facts({"ideas": 2026, "people": 2026, "supports": 0, "staff": 0})

    assert proofs.faults("", written, facts) == []


def test_a_quote_of_four_words_is_free_and_of_five_is_not() -> None:
    assert proofs.quotes_in("“one two three four”") == []
    assert proofs.quotes_in("“one two three four five”") == ["one two three four five"]


@pytest.mark.parametrize(("written", "words"), [
    ("One said ‘the lines are never answered at all’.", "the lines are never answered at all"),
    ("‘Patients’ calls aren’t answered, and it’s known’, he said.", "Patients’ calls aren’t answered, and it’s known"),
    ("‘We want many more nurses’ said one of the patients.", "We want many more nurses"),
    ("One (‘the lines are never answered’) says", "the lines are never answered"),
    ("One said 'it isn't answered at all', often.", "it isn't answered at all"),
    ("«one two three four five»", "one two three four five"),
    ('One said "one two three\nfour five six"', "one two three\nfour five six"),
    ("‘one two three\nfour five six’", "one two three\nfour five six"),
    ("‘the drivers’ Cars block us every single day’", "the drivers’ Cars block us every single day"),
])
def test_words_between_any_marks_are_a_quote(written: str, words: str) -> None:
    assert proofs.quotes_in(written) == [words]


@pytest.mark.parametrize("written", [
    "It isn't that the patients' calls aren't answered.", "The patients’ calls aren’t answered, nor the nurses’ calls.",
    'A 12" pipe is too narrow for it.\n\nA 14" pipe is not.', "We don't know all the nurses' and patients' names",
    "Get 'em to school safely and ask parents' consent first.",
    "In the '90s we closed many more of the residents' car parks.",
])
def test_apostrophes_and_inches_quote_nobody(written: str) -> None:
    assert proofs.quotes_in(written) == []


def test_the_short_answer_quotes_nobody() -> None:
    assert proofs.faults("{quote FM-1042}", "", FACTS) == [
        "Quote people in the full answer: the short one has no room for it."]
    assert proofs.faults(f"“{SAID}”", "", FACTS) == proofs.faults("{quote FM-1042}", "", FACTS)


@in_its_own_time
@given(counts, counts)
def test_a_typed_count_is_right_exactly_when_it_is_the_number(typed: int, now: int) -> None:
    for written in (str(typed), number(typed)):
        faults = proofs.faults("", f"{written} people wrote.", Facts({"people": now}))
        assert (faults == []) == (typed == now)


@in_its_own_time
@given(st.text(max_size=200), counts)
def test_filling_changes_nothing_but_tokens(text: str, people: int) -> None:
    plain = text.replace("{", "(").replace("}", ")")

    assert proofs.fill(plain, {"people": people}) == plain
    assert proofs.fill(f"{plain}{{people}}{plain}", {"people": people}) == f"{plain}{number(people)}{plain}"


@in_its_own_time
@given(st.text(alphabet=st.characters(exclude_characters="“”\""), max_size=120))
def test_every_quote_that_is_long_enough_is_checked_to_the_letter(words: str) -> None:
    found = proofs.quotes_in(f"Someone said “{words}” to us.")

    assert found == ([words] if len(words.split()) >= proofs.FEWEST_WORDS else [])
    if found:
        assert proofs.faults("", f"“{words}”", Facts(said={words: Passage(1, "FM-1", words)})) == []
        assert len(proofs.faults("", f"“{words}x”", Facts(said={words: Passage(1, "FM-1", words)}))) == 1


@in_its_own_time
@given(st.lists(st.sampled_from(["words", "{quote FM-1042}", "\n\n", "{quote FM-7}", " and "]), max_size=12))
def test_a_text_is_taken_apart_without_losing_words_or_quotes(pieces: list[str]) -> None:
    text = "".join(pieces)
    parts = proofs.parts(text)

    assert [part for kind, part in parts if kind == "quote"] == [
        piece[7:-1] for piece in pieces if piece.startswith("{quote")]
    assert "".join(part for kind, part in parts if kind == "words").replace("\n", "").count("words") == (
        pieces.count("words"))


def test_what_is_gone_is_not_said_again() -> None:
    text = "Before\n\n{quote FM-1042}\n\nAfter"

    assert proofs.plain(text, PASSAGES) == f"Before\n\n“{SAID}” (FM-1042)\n\nAfter"
    assert SAID not in proofs.plain(text, {})


def test_what_was_typed_between_marks_is_held_by_a_token_and_said_again_to_the_letter() -> None:
    text = f'One said “{SAID}”, and:\n\n"{SAID}". “Not for us.”'

    held, said = proofs.hold_said(text, FACTS.said)

    assert SAID not in held and "“Not for us.”" in held and len(said) == 1
    assert proofs.say_again(held, {one.reference: one for one in said}) == text
    assert SAID not in proofs.say_again(held, {})


def test_figures_are_said_in_words() -> None:
    assert proofs.in_words({"people": 1, "ideas": 1204}) == "1,204 ideas, 1 person"


def test_a_quote_that_a_later_version_kept_is_read() -> None:
    kept = {"idea_id": 1, "reference": "FM-1001", "words": "Ring us.", "of_tomorrow": 1}

    assert Passage.stored(kept) == Passage(1, "FM-1001", "Ring us.")
