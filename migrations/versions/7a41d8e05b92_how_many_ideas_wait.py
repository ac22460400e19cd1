"""how many ideas wait, counted from the index alone"""

import sqlalchemy as sa
from alembic import op

revision = '7a41d8e05b92'
down_revision = 'c5d71b06e3f8'
branch_labels = None
depends_on = None

WAITS = "hidden_at IS NULL AND status IN ('considered', 'grouped', 'published')"


def upgrade() -> None:
    op.drop_index('ix_idea_waiting', table_name='idea')
    op.create_index('ix_idea_waiting', 'idea', ['theme_id', 'proposed_at'], postgresql_include=['id', 'call_id'],
                    postgresql_where=sa.text(WAITS))


def downgrade() -> None:
    op.drop_index('ix_idea_waiting', table_name='idea')
    op.create_index('ix_idea_waiting', 'idea', ['theme_id', 'proposed_at'], postgresql_where=sa.text(WAITS))
