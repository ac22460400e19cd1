"""who chose what in a call is counted from one index"""

import sqlalchemy as sa
from alembic import op

revision = '7358cbb4a4fb'
down_revision = 'b25a726033c1'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index('ix_idea_voices', 'idea',
                    ['call_id', 'author_id', sa.literal_column('proposed_at DESC'), sa.literal_column('id DESC')],
                    postgresql_include=['stance', 'status'],
                    postgresql_where=sa.text('stance IS NOT NULL AND hidden_at IS NULL'))
