"""Alembic's door: one transaction for each migration, on the connection that `folkmoot migrate` gives."""

from alembic import context
from sqlalchemy import Connection

from models import database, tables


def run(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=tables.metadata, transaction_per_migration=True,
                      include_name=_ours)
    with context.begin_transaction():
        context.run_migrations()


def _ours(name: str | None, kind: str, parents: object) -> bool:
    return kind != "table" or not (name or "").startswith("procrastinate_")


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with database.engine().connect() as own:
        run(own)
