"""Reports and what moderators decide: once, with a reason, and counted right."""

from sqlmodel import Session, select

from models import analyses, comments, decisions, flags, revisions
from models.analyses import Analysed
from models.decisions import Decision, DecisionKind
from models.flags import Concern
from models.history import Event
from models.statuses import Stance
from tests import scenes
from tests.cast import Cast
from tests.said import a_call, an_idea


def test_hiding_settles_the_reports_and_recounts_the_theme(db: Session, people: Cast) -> None:
    theme, mine = scenes.theme(db, None), scenes.idea(db, people.maya)
    scenes.grouped(db, theme, mine)
    flags.raise_one(db, idea_id=mine.id, comment_id=None, concern=Concern.PRIVATE, note="", by=people.ben)
    assert theme.ideas_count == 1

    decisions.decide(db, DecisionKind.HIDE, mine, None, reason="It names a nurse.", by=people.dev)
    assert mine.hidden_at is not None
    assert (theme.ideas_count, db.exec(flags.waiting()).all()) == (0, [])

    decisions.decide(db, DecisionKind.RESTORE, mine, None, reason="The name is gone.", by=people.dev)
    assert (mine.hidden_at, theme.ideas_count) == (None, 1)


def test_two_moderators_hide_it_once(db: Session, people: Cast) -> None:
    mine = scenes.idea(db, people.maya)
    first = decisions.decide(db, DecisionKind.HIDE, mine, None, reason="It names a nurse.", by=people.dev)
    second = decisions.decide(db, DecisionKind.HIDE, mine, None, reason="A name.", by=people.anna)

    assert first is not None and second is None
    assert len(db.exec(select(Decision)).all()) == 1
    assert len(db.exec(select(Event).where(Event.kind == "idea.hidden")).all()) == 1


def test_showing_again_what_was_never_hidden_tells_nobody_and_leaves_its_reports(db: Session, people: Cast) -> None:
    mine = scenes.idea(db, people.maya)
    flags.raise_one(db, idea_id=mine.id, comment_id=None, concern=Concern.PRIVATE, note="", by=people.ben)

    assert decisions.decide(db, DecisionKind.RESTORE, mine, None, reason="It is fine.", by=people.dev) is None
    assert db.exec(select(Event).where(Event.kind == "idea.restored")).all() == []
    assert len(db.exec(flags.waiting()).all()) == 1

    decisions.decide(db, DecisionKind.KEEP, mine, None, reason="It is fine.", by=people.dev)
    assert (mine.hidden_at, db.exec(flags.waiting()).all()) == (None, [])


def test_a_hidden_comment_is_no_longer_counted(db: Session, people: Cast) -> None:
    mine = scenes.idea(db, people.maya)
    comment = comments.write(db, mine, body="You fool", by=people.ben)

    decisions.decide(db, DecisionKind.HIDE, mine, comment, reason="It is abuse.", by=people.dev)
    assert (mine.comments_count, mine.hidden_at, comment.hidden_at is not None) == (0, None, True)
    decisions.decide(db, DecisionKind.RESTORE, mine, comment, reason="Said sorry.", by=people.dev)
    assert (mine.comments_count, comment.hidden_at) == (1, None)


def test_one_person_reports_a_thing_once_while_it_waits(db: Session, people: Cast) -> None:
    mine = scenes.idea(db, people.maya)
    for person in (people.ben, people.ben, None, None):
        flags.raise_one(db, idea_id=mine.id, comment_id=None, concern=Concern.SPAM, note="", by=person)

    row = db.execute(flags.queue()).one()
    assert (row.reports, [str(word) for word in row.concerns]) == (3, ["spam"])


def test_danger_comes_first(db: Session, people: Cast) -> None:
    one, two = scenes.idea(db, people.maya), scenes.idea(db, people.maya)
    flags.raise_one(db, idea_id=one.id, comment_id=None, concern=Concern.SPAM, note="", by=people.ben)
    flags.raise_one(db, idea_id=two.id, comment_id=None, concern=Concern.DANGER, note="", by=people.ben)

    assert [row.idea_id for row in db.execute(flags.queue())] == [two.id, one.id]


def waits(db: Session) -> list[int]:
    db.flush()
    return [row.id for row in db.execute(decisions.to_look_at())]


def test_what_a_moderator_kept_comes_back_when_its_words_change_but_not_when_its_choice_does(
    db: Session, people: Cast
) -> None:
    call = a_call(db, people)
    mine = an_idea(db, people.maya, call_id=call.id, stance=Stance.FOR)
    analyses.store(db, [Analysed(mine.id, None, "en", [{"kind": "telephone"}])], version="")
    assert waits(db) == [mine.id]
    decisions.decide(db, DecisionKind.KEEP, mine, None, reason="It is a shop.", by=people.dev)

    revisions.edit_idea(db, mine, by=people.maya, title=mine.title, body=mine.body, stance=Stance.AGAINST)
    assert waits(db) == [] and mine.edited_at is not None
    assert db.exec(revisions.of_idea(mine)).one().stance == "for"

    revisions.edit_idea(db, mine, by=people.maya, title=mine.title, body="Ring 020 7946 0999.", stance=Stance.AGAINST)
    assert waits(db) == [mine.id]


def test_what_a_moderator_kept_does_not_come_back_because_somebody_changes_another_idea(
    db: Session, people: Cast
) -> None:
    mine, other = an_idea(db, people.maya), an_idea(db, people.tom)
    analyses.store(db, [Analysed(mine.id, None, "en", [{"kind": "telephone"}])], version="")
    decisions.decide(db, DecisionKind.KEEP, mine, None, reason="It is a shop.", by=people.dev)

    revisions.edit_idea(db, other, by=people.tom, title=other.title, body="One thing more.")

    assert waits(db) == []
