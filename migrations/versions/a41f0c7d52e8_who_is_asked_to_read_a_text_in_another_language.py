"""who is asked to read a text in another language"""

import sqlalchemy as sa
from alembic import op

revision = 'a41f0c7d52e8'
down_revision = '3c9d7a10e5b2'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('translation', sa.Column('asked_by_id', sa.Integer(), nullable=True))
    op.add_column('translation', sa.Column('asked_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('translation', sa.Column('reader_id', sa.Integer(), nullable=True))
    op.create_foreign_key(op.f('fk_translation_asked_by_id'), 'translation', 'account', ['asked_by_id'], ['id'])
    op.create_foreign_key(op.f('fk_translation_reader_id'), 'translation', 'account', ['reader_id'], ['id'])
