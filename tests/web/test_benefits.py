"""The register of benefits as everyone sees it, and as the desk fills it."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlmodel import Session, select

from models import benefits, clock, outcomes
from models.accounts import Account
from models.answers import Answer
from models.benefits import Benefit
from tests import scenes
from tests.cast import Cast
from tests.page import Site

SignIn = Callable[[Account], Site]
TYPED = {"kind": "cashable", "what": "Agency staff", "amount": "42,000", "unit": "pounds", "budget_line": "Agency",
         "source": "Ledger", "confidence": "high", "who_benefits": "Patients", "owner_name": "Ruth Ellison",
         "owner_role": "Head of access", "cost_once": "1200"}


@pytest.fixture
def answer(db: Session, people: Cast) -> Answer:
    answer = scenes.published(db, people, theme=scenes.theme(db, None))
    outcomes.add(db, answer, by=people.ruth, measure="Calls nobody answers", baseline=9.0, baseline_on=scenes.JUNE)
    db.commit()
    return answer


def test_a_benefit_is_public_with_what_it_rests_on(
    site: Site, sign_in: SignIn, people: Cast, answer: Answer
) -> None:
    assert "No benefit yet" in site.get("/benefits")
    desk = sign_in(people.ruth)
    page = desk.get(f"/desk/answers/{answer.id}/benefits")
    assert "Nothing is in the register for this answer yet." in page

    desk.send(page, "/benefits", **TYPED)

    register = site.get("/benefits")
    for words in ("Agency staff", "£42,000 a year", "from 1 row", "budget line “Agency”", "Ruth Ellison", "£1,200 once",
                  "All of it was counted", "Patients"):
        assert words in register, words
    [row] = site.get("/benefits.json").response.json()["items"]
    assert (row["amount"], row["counted"], row["kind"]) == (42000.0, True, "cashable")
    assert "Agency staff" in site.get("/benefits.csv") and "Agency staff" in site.get(f"/benefits/{row['id']}")
    assert site.get(f"/benefits/{row['id']}.json").response.json()["reference"] == row["reference"]
    assert "No benefit of this call" in site.get("/benefits?call=999999")
    assert "Cashable: nothing there yet, and £42,000 a year promised besides." in site.get("/figures")


@pytest.mark.parametrize(("typed", "sentence"), [
    ({"amount": "0"}, "Enter how much it is, more than 0."),
    ({"amount": ""}, "Enter how much it is, more than 0."),
    ({"cost_once": "-1"}, "Enter a cost of 0 or more."),
    ({"unit": "contacts"}, "A benefit of this kind is counted in £ a year."),
    ({"budget_line": ""}, "Enter the budget line that gets smaller."),
    ({"kind": "avoided_demand", "unit": "contacts", "budget_line": ""}, "Choose the measure it rests on"),
    ({"outcome_id": "999999"}, "Choose a measure of this answer."),
    ({"kind": ""}, "Choose which kind it is."),
    ({"source": ""}, "Enter where the figure comes from."),
    ({"what": "x" * (benefits.WHAT_LIMIT + 1)}, "Use 200 characters or fewer."),
])
def test_what_is_missing_or_wrong_is_said_beside_its_field(
    db: Session, sign_in: SignIn, people: Cast, answer: Answer, typed: dict[str, str], sentence: str
) -> None:
    desk = sign_in(people.ruth)

    wrong = desk.send(desk.get(f"/desk/answers/{answer.id}/benefits"), "/benefits", expect=422, **(TYPED | typed))

    assert sentence in wrong
    assert wrong.form("/benefits")["fields"]["owner_role"] == "Head of access"
    assert db.exec(select(Benefit)).all() == []


def test_what_nobody_said_about_costs_is_not_called_nothing(
    sign_in: SignIn, site: Site, people: Cast, answer: Answer
) -> None:
    desk = sign_in(people.ruth)
    desk.send(desk.get(f"/desk/answers/{answer.id}/benefits"), "/benefits", **(TYPED | {"cost_once": ""}))

    register = site.get("/benefits")
    assert "Nobody has said yet" in register and "Of 1 row nobody has said yet what it costs." in register
    assert "£0" not in register


def test_the_same_saving_is_refused_until_it_is_said_that_it_is_counted_elsewhere(
    db: Session, site: Site, sign_in: SignIn, people: Cast, answer: Answer
) -> None:
    desk = sign_in(people.ruth)
    page = desk.get(f"/desk/answers/{answer.id}/benefits")
    desk.send(page, "/benefits", **TYPED)
    first = db.exec(select(Benefit)).one()

    refused = desk.send(page, "/benefits", expect=422, **(TYPED | {"what": "Bank staff"}))
    assert f"This saving is counted already, as {first.reference}" in refused
    desk.send(refused, "/benefits", as_counted="yes", what="Bank staff")

    register = site.get("/benefits")
    assert f"Counted under {first.reference} : it is in no total here." in register.text
    assert "from 1 row" in register and "£84,000" not in register


def test_it_is_there_since_a_day_or_taken_back_with_a_reason(
    db: Session, site: Site, sign_in: SignIn, people: Cast, answer: Answer
) -> None:
    desk = sign_in(people.ruth)
    desk.send(desk.get(f"/desk/answers/{answer.id}/benefits"), "/benefits", **TYPED)
    one = db.exec(select(Benefit.id)).one()
    page = desk.get(f"/desk/benefits/{one}")

    assert "Enter the day since when it is there." in desk.send(page, "/delivery", expect=422)
    desk.send(page, "/delivery", since=clock.today().isoformat())
    assert "There since" in site.get(f"/benefits/{one}")
    assert "Enter why it is taken back." in desk.send(page, "/withdrawal", expect=422)
    desk.send(page, "/withdrawal", because="The line was cut anyway.")
    again = desk.follow(desk.post(f"/desk/benefits/{one}/delivery", {"since": clock.today().isoformat()}))

    assert "Somebody else changed this benefit meanwhile" in again
    register = site.get("/benefits")
    assert "The line was cut anyway." in register and "from 0 rows" in register.text


def test_a_benefit_is_put_right_with_a_reason_in_public(
    db: Session, site: Site, sign_in: SignIn, people: Cast, answer: Answer
) -> None:
    desk, new = sign_in(people.ruth), f"/desk/answers/{answer.id}/benefits"
    desk.send(desk.get(new), "/benefits", **TYPED)
    desk.send(desk.get(new), "/benefits", **(TYPED | {"budget_line": "Bank", "what": "Bank staff"}))
    one = db.exec(select(Benefit).where(Benefit.what == "Agency staff")).one()
    path = f"/desk/benefits/{one.id}/restatement"
    assert path in desk.get(f"/desk/benefits/{one.id}").html
    page = desk.get(path)
    assert page.form(path)["fields"]["amount"] == "42000"

    assert "Enter why it is changed." in desk.send(page, path, amount="5", expect=422)
    assert "Enter how much it is" in desk.send(page, path, because="A slip.", amount="0", expect=422)
    assert "Change something first." in desk.send(page, path, because="A slip.", expect=422)
    double = desk.send(page, path, because="A slip.", budget_line="bank", expect=422)
    assert "This saving is counted already" in double and "List it as counted there" in double
    done = desk.follow(desk.send(page, path, because="A digit too many.", amount="4,200"))
    late = desk.send(page, path, because="Mine.", amount="9", expect=409)

    assert "The benefit is put right." in done and "Somebody else changed this benefit meanwhile" in late
    for where in (site.get(f"/benefits/{one.id}"), desk.get(f"/desk/benefits/{one.id}")):
        assert "£4,200 a year" in where and "It was: 42,000" in where and "A digit too many." in where
    [earlier] = site.get(f"/benefits/{one.id}.json").response.json()["earlier"]
    assert earlier["was"] == {"How much a year": "42,000"}
    sign_in(people.maya).post(path, TYPED, expect=404)


@pytest.mark.parametrize("amount", ["12345678901", "1234567.125"])
def test_a_large_amount_is_put_right_in_other_words(
    db: Session, sign_in: SignIn, people: Cast, answer: Answer, amount: str
) -> None:
    desk = sign_in(people.ruth)
    desk.send(desk.get(f"/desk/answers/{answer.id}/benefits"), "/benefits", **(TYPED | {"amount": amount}))
    path = f"/desk/benefits/{db.exec(select(Benefit.id)).one()}/restatement"
    page = desk.get(path)
    assert page.form(path)["fields"]["amount"] == amount

    desk.send(page, path, because="A slip.", what="Bank staff")

    db.expire_all()
    assert db.exec(select(Benefit.amount)).one() == float(amount)


def test_only_the_desk_fills_the_register_and_only_of_public_answers(
    db: Session, site: Site, sign_in: SignIn, people: Cast, answer: Answer
) -> None:
    draft = scenes.draft(db, people, theme=scenes.theme(db, None, title="Letters"))
    db.commit()

    sign_in(people.ruth).get(f"/desk/answers/{draft.id}/benefits", expect=404)
    for person in (people.maya, people.tom, people.dev):
        sign_in(person).post(f"/desk/answers/{answer.id}/benefits", TYPED, expect=404)
    assert db.exec(select(Benefit)).all() == []


def test_the_register_asks_the_database_few_questions(
    db: Session, site: Site, people: Cast, answer: Answer, queries: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    for n in range(25):
        benefits.claim(db, answer, by=people.ruth, what=f"Paper {n}", amount=1.0, owner_name="R", budget_line=f"p{n}")
    db.commit()

    with queries() as asked:
        page = site.get("/benefits")
    assert len(asked) <= 6 and "from 25 rows" in page.text
    assert 'rel="next"' in page.html
