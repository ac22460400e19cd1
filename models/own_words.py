"""What somebody who reads an answer wrote themselves, and what they said of the answer."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from models import statuses
from models.readers import Reader
from models.statuses import Heard

_MINE = """
SELECT jsonb_build_object(
    'idea_id', i.id, 'reference', i.reference, 'heard', said.heard, 'sentence', said.sentence,
    'words', CASE WHEN position(c.words IN i.body) > 0 THEN c.words ELSE '' END)
FROM idea i
JOIN coverage c ON c.answer_id = answer.id AND c.idea_id = i.id
LEFT JOIN reply said ON said.answer_id = answer.id AND said.account_id = :reader
WHERE i.author_id = :reader AND i.hidden_at IS NULL AND i.status = ANY(:told)
ORDER BY i.id LIMIT 1
"""


@dataclass(frozen=True)
class Mine:
    idea_id: int
    reference: str
    words: str
    heard: Heard | None
    sentence: str


def column(reader: Reader | None) -> Any:
    """The reader's own first idea among those an answer covers, with the passage, and their reply."""
    if reader is None:
        return sa.null()
    mine = sa.text(_MINE).bindparams(sa.bindparam("reader", type_=sa.Integer), told=sorted(statuses.TOLD))
    return mine.columns(mine=JSONB).scalar_subquery()


def read(mine: dict[str, Any] | None) -> Mine | None:
    if mine is None:
        return None
    heard = Heard(mine["heard"]) if mine["heard"] else None
    return Mine(mine["idea_id"], mine["reference"], mine["words"] or "", heard, mine["sentence"] or "")
