"""what staff wrote of an improvement before is kept"""

import sqlalchemy as sa
from alembic import op

revision = '2f9c61d0a7b3'
down_revision = 'a3f1c9d27b60'
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ('waste', 'small_test', 'saving'):
        op.add_column('revision', sa.Column(name, sa.String(), nullable=False, server_default=''))
        op.alter_column('revision', name, server_default=None)
