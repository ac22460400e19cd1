"""who is asked to read a draft"""

import sqlalchemy as sa
from alembic import op

revision = 'a1c7e5d20f93'
down_revision = '7a41d8e05b92'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('review', sa.Column('reader_id', sa.Integer(), nullable=True))
    op.create_foreign_key(op.f('fk_review_reader_id'), 'review', 'account', ['reader_id'], ['id'])


def downgrade() -> None:
    op.drop_constraint(op.f('fk_review_reader_id'), 'review', type_='foreignkey')
    op.drop_column('review', 'reader_id')
