"""earlier texts are hidden and taken back"""

import sqlalchemy as sa
from alembic import op

revision = 'a69c6160d989'
down_revision = '3ed02a807eb5'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('decision', sa.Column('revision_id', sa.Integer(), nullable=True))
    op.create_index(op.f('ix_decision_revision_id'), 'decision', ['revision_id'])
    op.create_foreign_key(op.f('fk_decision_revision_id'), 'decision', 'revision', ['revision_id'], ['id'])
    op.add_column('revision', sa.Column('hidden_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('revision', sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True))
