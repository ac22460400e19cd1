"""the passage that is chosen, and the one that was sent"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = 'b3e90c47d1a6'
down_revision = 'a1c7e5d20f93'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('membership', sa.Column('chosen_by_id', sa.Integer(), nullable=True))
    op.create_foreign_key(op.f('fk_membership_chosen_by_id'), 'membership', 'account', ['chosen_by_id'], ['id'])
    op.add_column('membership', sa.Column('found', postgresql.JSONB(), nullable=False, server_default='{}'))
    op.add_column('coverage', sa.Column('words', sa.String(), nullable=False, server_default=''))
    # The defaults stay: ideas are placed and covered by the thousand, in statements that do not name these columns.
    # What people were told of an answer says which words it went out with; else it is the passage as it stands.
    op.execute("""
        UPDATE coverage SET words = substr(idea.body, place.begins + 1, place.ends - place.begins)
        FROM idea JOIN membership place ON place.idea_id = idea.id AND place."primary"
        WHERE coverage.idea_id = idea.id
            AND substr(idea.body, place.begins + 1, place.ends - place.begins) = place.words
    """)
    op.execute("""
        UPDATE coverage SET words = told.words
        FROM (SELECT DISTINCT ON (n.answer_id, (said->>'idea_id')::int)
                  n.answer_id, (said->>'idea_id')::int AS idea_id, said->>'words' AS words
              FROM notification n, jsonb_array_elements(n.data->'passages') said
              WHERE n.kind IN ('answer.published', 'answer.reached', 'answer.told')
              ORDER BY n.answer_id, (said->>'idea_id')::int, n.id) told
        WHERE coverage.answer_id = told.answer_id AND coverage.idea_id = told.idea_id AND told.words IS NOT NULL
    """)


def downgrade() -> None:
    op.drop_column('coverage', 'words')
    op.drop_column('membership', 'found')
    op.drop_column('membership', 'chosen_by_id')
