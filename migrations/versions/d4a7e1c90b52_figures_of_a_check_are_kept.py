"""figures of a check are kept with the ideas that they count"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = 'd4a7e1c90b52'
down_revision = 'c81d5f0a3e96'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('coding', sa.Column('counted', JSONB(), nullable=False, server_default='[]'))
    op.alter_column('coding', 'counted', server_default=None)
