"""what was done at the desk is kept to be undone"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = 'c1d0a5e7b3f2'
down_revision = 'e52b8c07d419'
branch_labels = None
depends_on = None

KINDS = ('moved', 'split', 'kept', 'merged', 'closed', 'refused')


def upgrade() -> None:
    op.create_table(
        'act',
        sa.Column('before', postgresql.JSONB(), nullable=False),
        sa.Column('idea_ids', postgresql.JSONB(), nullable=False),
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.Enum(*KINDS, name='actkind', native_enum=False, create_constraint=True, length=30), nullable=False),
        sa.Column('call_id', sa.Integer(), nullable=True),
        sa.Column('theme_id', sa.Integer(), nullable=True),
        sa.Column('other_theme_id', sa.Integer(), nullable=True),
        sa.Column('change_id', sa.Integer(), nullable=True),
        sa.Column('batch', sa.Integer(), nullable=True),
        sa.Column('by_id', sa.Integer(), nullable=True),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('undone_by_id', sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_act_call_id')),
        sa.ForeignKeyConstraint(['theme_id'], ['theme.id'], name=op.f('fk_act_theme_id')),
        sa.ForeignKeyConstraint(['other_theme_id'], ['theme.id'], name=op.f('fk_act_other_theme_id')),
        sa.ForeignKeyConstraint(['change_id'], ['change.id'], name=op.f('fk_act_change_id')),
        sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_act_by_id')),
        sa.ForeignKeyConstraint(['undone_by_id'], ['account.id'], name=op.f('fk_act_undone_by_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_act')),
    )
    for column in ('batch', 'by_id', 'call_id', 'change_id', 'other_theme_id', 'theme_id', 'undone_by_id'):
        op.create_index(op.f(f'ix_act_{column}'), 'act', [column])
