"""ideas of a theme are found by their day"""

from alembic import op

revision = '7b1e90c4d2f8'
down_revision = '2f9c61d0a7b3'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index('ix_idea_theme_id', table_name='idea')
    op.create_index('ix_idea_theme_id', 'idea', ['theme_id', 'proposed_at'], unique=False)
