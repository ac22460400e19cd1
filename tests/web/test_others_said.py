"""What stands beside an idea that is not grouped: what means the same, where that is known."""

from sqlmodel import Session

from models import analyses
from models.analyses import Analysed
from tests.cast import Cast
from tests.page import Site
from tests.said import an_idea


def test_others_said_goes_by_meaning_where_that_is_known(db: Session, people: Cast, site: Site) -> None:
    mine = an_idea(db, people.maya, "Text me the day before", "I forget.")
    near = an_idea(db, people.ben, "Reminders on the phone", "They would help.")
    far = an_idea(db, people.ben, "Text size on the day sheet before surgery", "Too small.")
    vectors = {mine.id: [1.0, 0.0], near.id: [0.9, 0.1], far.id: [0.0, 1.0]}
    analyses.store(db, [Analysed(id_, vector, "en", []) for id_, vector in vectors.items()], version="one")
    db.commit()

    page = site.get(f"/ideas/{mine.id}")

    assert near.title in page and far.title not in page


def test_where_nothing_means_the_same_the_same_words_are_not_enough(db: Session, people: Cast, site: Site) -> None:
    mine = an_idea(db, people.maya, "Printed labels on the ward", "Like this.")
    other = an_idea(db, people.ben, "Printed labels on the ward", "Like that.")
    db.commit()
    assert f'href="/ideas/{other.id}"' in site.get(f"/ideas/{mine.id}").html

    vectors = {mine.id: [1.0, 0.0], other.id: [0.0, 1.0]}
    analyses.store(db, [Analysed(id_, vector, "en", []) for id_, vector in vectors.items()], version="one")
    db.commit()

    assert f'href="/ideas/{other.id}"' not in site.get(f"/ideas/{mine.id}").html
