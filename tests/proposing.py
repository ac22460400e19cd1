"""The steps of proposing, as tests walk them."""


from sqlmodel import Session, col, func, select

from models import ideas
from models.accounts import Account
from models.drafts import Draft
from models.ideas import Idea
from models.sign_ins import SignIn
from tests.page import Page, Site

TITLE = "A bench at the bus stop"
TODAY = "People stand in the rain."
BETTER = "People sit under a roof."


def up_to_check(site: Site, *, title: str = TITLE, path: str = "/ideas/new", today: str = TODAY) -> Page:
    """Everything answered up to the page that is looked at before sending; signed in or not."""
    page = site.follow(site.send(site.get(path), "/ideas/new", title=title))
    page = site.get(page.html.split("button")[1].split('href="')[1].split('"')[0])
    page = site.follow(site.send(page, "/details", today=today, better=BETTER, place="Mill Lane"))
    fields = page.form("/contact")["fields"]
    known = {} if "email" not in fields else {"email": "lena@example.org", "name": "Lena Fox"}
    return site.follow(site.send(page, "/contact", **known))


def proposed(db: Session, author: Account, title: str) -> Idea:
    idea = ideas.receive(db, title=title, body="It would help.", author=author)
    ideas.propose(db, idea)
    db.commit()
    return idea


def count(db: Session, table: type[Idea] | type[Draft] | type[SignIn]) -> int:
    db.expire_all()
    return db.exec(select(func.count(col(table.id)))).one()


def only_idea(db: Session) -> Idea:
    db.expire_all()
    return db.exec(select(Idea)).one()
