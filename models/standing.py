"""Where ideas stand, worked out from what is behind them: a theme, a draft, an answer, a promise kept, a reading."""

from collections.abc import Collection

from sqlalchemy import text
from sqlmodel import Session

from models import history, statuses
from models.ideas import Idea
from models.statuses import Status

_SETTLE = text("""
UPDATE idea SET status = stands.word
FROM (
    SELECT about.id, CASE max(coalesce(behind.step, 0))
        WHEN 4 THEN CAST(:measured AS text)
        WHEN 3 THEN CAST(:delivered AS text)
        WHEN 2 THEN CAST(:answered AS text)
        WHEN 1 THEN CAST(:considered AS text)
        ELSE CASE WHEN about.theme_id IS NULL THEN CAST(:published AS text) ELSE CAST(:grouped AS text) END
        END AS word
    FROM idea AS about
    LEFT JOIN LATERAL (
        SELECT CASE
            WHEN EXISTS (SELECT FROM commitment WHERE commitment.answer_id = answer.id
                         AND delivered_at IS NULL AND dropped_at IS NULL) THEN 2
            WHEN EXISTS (SELECT FROM outcome JOIN reading ON reading.outcome_id = outcome.id
                         WHERE outcome.answer_id = answer.id) THEN 4
            WHEN EXISTS (SELECT FROM commitment
                         WHERE commitment.answer_id = answer.id AND delivered_at IS NOT NULL) THEN 3
            ELSE 2 END AS step
        FROM coverage JOIN answer ON answer.id = coverage.answer_id
        WHERE coverage.idea_id = about.id
        UNION ALL
        SELECT 1 FROM answer
        WHERE published_at IS NULL AND (answer.idea_id = about.id OR answer.theme_id = about.theme_id)
    ) AS behind ON true
    WHERE (about.id = ANY(:ideas) OR about.theme_id = ANY(:themes)
           OR about.id IN (SELECT idea_id FROM coverage WHERE answer_id = ANY(:answers)))
        AND about.status = ANY(:settles)
    GROUP BY about.id
) AS stands
WHERE idea.id = stands.id AND idea.status <> stands.word
RETURNING idea.id, idea.status
""")
_WORDS = {word.value: word.value for word in (
    Status.PUBLISHED, Status.GROUPED, Status.CONSIDERED, Status.ANSWERED, Status.DELIVERED, Status.MEASURED)}
_SETS = {"settles": sorted(statuses.GROUPABLE)}


def settle(
    db: Session, *, ideas: Collection[int] = (), themes: Collection[int] = (), answers: Collection[int] = ()
) -> None:
    """Gives these ideas, all of these themes, and all that these answers were given to, the status that the rows
    behind them say. As long as a promise is open, neither is anything delivered nor its result measured.

    That a team begins to look at some of them is told on each: a draft of theirs is what it begins with.
    """
    db.flush()
    about = {"ideas": list(ideas), "themes": list(themes), "answers": list(answers)}
    changed = db.execute(_SETTLE, about | _WORDS | _SETS).all()
    looked_at = [row.id for row in changed if row.status in statuses.LOOKED_AT]
    history.record_each(db, "idea.considered", looked_at, by=None)
    for row in db.identity_map.values():
        if isinstance(row, Idea):
            db.expire(row, ["status"])
