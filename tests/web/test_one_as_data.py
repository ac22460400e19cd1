"""A call, a theme and an answer alone as data: what is public of each, and nothing else."""

import pytest
from sqlmodel import Session

from models import calls
from tests import scenes
from tests.cast import Cast
from tests.page import Site
from tests.said import an_idea
from web import routes


def data(site: Site, path: str) -> dict[str, object]:
    answer = site.get(path).response
    assert "set-cookie" not in answer.headers
    return dict(answer.json())


def test_a_call_a_theme_and_an_answer_say_the_same_alone_as_in_their_list(
    db: Session, site: Site, people: Cast
) -> None:
    call = scenes.call(db, people)
    theme = scenes.theme(db, call.id)
    scenes.grouped(db, theme, an_idea(db, people.maya, call_id=call.id))
    answer = scenes.published(db, people, theme=theme)
    db.commit()

    for path, id_ in (("/calls", call.id), ("/themes", theme.id), ("/answers", answer.id)):
        [listed] = site.get(f"{path}.json").response.json()["items"]
        alone = data(site, f"{path}/{id_}.json")
        assert {name: alone[name] for name in listed} == listed


def test_an_answer_says_its_text_what_it_promised_and_how_it_is_measured(
    db: Session, site: Site, people: Cast
) -> None:
    answer = scenes.published(db, people, idea=an_idea(db, people.maya))
    db.commit()

    alone = data(site, f"/answers/{answer.id}.json")

    assert alone["body"] == answer.body and isinstance(alone["promises"], list) and isinstance(alone["measures"], list)
    assert "author_id" not in alone


def test_what_is_not_public_is_not_found_not_even_by_staff(
    db: Session, site: Site, sign_in: object, people: Cast
) -> None:
    call = calls.draft(db, by=people.ruth, team_id=None, question="What is not asked yet?")
    hidden, empty = scenes.theme(db, call.id), scenes.theme(db, None)
    hidden.ideas_count = 3
    draft = scenes.draft(db, people, idea=an_idea(db, people.maya))
    db.commit()

    for path in (f"/calls/{call.id}", f"/themes/{hidden.id}", f"/themes/{empty.id}", f"/answers/{draft.id}",
                 "/calls/999999", "/themes/99999999999", "/answers/999999"):
        site.get(f"{path}.json", expect=404)
        sign_in(people.ruth).get(f"{path}.json", expect=404)  # type: ignore[operator]


def test_they_come_out_of_the_cache_like_their_pages() -> None:
    alone = [route for route in routes.ALL if route.path.endswith("_id:int}.json")]

    assert len(alone) == 7 and all(route.cached for route in alone)  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", ["/ideas/7", "/calls/7", "/themes/7", "/answers/7", "/codings/7"])
def test_the_page_of_open_data_tells_of_it(site: Site, path: str) -> None:
    assert f"<code>{path}</code>" in site.get("/data").html
