"""what cannot wait in comments"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '6a535b895b8a'
down_revision = '7358cbb4a4fb'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('comment', sa.Column('signals', postgresql.JSONB(), nullable=False, server_default='[]'))
    op.alter_column('comment', 'signals', server_default=None)
    op.create_index('ix_comment_cannot_wait', 'comment', ['id'], postgresql_where=sa.text("signals <> '[]'"))
