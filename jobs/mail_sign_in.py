"""Mails the link and the code to somebody who wants to sign in, or to confirm an idea."""

from sqlmodel import Session

from jobs import letters
from models import clock
from models.ideas import Idea
from models.settings import settings
from models.sign_ins import HOURS_FOR_IDEA, MINUTES, SignIn


def mail_sign_in(db: Session, sign_in_id: int) -> None:
    sign_in = db.get(SignIn, sign_in_id, with_for_update=True, populate_existing=True)
    if sign_in is None or sign_in.mailed_at is not None or not sign_in.usable:
        return
    sign_in.mailed_at = clock.now()
    idea = db.get(Idea, sign_in.idea_id) if sign_in.idea_id else None
    subject = f"Confirm your idea {idea.reference}" if idea else f"Sign in to {settings().site_name}"
    letters.post(db, secret=True, to=sign_in.email, subject=subject, template="sign_in", idea=idea, code=sign_in.code,
                 link=letters.address(f"/sign-in/{sign_in.token}"), minutes=MINUTES, hours=HOURS_FOR_IDEA)
