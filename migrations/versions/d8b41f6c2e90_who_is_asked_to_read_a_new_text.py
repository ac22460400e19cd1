"""who is asked to read the new text of an answer"""

import sqlalchemy as sa
from alembic import op

revision = 'd8b41f6c2e90'
down_revision = 'c52f8a1e4b07'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('amendment', sa.Column('reader_id', sa.Integer(), nullable=True))
    op.create_foreign_key(op.f('fk_amendment_reader_id'), 'amendment', 'account', ['reader_id'], ['id'])


def downgrade() -> None:
    op.drop_constraint(op.f('fk_amendment_reader_id'), 'amendment', type_='foreignkey')
    op.drop_column('amendment', 'reader_id')
