"""first tables"""

from alembic import op
import sqlalchemy as sa
from pgvector.sqlalchemy import Vector
from procrastinate.schema import SchemaManager
from procrastinate.sync_psycopg_connector import SyncPsycopgConnector
from sqlalchemy.dialects import postgresql

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS vector")
    # On the driver's own cursor: the schema's text has percent signs that are not placeholders.
    jobs = SchemaManager(connector=SyncPsycopgConnector()).get_schema()
    op.get_bind().connection.driver_connection.execute(jobs)
    op.create_table('formkey',
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('leads_to', sa.String(length=500), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('key', 'account_id', name=op.f('pk_formkey'))
    )
    op.create_table('limitcount',
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('subject', sa.String(length=64), nullable=False),
    sa.Column('window', sa.Integer(), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('name', 'subject', 'window', name=op.f('pk_limitcount'))
    )
    op.create_table('mail',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('to', sa.String(length=254), nullable=False),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('html', sa.String(), nullable=False),
    sa.Column('unsubscribe', sa.String(length=400), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('claimed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('error', sa.String(length=300), nullable=False),
    sa.Column('secret', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mail'))
    )
    op.create_index(op.f('ix_mail_to'), 'mail', ['to'], unique=False)
    op.create_table('setback',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('task', sa.String(length=60), nullable=False),
    sa.Column('arguments', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('error', sa.String(length=500), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('retried_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_setback'))
    )
    op.create_table('team',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('body', sa.String(length=120), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_team')),
    sa.UniqueConstraint('name', name=op.f('uq_team_name'))
    )
    op.create_table('account',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('private', sa.Boolean(), nullable=False),
    sa.Column('role', sa.Enum('citizen', 'staff', 'policy', 'moderator', 'administrator', name='role', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('team_id', sa.Integer(), nullable=True),
    sa.Column('job', sa.String(length=80), nullable=False),
    sa.Column('mail_choice', sa.Enum('at_once', 'daily', 'weekly', 'never', name='mailchoice', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_account_team_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account')),
    sa.UniqueConstraint('email', name=op.f('uq_account_email'))
    )
    op.create_index(op.f('ix_account_team_id'), 'account', ['team_id'], unique=False)
    op.create_table('call',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('question', sa.String(length=160), nullable=False),
    sa.Column('summary', sa.String(), nullable=False),
    sa.Column('sponsor', sa.String(length=120), nullable=False),
    sa.Column('sponsor_role', sa.String(length=160), nullable=False),
    sa.Column('can_change', sa.String(), nullable=False),
    sa.Column('cannot_change', sa.String(), nullable=False),
    sa.Column('decides', sa.String(length=300), nullable=False),
    sa.Column('team_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.Enum('draft', 'open', 'reading', 'answered', name='callstate', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('opens_on', sa.Date(), nullable=True),
    sa.Column('closes_on', sa.Date(), nullable=True),
    sa.Column('answer_by', sa.Date(), nullable=True),
    sa.Column('source', sa.String(length=120), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state = 'draft' OR (can_change <> '' AND cannot_change <> '' AND decides <> '' AND answer_by IS NOT NULL)", name=op.f('ck_call_committed')),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_call_team_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_call'))
    )
    op.create_index(op.f('ix_call_source'), 'call', ['source'], unique=False)
    op.create_index(op.f('ix_call_team_id'), 'call', ['team_id'], unique=False)
    op.create_table('grouping',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('call_id', sa.Integer(), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('error', sa.String(), nullable=False),
    sa.Column('progress', sa.String(length=120), nullable=False),
    sa.Column('figures', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.ForeignKeyConstraint(['asked_by_id'], ['account.id'], name=op.f('fk_grouping_asked_by_id')),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_grouping_call_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_grouping'))
    )
    op.create_index(op.f('ix_grouping_asked_by_id'), 'grouping', ['asked_by_id'], unique=False)
    op.create_index(op.f('ix_grouping_call_id'), 'grouping', ['call_id'], unique=False)
    op.create_index('uq_grouping_running', 'grouping', ['call_id'], unique=True, postgresql_where=sa.text('finished_at IS NULL'))
    op.create_table('signedin',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key_hash', sa.String(length=64), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('agent', sa.String(length=120), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_signedin_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signedin')),
    sa.UniqueConstraint('key_hash', name=op.f('uq_signedin_key_hash'))
    )
    op.create_index(op.f('ix_signedin_account_id'), 'signedin', ['account_id'], unique=False)
    op.create_table('textstate',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('call_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.String(length=64), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_textstate_call_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_textstate'))
    )
    op.create_index(op.f('ix_textstate_call_id'), 'textstate', ['call_id'], unique=False)
    op.create_index(op.f('ix_textstate_version'), 'textstate', ['version'], unique=False)
    op.create_table('theme',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('call_id', sa.Integer(), nullable=True),
    sa.Column('title', sa.String(length=100), nullable=False),
    sa.Column('description', sa.String(length=500), nullable=False),
    sa.Column('named_by_id', sa.Integer(), nullable=True),
    sa.Column('touched_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('merged_into_id', sa.Integer(), nullable=True),
    sa.Column('retired_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ideas_count', sa.Integer(), nullable=False),
    sa.Column('staff_count', sa.Integer(), nullable=False),
    sa.Column('x', sa.Float(), nullable=False),
    sa.Column('y', sa.Float(), nullable=False),
    sa.Column('centre', Vector(), nullable=True),
    sa.Column('version', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_theme_call_id')),
    sa.ForeignKeyConstraint(['merged_into_id'], ['theme.id'], name=op.f('fk_theme_merged_into_id')),
    sa.ForeignKeyConstraint(['named_by_id'], ['account.id'], name=op.f('fk_theme_named_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_theme'))
    )
    op.create_index(op.f('ix_theme_call_id'), 'theme', ['call_id'], unique=False)
    op.create_index(op.f('ix_theme_merged_into_id'), 'theme', ['merged_into_id'], unique=False)
    op.create_index(op.f('ix_theme_named_by_id'), 'theme', ['named_by_id'], unique=False)
    op.create_table('change',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('grouping_id', sa.Integer(), nullable=False),
    sa.Column('call_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('new', 'move', 'merge', 'split', 'retire', name='changekind', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('state', sa.Enum('open', 'accepted', 'refused', 'outdated', name='changestate', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('theme_id', sa.Integer(), nullable=True),
    sa.Column('other_theme_id', sa.Integer(), nullable=True),
    sa.Column('title', sa.String(length=100), nullable=False),
    sa.Column('idea_ids', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('why', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('confidence', sa.Float(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_change_call_id')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['account.id'], name=op.f('fk_change_decided_by_id')),
    sa.ForeignKeyConstraint(['grouping_id'], ['grouping.id'], name=op.f('fk_change_grouping_id')),
    sa.ForeignKeyConstraint(['other_theme_id'], ['theme.id'], name=op.f('fk_change_other_theme_id')),
    sa.ForeignKeyConstraint(['theme_id'], ['theme.id'], name=op.f('fk_change_theme_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_change'))
    )
    op.create_index(op.f('ix_change_call_id'), 'change', ['call_id'], unique=False)
    op.create_index(op.f('ix_change_decided_by_id'), 'change', ['decided_by_id'], unique=False)
    op.create_index(op.f('ix_change_grouping_id'), 'change', ['grouping_id'], unique=False)
    op.create_index(op.f('ix_change_other_theme_id'), 'change', ['other_theme_id'], unique=False)
    op.create_index(op.f('ix_change_theme_id'), 'change', ['theme_id'], unique=False)
    op.create_table('idea',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('reference', sa.String(length=16), nullable=False),
    sa.Column('kind', sa.Enum('idea', 'improvement', name='kind', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('status', sa.Enum('received', 'published', 'grouped', 'considered', 'answered', 'tested', 'delivered', 'measured', 'joined', 'withdrawn', name='status', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('body', sa.String(), nullable=False),
    sa.Column('place', sa.String(length=100), nullable=False),
    sa.Column('channel', sa.Enum('web', 'paper', 'phone', 'imported', name='channel', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('author_private', sa.Boolean(), nullable=False),
    sa.Column('call_id', sa.Integer(), nullable=True),
    sa.Column('theme_id', sa.Integer(), nullable=True),
    sa.Column('joined_id', sa.Integer(), nullable=True),
    sa.Column('source_key', sa.String(length=120), nullable=True),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('edited_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('hidden_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('supports_count', sa.Integer(), nullable=False),
    sa.Column('staff_supports_count', sa.Integer(), nullable=False),
    sa.Column('comments_count', sa.Integer(), nullable=False),
    sa.Column('lot', sa.Integer(), nullable=False),
    sa.Column('search', postgresql.TSVECTOR(), sa.Computed("setweight(to_tsvector('english', title), 'A') || to_tsvector('english', left(body, 20000))", persisted=True), nullable=True),
    sa.ForeignKeyConstraint(['author_id'], ['account.id'], name=op.f('fk_idea_author_id')),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_idea_call_id')),
    sa.ForeignKeyConstraint(['joined_id'], ['idea.id'], name=op.f('fk_idea_joined_id')),
    sa.ForeignKeyConstraint(['theme_id'], ['theme.id'], name=op.f('fk_idea_theme_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_idea')),
    sa.UniqueConstraint('reference', name=op.f('uq_idea_reference')),
    sa.UniqueConstraint('source_key', name=op.f('uq_idea_source_key'))
    )
    op.create_index(op.f('ix_idea_author_id'), 'idea', ['author_id'], unique=False)
    op.create_index(op.f('ix_idea_call_id'), 'idea', ['call_id'], unique=False)
    op.create_index('ix_idea_discussed', 'idea', [sa.literal_column('comments_count DESC'), sa.literal_column('id DESC')], unique=False)
    op.create_index(op.f('ix_idea_joined_id'), 'idea', ['joined_id'], unique=False)
    op.create_index('ix_idea_listed', 'idea', ['status', 'call_id', 'theme_id', 'kind'], unique=False, postgresql_where=sa.text('hidden_at IS NULL'))
    op.create_index(op.f('ix_idea_lot'), 'idea', ['lot'], unique=False)
    op.create_index('ix_idea_newest', 'idea', [sa.literal_column('proposed_at DESC'), sa.literal_column('id DESC')], unique=False)
    op.create_index('ix_idea_place', 'idea', [sa.literal_column('lower(place)')], unique=False)
    op.create_index('ix_idea_search', 'idea', ['search'], unique=False, postgresql_using='gin')
    op.create_index('ix_idea_supported', 'idea', [sa.literal_column('supports_count DESC'), sa.literal_column('id DESC')], unique=False)
    op.create_index(op.f('ix_idea_theme_id'), 'idea', ['theme_id'], unique=False)
    op.create_table('analysis',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('idea_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.String(length=64), nullable=False),
    sa.Column('vector', Vector(), nullable=True),
    sa.Column('language', sa.String(length=5), nullable=False),
    sa.Column('findings', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['idea_id'], ['idea.id'], name=op.f('fk_analysis_idea_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_analysis'))
    )
    op.create_index(op.f('ix_analysis_idea_id'), 'analysis', ['idea_id'], unique=True)
    op.create_index(op.f('ix_analysis_version'), 'analysis', ['version'], unique=False)
    op.create_table('answer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('theme_id', sa.Integer(), nullable=True),
    sa.Column('idea_id', sa.Integer(), nullable=True),
    sa.Column('verdict', sa.Enum('doing', 'part', 'already', 'no', 'passed', name='verdict', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('passed_to', sa.String(length=120), nullable=False),
    sa.Column('summary', sa.String(length=200), nullable=False),
    sa.Column('body', sa.String(), nullable=False),
    sa.Column('signed_name', sa.String(length=80), nullable=False),
    sa.Column('signed_role', sa.String(length=120), nullable=False),
    sa.Column('team_id', sa.Integer(), nullable=True),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('drafted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('told_count', sa.Integer(), nullable=False),
    sa.CheckConstraint('num_nonnulls(theme_id, idea_id) = 1', name=op.f('ck_answer_one_thing')),
    sa.ForeignKeyConstraint(['author_id'], ['account.id'], name=op.f('fk_answer_author_id')),
    sa.ForeignKeyConstraint(['idea_id'], ['idea.id'], name=op.f('fk_answer_idea_id')),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_answer_team_id')),
    sa.ForeignKeyConstraint(['theme_id'], ['theme.id'], name=op.f('fk_answer_theme_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_answer'))
    )
    op.create_index(op.f('ix_answer_author_id'), 'answer', ['author_id'], unique=False)
    op.create_index(op.f('ix_answer_idea_id'), 'answer', ['idea_id'], unique=False)
    op.create_index(op.f('ix_answer_team_id'), 'answer', ['team_id'], unique=False)
    op.create_index(op.f('ix_answer_theme_id'), 'answer', ['theme_id'], unique=False)
    op.create_table('comment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('idea_id', sa.Integer(), nullable=False),
    sa.Column('parent_id', sa.Integer(), nullable=True),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('body', sa.String(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('edited_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('hidden_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('useful_count', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['account.id'], name=op.f('fk_comment_author_id')),
    sa.ForeignKeyConstraint(['idea_id'], ['idea.id'], name=op.f('fk_comment_idea_id')),
    sa.ForeignKeyConstraint(['parent_id'], ['comment.id'], name=op.f('fk_comment_parent_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_comment'))
    )
    op.create_index(op.f('ix_comment_author_id'), 'comment', ['author_id'], unique=False)
    op.create_index('ix_comment_idea_id_id', 'comment', ['idea_id', 'id'], unique=False)
    op.create_index(op.f('ix_comment_parent_id'), 'comment', ['parent_id'], unique=False)
    op.create_table('draft',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('call_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.Enum('idea', 'improvement', name='kind', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('today', sa.String(), nullable=False),
    sa.Column('better', sa.String(), nullable=False),
    sa.Column('place', sa.String(), nullable=False),
    sa.Column('waste', sa.String(), nullable=False),
    sa.Column('small_test', sa.String(), nullable=False),
    sa.Column('saving', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('email', sa.String(), nullable=False),
    sa.Column('private', sa.Boolean(), nullable=False),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('idea_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_draft_account_id')),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_draft_call_id')),
    sa.ForeignKeyConstraint(['idea_id'], ['idea.id'], name=op.f('fk_draft_idea_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draft')),
    sa.UniqueConstraint('key', name=op.f('uq_draft_key'))
    )
    op.create_index(op.f('ix_draft_account_id'), 'draft', ['account_id'], unique=False)
    op.create_index(op.f('ix_draft_call_id'), 'draft', ['call_id'], unique=False)
    op.create_index(op.f('ix_draft_idea_id'), 'draft', ['idea_id'], unique=False)
    op.create_table('improvement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('idea_id', sa.Integer(), nullable=False),
    sa.Column('waste', sa.Enum('transport', 'inventory', 'motion', 'waiting', 'overproduction', 'overprocessing', 'defects', 'skills', name='waste', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('small_test', sa.String(length=2000), nullable=False),
    sa.Column('saving', sa.String(length=2000), nullable=False),
    sa.ForeignKeyConstraint(['idea_id'], ['idea.id'], name=op.f('fk_improvement_idea_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_improvement'))
    )
    op.create_index(op.f('ix_improvement_idea_id'), 'improvement', ['idea_id'], unique=True)
    op.create_table('membership',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('theme_id', sa.Integer(), nullable=False),
    sa.Column('idea_id', sa.Integer(), nullable=False),
    sa.Column('primary', sa.Boolean(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('score', sa.Float(), nullable=False),
    sa.Column('begins', sa.Integer(), nullable=False),
    sa.Column('ends', sa.Integer(), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('terms', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('nearest', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_membership_by_id')),
    sa.ForeignKeyConstraint(['idea_id'], ['idea.id'], name=op.f('fk_membership_idea_id')),
    sa.ForeignKeyConstraint(['theme_id'], ['theme.id'], name=op.f('fk_membership_theme_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_membership')),
    sa.UniqueConstraint('idea_id', 'theme_id', name=op.f('uq_membership_idea_id'))
    )
    op.create_index(op.f('ix_membership_by_id'), 'membership', ['by_id'], unique=False)
    op.create_index(op.f('ix_membership_theme_id'), 'membership', ['theme_id'], unique=False)
    op.create_table('signin',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('nonce', sa.String(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('direct', sa.Boolean(), nullable=False),
    sa.Column('idea_id', sa.Integer(), nullable=True),
    sa.Column('next_path', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['idea_id'], ['idea.id'], name=op.f('fk_signin_idea_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signin'))
    )
    op.create_index(op.f('ix_signin_email'), 'signin', ['email'], unique=False)
    op.create_index(op.f('ix_signin_idea_id'), 'signin', ['idea_id'], unique=False)
    op.create_table('subscription',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('idea_id', sa.Integer(), nullable=True),
    sa.Column('call_id', sa.Integer(), nullable=True),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('num_nonnulls(idea_id, call_id) = 1', name=op.f('ck_subscription_one_thing')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_subscription_account_id')),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_subscription_call_id')),
    sa.ForeignKeyConstraint(['idea_id'], ['idea.id'], name=op.f('fk_subscription_idea_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_subscription')),
    sa.UniqueConstraint('account_id', 'call_id', name='uq_subscription_account_call'),
    sa.UniqueConstraint('account_id', 'idea_id', name=op.f('uq_subscription_account_id'))
    )
    op.create_index(op.f('ix_subscription_call_id'), 'subscription', ['call_id'], unique=False)
    op.create_index(op.f('ix_subscription_idea_id'), 'subscription', ['idea_id'], unique=False)
    op.create_table('support',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('idea_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('by_staff', sa.Boolean(), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_support_account_id')),
    sa.ForeignKeyConstraint(['idea_id'], ['idea.id'], name=op.f('fk_support_idea_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_support')),
    sa.UniqueConstraint('idea_id', 'account_id', name=op.f('uq_support_idea_id'))
    )
    op.create_index(op.f('ix_support_account_id'), 'support', ['account_id'], unique=False)
    op.create_table('themequote',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('theme_id', sa.Integer(), nullable=False),
    sa.Column('idea_id', sa.Integer(), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('begins', sa.Integer(), nullable=False),
    sa.Column('ends', sa.Integer(), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['idea_id'], ['idea.id'], name=op.f('fk_themequote_idea_id')),
    sa.ForeignKeyConstraint(['theme_id'], ['theme.id'], name=op.f('fk_themequote_theme_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_themequote'))
    )
    op.create_index(op.f('ix_themequote_idea_id'), 'themequote', ['idea_id'], unique=False)
    op.create_index(op.f('ix_themequote_theme_id'), 'themequote', ['theme_id'], unique=False)
    op.create_table('commitment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('answer_id', sa.Integer(), nullable=False),
    sa.Column('promise', sa.String(length=300), nullable=False),
    sa.Column('who', sa.String(length=120), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('delivered_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['answer_id'], ['answer.id'], name=op.f('fk_commitment_answer_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_commitment'))
    )
    op.create_index(op.f('ix_commitment_answer_id'), 'commitment', ['answer_id'], unique=False)
    op.create_table('decision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('hide', 'restore', 'keep', name='decisionkind', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('idea_id', sa.Integer(), nullable=False),
    sa.Column('comment_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_decision_by_id')),
    sa.ForeignKeyConstraint(['comment_id'], ['comment.id'], name=op.f('fk_decision_comment_id')),
    sa.ForeignKeyConstraint(['idea_id'], ['idea.id'], name=op.f('fk_decision_idea_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decision'))
    )
    op.create_index(op.f('ix_decision_by_id'), 'decision', ['by_id'], unique=False)
    op.create_index(op.f('ix_decision_comment_id'), 'decision', ['comment_id'], unique=False)
    op.create_index(op.f('ix_decision_idea_id'), 'decision', ['idea_id'], unique=False)
    op.create_table('event',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('idea_id', sa.Integer(), nullable=True),
    sa.Column('comment_id', sa.Integer(), nullable=True),
    sa.Column('call_id', sa.Integer(), nullable=True),
    sa.Column('theme_id', sa.Integer(), nullable=True),
    sa.Column('answer_id', sa.Integer(), nullable=True),
    sa.Column('data', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.ForeignKeyConstraint(['answer_id'], ['answer.id'], name=op.f('fk_event_answer_id')),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_event_by_id')),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_event_call_id')),
    sa.ForeignKeyConstraint(['comment_id'], ['comment.id'], name=op.f('fk_event_comment_id')),
    sa.ForeignKeyConstraint(['idea_id'], ['idea.id'], name=op.f('fk_event_idea_id')),
    sa.ForeignKeyConstraint(['theme_id'], ['theme.id'], name=op.f('fk_event_theme_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event'))
    )
    op.create_index(op.f('ix_event_answer_id'), 'event', ['answer_id'], unique=False)
    op.create_index(op.f('ix_event_by_id'), 'event', ['by_id'], unique=False)
    op.create_index(op.f('ix_event_call_id'), 'event', ['call_id'], unique=False)
    op.create_index(op.f('ix_event_comment_id'), 'event', ['comment_id'], unique=False)
    op.create_index('ix_event_idea_id_id', 'event', ['idea_id', 'id'], unique=False)
    op.create_index(op.f('ix_event_kind'), 'event', ['kind'], unique=False)
    op.create_index(op.f('ix_event_theme_id'), 'event', ['theme_id'], unique=False)
    op.create_table('flag',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('idea_id', sa.Integer(), nullable=False),
    sa.Column('comment_id', sa.Integer(), nullable=True),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('concern', sa.Enum('private', 'abuse', 'danger', 'spam', 'wrong', name='concern', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('note', sa.String(length=1000), nullable=False),
    sa.Column('raised_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('num_nonnulls(idea_id, comment_id) >= 1', name=op.f('ck_flag_something')),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_flag_by_id')),
    sa.ForeignKeyConstraint(['comment_id'], ['comment.id'], name=op.f('fk_flag_comment_id')),
    sa.ForeignKeyConstraint(['idea_id'], ['idea.id'], name=op.f('fk_flag_idea_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_flag'))
    )
    op.create_index(op.f('ix_flag_by_id'), 'flag', ['by_id'], unique=False)
    op.create_index('uq_flag_open_comment', 'flag', ['comment_id', 'by_id'], unique=True, postgresql_where=sa.text('settled_at IS NULL'))
    op.create_index('uq_flag_open_idea', 'flag', ['idea_id', 'by_id'], unique=True, postgresql_where=sa.text('settled_at IS NULL AND comment_id IS NULL'))
    op.create_table('outcome',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('answer_id', sa.Integer(), nullable=False),
    sa.Column('measure', sa.String(length=200), nullable=False),
    sa.Column('unit', sa.String(length=40), nullable=False),
    sa.Column('baseline', sa.Float(), nullable=False),
    sa.Column('baseline_on', sa.Date(), nullable=False),
    sa.Column('baseline_source', sa.String(length=200), nullable=False),
    sa.Column('target', sa.Float(), nullable=True),
    sa.Column('read_by', sa.Date(), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['answer_id'], ['answer.id'], name=op.f('fk_outcome_answer_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outcome'))
    )
    op.create_index(op.f('ix_outcome_answer_id'), 'outcome', ['answer_id'], unique=False)
    op.create_table('reply',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('answer_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('heard', sa.Enum('answered', 'partly', 'not', name='heard', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('sentence', sa.String(length=500), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_reply_account_id')),
    sa.ForeignKeyConstraint(['answer_id'], ['answer.id'], name=op.f('fk_reply_answer_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reply')),
    sa.UniqueConstraint('answer_id', 'account_id', name=op.f('uq_reply_answer_id'))
    )
    op.create_index(op.f('ix_reply_account_id'), 'reply', ['account_id'], unique=False)
    op.create_table('revision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('idea_id', sa.Integer(), nullable=True),
    sa.Column('comment_id', sa.Integer(), nullable=True),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('body', sa.String(), nullable=False),
    sa.Column('kept_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['comment_id'], ['comment.id'], name=op.f('fk_revision_comment_id')),
    sa.ForeignKeyConstraint(['idea_id'], ['idea.id'], name=op.f('fk_revision_idea_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_revision'))
    )
    op.create_index(op.f('ix_revision_comment_id'), 'revision', ['comment_id'], unique=False)
    op.create_index(op.f('ix_revision_idea_id'), 'revision', ['idea_id'], unique=False)
    op.create_table('useful',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('comment_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_useful_account_id')),
    sa.ForeignKeyConstraint(['comment_id'], ['comment.id'], name=op.f('fk_useful_comment_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_useful')),
    sa.UniqueConstraint('comment_id', 'account_id', name=op.f('uq_useful_comment_id'))
    )
    op.create_index(op.f('ix_useful_account_id'), 'useful', ['account_id'], unique=False)
    op.create_table('notification',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.BigInteger(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('idea_id', sa.Integer(), nullable=True),
    sa.Column('answer_id', sa.Integer(), nullable=True),
    sa.Column('data', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('mail_id', sa.Integer(), nullable=True),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_notification_account_id')),
    sa.ForeignKeyConstraint(['answer_id'], ['answer.id'], name=op.f('fk_notification_answer_id')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_notification_event_id')),
    sa.ForeignKeyConstraint(['idea_id'], ['idea.id'], name=op.f('fk_notification_idea_id')),
    sa.ForeignKeyConstraint(['mail_id'], ['mail.id'], name=op.f('fk_notification_mail_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notification')),
    sa.UniqueConstraint('event_id', 'account_id', name=op.f('uq_notification_event_id'))
    )
    op.create_index(op.f('ix_notification_account_id'), 'notification', ['account_id'], unique=False)
    op.create_index(op.f('ix_notification_answer_id'), 'notification', ['answer_id'], unique=False)
    op.create_index(op.f('ix_notification_idea_id'), 'notification', ['idea_id'], unique=False)
    op.create_index(op.f('ix_notification_mail_id'), 'notification', ['mail_id'], unique=False)
    op.create_table('reading',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('outcome_id', sa.Integer(), nullable=False),
    sa.Column('value', sa.Float(), nullable=False),
    sa.Column('read_on', sa.Date(), nullable=False),
    sa.Column('note', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['outcome_id'], ['outcome.id'], name=op.f('fk_reading_outcome_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reading'))
    )
    op.create_index(op.f('ix_reading_outcome_id'), 'reading', ['outcome_id'], unique=False)
