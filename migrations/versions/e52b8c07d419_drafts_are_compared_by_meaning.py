"""drafts are compared by meaning"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = 'e52b8c07d419'
down_revision = 'ed5b18401950'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('draft', sa.Column('compared', sa.String(), nullable=False, server_default=''))
    op.add_column('draft', sa.Column('nearest', JSONB(), nullable=False, server_default='[]'))
    op.alter_column('draft', 'compared', server_default=None)
    op.alter_column('draft', 'nearest', server_default=None)
