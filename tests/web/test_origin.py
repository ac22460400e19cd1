"""What another site sends in a person's name is refused; what a browser sends from our own pages is not."""

import pytest
from starlette.datastructures import Headers

from web.kit import origin

OURS = {"host": "folk.example"}


@pytest.mark.parametrize(
    ("headers", "has_session", "refused"),
    [
        ({"sec-fetch-site": "same-origin"}, True, False),
        ({"sec-fetch-site": "none"}, True, False),
        ({"sec-fetch-site": "cross-site"}, True, True),
        ({"sec-fetch-site": "same-site"}, True, True),
        ({"sec-fetch-site": "cross-site"}, False, True),
        ({"origin": "https://folk.example"}, True, False),
        ({"origin": "https://evil.example"}, True, True),
        ({"origin": "null"}, True, True),
        ({}, True, True),
        ({}, False, False),
    ],
)
def test_a_post_is_refused_by_where_it_comes_from(headers: dict[str, str], has_session: bool, refused: bool) -> None:
    assert origin.refuses("POST", Headers(OURS | headers), has_session=has_session) is refused


def test_reading_is_never_refused() -> None:
    assert not origin.refuses("GET", Headers(OURS | {"sec-fetch-site": "cross-site"}), has_session=True)
