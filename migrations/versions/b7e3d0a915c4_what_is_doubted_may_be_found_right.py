"""what is doubted may be found right as it is"""

from alembic import op

revision = 'b7e3d0a915c4'
down_revision = 'b7d30e91c4a6'
branch_labels = None
depends_on = None

KINDS = "kind IN ('moved', 'split', 'kept', 'merged', 'closed', 'refused', 'found-right')"


def upgrade() -> None:
    op.drop_constraint(op.f('ck_act_actkind'), 'act')
    op.create_check_constraint(op.f('ck_act_actkind'), 'act', KINDS)
