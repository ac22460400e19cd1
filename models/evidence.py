"""What an answer may claim: its figures as they are now, the passages it may quote, and what people wrote in full."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import text
from sqlmodel import Session, col

from models import proofs, stances, statuses
from models.answers import Answer
from models.calls import Call
from models.proofs import Facts, Passage
from models.statuses import Kind, Stance
from models.themes import Theme

# Where nobody and nothing chose words of an idea, as before the machine has read it, all of a short text is quoted.
_QUOTABLE = "coalesce(sent.words, place.words, CASE WHEN length(idea.body) <= :whole THEN idea.body END)"
# The ideas that an answer is about: those it covers, or would cover if it were published now.
_ABOUT = """(
    idea.id IN (SELECT idea_id FROM coverage WHERE answer_id = answer.id)
    OR answer.published_at IS NULL AND (idea.theme_id = answer.theme_id OR idea.id = answer.idea_id OR EXISTS (
        SELECT FROM idea whole WHERE whole.id = idea.joined_id
            AND (whole.theme_id = answer.theme_id OR whole.id = answer.idea_id))))"""
_FACTS = text(f"""
SELECT 'counts' AS what, answer.id AS answer_id, NULL AS idea_id, NULL AS reference, NULL AS words,
    NULL AS language, jsonb_build_object('ideas', count(idea.id), 'people', count(DISTINCT idea.author_id),
        'supports', coalesce(sum(idea.supports_count), 0),
        'staff', count(idea.id) FILTER (WHERE idea.kind = :improvement)) AS counts
FROM answer LEFT JOIN idea ON idea.hidden_at IS NULL AND idea.status = ANY(:listed) AND {_ABOUT}
WHERE answer.id = ANY(:answers) GROUP BY answer.id
UNION ALL
SELECT 'passage', answer.id, idea.id, idea.reference, {_QUOTABLE}, coalesce(read.language, 'en'), NULL
FROM unnest(CAST(:quoting AS int[]), CAST(:references AS text[])) AS wanted(answer_id, reference)
JOIN answer ON answer.id = wanted.answer_id
JOIN idea ON idea.reference = wanted.reference AND idea.hidden_at IS NULL AND idea.status = ANY(:told) AND {_ABOUT}
LEFT JOIN analysis read ON read.idea_id = idea.id
LEFT JOIN coverage sent ON sent.answer_id = answer.id AND sent.idea_id = idea.id
    AND sent.words <> '' AND position(sent.words IN idea.body) > 0
LEFT JOIN membership place ON place.idea_id = idea.id AND place."primary" AND place.words <> ''
    AND substr(idea.body, place.begins + 1, place.ends - place.begins) = place.words
WHERE {_QUOTABLE} IS NOT NULL
UNION ALL
SELECT 'said', answer.id, place.id, place.reference, wanted.words, 'en', NULL
FROM unnest(CAST(:saying AS int[]), CAST(:words AS text[])) AS wanted(answer_id, words)
JOIN answer ON answer.id = wanted.answer_id
JOIN LATERAL (
    SELECT idea.id, idea.reference FROM idea WHERE idea.hidden_at IS NULL AND idea.status = ANY(:told) AND {_ABOUT}
        AND (position(wanted.words IN idea.body) > 0 OR position(wanted.words IN idea.title) > 0)
    ORDER BY idea.id LIMIT 1) place ON true
""")  # noqa: S608  the condition is ours
_SETS = {"listed": sorted(statuses.LISTED), "told": sorted(statuses.TOLD), "improvement": Kind.IMPROVEMENT.value,
         "whole": proofs.PASSAGE_LIMIT}
Texts = Mapping[int, tuple[str, str]]  # of answers: the short text and the full one


def of(db: Session, texts: Texts) -> dict[int, Facts]:
    """What is so for each of these texts, however many they are, in one question; in two where one of them says how
    many are for or against."""
    counts: dict[int, dict[str, int]] = {}
    passages: dict[int, dict[str, Passage]] = defaultdict(dict)
    said: dict[int, dict[str, Passage]] = defaultdict(dict)
    for row in db.execute(_FACTS, _asked(texts)) if texts else ():
        if row.what == "counts":
            counts[row.answer_id] = row.counts
        else:
            passage = Passage(row.idea_id, row.reference, row.words, row.language)
            found, key = (passages, row.reference) if row.what == "passage" else (said, row.words)
            found[row.answer_id][key] = passage
    sides = _sides(db, texts)
    return {id: Facts(counts[id] | sides.get(id, {}), passages[id], said[id]) for id in texts}


def of_one(db: Session, answer_id: int, summary: str, body: str) -> Facts:
    return of(db, {answer_id: (summary, body)})[answer_id]


def _asked(texts: Texts) -> dict[str, Any]:
    quoted = [(id, reference) for id, (_, body) in texts.items() for reference in proofs.references_in(body)]
    said = [(id, words) for id, both in texts.items() for words in proofs.quotes_in(*both)]
    return {"answers": list(texts), "quoting": [id for id, _ in quoted], "references": [r for _, r in quoted],
            "saying": [id for id, _ in said], "words": [words for _, words in said], **_SETS}


def _sides(db: Session, texts: Texts) -> dict[int, dict[str, int]]:
    asking = [id for id, both in texts.items() if {"for", "against"} & set(proofs.figures_in(*both))]
    return {row.id: chosen(row.chosen) for row in db.execute(_chosen(asking))} if asking else {}


def _chosen(answer_ids: Sequence[int]) -> Any:
    columns: list[Any] = [Answer.id, stances.in_theme().label("chosen")]
    rows = sa.select(*columns).join(Theme, col(Theme.id) == Answer.theme_id)
    return rows.outerjoin(Call, col(Call.id) == Theme.call_id).where(col(Answer.id).in_(answer_ids))


def chosen(counts: Mapping[str, int] | None) -> dict[str, int]:
    """How many are for and against; nothing where nobody was asked."""
    return {} if counts is None else {"for": counts[Stance.FOR], "against": counts[Stance.AGAINST]}
