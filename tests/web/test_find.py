"""Finding by words and by reference. Whatever is typed, a page answers."""

import random
from collections.abc import Callable
from contextlib import AbstractContextManager
from urllib.parse import quote

from sqlmodel import Session

from models import themes
from models.accounts import Account
from tests.cast import Cast
from tests.page import Site
from tests.said import a_call, an_idea, answered, hidden, received
from tests.web.test_listings import titles

SignIn = Callable[[Account], Site]
Queries = Callable[[], AbstractContextManager[list[str]]]
HOSTILE = [
    "",
    "%00",
    "'",
    "''",
    '"',
    '"unclosed',
    "a & | b",
    "!!!",
    ":*",
    "<->",
    "a:*b",
    "((((",
    "\\",
    "\\'",
    "--",
    "-",
    "- -",
    "or",
    "or or",
    "and not",
    "%",
    "_",
    "%%%",
    ";DROP TABLE idea",
    "$$",
    "\u202e",
    "\ud7ff",
    "\U0010ffff",
    "🙂",
    "\x00\x01",
    "<script>",
    "{{7*7}}",
    "FM-",
    "FM-0",
    "FM-99999999999999",
    "fm 1",
    "a" * 5000,
    "wort " * 400,
    "\n\t",
    "٣",
    "FM-²",
]


def test_ideas_are_found_by_their_words_the_best_first(db: Session, people: Cast, site: Site) -> None:
    an_idea(db, people.maya, "Something else", "A bench would help, says the last line.")
    an_idea(db, people.maya, "A bench on the hill", "Put a bench there. One bench.")
    db.commit()

    assert titles(site.get("/find?q=benches")) == ["A bench on the hill", "Something else"]
    assert titles(site.get("/find?q=bench+-hill")) == ["Something else"]
    assert titles(site.get("/find?q=%22bench+on+the+hill%22")) == ["A bench on the hill"]


def test_when_no_idea_says_all_the_words_those_that_say_some_are_shown(db: Session, people: Cast, site: Site) -> None:
    an_idea(db, people.maya, "A bench on the hill", "Please.")
    db.commit()

    page = site.get("/find?q=bench+submarine")
    assert "some of these words" in page and titles(page) == ["A bench on the hill"]


def test_themes_calls_and_answers_are_found_too(db: Session, people: Cast, site: Site) -> None:
    call = a_call(db, people, "How can appointments be kept?")
    theme = themes.make(db, title="Missed appointments", call_id=call.id, by=None)
    answer = answered(db, people, theme=theme)
    db.commit()

    page = site.get("/find?q=appointment")
    assert f'href="/calls/{call.id}"' in page.html and f'href="/themes/{theme.id}"' in page.html
    assert f'href="/answers/{answer.id}"' in site.get("/find?q=clinic").html


def test_a_reference_leads_straight_to_the_idea(db: Session, people: Cast, site: Site, sign_in: SignIn) -> None:
    idea, away, private = an_idea(db, people.maya), an_idea(db, people.maya), received(db, people.maya)
    hidden(db, away, people)
    db.commit()

    for typed in (
        idea.reference,
        idea.reference.lower(),
        idea.reference.replace("-", " "),
        idea.reference[3:],
        f" {idea.reference}. ",
    ):
        assert site.get(f"/find?q={quote(typed)}", expect=303).response.headers["location"] == f"/ideas/{idea.id}"
    for unseen in (away, private):
        there = site.get(f"/find?q={unseen.reference}", expect=303).response.headers["location"]
        assert there == f"/where/{unseen.reference}"
    mine = sign_in(people.maya).get(f"/find?q={private.reference}", expect=303)
    assert mine.response.headers["location"] == f"/ideas/{private.id}"
    assert "We know no idea with this number" in site.get("/find?q=FM-999999")


def test_nothing_found_says_so_and_shows_what_was_typed(site: Site) -> None:
    page = site.get("/find?q=%3Cb%3Ezebra")
    assert "No idea says “<bdi>&lt;b&gt;zebra</bdi>”" in page.html and 'href="/ideas/new"' in page.html
    assert page.form("/find")["fields"]["q"] == "<b>zebra"


def test_hostile_strings_get_a_page_each(db: Session, people: Cast, site: Site) -> None:
    an_idea(db, people.maya)
    db.commit()
    dice = random.Random(7)
    signs = "abz019 '\"\\&|!():*<>-_%;@#${}[]=+~`^?/.,\u0000\u200b\u202eéñ漢🙂\n\t"
    strings = HOSTILE + ["".join(dice.choices(signs, k=dice.randint(1, 40))) for _ in range(500)]

    for typed in strings:
        answer = site.client.get("/find", params={"q": typed.encode("utf-8", "replace")}, follow_redirects=False)
        assert answer.status_code in {200, 303}, repr(typed)
    for typed in HOSTILE:
        for address in ("/ideas", "/find.json", "/where"):
            sent = {"q": typed.encode("utf-8", "replace"), "reference": typed.encode("utf-8", "replace")}
            assert site.client.get(address, params=sent, follow_redirects=True).status_code in {200, 404}, repr(typed)


def test_finding_asks_the_database_six_times(db: Session, people: Cast, sign_in: SignIn, queries: Queries) -> None:
    for n in range(30):
        an_idea(db, people.maya, f"A bench on hill {n}")
    db.commit()
    ben = sign_in(people.ben)

    for words in ("bench", "bench submarine", "submarine"):
        with queries() as asked:
            ben.get(f"/find?q={words}")
        assert 1 < len(asked) <= 6


def test_what_was_found_as_data(db: Session, people: Cast, site: Site) -> None:
    an_idea(db, people.ben, "A bench on the hill")
    db.commit()

    items = site.get("/find.json?q=bench").response.json()["items"]
    assert items[0]["title"] == "A bench on the hill" and items[0]["author"] is None


def test_a_number_that_no_idea_has_is_said_to_be_unknown(db: Session, people: Cast, site: Site) -> None:
    for typed in ("FM-2417", "2417"):
        page = site.get(f"/find?q={typed}")
        assert "We know no idea with this number" in page and "FM-2417" in page
        assert "Nobody has proposed this yet" not in page
    an_idea(db, people.maya, "The bus 2417 never stops")
    db.commit()

    assert "The bus 2417 never stops" in site.get("/find?q=2417")
