"""who has an answer open at the desk"""

import sqlalchemy as sa
from alembic import op

revision = 'c5d71b06e3f8'
down_revision = 'b8e2f4410d7c'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'editor',
        sa.Column('about', sa.String(length=40), nullable=False),
        sa.Column('account_id', sa.Integer(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('saved', sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_editor_account_id')),
        sa.PrimaryKeyConstraint('about', 'account_id', name=op.f('pk_editor')),
    )
