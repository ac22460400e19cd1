"""For the machines that watch over the site."""

from sqlalchemy import text
from starlette.responses import JSONResponse, Response

from web.kit.visit import Visit


def health(visit: Visit) -> Response:
    """The process answers."""
    return JSONResponse({"status": "well"})


def ready(visit: Visit) -> Response:
    """The database answers too, and is migrated."""
    version = visit.db.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    return JSONResponse({"status": "ready", "schema": version})
