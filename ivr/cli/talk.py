"""`ivr talk`: what an agent does in a talk, beside the telephone."""

import secrets
import time
from contextlib import closing

import click

from ivr.app import utc_now
from ivr.cli.local import settings
from ivr.compiler.compile import compile_folder
from ivr.errors import AgentError, IVRError
from ivr.service.actions import DECLARATIONS
from ivr.service.deeds import KNOWN, do
from ivr.service.moves import Moves
from ivr.service.talks import Talks
from ivr.storage import open_store

PAUSE = ("pause",)
PATIENCE_SECONDS, LOOK_SECONDS = 8.0, 0.1


@click.command(
    help=f"""Do something in the talk of the agent with this staff number: {KNOWN}.

    It is done by `ivr worker` within a second. `pause` has the talk not recorded for two minutes, or until `record`; it waits for
    the carrier's word. Reads the settings of the web server. Exit code 0: it is wished, or paused; 2: it cannot be.

    \b
    Examples:
      ivr talk 1024 hold
      ivr talk 1024 unhold
      ivr talk 1024 transfer payment
    """
)
@click.argument("staff", metavar="STAFF_NUMBER")
@click.argument("words", metavar="WHAT", nargs=-1, required=True)
def talk(staff: str, words: tuple[str, ...]) -> None:
    """Do what is typed."""
    try:
        config = settings()
        with closing(open_store(config.database_url, config.secret_key.get_secret_value())) as store:
            store.ready()
            talks, moves = Talks(store, utc_now, secrets.randbelow), Moves(store, compile_folder(config.menus, DECLARATIONS), utc_now)
            if hint := do(talks, moves, staff, words):
                click.echo(hint)
            if words == PAUSE:
                _wait_until_paused(talks, staff)
    except IVRError as error:
        click.echo(str(error), err=True)
        raise SystemExit(2) from None


def _wait_until_paused(talks: Talks, staff: str) -> None:
    """Say that nothing is recorded when that is certain. Raises AgentError when it is not."""
    until = time.monotonic() + PATIENCE_SECONDS
    while (is_paused := talks.is_paused(staff)) is None and time.monotonic() < until:
        time.sleep(LOOK_SECONDS)
    if not is_paused:
        what = "has not said that it does" if is_paused is None else "does not"
        raise AgentError(f"The talk is still recorded: the carrier was asked to pause it and {what}. Do not ask for anything secret now.")
    click.echo(f"The talk of agent {staff} is not recorded for two minutes.")
