"""The first administrator, before anybody can sign in."""

from sqlmodel import Session
from typer.testing import CliRunner

from commands import app
from models import accounts


def test_the_first_administrator_is_appointed_by_address(db: Session) -> None:
    result = CliRunner().invoke(app, ["appoint", "Ada@Example.org", "administrator", "--name", "Ada"])

    assert result.exit_code == 0, result.output
    ada = accounts.with_email(db, "ada@example.org")
    assert ada is not None
    assert ada.administers


def test_what_is_no_address_or_no_role_is_said(db: Session) -> None:
    assert "Enter an e-mail address" in CliRunner().invoke(app, ["appoint", "ada", "administrator"]).output
    assert CliRunner().invoke(app, ["appoint", "ada@example.org", "king"]).exit_code == 2


def test_staff_are_appointed_to_a_team(db: Session) -> None:
    CliRunner().invoke(app, ["appoint", "tom@example.org", "staff", "--team", "Ward 7"])

    tom = accounts.with_email(db, "tom@example.org")
    assert tom is not None
    assert tom.is_staff
    assert tom.team_id is not None
