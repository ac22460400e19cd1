"""teams ask back"""

import sqlalchemy as sa
from alembic import op

revision = '8c21d9f4e0ab'
down_revision = 'b7d30c5e19a4'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'question',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('theme_id', sa.Integer(), nullable=True),
        sa.Column('idea_id', sa.Integer(), nullable=True),
        sa.Column('words', sa.String(length=500), nullable=False),
        sa.Column('author_id', sa.Integer(), nullable=True),
        sa.Column('team_id', sa.Integer(), nullable=True),
        sa.Column('answer_by', sa.Date(), nullable=False),
        sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint('num_nonnulls(theme_id, idea_id) = 1', name=op.f('ck_question_one_thing')),
        sa.ForeignKeyConstraint(['theme_id'], ['theme.id'], name=op.f('fk_question_theme_id')),
        sa.ForeignKeyConstraint(['idea_id'], ['idea.id'], name=op.f('fk_question_idea_id')),
        sa.ForeignKeyConstraint(['author_id'], ['account.id'], name=op.f('fk_question_author_id')),
        sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_question_team_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_question')),
    )
    for column in ('theme_id', 'idea_id', 'author_id', 'team_id'):
        op.create_index(op.f(f'ix_question_{column}'), 'question', [column])
    op.add_column('comment', sa.Column('question_id', sa.Integer(), nullable=True))
    op.create_foreign_key(op.f('fk_comment_question_id'), 'comment', 'question', ['question_id'], ['id'])
    op.create_index(op.f('ix_comment_question_id'), 'comment', ['question_id'])
    op.create_table(
        'asking',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('question_id', sa.Integer(), nullable=False),
        sa.Column('account_id', sa.Integer(), nullable=False),
        sa.Column('idea_id', sa.Integer(), nullable=False),
        sa.Column('comment_id', sa.Integer(), nullable=False),
        sa.Column('response_id', sa.Integer(), nullable=True),
        sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_asking_question_id')),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_asking_account_id')),
        sa.ForeignKeyConstraint(['idea_id'], ['idea.id'], name=op.f('fk_asking_idea_id')),
        sa.ForeignKeyConstraint(['comment_id'], ['comment.id'], name=op.f('fk_asking_comment_id')),
        sa.ForeignKeyConstraint(['response_id'], ['comment.id'], name=op.f('fk_asking_response_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_asking')),
        sa.UniqueConstraint('question_id', 'account_id', name=op.f('uq_asking_question_id')),
    )
    for column in ('account_id', 'idea_id', 'comment_id', 'response_id'):
        op.create_index(op.f(f'ix_asking_{column}'), 'asking', [column])
