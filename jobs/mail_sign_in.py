"""Mails the link and the code to somebody who wants to sign in, or to confirm an idea."""

from sqlmodel import Session

from jobs import letters
from models.ideas import Idea
from models.settings import settings
from models.sign_ins import MINUTES, SignIn


def mail_sign_in(db: Session, sign_in_id: int) -> None:
    sign_in = db.get(SignIn, sign_in_id)
    if sign_in is None or not sign_in.usable:
        return
    idea = db.get(Idea, sign_in.idea_id) if sign_in.idea_id else None
    subject = f"Confirm your idea {idea.reference}" if idea else f"Sign in to {settings().site_name}"
    letters.post(db, secret=True, to=sign_in.email, subject=subject, template="sign_in", idea=idea, code=sign_in.code,
                 link=letters.address(f"/sign-in/{sign_in.token}"), minutes=MINUTES)
