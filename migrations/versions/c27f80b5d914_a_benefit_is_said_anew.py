"""a benefit is said anew"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = 'c27f80b5d914'
down_revision = 'a94d1c7e6f20'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('benefit', sa.Column('version', sa.Integer(), nullable=False, server_default='1'))
    op.create_table('restatement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('benefit_id', sa.Integer(), nullable=False),
    sa.Column('before', JSONB(), nullable=False),
    sa.Column('because', sa.String(length=300), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['benefit_id'], ['benefit.id'], name=op.f('fk_restatement_benefit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_restatement'))
    )
    op.create_index(op.f('ix_restatement_benefit_id'), 'restatement', ['benefit_id'], unique=False)
