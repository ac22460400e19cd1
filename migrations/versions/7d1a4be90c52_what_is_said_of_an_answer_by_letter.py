"""what is said of an answer by letter and on the telephone"""

import sqlalchemy as sa
from alembic import op

revision = '7d1a4be90c52'
down_revision = '4b9e27d1c6f3'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('reply', sa.Column('idea_id', sa.Integer(), nullable=True))
    op.alter_column('reply', 'account_id', nullable=True)
    op.create_foreign_key(op.f('fk_reply_idea_id'), 'reply', 'idea', ['idea_id'], ['id'])
    op.create_unique_constraint(op.f('uq_reply_idea_id'), 'reply', ['idea_id', 'answer_id'])
    op.create_check_constraint(op.f('ck_reply_one_voice'), 'reply', 'num_nonnulls(account_id, idea_id) = 1')
