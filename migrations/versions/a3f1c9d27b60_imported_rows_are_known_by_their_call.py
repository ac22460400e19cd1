"""imported rows are known by their call"""

from alembic import op

revision = 'a3f1c9d27b60'
down_revision = '7d1e5b90c4a2'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # They were known by the name of their file: the same file again would have come in twice.
    op.execute("""
        UPDATE idea SET source_key = call.id || ':' || substr(idea.source_key, length(call.source) + 2)
        FROM call
        WHERE call.id = idea.call_id AND call.source <> '' AND starts_with(idea.source_key, call.source || ':')
            AND NOT EXISTS (SELECT 1 FROM idea AS other WHERE other.source_key =
                call.id || ':' || substr(idea.source_key, length(call.source) + 2))
    """)
