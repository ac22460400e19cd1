"""An answer that is written in Welsh too."""

from sqlmodel import Session

from models import publications, translations
from models.answers import Answer
from models.languages import Language
from models.translations import Translation
from tests import scenes
from tests.cast import Cast

WELSH = {"summary": "Byddwn yn ateb pob galwad.", "body": "Diolch. Ysgrifennodd {people} o bobl atom."}


def drafted(db: Session, people: Cast) -> Answer:
    """A draft for what Maya wrote, who would like to read it in Welsh."""
    people.maya.language = Language.WELSH
    theme = scenes.theme(db, scenes.call(db, people).id)
    scenes.grouped(db, theme, scenes.idea(db, people.maya))
    made = scenes.measured(db, people, scenes.draft(db, people, theme=theme))
    db.commit()
    return made


def here(answer: Answer, language: str = "cy") -> str:
    return f"/desk/answers/{answer.id}/in/{language}"


def written(db: Session, people: Cast, answer: Answer, **said: str) -> Translation:
    one = translations.save(db, answer, Language.WELSH, **(WELSH | said), by=people.ruth, seen=None)
    db.commit()
    return one


def published(db: Session, people: Cast, answer: Answer, *, tell: bool = True) -> None:
    publications.publish(db, answer, by=people.ruth, seen=answer.saved_at, tell=tell)
    db.commit()
