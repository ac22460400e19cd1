"""places are found by their words"""

import sqlalchemy as sa
from alembic import op

revision = 'c4d80e51b2aa'
down_revision = '968315f4bcac'
branch_labels = None
depends_on = None


def upgrade() -> None:
    words = sa.literal_column("to_tsvector('simple', place)")
    op.create_index('ix_idea_place_words', 'idea', [words], unique=False, postgresql_using='gin')
    op.drop_index('ix_idea_place', table_name='idea')
