"""a second reader sends a text back"""

import sqlalchemy as sa
from alembic import op

revision = 'c41d7e92b6a8'
down_revision = '7d1a4be90c52'
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ('review', 'amendment', 'translation'):
        op.add_column(table, sa.Column('sent_back_by_id', sa.Integer(), nullable=True))
        op.create_foreign_key(op.f(f'fk_{table}_sent_back_by_id'), table, 'account', ['sent_back_by_id'], ['id'])
        op.add_column(table, sa.Column('sent_back_at', sa.DateTime(timezone=True), nullable=True))
        op.add_column(table, sa.Column('sent_back_of', sa.DateTime(timezone=True), nullable=True))
        op.add_column(table, sa.Column('sent_back_why', sa.String(length=500), nullable=True))
