"""Whether the process lives, and whether it can take calls."""

from flask import Blueprint, Response, jsonify

from ivr.errors import StorageError
from ivr.web.services import services

health = Blueprint("health", __name__, url_prefix="/health")


@health.get("/live")
def live() -> Response:
    """The process answers."""
    return jsonify(status="alive")


@health.get("/ready")
def ready() -> tuple[Response, int]:
    """The database answers and is migrated, and menus are loaded; and what staff have switched on, as this process knows it."""
    try:
        services().turns.store.ready()
    except StorageError as error:
        return jsonify(status="not ready", why=str(error)), 503
    on = [{"kind": each.kind, "queue": each.queue, "until": each.until.isoformat()} for each in services().world.switches]
    return jsonify(status="ready", menus=services().flow.version, switched_on=on), 200
