"""what answers save or spare"""

import sqlalchemy as sa
from alembic import op

revision = 'd94e7b20c6f1'
down_revision = '8c21d9f4e0ab'
branch_labels = None
depends_on = None

COUNTED = "counted_under_id IS NULL AND taken_back_at IS NULL"


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=30)


def _line(name: str, length: int) -> sa.Column:
    return sa.Column(name, sa.String(length=length), nullable=False)


def upgrade() -> None:
    op.create_table(
        'benefit',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('answer_id', sa.Integer(), nullable=False),
        sa.Column('outcome_id', sa.Integer(), nullable=True),
        sa.Column('kind', _words('benefitkind', 'cashable', 'non_cashable', 'avoided_demand'), nullable=False),
        _line('what', 200),
        sa.Column('amount', sa.Float(), nullable=False),
        sa.Column('unit', _words('benefitunit', 'pounds', 'hours', 'contacts'), nullable=False),
        sa.Column('since', sa.Date(), nullable=True),
        sa.Column('cost_once', sa.Float(), nullable=False),
        sa.Column('cost_yearly', sa.Float(), nullable=False),
        _line('who_benefits', 200),
        _line('owner_name', 80),
        _line('owner_role', 120),
        sa.Column('confidence', _words('confidence', 'low', 'medium', 'high'), nullable=False),
        _line('source', 200),
        _line('budget_line', 120),
        sa.Column('counted_under_id', sa.Integer(), nullable=True),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('taken_back_at', sa.DateTime(timezone=True), nullable=True),
        _line('taken_back_because', 300),
        sa.CheckConstraint('amount > 0 AND cost_once >= 0 AND cost_yearly >= 0', name=op.f('ck_benefit_amounts')),
        sa.ForeignKeyConstraint(['answer_id'], ['answer.id'], name=op.f('fk_benefit_answer_id')),
        sa.ForeignKeyConstraint(['outcome_id'], ['outcome.id'], name=op.f('fk_benefit_outcome_id')),
        sa.ForeignKeyConstraint(['counted_under_id'], ['benefit.id'], name=op.f('fk_benefit_counted_under_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_benefit')),
    )
    op.create_index(op.f('ix_benefit_answer_id'), 'benefit', ['answer_id'])
    op.create_index(op.f('ix_benefit_counted_under_id'), 'benefit', ['counted_under_id'])
    op.create_index('uq_benefit_measure', 'benefit', ['outcome_id', 'kind'], unique=True,
                    postgresql_where=sa.text(COUNTED))
    op.create_index('uq_benefit_budget_line', 'benefit', [sa.text('lower(budget_line)')], unique=True,
                    postgresql_where=sa.text(f"{COUNTED} AND budget_line <> ''"))
