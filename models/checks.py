"""What must always be true of the stored rows, each as a count of the rows for which it is not."""

from collections.abc import Iterator

from sqlalchemy import text
from sqlmodel import Session

RULES = {
    "supports counted on an idea": """
        SELECT count(*) FROM idea WHERE supports_count <> (SELECT count(*) FROM support WHERE idea_id = idea.id)""",
    "staff supports counted on an idea": """
        SELECT count(*) FROM idea
        WHERE staff_supports_count <> (SELECT count(*) FROM support WHERE idea_id = idea.id AND by_staff)""",
    "comments counted on an idea": """
        SELECT count(*) FROM idea
        WHERE comments_count <> (SELECT count(*) FROM comment WHERE idea_id = idea.id AND hidden_at IS NULL)""",
    "useful marks counted on a comment": """
        SELECT count(*) FROM comment
        WHERE useful_count <> (SELECT count(*) FROM useful WHERE comment_id = comment.id)""",
    "ideas counted on a theme": """
        SELECT count(*) FROM theme WHERE ideas_count <> (
            SELECT count(*) FROM idea WHERE theme_id = theme.id AND hidden_at IS NULL AND status <> 'withdrawn')""",
    "an idea's theme is its primary membership": """
        SELECT count(*) FROM idea LEFT JOIN membership m ON m.idea_id = idea.id AND m."primary"
        WHERE idea.theme_id IS DISTINCT FROM m.theme_id""",
    "every passage stands in its idea": """
        SELECT count(*) FROM membership m JOIN idea ON idea.id = m.idea_id
        WHERE m.words <> '' AND idea.edited_at IS NULL
          AND substr(idea.body, m.begins + 1, m.ends - m.begins) <> m.words""",
    "every quote stands in its idea": """
        SELECT count(*) FROM themequote q JOIN idea ON idea.id = q.idea_id
        WHERE substr(idea.body, q.begins + 1, q.ends - q.begins) <> q.words AND idea.edited_at IS NULL""",
    "every published idea has its event": """
        SELECT count(*) FROM idea WHERE status <> 'received' AND NOT EXISTS (
            SELECT 1 FROM event WHERE idea_id = idea.id AND kind IN ('idea.proposed', 'idea.imported'))""",
    "every support has its event": """
        SELECT count(*) FROM support s WHERE NOT EXISTS (
            SELECT 1 FROM event WHERE kind = 'support.given' AND idea_id = s.idea_id AND by_id = s.account_id)""",
    "every comment has its event": """
        SELECT count(*) FROM comment c WHERE NOT EXISTS (
            SELECT 1 FROM event WHERE kind = 'comment.written' AND comment_id = c.id)""",
    "nobody is told twice of one event": """
        SELECT count(*) FROM (
            SELECT 1 FROM notification GROUP BY event_id, account_id HAVING count(*) > 1) AS twice""",
    "no published answer without its event": """
        SELECT count(*) FROM answer WHERE published_at IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM event WHERE kind = 'answer.published' AND answer_id = answer.id)""",
}


def all_of(db: Session) -> Iterator[tuple[str, int]]:
    for name, rule in RULES.items():
        yield name, db.execute(text(rule)).scalar_one()
