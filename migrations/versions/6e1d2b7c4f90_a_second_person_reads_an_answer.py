"""a second person reads an answer, and telling people of it is an act of its own"""

import sqlalchemy as sa
from alembic import op

revision = '6e1d2b7c4f90'
down_revision = '8c1f0a92d7e4'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('answer', sa.Column('writer_id', sa.Integer(), nullable=True))
    op.add_column('answer', sa.Column('told_at', sa.DateTime(timezone=True), nullable=True))
    op.create_foreign_key(op.f('fk_answer_writer_id'), 'answer', 'account', ['writer_id'], ['id'])
    op.execute("UPDATE answer SET writer_id = author_id, told_at = published_at")
    op.create_table(
        'review',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('answer_id', sa.Integer(), nullable=False),
        sa.Column('asked_by_id', sa.Integer(), nullable=True),
        sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('approved_by_id', sa.Integer(), nullable=True),
        sa.Column('approved_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('text_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['answer_id'], ['answer.id'], name=op.f('fk_review_answer_id')),
        sa.ForeignKeyConstraint(['asked_by_id'], ['account.id'], name=op.f('fk_review_asked_by_id')),
        sa.ForeignKeyConstraint(['approved_by_id'], ['account.id'], name=op.f('fk_review_approved_by_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_review')),
    )
    op.create_index(op.f('ix_review_answer_id'), 'review', ['answer_id'])
