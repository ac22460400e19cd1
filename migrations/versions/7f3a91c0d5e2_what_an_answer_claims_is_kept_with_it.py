"""the figures and quotes of an answer as they were when it was published"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = '7f3a91c0d5e2'
down_revision = 'd7e2b9a1c4f6'
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name, empty in (('figures', '{}'), ('quotes', '[]'), ('typed', '{}')):
        op.add_column('answer', sa.Column(name, JSONB(), nullable=False, server_default=empty))
        op.alter_column('answer', name, server_default=None)
