"""what a measure counts as real, and what a reading said before it was corrected"""

import sqlalchemy as sa
from alembic import op

revision = 'b7d30c5e19a4'
down_revision = 'c1d0a5e7b3f2'
branch_labels = None
depends_on = None


def _sure() -> sa.Enum:
    return sa.Enum('low', 'medium', 'high', name='confidence', native_enum=False, create_constraint=True, length=30)


def upgrade() -> None:
    way = sa.Enum('lower', 'higher', name='better', native_enum=False, create_constraint=True, length=30)
    op.add_column('outcome', sa.Column('better', way, nullable=True))
    op.add_column('outcome', sa.Column('matters', sa.Float(), nullable=True))
    op.add_column('outcome', sa.Column('success', sa.Boolean(), nullable=False, server_default=sa.true()))
    op.alter_column('outcome', 'success', server_default=None)
    op.execute("UPDATE outcome SET success = false WHERE id NOT IN (SELECT min(id) FROM outcome GROUP BY answer_id)")
    op.create_index('uq_outcome_success', 'outcome', ['answer_id'], unique=True, postgresql_where=sa.text('success'))
    op.add_column('reading', sa.Column('source', sa.String(length=200), nullable=False, server_default=''))
    op.add_column('reading', sa.Column('confidence', _sure(), nullable=False, server_default='medium'))
    op.add_column('reading', sa.Column('version', sa.Integer(), nullable=False, server_default='1'))
    for name in ('source', 'confidence', 'version'):
        op.alter_column('reading', name, server_default=None)
    op.create_table(
        'correction',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('reading_id', sa.Integer(), nullable=False),
        sa.Column('value', sa.Float(), nullable=False),
        sa.Column('read_on', sa.Date(), nullable=False),
        sa.Column('note', sa.String(length=300), nullable=False),
        sa.Column('source', sa.String(length=200), nullable=False),
        sa.Column('confidence', _sure(), nullable=False),
        sa.Column('because', sa.String(length=300), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['reading_id'], ['reading.id'], name=op.f('fk_correction_reading_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_correction')),
    )
    op.create_index(op.f('ix_correction_reading_id'), 'correction', ['reading_id'])
