"""a result counts when no promise is open"""

from alembic import op

revision = 'c52f8a1e4b07'
down_revision = 'b3e90c47d1a6'
branch_labels = None
depends_on = None

_KEPT = """
SELECT FROM coverage c WHERE c.idea_id = idea.id AND EXISTS ({what}) AND NOT EXISTS (
    SELECT FROM commitment p WHERE p.answer_id = c.answer_id AND num_nonnulls(p.delivered_at, p.dropped_at) = 0)
"""
_READ = _KEPT.format(what="SELECT FROM outcome o JOIN reading r ON r.outcome_id = o.id WHERE o.answer_id = c.answer_id")
_DELIVERED = _KEPT.format(what="SELECT FROM commitment d WHERE d.answer_id = c.answer_id AND d.delivered_at IS NOT NULL")


def upgrade() -> None:
    op.execute(f"""
        UPDATE idea SET status = CASE WHEN EXISTS ({_DELIVERED}) THEN 'delivered' ELSE 'answered' END
        WHERE status = 'measured' AND NOT EXISTS ({_READ})
    """)


def downgrade() -> None:
    pass
