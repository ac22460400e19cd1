"""How well we answer, in figures: each is counted from the rows when it is asked for, of each call and of all."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Text, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Session

from models import clock, statuses, working_days
from models.settings import settings

LEAST = 5  # replies of which a share is said
YEARS = 10  # of bank holidays that answers may lie between
# Weekdays before a day, counted from a Monday long ago; and the bank holidays between two days.
_DAYS = "((({0} - DATE '1970-01-05') / 7) * 5 + least(({0} - DATE '1970-01-05') % 7, 5))"
_FREE = "(SELECT count(*) FROM unnest(CAST(:holidays AS date[])) h WHERE h > begins AND h <= ends)"
_WORKED = f"{_DAYS.format('(ends + 1)')} - {_DAYS.format('(begins + 1)')} - {_FREE}"
_COUNTED = f"""
WITH promised AS (
    SELECT call.id, coalesce((SELECT CAST(data->'before'->>'answer_by' AS date) FROM event
        WHERE event.call_id = call.id AND kind = 'call.written' AND CAST(data->>'public' AS boolean)
            AND data->'before'->>'answer_by' IS NOT NULL ORDER BY event.id LIMIT 1), answer_by) AS day
    FROM call WHERE state = ANY(:public)
), first AS (SELECT idea_id, min(at) AS at FROM coverage GROUP BY idea_id
), said AS (
    SELECT idea.call_id, promised.day, idea.status = ANY(:settled) AS answered, idea.status = ANY(:waiting) AS waits,
        CAST(timezone(:zone, idea.proposed_at) AS date) AS begins, CAST(timezone(:zone, first.at) AS date) AS ends
    FROM idea LEFT JOIN first ON first.idea_id = idea.id LEFT JOIN promised ON promised.id = idea.call_id
    WHERE idea.hidden_at IS NULL AND idea.status = ANY(:listed)
), given AS (
    SELECT answer.id, coalesce(theme.call_id, idea.call_id) AS call_id FROM answer
    LEFT JOIN theme ON theme.id = answer.theme_id LEFT JOIN idea ON idea.id = answer.idea_id
    WHERE published_at IS NOT NULL
        AND (answer.theme_id IS NOT NULL OR (idea.hidden_at IS NULL AND idea.status = ANY(:told)))
), counted AS (
    SELECT call_id, grouping(call_id) = 1 AS overall, jsonb_build_object(
        'ideas', count(*), 'answered', count(*) FILTER (WHERE answered), 'waiting', count(*) FILTER (WHERE waits),
        'promised', count(*) FILTER (WHERE day IS NOT NULL AND (answered OR day < :today)),
        'in_time', count(*) FILTER (WHERE answered AND ends <= day),
        'median', percentile_disc(0.5) WITHIN GROUP (ORDER BY {_WORKED}) FILTER (WHERE answered)) AS figures
    FROM said GROUP BY GROUPING SETS ((call_id), ())
    UNION ALL SELECT call_id, grouping(call_id) = 1, jsonb_build_object(
        'replies', count(*), 'heard', count(*) FILTER (WHERE heard = 'answered'),
        'partly', count(*) FILTER (WHERE heard = 'partly'), 'not_heard', count(*) FILTER (WHERE heard = 'not'))
    FROM reply JOIN given ON given.id = reply.answer_id GROUP BY GROUPING SETS ((call_id), ())
    UNION ALL SELECT call_id, grouping(call_id) = 1, jsonb_build_object(
        'promises', count(*), 'delivered', count(*) FILTER (WHERE delivered_at IS NOT NULL),
        'kept_late', count(*) FILTER (WHERE CAST(timezone(:zone, delivered_at) AS date) > coalesce(
            (SELECT due_before FROM progress WHERE commitment_id = commitment.id AND due_before IS NOT NULL
                ORDER BY id LIMIT 1), due_on)),
        'late', count(*) FILTER (WHERE delivered_at IS NULL AND dropped_at IS NULL AND due_on < :today))
    FROM commitment JOIN given ON given.id = commitment.answer_id GROUP BY GROUPING SETS ((call_id), ())
    UNION ALL SELECT call_id, grouping(call_id) = 1, jsonb_build_object('measures', count(*), 'measured',
        count(*) FILTER (WHERE EXISTS (SELECT FROM reading WHERE outcome_id = outcome.id)))
    FROM outcome JOIN given ON given.id = outcome.answer_id GROUP BY GROUPING SETS ((call_id), ())
)
SELECT counted.call_id, overall, call.question, figures FROM counted LEFT JOIN call ON call.id = counted.call_id
WHERE overall OR counted.call_id IS NULL OR call.state = ANY(:public)
ORDER BY overall DESC, counted.call_id DESC NULLS LAST
"""  # noqa: S608  it is made of our own words
_COUNTS = ("ideas", "answered", "waiting", "promised", "in_time", "replies", "heard", "partly", "not_heard", "promises",
            "delivered", "kept_late", "late", "measures", "measured")
_SETS = {"public": statuses.PUBLIC_CALLS, "settled": statuses.SETTLED, "waiting": statuses.WAITING,
         "listed": statuses.LISTED, "told": statuses.TOLD}


@dataclass(frozen=True)
class Figures:
    """Of a call; of all that is asked in none; or of everything (`overall`)."""

    call_id: int | None
    overall: bool
    question: str | None
    counts: dict[str, int]
    median: int | None

    @property
    def name(self) -> str:
        return "All together" if self.overall else self.question or "Ideas of no call"

    @property
    def says_share(self) -> bool:
        """Whether enough people replied for a share to be said."""
        return self.counts["replies"] >= LEAST


def of_calls(db: Session) -> list[Figures]:
    """Of everything first, then of each call, the newest first, and of what belongs to none."""
    today = clock.today()
    holidays: list[date] = [day for day in working_days.holidays() if abs(day.year - today.year) <= YEARS]
    given: dict[str, Any] = {"zone": settings().timezone, "today": today, "holidays": holidays}
    words = [bindparam(name, type_=ARRAY(Text)) for name in _SETS]
    rows = db.execute(text(_COUNTED).bindparams(*words), given | {name: sorted(one) for name, one in _SETS.items()})
    found: dict[tuple[bool, int | None], Figures] = {}
    for row in rows:
        key = row.overall, row.call_id
        empty = Figures(*key[::-1], row.question, dict.fromkeys(_COUNTS, 0), None)
        one = found.setdefault(key, empty)
        figures = dict(row.figures)
        median = figures.pop("median", one.median)
        one.counts.update(figures)
        found[key] = Figures(one.call_id, one.overall, one.question, one.counts, median)
    return list(found.values())
