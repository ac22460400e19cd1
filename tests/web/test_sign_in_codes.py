"""Signing in by the code; what is typed wrong, made up or tried too often."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from models import clock
from tests.cast import Cast
from tests.page import Site
from tests.signing_in import MAYA, asked, is_signed_in, newest
from web.sign_ins import own_path


def test_maya_signs_in_by_the_code_with_spaces_in_it(db: Session, site: Site, people: Cast) -> None:
    page = asked(site)
    code = newest(db).code

    site.follow(site.send(page, "/sign-in/code?", code=f" {code[:3]} {code[3:]} "))

    assert is_signed_in(site)


def test_known_and_unknown_addresses_are_answered_alike(site: Site, people: Cast) -> None:
    answers = [site.send(site.get("/sign-in"), "/sign-in", email=email) for email in (MAYA, "nobody@example.org")]

    known, unknown = (answer.response for answer in answers)
    assert known.status_code == unknown.status_code == 303
    assert set(known.headers) == set(unknown.headers) and "set-cookie" not in known.headers
    assert known.headers["location"].split("=")[0] == unknown.headers["location"].split("=")[0]
    assert len(known.headers["location"]) == len(unknown.headers["location"])


@pytest.mark.parametrize("email", ["", "   ", "maya", "maya@", "@example.org", "maya@example", "a b@example.org",
                                   "maya@example.org\r\nBcc: x@example.org", "x" * 250 + "@example.org", "\u200b"])
def test_an_address_that_is_none_is_refused_with_what_was_typed(site: Site, email: str) -> None:
    page = site.send(site.get("/sign-in"), "/sign-in", email=email, expect=422)

    assert page.title.startswith("Error:")
    assert 'aria-invalid="true"' in page.html and 'href="#field-email"' in page.html
    if email.isprintable() and email.strip():
        assert f'value="{email}"' in page.html


@pytest.mark.parametrize(("code", "sentence"), [
    ("", "Type the six figures"), ("12345", "Type the six figures"), ("1234567", "Type the six figures"),
    ("abcdef", "Type the six figures"), ("x" * 100_000, "Type the six figures"),
])
def test_what_is_no_code_is_no_try(db: Session, site: Site, people: Cast, code: str, sentence: str) -> None:
    page = site.send(asked(site), "/sign-in/code?", code=code, expect=422)

    assert sentence in page
    assert newest(db).tries == 0


def test_a_wrong_code_says_how_often_it_can_be_tried(db: Session, site: Site, people: Cast) -> None:
    page = asked(site)
    wrong = f"{(int(newest(db).code) + 1) % 1_000_000:06d}"

    said = [site.send(page, "/sign-in/code?", code=wrong, expect=422, form_key=str(n)).text for n in range(6)]

    assert "you can try 4 more times" in said[0] and "you can try once more" in said[3]
    assert "A wrong code was typed too often" in said[4] and "A wrong code was typed too often" in said[5]
    assert not is_signed_in(site)
    db.expire_all()
    site.send(site.get(f"/sign-in/{newest(db).token}"), "/sign-in/")
    assert is_signed_in(site)


def test_who_signs_in_by_a_double_click_is_led_onwards_twice(db: Session, site: Site, people: Cast) -> None:
    page = asked(site, path="/sign-in?next=/account")
    code = newest(db).code

    first, second = (site.send(page, "/sign-in/code?", code=code) for _ in range(2))

    assert first.response.headers["location"] == second.response.headers["location"]


def test_a_used_code_says_so(db: Session, site: Site, people: Cast) -> None:
    page = asked(site)
    code = newest(db).code
    site.send(page, "/sign-in/code?", code=code)
    site.client.cookies.clear()

    assert "This code was used already" in site.send(page, "/sign-in/code?", code=code, form_key="2", expect=422)


def test_an_old_code_says_so(db: Session, site: Site, people: Cast) -> None:
    page = asked(site)
    sign_in = newest(db)
    sign_in.expires_at = clock.now() - timedelta(seconds=1)
    db.commit()

    assert "more than 10 minutes old" in site.send(page, "/sign-in/code?", code=sign_in.code, expect=422)


def test_a_code_page_that_was_made_up_takes_no_code(db: Session, site: Site, people: Cast) -> None:
    asked(site)

    site.post("/sign-in/code?asked=1", {"code": newest(db).code}, expect=404)
    site.post("/sign-in/code", {"code": newest(db).code}, expect=404)
    assert site.get("/sign-in/code", expect=303).response.headers["location"] == "/sign-in"


@pytest.mark.parametrize("address", [
    "https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example", "/\n/evil.example", "\\\\evil",
    "javascript:alert(1)", "evil", "", "/é", "/a b", "/" + "x" * 300, "/ok\r\nSet-Cookie: x=y",
])
def test_nobody_is_led_to_another_site(db: Session, site: Site, people: Cast, address: str) -> None:
    assert own_path(address) == ""
    page = site.send(site.get("/sign-in"), "/sign-in", email=MAYA)
    answer = site.client.post("/sign-in", params={"next": address}, data={"email": MAYA},
                              headers={"sec-fetch-site": "same-origin"}, follow_redirects=False)
    assert answer.status_code == page.status == 303
    assert newest(db).next_path == ""


def test_own_pages_are_kept() -> None:
    for path in ("/", "/ideas/7", "/ideas?q=a&after=b%20c", "/themes/3.csv"):
        assert own_path(path) == path
    assert own_path("/ideas/7#talk") == "/ideas/7"


def test_the_sixth_mail_to_one_address_has_to_wait(site: Site, people: Cast) -> None:
    for n in range(5):
        site.post("/sign-in", {"email": MAYA, "n": str(n)})

    refused = site.post("/sign-in", {"email": MAYA}, expect=429)

    assert int(refused.response.headers["retry-after"]) > 0
    site.post("/sign-in", {"email": "ben@example.org"})


def test_codes_cannot_be_guessed_for_long(db: Session, site: Site, people: Cast) -> None:
    said = []
    for n in range(3):
        page = asked(site)
        wrong = f"{(int(newest(db).code) + 1) % 1_000_000:06d}"
        for k in range(5):
            form = page.form("/sign-in/code?")
            answer = site.client.post(form["action"], data={"code": wrong, "form_key": f"{n} {k}"},
                                      headers={"sec-fetch-site": "same-origin"})
            said.append(answer.status_code)

    assert said == [422] * 10 + [429] * 5


def test_another_site_cannot_sign_anybody_in(db: Session, site: Site, people: Cast) -> None:
    asked(site)
    link = f"/sign-in/{newest(db).token}"

    site.post(link, expect=403, **{"sec-fetch-site": "cross-site"})
    assert not is_signed_in(site)
