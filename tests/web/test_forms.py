"""A wrong form keeps what was typed and says one sentence a field."""

import pytest
from pydantic import Field

from models.statuses import Waste
from web.kit.forms import Email, Form, Name, Ticked, line, words


class Example(Form):
    title: line("a title", least=5, most=20)  # type: ignore[valid-type]
    body: words("what happens", least=1, most=50)  # type: ignore[valid-type]
    email: Email = ""
    name: Name = ""
    waste: Waste = Field(default=Waste.WAITING, title="which waste it removes")
    private: Ticked = False


GOOD = {
    "title": "A good title",
    "body": "Two\r\nlines",
    "email": "maya@example.org",
    "name": "Maya",
    "waste": "motion",
    "private": "yes",
}


def test_a_good_form_is_accepted_and_cleaned() -> None:
    accepted = Example.read(GOOD).accepted

    assert accepted is not None
    assert (accepted.body, accepted.private, accepted.waste) == ("Two\nlines", True, Waste.MOTION)


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("title", "", "Enter a title."),
        ("title", "   ", "Enter a title."),
        ("title", "\u200b\u200b\u2060", "Enter a title."),
        ("title", "abcd", "Write a little more: at least 5 characters."),
        ("title", "a" * 21, "Use 20 characters or fewer. You have written 21."),
        ("body", "b" * 51, "Use 50 characters or fewer. You have written 51."),
        ("email", "maya", "Enter an e-mail address like name@example.org."),
        ("email", "maya@exa mple.org", "Enter an e-mail address like name@example.org."),
        ("email", "", "Enter your e-mail address."),
        ("email", "bob@council.example,mallory@evil.example", "Enter an e-mail address like name@example.org."),
        ("email", "x1<victim@x.example>", "Enter an e-mail address like name@example.org."),
        ("email", "a@b@c.example", "Enter an e-mail address like name@example.org."),
        ("email", '"a b"@c.example', "Enter an e-mail address like name@example.org."),
        ("email", "maya@-a.example", "Enter an e-mail address like name@example.org."),
        ("name", "=cmd", "Start your name with a letter."),
        ("name", "\u202eayaM", "Write your name without characters that turn the direction of the text."),
        ("name", "www.spam.example", "Write your name without a web address."),
        ("waste", "nonsense", "Choose which waste it removes."),
    ],
)
def test_each_mistake_has_its_sentence_and_nothing_is_lost(field: str, typed: str, sentence: str) -> None:
    draft = Example.read(GOOD | {field: typed})

    assert draft.accepted is None
    assert draft.errors == {field: sentence}
    assert draft.typed == {**GOOD, field: typed}


@pytest.mark.parametrize(("size", "accepted"), [(5, True), (20, True), (21, False), (4, False)])
def test_limits_hold_on_both_sides(size: int, accepted: bool) -> None:
    assert (Example.read(GOOD | {"title": "a" * size}).accepted is not None) is accepted


def test_fields_that_did_not_come_count_as_empty() -> None:
    assert set(Example.read({}).errors) == {"title", "body", "email", "waste"}
