"""passages and quotes that no text says any more"""

from alembic import op

revision = '5b1c2f0e9a47'
down_revision = 'a69c6160d989'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        UPDATE membership m SET begins = 0, ends = 0, words = '' FROM idea
        WHERE idea.id = m.idea_id AND substr(idea.body, m.begins + 1, m.ends - m.begins) <> m.words""")
    op.execute("""
        DELETE FROM themequote q USING idea
        WHERE idea.id = q.idea_id AND substr(idea.body, q.begins + 1, q.ends - q.begins) <> q.words""")
