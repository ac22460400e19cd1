"""ideas in which something private was found"""

import sqlalchemy as sa
from alembic import op

revision = '3ed02a807eb5'
down_revision = 'f0babf84561e'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index('ix_analysis_found', 'analysis', ['idea_id'], postgresql_where=sa.text("findings <> '[]'"))
