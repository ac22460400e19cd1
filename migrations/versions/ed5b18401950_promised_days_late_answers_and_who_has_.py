"""promised days late answers and who has what"""

import sqlalchemy as sa
from alembic import op

revision = 'ed5b18401950'
down_revision = '6e1d2b7c4f90'
branch_labels = None
depends_on = None


RESULTS = "Every answer is published here, and mailed to everyone whose idea it answers."
COMMITTED = (
    "state = 'draft' OR "
    "(can_change <> '' AND cannot_change <> '' AND decides <> '' AND results <> '' AND answer_by IS NOT NULL)"
)


def upgrade() -> None:
    op.create_table('deputy',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('deputy_id', sa.Integer(), nullable=False),
    sa.Column('begins_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('named_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('account_id <> deputy_id', name=op.f('ck_deputy_another')),
    sa.CheckConstraint('begins_on <= ends_on', name=op.f('ck_deputy_in_order')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_deputy_account_id')),
    sa.ForeignKeyConstraint(['deputy_id'], ['account.id'], name=op.f('fk_deputy_deputy_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_deputy'))
    )
    op.create_index(op.f('ix_deputy_account_id'), 'deputy', ['account_id'], unique=True)
    op.create_index(op.f('ix_deputy_deputy_id'), 'deputy', ['deputy_id'], unique=False)
    op.create_table('aside',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('theme_id', sa.Integer(), nullable=True),
    sa.Column('idea_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('num_nonnulls(theme_id, idea_id) = 1', name=op.f('ck_aside_one_thing')),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_aside_by_id')),
    sa.ForeignKeyConstraint(['idea_id'], ['idea.id'], name=op.f('fk_aside_idea_id')),
    sa.ForeignKeyConstraint(['theme_id'], ['theme.id'], name=op.f('fk_aside_theme_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_aside'))
    )
    op.create_index(op.f('ix_aside_by_id'), 'aside', ['by_id'], unique=False)
    op.create_index(op.f('ix_aside_idea_id'), 'aside', ['idea_id'], unique=True)
    op.create_index(op.f('ix_aside_theme_id'), 'aside', ['theme_id'], unique=True)
    op.create_table('assignment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('theme_id', sa.Integer(), nullable=True),
    sa.Column('idea_id', sa.Integer(), nullable=True),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('team_id', sa.Integer(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('why', sa.String(length=300), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('num_nonnulls(theme_id, idea_id) = 1', name=op.f('ck_assignment_one_thing')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_assignment_account_id')),
    sa.ForeignKeyConstraint(['idea_id'], ['idea.id'], name=op.f('fk_assignment_idea_id')),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_assignment_team_id')),
    sa.ForeignKeyConstraint(['theme_id'], ['theme.id'], name=op.f('fk_assignment_theme_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assignment'))
    )
    op.create_index(op.f('ix_assignment_account_id'), 'assignment', ['account_id'], unique=False)
    op.create_index(op.f('ix_assignment_idea_id'), 'assignment', ['idea_id'], unique=True)
    op.create_index(op.f('ix_assignment_team_id'), 'assignment', ['team_id'], unique=False)
    op.create_index(op.f('ix_assignment_theme_id'), 'assignment', ['theme_id'], unique=True)
    op.create_table('delay',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('theme_id', sa.Integer(), nullable=True),
    sa.Column('idea_id', sa.Integer(), nullable=True),
    sa.Column('promised', sa.Date(), nullable=False),
    sa.Column('new_by', sa.Date(), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('num_nonnulls(theme_id, idea_id) = 1', name=op.f('ck_delay_one_thing')),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_delay_by_id')),
    sa.ForeignKeyConstraint(['idea_id'], ['idea.id'], name=op.f('fk_delay_idea_id')),
    sa.ForeignKeyConstraint(['theme_id'], ['theme.id'], name=op.f('fk_delay_theme_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_delay'))
    )
    op.create_index(op.f('ix_delay_by_id'), 'delay', ['by_id'], unique=False)
    op.create_index(op.f('ix_delay_idea_id'), 'delay', ['idea_id'], unique=False)
    op.create_index(op.f('ix_delay_theme_id'), 'delay', ['theme_id'], unique=False)
    op.create_table('reminder',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('stage', sa.Enum('before', 'after', 'handed', name='stage', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('theme_id', sa.Integer(), nullable=True),
    sa.Column('idea_id', sa.Integer(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('num_nonnulls(theme_id, idea_id) = 1', name=op.f('ck_reminder_one_thing')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_reminder_account_id')),
    sa.ForeignKeyConstraint(['idea_id'], ['idea.id'], name=op.f('fk_reminder_idea_id')),
    sa.ForeignKeyConstraint(['theme_id'], ['theme.id'], name=op.f('fk_reminder_theme_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reminder')),
    sa.UniqueConstraint('theme_id', 'idea_id', 'stage', 'due_on', name=op.f('uq_reminder_theme_id'), postgresql_nulls_not_distinct=True)
    )
    op.create_index(op.f('ix_reminder_account_id'), 'reminder', ['account_id'], unique=False)
    op.create_index(op.f('ix_reminder_idea_id'), 'reminder', ['idea_id'], unique=False)
    op.create_index(op.f('ix_reminder_theme_id'), 'reminder', ['theme_id'], unique=False)
    op.add_column('call', sa.Column('results', sa.String(length=300), nullable=False, server_default=RESULTS))
    op.add_column('call', sa.Column('answer_days', sa.Integer(), nullable=True))
    op.add_column('call', sa.Column('fewest', sa.Integer(), nullable=False, server_default='1'))
    op.add_column('call', sa.Column('owner_id', sa.Integer(), nullable=True))
    op.create_index(op.f('ix_call_owner_id'), 'call', ['owner_id'], unique=False)
    op.create_foreign_key(op.f('fk_call_owner_id'), 'call', 'account', ['owner_id'], ['id'])
    op.add_column('team', sa.Column('answer_days', sa.Integer(), nullable=True))
    op.add_column('team', sa.Column('lead_id', sa.Integer(), nullable=True))
    op.create_index(op.f('ix_team_lead_id'), 'team', ['lead_id'], unique=False)
    op.create_foreign_key(op.f('fk_team_lead_id'), 'team', 'account', ['lead_id'], ['id'])
    op.alter_column('call', 'results', server_default=None)
    op.alter_column('call', 'fewest', server_default=None)
    op.execute("UPDATE call SET owner_id = (SELECT by_id FROM event WHERE call_id = call.id AND kind = 'call.drafted'"
               " ORDER BY id LIMIT 1)")
    op.drop_constraint(op.f('ck_call_committed'), 'call')
    op.create_check_constraint(op.f('ck_call_committed'), 'call', COMMITTED)
