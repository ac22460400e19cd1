"""what becomes of a promise"""

import sqlalchemy as sa
from alembic import op

revision = '8c1f0a92d7e4'
down_revision = '580e4e23f03b'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('commitment', sa.Column('begun_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('commitment', sa.Column('dropped_at', sa.DateTime(timezone=True), nullable=True))
    op.create_check_constraint(op.f('ck_commitment_one_end'), 'commitment', 'num_nonnulls(delivered_at, dropped_at) < 2')
    op.create_table(
        'progress',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('commitment_id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.Enum('noted', 'begun', 'moved', 'delivered', 'dropped', name='progresskind',
                                  native_enum=False, create_constraint=True, length=30), nullable=False),
        sa.Column('sentence', sa.String(length=300), nullable=False),
        sa.Column('link', sa.String(length=500), nullable=False),
        sa.Column('due_before', sa.Date(), nullable=True),
        sa.Column('due_after', sa.Date(), nullable=True),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['commitment_id'], ['commitment.id'], name=op.f('fk_progress_commitment_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_progress')),
    )
    op.create_index(op.f('ix_progress_commitment_id'), 'progress', ['commitment_id'])
