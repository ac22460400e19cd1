"""folkmoot migrate"""

from models import database, migrating


def migrate() -> None:
    """Bring the database up to date. Safe to run again, and while the site runs."""
    migrating.bring_up_to_date(database.engine())
    print("The database is up to date.")
