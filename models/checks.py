"""What must always be true of the stored rows: of which rows, and what is wrong with those for which it is not."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import text
from sqlmodel import Session

from models import ideas, recounts, statuses


@dataclass(frozen=True)
class Rule:
    name: str
    rows: str
    wrong: str


@dataclass(frozen=True)
class Checked:
    """How many rows a rule looked at, and for how many of them it does not hold."""

    name: str
    rows: int
    wrong: int


# The sets of words that rules name.
SETS = {
    "listed": sorted(statuses.LISTED), "private": sorted(statuses.PRIVATE),
    "taken_back": sorted(statuses.TAKEN_BACK), "sent": list(ideas.SENT), "merged": sorted(statuses.MERGED),
    "waiting": sorted(statuses.WAITING), "settled": sorted(statuses.SETTLED),
    "told_offline": sorted(statuses.TOLD_OFFLINE),
}
RULES = (
    Rule("supports counted on an idea", "idea",
         "supports_count <> (SELECT count(*) FROM support WHERE idea_id = idea.id)"),
    Rule("staff supports counted on an idea", "idea",
         "staff_supports_count <> (SELECT count(*) FROM support WHERE idea_id = idea.id AND by_staff)"),
    Rule("comments counted on an idea", "idea",
         "comments_count <> (SELECT count(*) FROM comment WHERE idea_id = idea.id AND hidden_at IS NULL"
         " AND withdrawn_at IS NULL)"),
    Rule("useful marks counted on a comment", "comment",
         "useful_count <> (SELECT count(*) FROM useful WHERE comment_id = comment.id)"),
    Rule("ideas counted on a theme", "theme", """ideas_count <> (
         SELECT count(*) FROM idea WHERE theme_id = theme.id AND hidden_at IS NULL AND status = ANY(:listed))"""),
    Rule("staff's ideas counted on a theme", "theme", """staff_count <> (
         SELECT count(*) FROM idea WHERE theme_id = theme.id AND hidden_at IS NULL AND status = ANY(:listed)
         AND kind = 'improvement')"""),
    Rule("what an idea was joined with stands by itself", "idea LEFT JOIN idea whole ON whole.id = idea.joined_id",
         "(idea.status = ANY(:merged)) <> (idea.joined_id IS NOT NULL) OR whole.joined_id IS NOT NULL"),
    Rule("an idea's theme is its primary membership",
         'idea LEFT JOIN membership m ON m.idea_id = idea.id AND m."primary"',
         "idea.theme_id IS DISTINCT FROM m.theme_id"),
    Rule("every passage stands in its idea", "membership m JOIN idea ON idea.id = m.idea_id",
         "substr(idea.body, m.begins + 1, m.ends - m.begins) <> m.words"),
    Rule("what the machine found stands in its idea",
         "membership m JOIN idea ON idea.id = m.idea_id", "m.found <> '{}' AND"
         " substr(idea.body, (m.found->>'begins')::int + 1, (m.found->>'ends')::int - (m.found->>'begins')::int)"
         " <> m.found->>'words'"),
    Rule("the words an answer went out with stand in its idea, or stood", "coverage c JOIN idea ON idea.id = c.idea_id",
         "strpos(idea.body, c.words) = 0"
         " AND NOT EXISTS (SELECT FROM revision r WHERE r.idea_id = idea.id AND strpos(r.body, c.words) > 0)"),
    Rule("every quote stands in its idea", "themequote q JOIN idea ON idea.id = q.idea_id",
         "substr(idea.body, q.begins + 1, q.ends - q.begins) <> q.words"),
    Rule("every published idea has its event", "idea WHERE status <> ALL(:private) AND status <> ALL(:taken_back)",
         "NOT EXISTS (SELECT 1 FROM event WHERE idea_id = idea.id AND kind = ANY(:sent))"),
    Rule("nobody met an idea that was taken back before it was sent", "idea WHERE status = ANY(:taken_back) AND NOT"
         " EXISTS (SELECT 1 FROM event WHERE idea_id = idea.id AND kind = ANY(:sent))",
         "supports_count > 0 OR comments_count > 0 OR theme_id IS NOT NULL"),
    Rule("every support has its event", "support s",
         "NOT EXISTS (SELECT 1 FROM event WHERE kind = 'support.given' AND idea_id = s.idea_id"
         " AND by_id = s.account_id)"),
    Rule("every comment has its event", "comment c WHERE question_id IS NULL",
         "NOT EXISTS (SELECT 1 FROM event WHERE kind = 'comment.written' AND comment_id = c.id)"),
    Rule("every answer to a question stands below it", "asking a JOIN comment c ON c.id = a.response_id",
         "c.parent_id <> a.comment_id OR c.author_id <> a.account_id"),
    Rule("nobody is told twice of one event",
         "(SELECT count(*) AS times FROM notification GROUP BY event_id, account_id) AS told", "times > 1"),
    Rule("an idea is called answered where an answer was given to it", "idea WHERE status = ANY(:settled)",
         "NOT EXISTS (SELECT 1 FROM coverage WHERE idea_id = idea.id)"),
    Rule("a result is measured where something was read and no promise is open", "idea WHERE status = 'measured'", """
         NOT EXISTS (SELECT FROM coverage c JOIN outcome o ON o.answer_id = c.answer_id
         JOIN reading r ON r.outcome_id = o.id WHERE c.idea_id = idea.id AND NOT EXISTS (SELECT FROM commitment p
         WHERE p.answer_id = c.answer_id AND num_nonnulls(p.delivered_at, p.dropped_at) = 0))"""),
    Rule("no idea waits that an answer was given to", "coverage JOIN idea ON idea.id = coverage.idea_id",
         "idea.status = ANY(:waiting)"),
    Rule("nobody is for or against what was not asked", "idea WHERE stance IS NOT NULL",
         "NOT EXISTS (SELECT 1 FROM call WHERE call.id = idea.call_id AND proposition <> '')"),
    Rule("every end of a promise has its event", "commitment WHERE num_nonnulls(delivered_at, dropped_at) > 0",
         "NOT EXISTS (SELECT 1 FROM event WHERE kind IN ('commitment.delivered', 'commitment.dropped')"
         " AND (data->>'commitment')::int = commitment.id)"),
    Rule("every reading has its event", "reading",
         "NOT EXISTS (SELECT 1 FROM event WHERE kind = 'outcome.measured'"
         " AND (data->>'outcome')::int = reading.outcome_id)"),
    Rule("a reading was corrected as often as it says", "reading",
         "version - 1 <> (SELECT count(*) FROM correction WHERE reading_id = reading.id)"),
    Rule("an answer has one measure of success",
         "(SELECT count(*) FILTER (WHERE success) AS times FROM outcome GROUP BY answer_id) AS measured",
         "times <> 1"),
    Rule("what is counted under a benefit is counted there",
         "benefit b JOIN benefit other ON other.id = b.counted_under_id",
         "other.counted_under_id IS NOT NULL OR other.taken_back_at IS NOT NULL"),
    Rule("no published answer without its event", "answer WHERE published_at IS NOT NULL",
         "NOT EXISTS (SELECT 1 FROM event WHERE kind = 'answer.published' AND answer_id = answer.id)"),
    Rule("what was said of an answer by letter or telephone was said after it was told, and has its event",
         "reply WHERE idea_id IS NOT NULL", """
         NOT EXISTS (SELECT FROM outreach o WHERE o.answer_id = reply.answer_id AND o.idea_id = reply.idea_id
         AND o.state = ANY(:told_offline)) OR NOT EXISTS (SELECT FROM event e WHERE e.kind = 'outreach.replied'
         AND e.answer_id = reply.answer_id AND e.idea_id = reply.idea_id AND e.data->>'heard' = reply.heard)"""),
    Rule("a public text in another language is of a public answer, and has its event",
         "translation t JOIN answer a ON a.id = t.answer_id AND t.published_at IS NOT NULL",
         "a.published_at IS NULL OR NOT EXISTS (SELECT 1 FROM event WHERE kind = 'answer.translated'"
         " AND answer_id = a.id AND data->>'language' = t.language)"),
)


def all_of(db: Session) -> Iterator[Checked]:
    for rule in RULES:
        counted = text(f"SELECT count(*), count(*) FILTER (WHERE {rule.wrong}) FROM {rule.rows}")  # noqa: S608  rules are ours
        yield Checked(rule.name, *db.execute(counted, SETS).one())
    for name, rows, wrong in recounts.differing(db):
        yield Checked(name, rows, wrong)
