"""answers are published at a set hour"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = '93b4de0c16aa'
down_revision = '7f3a91c0d5e2'
branch_labels = None
depends_on = None


def upgrade() -> None:
    moments = ('called_off_at', 'refused_at', 'done_at')
    op.create_table(
        'schedule',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('answer_id', sa.Integer(), nullable=False),
        sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('tells', sa.Boolean(), nullable=False),
        sa.Column('text_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('by_id', sa.Integer(), nullable=False),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=True) for name in moments),
        sa.Column('refused', JSONB(), nullable=False),
        sa.ForeignKeyConstraint(['answer_id'], ['answer.id'], name=op.f('fk_schedule_answer_id')),
        sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_schedule_by_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_schedule')),
    )
    op.create_index(op.f('ix_schedule_answer_id'), 'schedule', ['answer_id'])
    op.create_index(
        'uq_schedule_waits', 'schedule', ['answer_id'], unique=True,
        postgresql_where=sa.text('called_off_at IS NULL AND refused_at IS NULL AND done_at IS NULL'))
