"""What people say of an answer."""

import pytest

from models import replies


@pytest.mark.parametrize(("told", "who"), [(4, "others may guess who"), (5, "Nobody sees who")])
def test_of_few_people_who_replied_can_be_guessed_and_they_are_told_so(told: int, who: str) -> None:
    assert who in replies.who_sees(told)
