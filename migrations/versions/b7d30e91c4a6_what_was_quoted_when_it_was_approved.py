"""what was quoted when it was approved"""

import sqlalchemy as sa
from alembic import op

revision = 'b7d30e91c4a6'
down_revision = '5e2f8c41b7d9'
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ('review', 'amendment', 'translation'):
        op.add_column(table, sa.Column('quoted', sa.String(length=16), nullable=False, server_default=''))
