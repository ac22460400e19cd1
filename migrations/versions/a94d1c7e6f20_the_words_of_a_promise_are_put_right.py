"""the words of a promise are put right"""

import sqlalchemy as sa
from alembic import op

revision = 'a94d1c7e6f20'
down_revision = 'a41f0c7d52e8'
branch_labels = None
depends_on = None

KINDS = "kind IN ('noted', 'begun', 'moved', 'reworded', 'delivered', 'dropped')"


def upgrade() -> None:
    op.add_column('progress', sa.Column('promise_before', sa.String(length=300), nullable=False, server_default=''))
    op.add_column('progress', sa.Column('who_before', sa.String(length=120), nullable=False, server_default=''))
    op.drop_constraint(op.f('ck_progress_progresskind'), 'progress')
    op.create_check_constraint(op.f('ck_progress_progresskind'), 'progress', KINDS)
