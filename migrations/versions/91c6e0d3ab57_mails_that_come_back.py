"""mails that come back"""

import sqlalchemy as sa
from alembic import op

revision = '91c6e0d3ab57'
down_revision = '4f7ab2c91e08'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('account', sa.Column('unreachable_at', sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        'bounce',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('account_id', sa.Integer(), nullable=False),
        sa.Column('mail_id', sa.Integer(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_bounce_account_id')),
        sa.ForeignKeyConstraint(['mail_id'], ['mail.id'], name=op.f('fk_bounce_mail_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_bounce')),
    )
    op.create_index(op.f('ix_bounce_account_id'), 'bounce', ['account_id'])
    op.create_index(op.f('ix_bounce_mail_id'), 'bounce', ['mail_id'], unique=True)
