"""notes and views of the desk"""

import sqlalchemy as sa
from alembic import op

revision = 'd7e2b9a1c4f6'
down_revision = '91c6e0d3ab57'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'note',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('theme_id', sa.Integer(), nullable=True),
        sa.Column('idea_id', sa.Integer(), nullable=True),
        sa.Column('author_id', sa.Integer(), nullable=False),
        sa.Column('body', sa.String(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('edited_at', sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint('num_nonnulls(theme_id, idea_id) = 1', name=op.f('ck_note_one_thing')),
        sa.ForeignKeyConstraint(['theme_id'], ['theme.id'], name=op.f('fk_note_theme_id')),
        sa.ForeignKeyConstraint(['idea_id'], ['idea.id'], name=op.f('fk_note_idea_id')),
        sa.ForeignKeyConstraint(['author_id'], ['account.id'], name=op.f('fk_note_author_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_note')),
    )
    for column in ('theme_id', 'idea_id', 'author_id'):
        op.create_index(op.f(f'ix_note_{column}'), 'note', [column])
    op.create_table(
        'view',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('account_id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(length=40), nullable=False),
        sa.Column('query', sa.String(length=200), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_view_account_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_view')),
        sa.UniqueConstraint('account_id', 'name', name=op.f('uq_view_account_id')),
    )
