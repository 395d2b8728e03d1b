"""Calls we make: to agents, and back to callers, from the number that callers are told of."""

from collections.abc import Iterator
from contextlib import closing

from ivr.app import utc_now
from ivr.cli.doctor.finding import Finding, Installation, NotLooked
from ivr.compiler.compile import compile_folder
from ivr.errors import ConfigError, MenuError, StorageError
from ivr.service.actions import DECLARATIONS
from ivr.settled import find_tokens
from ivr.storage import open_store
from ivr.storage.floor_records import BROWSER

TOLD = "hotline"
"""The fact that is spoken as the number a callback comes from."""


def calls(at: Installation) -> Iterator[Finding]:
    """They are made, and from the number that the menus name: from another one they look like a fraud's."""
    if not at.config.callback_from:
        what = "CALLBACK_FROM is not set: no agent is rung, and no callback is made that callers are promised."
        yield Finding(what, "Write the number of ours that calls are made from.")
        return
    try:
        told = next(iter(compile_folder(at.config.menus, DECLARATIONS).facts.get(TOLD, {}).values()), "")
    except MenuError:
        return  # `menus` tells of it
    if not at.config.callback_from.endswith(told.lstrip("+")):
        ours = at.config.callback_from
        what = f"CALLBACK_FROM is {ours}, and callers are told that {told} rings them: another number looks like a fraud's."
        yield Finding(what, f"Make calls from that number, or name the other one as the fact `{TOLD}` of hotline.yaml.")


def browsers(at: Installation) -> Iterator[Finding | NotLooked]:
    """Agents who answer by browser can be let in."""
    try:
        with closing(open_store(at.config.database_url, at.config.secret_key.get_secret_value())) as store:
            store.ready()
            agents = [agent.id for agent in store.agents() if agent.by == BROWSER]
    except StorageError:
        yield NotLooked("the database is not ready")
        return
    if agents:
        try:
            find_tokens(at.config).token(agents[0], utc_now())
        except ConfigError as error:
            do = "Make it in the carrier's console, or give them telephones."
            yield Finding(f"{', '.join(agents)} cannot answer by browser: {error}", do)
