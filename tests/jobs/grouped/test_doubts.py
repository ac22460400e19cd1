"""Every run says what to look at again in the themes of its call, also in those that people made."""

from sqlmodel import Session, col, select

from models import memberships, merging, themes
from models.calls import Call
from models.doubts import DoubtKind
from models.ideas import Idea
from models.themes import Theme
from tests import crowd
from tests.cast import Cast


def told(theme: Theme) -> set[str]:
    return {doubt["kind"] for doubt in theme.doubts}


def test_a_first_run_keeps_what_it_doubts_and_says_nothing_of_most_themes(db: Session, call: Call) -> None:
    made = db.exec(themes.current(call.id)).all()
    kinds = {kind for theme in made for kind in told(theme)}
    assert kinds <= {kind.value for kind in DoubtKind}
    assert sum(bool(theme.doubts) for theme in made) <= len(made) / 2


def test_a_theme_that_ruth_made_is_looked_at_too_and_anew_by_every_run(
    db: Session, people: Cast, call: Call
) -> None:
    mine = list(db.exec(select(Idea.id).where(Idea.call_id == call.id).order_by(col(Idea.id))).all())
    few, one, other = (themes.make(db, title=title, call_id=call.id, by=people.ruth)
                       for title in ("Other points", "Appointments on Mondays", "Appointments on Fridays"))
    memberships.move(db, mine[:1], few, by=people.ruth)
    memberships.move(db, mine[1::2], one, by=people.ruth)
    memberships.move(db, mine[2::2], other, by=people.ruth)
    assert few.doubts == one.doubts == other.doubts == []

    crowd.grouped(db, call)

    assert told(few) == {"catch-all", "under-used"}
    assert told(one) == told(other) == {"near-duplicate"}
    assert (one.doubts[0]["other"], other.doubts[0]["other"]) == (other.id, one.id)

    themes.rename(db, few, title="A car park for nurses", description="", by=people.ruth)
    merging.merge(db, one, other, by=people.ruth)
    crowd.grouped(db, call)

    assert told(few) == {"under-used"} and told(other) == set()
