"""for or against: what a call asks, and what people chose"""

import sqlalchemy as sa
from alembic import op

revision = 'eebf333974d8'
down_revision = '7b1e90c4d2f8'
branch_labels = None
depends_on = None

STANCE = sa.Enum('for', 'against', 'neither or both', 'rather not say', name='stance', native_enum=False,
                 create_constraint=True, length=30)
WORDS = (('call', 'proposition', sa.String(length=160)), ('draft', 'stance', sa.String()),
         ('draft', 'proposition', sa.String()), ('revision', 'stance', sa.String()))


def upgrade() -> None:
    op.add_column('idea', sa.Column('stance', STANCE, nullable=True))
    op.create_index('ix_idea_chosen', 'idea', ['call_id', 'stance'], postgresql_where=sa.text('stance IS NOT NULL'))
    for table, name, kind in WORDS:
        op.add_column(table, sa.Column(name, kind, nullable=False, server_default=''))
        op.alter_column(table, name, server_default=None)
