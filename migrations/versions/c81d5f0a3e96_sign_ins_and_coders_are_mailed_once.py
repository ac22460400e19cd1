"""sign-ins and coders are mailed once"""

import sqlalchemy as sa
from alembic import op

revision = 'c81d5f0a3e96'
down_revision = '9e7cc93f1fcd'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('signin', sa.Column('mailed_at', sa.DateTime(timezone=True)))
    op.add_column('coder', sa.Column('told_at', sa.DateTime(timezone=True)))
