"""blind checks of themes"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = '9e7cc93f1fcd'
down_revision = 'eebf333974d8'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'coding',
        sa.Column('id', sa.Integer(), nullable=False),
        *_points_to('coding', call_id='call', drawn_by_id='account'),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ('seed', 'size')),
        *(sa.Column(name, JSONB(), nullable=False) for name in ('themes', 'facts', 'figures', 'record')),
        sa.Column('drawn_at', sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.DateTime(timezone=True)) for name in ('finished_at', 'stopped_at', 'published_at')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_coding')),
    )
    op.create_index(op.f('ix_coding_call_id'), 'coding', ['call_id'])
    op.create_index(op.f('ix_coding_drawn_by_id'), 'coding', ['drawn_by_id'])
    op.create_index('uq_coding_running', 'coding', ['call_id'], unique=True,
                    postgresql_where=sa.text('finished_at IS NULL AND stopped_at IS NULL'))
    op.create_table(
        'coder',
        sa.Column('id', sa.Integer(), nullable=False),
        *_points_to('coder', coding_id='coding', account_id='account'),
        sa.Column('handed_in_at', sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_coder')),
        sa.UniqueConstraint('coding_id', 'account_id', name=op.f('uq_coder_coding_id')),
    )
    op.create_index(op.f('ix_coder_account_id'), 'coder', ['account_id'])
    op.create_table(
        'sheet',
        sa.Column('id', sa.Integer(), nullable=False),
        *_points_to('sheet', coding_id='coding', idea_id='idea', machine_id='theme'),
        sa.Column('place', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_sheet')),
        sa.UniqueConstraint('coding_id', 'place', name=op.f('uq_sheet_coding_id')),
        sa.UniqueConstraint('idea_id', 'coding_id', name=op.f('uq_sheet_idea_id')),
    )
    op.create_index(op.f('ix_sheet_machine_id'), 'sheet', ['machine_id'])
    op.create_table(
        'choice',
        sa.Column('id', sa.Integer(), nullable=False),
        *_points_to('choice', sheet_id='sheet', coder_id='coder', theme_id='theme'),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_choice')),
        sa.UniqueConstraint('sheet_id', 'coder_id', name=op.f('uq_choice_sheet_id')),
    )
    op.create_index(op.f('ix_choice_coder_id'), 'choice', ['coder_id'])
    op.create_index(op.f('ix_choice_theme_id'), 'choice', ['theme_id'])


OPTIONAL = {'drawn_by_id', 'account_id', 'machine_id', 'theme_id'}


def _points_to(table: str, **columns: str) -> list[sa.Column[int]]:
    return [
        sa.Column(name, sa.Integer(), sa.ForeignKey(f'{other}.id', name=f'fk_{table}_{name}'), nullable=name in OPTIONAL)
        for name, other in columns.items()
    ]
