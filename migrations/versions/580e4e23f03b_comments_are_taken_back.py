"""comments are taken back"""

import sqlalchemy as sa
from alembic import op

revision = '580e4e23f03b'
down_revision = '6a535b895b8a'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('comment', sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True))
