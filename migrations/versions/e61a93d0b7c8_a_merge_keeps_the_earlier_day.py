"""a merge keeps the earlier day"""

import sqlalchemy as sa
from alembic import op

revision = 'e61a93d0b7c8'
down_revision = 'c27f80b5d914'
branch_labels = None
depends_on = None

# What counted so far goes on counting: a theme's own day before those of its parts. Of several parts, the earliest.
OWN_FIRST = """
UPDATE delay SET stands = false FROM theme part WHERE part.id = delay.theme_id AND EXISTS (
    SELECT 1 FROM delay own WHERE own.theme_id = part.merged_into_id)
"""
EARLIEST_PART = """
WITH last AS (
    SELECT DISTINCT ON (d.theme_id) d.theme_id, d.new_by, part.merged_into_id AS whole
    FROM delay d JOIN theme part ON part.id = d.theme_id
    WHERE part.merged_into_id IS NOT NULL AND d.stands ORDER BY d.theme_id, d.id DESC
), kept AS (SELECT DISTINCT ON (whole) whole, theme_id FROM last ORDER BY whole, new_by, theme_id)
UPDATE delay SET stands = false FROM last JOIN kept ON kept.whole = last.whole
WHERE delay.theme_id = last.theme_id AND last.theme_id <> kept.theme_id
"""


def upgrade() -> None:
    op.add_column('delay', sa.Column('stands', sa.Boolean(), nullable=False, server_default=sa.true()))
    op.execute(OWN_FIRST)
    op.execute(EARLIEST_PART)
