"""A new or edited idea meets the machine where nothing was grouped yet."""

from collections.abc import Callable
from typing import Any

from sqlmodel import Session, select

from models import history, memberships
from models.analyses import Analysis
from models.ideas import Idea
from models.memberships import Membership
from models.statuses import Channel
from tests import crowd
from tests.cast import Cast
from tests.said import an_idea, received


def member_of(db: Session, idea: Idea) -> Membership | None:
    db.expire_all()
    return db.exec(memberships.primary_of(idea.id)).one_or_none()


def test_before_any_grouping_an_idea_is_read_but_has_no_theme(db: Session, people: Cast) -> None:
    idea = an_idea(db, people.maya, "Ring me", "Please ring me on 01632 960123 when the clinic is late.")

    crowd.analysed(db, idea)

    analysis = db.exec(select(Analysis).where(Analysis.idea_id == idea.id)).one()
    assert analysis.language == "en" and analysis.vector is None
    assert [idea.body[f["begins"]:f["ends"]] for f in analysis.findings] == ["01632 960123"]
    assert member_of(db, idea) is None


def test_a_text_in_welsh_is_known_as_welsh(db: Session, people: Cast) -> None:
    body = "Mae angen mwy o fysiau i'r ysbyty yn y bore, ac mae'n rhaid i ni aros am awr yn y glaw bob tro."
    idea = an_idea(db, people.maya, "Bysiau i'r ysbyty", body)

    crowd.analysed(db, idea)

    assert db.exec(select(Analysis.language).where(Analysis.idea_id == idea.id)).one() == "cy"


def test_an_idea_that_nobody_confirmed_is_not_read(db: Session, people: Cast) -> None:
    idea = received(db, people.maya)
    event = history.record(db, "idea.edited", by=people.maya.id, idea=idea.id)
    db.commit()

    crowd.analysed(db, idea, "idea.edited")

    assert event.id and not db.exec(select(Analysis)).all()


def test_an_import_is_not_grouped_before_all_of_it_is_in(
    db: Session, people: Cast, deferred: Callable[[str], list[Any]]
) -> None:
    call = crowd.a_call(db)
    idea = crowd.speaks(db, call, people.maya, count=12)[0]
    idea.channel = Channel.IMPORTED
    db.commit()

    crowd.analysed(db, idea)

    assert not deferred("group")


def test_an_idea_that_stands_alone_is_read_without_a_theme(db: Session, people: Cast) -> None:
    idea = an_idea(db, people.maya)

    crowd.analysed(db, idea)

    assert member_of(db, idea) is None
    assert db.exec(select(Analysis)).one().idea_id == idea.id


def test_ten_ideas_that_stand_alone_can_be_compared(db: Session, people: Cast) -> None:
    spoken = crowd.speaks(db, None, people.maya, count=9, name="standalone")
    crowd.analysed(db, spoken[0])
    assert db.exec(select(Analysis)).one().vector is None
    spoken += crowd.speaks(db, None, people.maya, count=2, name="standalone", start=9)

    crowd.analysed(db, spoken[-2])
    crowd.analysed(db, spoken[-1])

    read = db.exec(select(Analysis)).all()
    assert len(read) == 11 and all(analysis.vector is not None for analysis in read)
    assert len({analysis.version for analysis in read}) == 1 and member_of(db, spoken[-1]) is None
