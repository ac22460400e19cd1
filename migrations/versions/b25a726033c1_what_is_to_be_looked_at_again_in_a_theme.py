"""what is to be looked at again in a theme"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = 'b25a726033c1'
down_revision = 'd4a7e1c90b52'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('theme', sa.Column('doubts', JSONB(), nullable=False, server_default='[]'))
    op.alter_column('theme', 'doubts', server_default=None)
