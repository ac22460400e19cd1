"""answers go back by letter and telephone"""

import sqlalchemy as sa
from alembic import op

revision = '4f7ab2c91e08'
down_revision = 'd94e7b20c6f1'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'contact',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('idea_id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(length=80), nullable=False),
        sa.Column('address', sa.String(length=400), nullable=False),
        sa.Column('telephone', sa.String(length=40), nullable=False),
        sa.Column('entered_by_id', sa.Integer(), nullable=True),
        sa.Column('consented_at', sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("address <> '' OR telephone <> ''", name=op.f('ck_contact_some_way')),
        sa.ForeignKeyConstraint(['idea_id'], ['idea.id'], name=op.f('fk_contact_idea_id')),
        sa.ForeignKeyConstraint(['entered_by_id'], ['account.id'], name=op.f('fk_contact_entered_by_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_contact')),
    )
    op.create_index(op.f('ix_contact_idea_id'), 'contact', ['idea_id'], unique=True)
    op.create_index(op.f('ix_contact_entered_by_id'), 'contact', ['entered_by_id'])
    channels, states = ('web', 'paper', 'phone', 'imported'), ('sent', 'reached', 'not_reached')
    op.create_table(
        'outreach',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('answer_id', sa.Integer(), nullable=False),
        sa.Column('idea_id', sa.Integer(), nullable=False),
        sa.Column('channel', sa.Enum(*channels, name='channel', native_enum=False, create_constraint=True, length=30),
                  nullable=False),
        sa.Column('state', sa.Enum(*states, name='outreachstate', native_enum=False, create_constraint=True, length=30),
                  nullable=False),
        sa.Column('by_id', sa.Integer(), nullable=True),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['answer_id'], ['answer.id'], name=op.f('fk_outreach_answer_id')),
        sa.ForeignKeyConstraint(['idea_id'], ['idea.id'], name=op.f('fk_outreach_idea_id')),
        sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_outreach_by_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_outreach')),
        sa.UniqueConstraint('answer_id', 'idea_id', name=op.f('uq_outreach_answer_id')),
    )
    op.create_index(op.f('ix_outreach_idea_id'), 'outreach', ['idea_id'])
    op.create_index(op.f('ix_outreach_by_id'), 'outreach', ['by_id'])
