"""answers in the language that people choose"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = '3c9d7a10e5b2'
down_revision = 'd8b41f6c2e90'
branch_labels = None
depends_on = None

CODES = ['en', 'cy', 'ga', 'gd', 'ar', 'bn', 'gu', 'pa', 'fa', 'pl', 'pt', 'ro', 'so', 'es', 'tr', 'uk', 'ur']


def language() -> sa.Enum:
    return sa.Enum(*CODES, name='language', native_enum=False, create_constraint=True, length=30)


def upgrade() -> None:
    for table in ('account', 'draft', 'contact'):
        op.add_column(table, sa.Column('language', language(), nullable=False, server_default='en'))
        op.alter_column(table, 'language', server_default=None)
    op.create_table('translation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('answer_id', sa.Integer(), nullable=False),
    sa.Column('language', language(), nullable=False),
    sa.Column('summary', sa.String(length=200), nullable=False),
    sa.Column('body', sa.String(), nullable=False),
    sa.Column('source', sa.String(length=32), nullable=False),
    sa.Column('writer_id', sa.Integer(), nullable=True),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('approved_by_id', sa.Integer(), nullable=True),
    sa.Column('text_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('typed', JSONB(), nullable=False),
    sa.Column('quotes', JSONB(), nullable=False),
    sa.ForeignKeyConstraint(['answer_id'], ['answer.id'], name=op.f('fk_translation_answer_id')),
    sa.ForeignKeyConstraint(['approved_by_id'], ['account.id'], name=op.f('fk_translation_approved_by_id')),
    sa.ForeignKeyConstraint(['writer_id'], ['account.id'], name=op.f('fk_translation_writer_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_translation'))
    )
    op.create_index(op.f('ix_translation_answer_id'), 'translation', ['answer_id'], unique=False)
    op.create_index('uq_translation_open', 'translation', ['answer_id', 'language'], unique=True,
                    postgresql_where=sa.text('published_at IS NULL'))
    op.create_index('uq_translation_public', 'translation', ['answer_id', 'language'], unique=True,
                    postgresql_where=sa.text('published_at IS NOT NULL AND ended_at IS NULL'))
