"""Asking for a mail to sign in with, as tests do it."""


from sqlmodel import Session, col, select

from models.sign_ins import SignIn
from tests.page import Page, Site

MAYA = "maya@example.org"


def newest(db: Session) -> SignIn:
    return db.exec(select(SignIn).order_by(col(SignIn.id).desc()).limit(1)).one()


def asked(site: Site, email: str = MAYA, path: str = "/sign-in") -> Page:
    """The page that takes the code, after somebody typed this address."""
    return site.follow(site.send(site.get(path), "/sign-in", email=email))


def is_signed_in(site: Site) -> bool:
    return site.client.get("/account", follow_redirects=False).status_code == 200
