"""What became of an idea, in order: what happened, what is so now, what was promised and for when."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from operator import itemgetter

from models import clock, commitments
from models.answered import Answered
from models.before_after import Measured
from models.commitments import Commitment, Progress
from models.statuses import ProgressKind
from models.stories import Happened, Story
from models.wording import against, day, days_until, going_on, local_day, plural

ENDINGS = frozenset({"idea.hidden", "idea.restored", "idea.withdrawn"})
NO_LONGER = " This no longer counts: its theme became part of one that was promised earlier."
SENTENCES = {
    "idea.considered": "A team began to look at it",
    "idea.ungrouped": "Taken out of its theme again",
    "idea.edited": "Its author changed the words",
    "idea.stance_changed": "Its author changed their choice",
    "idea.hidden": "A moderator hid it",
    "idea.restored": "A moderator showed it again",
    "idea.withdrawn": "Its author took it back",
    "idea.joined": "Joined with another idea",
    "idea.asked": "A team asked its author a question",
    "question.answered": "Its author answered the team’s question",
    "idea.parted": "It stands by itself again",
}


@dataclass(frozen=True)
class Step:
    """`state`: done, now, promised or late. `on` is the day it happened or is promised for."""

    what: str
    on: datetime | date | None
    when: str
    note: str = ""
    href: str = ""
    state: str = "done"

    @property
    def done(self) -> bool:
        return self.state == "done"


def steps(story: Story, answers: Sequence[Answered] = ()) -> list[Step]:
    """All that happened, as it did; then how it stands; then what is promised, the soonest first."""
    told: list[tuple[datetime, Step]] = [(_day_of(step), step) for step in _happened(story)]
    ahead: list[Step] = []
    for answered in answers:
        step = _answered(story, answered)
        told.append((_day_of(step), step))
        for promise in _promises(answered):
            if promise.done:
                # What was done before the answer was given to this idea is told after it.
                told.append((max(_day_of(promise), _day_of(step)), promise))
            else:
                ahead.append(promise)
    told += [(_day_of(step), step) for step in _put_off(story)]
    past = [step for _, step in sorted(told, key=itemgetter(0))]
    return past + _now(story) + sorted(ahead, key=_day_of)


def so_far(story: Story, answers: Sequence[Answered]) -> list[Step]:
    """What happened to the idea itself, with each answer that it got."""
    return [*_happened(story), *(_answered(story, answered) for answered in answers), *_put_off(story)]


def without_words(story: Story) -> list[Step]:
    """What anybody may know of an idea whose words they may not read: that it came, and that it is not shown."""
    idea = story.idea
    sent = _done("Sent in", idea.received_at, story.sent_by)
    if not idea.published and idea.hidden_at is None:
        since = _waited(idea.received_at)
        return [sent, Step("Waiting for its author to confirm their e-mail address", clock.today(), since, state="now")]
    ended = [event for event in story.events if event.kind in ENDINGS]
    published = [event for event in story.events if event.kind == "idea.proposed"]
    return [sent, *(_done("Published", event.at) for event in published),
            *(_done(SENTENCES[event.kind], event.at) for event in ended)]


def _day_of(step: Step) -> datetime:
    if isinstance(step.on, datetime):
        return step.on
    return datetime.combine(step.on or date.max, datetime.max.time(), tzinfo=clock.now().tzinfo)


def _done(what: str, at: datetime, note: str = "", href: str = "") -> Step:
    return Step(what, at, day(at), note, href)


def _happened(story: Story) -> list[Step]:
    idea = story.idea
    sent = _done("Sent in", idea.received_at, story.sent_by)
    told = [sent]
    joined = next((event for event in reversed(story.events) if event.kind == "idea.joined"), None)
    grouped = [event for event in story.events if event.kind in {"idea.grouped", "idea.moved"}]
    for event in story.events:
        if event.kind == "idea.proposed" and day(event.at) != day(idea.received_at):
            told.append(_done("Published", event.at, "after its author confirmed their e-mail address"))
        elif event in grouped:
            told.append(_grouped(story, event, last=event is grouped[-1]))
        elif event is joined and story.row.joined_id:
            other = f"/ideas/{story.row.joined_id}"
            told.append(_done(f"Joined with {story.row.joined_reference}", event.at, href=other))
        elif event.kind in SENTENCES:
            told.append(_done(SENTENCES[event.kind], event.at))
    return told


def _grouped(story: Story, event: Happened, *, last: bool) -> Step:
    """Only the last grouping names the theme: what it was before may have been merged or renamed since."""
    by = "by a person" if event.by_person else "by the machine"
    if not last or story.row.theme_title is None:
        return _done("Put into a theme", event.at, by)
    moved = event.kind == "idea.moved"
    what = "Moved to a theme" if moved else "Grouped into a theme"
    # The count is today’s: on the day of this step the theme had others.
    others = story.others_in_theme
    there = f"; {plural(others, 'other idea is', 'other ideas are')} there now" if others else ""
    return _done(what, event.at, f"{story.row.theme_title}, {by}{there}", f"/themes/{story.idea.theme_id}")


def _answered(story: Story, answered: Answered) -> Step:
    answer = answered.answer
    first = answer.published_at or answer.saved_at
    at = answered.given_at or first
    href = f"/ideas/{story.idea.id}#answer-{answer.id}"
    note = against(at, story.row.answer_by) if local_day(at) == local_day(first) else (
        f"what was answered to others on {day(first)} is the answer to this idea too")
    return _done(f"Answered: {going_on(answer.verdict_words)}", at, note, href)


def _promises(answered: Answered) -> list[Step]:
    changes = [_change(commitment, answered) for commitment in answered.commitments]
    return changes + [_result(measured) for measured in answered.outcomes]


def of_answer(answered: Answered) -> list[Step]:
    """What followed from an answer: what was done and measured, in order; then what is promised, the soonest first."""
    told = _promises(answered)
    done = sorted((step for step in told if step.done), key=_day_of)
    return done + sorted((step for step in told if not step.done), key=_day_of)


def _change(commitment: Commitment, answered: Answered) -> Step:
    happened, href = answered.progress_of(commitment), f"/commitments/{commitment.id}"
    if commitment.dropped_at is not None:
        why = next((row.sentence for row in happened if row.kind is ProgressKind.DROPPED), "")
        return _done(f"Dropped: {commitment.promise}", commitment.dropped_at, why, href)
    done = commitment.delivered_at
    if done is not None:
        late = against(done, answered.first_due(commitment))
        return _done(f"Delivered: {commitment.promise}", done, late, href)
    slips = [f"{row.words}: {row.sentence}" for row in happened if row.slipped][-1:]
    note = ". ".join(part for part in (commitment.who, *slips) if part)
    return replace(_promised(commitment.promise, commitment.due_on, note), href=href)


def of_commitment(commitment: Commitment, since: datetime, happened: Sequence[Progress]) -> list[Step]:
    """What became of one promise: made, moved and why, how it goes, how it ended or when it is due."""
    first = commitments.first_due(commitment, happened)
    made = _done(f"Promised for {day(first)}" if first else "Promised without a day", since)
    told = [_done(row.words, row.at, "" if row.words == row.sentence else row.sentence) for row in happened]
    return [made, *told, *([] if commitment.ended else [_promised("It is to be done", commitment.due_on)])]


def _result(measured: Measured) -> Step:
    outcome, last = measured.outcome, measured.latest
    if last is None:
        before = f"{measured.figure(outcome.baseline)} before"
        return _promised(f"To be measured: {outcome.measure}", outcome.read_by, before)
    return Step(f"Measured: {outcome.measure}", last.read_on, day(last.read_on), measured.sentence)


def _promised(what: str, due: date | None, note: str = "") -> Step:
    if due is None:
        return Step(what, None, "promised without a date", note, state="promised")
    late = -days_until(due)
    if late > 0:
        return Step(what, due, f"promised for {day(due)}, {plural(late, 'day')} late", note, state="late")
    return Step(what, due, f"promised for {day(due)}", note, state="promised")


def _put_off(story: Story) -> list[Step]:
    """Each time that its answer was put off, and why; and that it gets none of its own."""
    told = [_done(f"The answer was put off to {day(late.new_by)}", late.at,
                  f"Why it was put off: {late.reason}{'' if late.stands else NO_LONGER}")
            for late in story.promise.delays]
    if story.aside and story.aside[1] and story.idea.waits:
        told.append(_done("Put aside", story.aside[1], story.aside[0]))
    return told


def _now(story: Story) -> list[Step]:
    """Where an idea stands that waits, and the answer it was promised."""
    idea, promise = story.idea, story.promise
    if not idea.published or not idea.waits or story.aside:
        return []
    waits = Step("Waiting for an answer", clock.today(), _waited(idea.proposed_at), _who(story), state="now")
    note = "late: no reason given yet" if promise.late else ""
    return [waits, _promised("An answer", promise.due, note)] if promise.due else [waits]


def _waited(since: datetime) -> str:
    days = -days_until(since)
    return f"for {plural(days, 'day')}" if days > 0 else "since today"


def _who(story: Story) -> str:
    return f"{story.team} has it" if story.team else ""
