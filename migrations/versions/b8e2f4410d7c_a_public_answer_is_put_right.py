"""a public answer is put right, and what it said before stays"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = 'b8e2f4410d7c'
down_revision = '93b4de0c16aa'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('answer', sa.Column('amended_at', sa.DateTime(timezone=True), nullable=True))
    people = ('writer_id', 'asked_by_id', 'approved_by_id')
    moments = ('asked_at', 'approved_at', 'text_at', 'published_at')
    op.create_table(
        'amendment',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('answer_id', sa.Integer(), nullable=False),
        sa.Column('summary', sa.String(length=200), nullable=False),
        sa.Column('body', sa.String(), nullable=False),
        sa.Column('reason', sa.String(length=300), nullable=False),
        sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in people),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=True) for name in moments),
        sa.Column('before_summary', sa.String(), nullable=False),
        sa.Column('before_body', sa.String(), nullable=False),
        sa.Column('before_figures', JSONB(), nullable=False),
        sa.Column('before_quotes', JSONB(), nullable=False),
        sa.ForeignKeyConstraint(['answer_id'], ['answer.id'], name=op.f('fk_amendment_answer_id')),
        *(sa.ForeignKeyConstraint([name], ['account.id'], name=op.f(f'fk_amendment_{name}')) for name in people),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_amendment')),
    )
    op.create_index(op.f('ix_amendment_answer_id'), 'amendment', ['answer_id'])
    op.create_index('uq_amendment_open', 'amendment', ['answer_id'], unique=True,
                    postgresql_where=sa.text('published_at IS NULL'))
