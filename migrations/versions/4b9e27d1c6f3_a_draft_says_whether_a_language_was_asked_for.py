"""a draft says whether a language was asked for"""

from alembic import op

revision = '4b9e27d1c6f3'
down_revision = 'b7e3d0a915c4'
branch_labels = None
depends_on = None

NOT_ASKED = "UPDATE draft SET language = NULL WHERE language = 'en'"  # what every draft from before was given


def upgrade() -> None:
    op.alter_column('draft', 'language', nullable=True)
    op.execute(NOT_ASKED)
