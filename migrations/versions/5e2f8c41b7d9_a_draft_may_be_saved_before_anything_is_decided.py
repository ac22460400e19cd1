"""a draft may be saved before anything is decided"""

from alembic import op

revision = '5e2f8c41b7d9'
down_revision = 'e61a93d0b7c8'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.alter_column('answer', 'verdict', nullable=True)
    op.create_check_constraint(op.f('ck_answer_decided'), 'answer', 'published_at IS NULL OR verdict IS NOT NULL')
