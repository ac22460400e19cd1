"""the name an idea is signed with"""

import sqlalchemy as sa
from alembic import op

revision = 'f0babf84561e'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('idea', sa.Column('signed', sa.String(length=80), nullable=False, server_default=''))
    op.alter_column('idea', 'signed', server_default=None)
