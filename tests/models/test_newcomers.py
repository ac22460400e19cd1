"""Ideas that come to a theme after it was answered: they wait, and a person says whether the answer is theirs too."""

from datetime import timedelta

from sqlmodel import Session

from models import answered, answers, clock, commitments, newcomers, stories, timelines
from models.statuses import Status
from tests import scenes
from tests.cast import Cast


def test_an_idea_that_comes_later_waits_until_a_person_says_that_the_answer_is_its_own_too(
    db: Session, people: Cast
) -> None:
    theme, first, late = scenes.theme(db, None), scenes.idea(db, people.ben), scenes.idea(db, people.maya)
    scenes.grouped(db, theme, first)
    answer = scenes.published(db, people, theme=theme)
    scenes.grouped(db, theme, late)
    assert [first.status, late.status] == [Status.ANSWERED, Status.GROUPED]
    assert answered.for_idea(db, late, people.maya) == [] and newcomers.count(db, answer) == 1
    story = stories.told(db, late.id, None)
    assert story is not None and story.said_before is not None and story.said_before.answer_id == answer.id

    with clock.at(clock.now() + timedelta(days=3)):
        assert newcomers.answer_too(db, answer, by=people.ruth) == [late.id]
        assert newcomers.answer_too(db, answer, by=people.anna) == []

    assert late.status == Status.ANSWERED and newcomers.count(db, answer) == 0
    [given] = answered.for_idea(db, late, people.maya)
    story = stories.told(db, late.id, None)
    assert story is not None and story.said_before is None
    step = next(step for step in timelines.steps(story, [given]) if step.what.startswith("Answered"))
    assert step.on == given.given_at and "the answer to this idea too" in step.note


def test_what_was_done_before_an_idea_had_the_answer_is_told_after_it(db: Session, people: Cast) -> None:
    theme, late = scenes.theme(db, None), scenes.idea(db, people.maya)
    with clock.at(clock.now() - timedelta(days=40)):
        scenes.grouped(db, theme, scenes.idea(db, people.ben))
        answer = scenes.published(db, people, theme=theme)
        promise = commitments.make(db, answer, promise="Benches", who="Parks", due_on=scenes.JUNE, by=people.ruth)
        commitments.deliver(db, promise, answer, by=people.ruth)
    scenes.grouped(db, theme, late)
    newcomers.answer_too(db, answer, by=people.ruth)

    story = stories.told(db, late.id, None)
    assert story is not None
    told = [step.what.split(":")[0] for step in timelines.steps(story, answered.for_idea(db, late, None))]
    assert told.index("Sent in") < told.index("Answered") < told.index("Delivered")


def test_of_an_answer_that_was_published_quietly_only_those_who_came_later_count_as_told(
    db: Session, people: Cast
) -> None:
    theme = scenes.theme(db, None)
    scenes.grouped(db, theme, scenes.idea(db, people.maya))
    answer = scenes.draft(db, people, theme=theme)
    answers.publish(db, answer, by=people.ruth, tell=False)
    assert answer.told_count == 0

    for _ in range(2):  # who wrote two ideas counts once
        scenes.grouped(db, theme, scenes.idea(db, people.ben))
        assert newcomers.answer_too(db, answer, by=people.ruth)
    assert answer.told_count == 1

    answers.tell(db, answer, by=people.ruth)
    assert answer.told_count == 2
