"""a measure of a draft may be half written"""

from alembic import op

revision = '7d1e5b90c4a2'
down_revision = '2ca73846e387'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.alter_column('outcome', 'baseline', nullable=True)
    op.alter_column('outcome', 'baseline_on', nullable=True)
