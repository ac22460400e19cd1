"""since when ideas wait"""

import sqlalchemy as sa
from alembic import op

revision = '968315f4bcac'
down_revision = '5b1c2f0e9a47'
branch_labels = None
depends_on = None


def upgrade() -> None:
    waits = "hidden_at IS NULL AND status IN ('considered', 'grouped', 'published')"
    op.create_index('ix_idea_waiting', 'idea', ['theme_id', 'proposed_at'], postgresql_where=sa.text(waits))
