"""which ideas an answer is given to"""

import sqlalchemy as sa
from alembic import op

revision = '2ca73846e387'
down_revision = 'c4d80e51b2aa'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'coverage',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('answer_id', sa.Integer(), nullable=False),
        sa.Column('idea_id', sa.Integer(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['answer_id'], ['answer.id'], name=op.f('fk_coverage_answer_id')),
        sa.ForeignKeyConstraint(['idea_id'], ['idea.id'], name=op.f('fk_coverage_idea_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_coverage')),
        sa.UniqueConstraint('answer_id', 'idea_id', name=op.f('uq_coverage_answer_id')),
    )
    op.create_index(op.f('ix_coverage_idea_id'), 'coverage', ['idea_id'])
    # Until now an answer was one to whatever stood in its theme: their authors were told so.
    op.execute("""
        INSERT INTO coverage (answer_id, idea_id, at)
        SELECT answer.id, idea.id, greatest(answer.published_at, idea.proposed_at)
        FROM answer JOIN idea ON idea.theme_id = answer.theme_id OR idea.id = answer.idea_id
            OR idea.joined_id = answer.idea_id
        WHERE answer.published_at IS NOT NULL AND idea.status <> 'received'
    """)
