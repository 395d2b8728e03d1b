"""The menus in force: compiled, kept for the calls that outlive them, and taken up anew."""

import logging
from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

from ivr.calendar import known_until
from ivr.compiler import artifact
from ivr.compiler.compile import compile_folder
from ivr.compiler.library import Library
from ivr.config import Config
from ivr.errors import IVRError
from ivr.flow.graph import Flow
from ivr.service.actions import DECLARATIONS
from ivr.service.retention import days_kept
from ivr.storage import open_store
from ivr.storage.base import Store


def load_menus(folder: Path, today: date) -> Flow:
    """Compile the menus. Raises MenuError or ConfigError. Holidays that have run out are told of loudly, but the line still answers."""
    flow = compile_folder(folder, DECLARATIONS)
    days_kept(flow)
    for name, hours in flow.hours.items():
        if (last := known_until(hours)) and today > last:
            logging.getLogger(__name__).error("the holidays of %s are known up to %s: `ivr lint` says what to do", name, last)
    return flow


def reload(config: Config, library: Library, clock: Callable[[], datetime]) -> None:
    """Answer new calls by the menus as their folder has them now. Those that cannot be used change nothing, and the log says why."""
    log = logging.getLogger(__name__)
    try:
        now = clock()
        flow = load_menus(config.menus, now.date())
        keep_menus(config, flow, now)
    except IVRError as error:
        log.error("the menus are not taken up, calls go on with those before: %s", error)
    except Exception:  # whoever asked for it is the process that holds all others
        log.exception("the menus are not taken up, calls go on with those before")
    else:
        library.take_up(flow)
        log.info("the next call hears the menus of version %s", flow.version)


def keep_menus(config: Config, flow: Flow, now: datetime) -> None:
    """Keep the menus in force for calls that outlive them, if the database is ready.

    Uses a store of its own: no connection survives into a fork.
    """
    with closing(open_store(config.database_url, config.secret_key.get_secret_value())) as store:
        store.ready()
        with store.unit() as unit:
            unit.store_flow(flow.version, artifact.to_json(flow), now)


def kept_menus(store: Store, version: str) -> Flow | None:
    """Read menus that were in force when a call began; None, logged, when they cannot be had."""
    text = store.read_flow(version)
    if text is None:
        return None
    try:
        return artifact.from_json(text, DECLARATIONS)
    except (KeyError, TypeError, ValueError):
        logging.getLogger(__name__).exception("menu version %s cannot be read by this program", version)
        return None
