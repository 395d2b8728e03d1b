"""`ivr talk`: what an agent does in a talk, beside the telephone."""

from contextlib import closing

import click

from ivr.app import utc_now
from ivr.cli.local import settings
from ivr.compiler.compile import compile_folder
from ivr.errors import IVRError
from ivr.service.actions import DECLARATIONS
from ivr.service.deeds import KNOWN, do
from ivr.service.moves import Moves
from ivr.service.talks import Talks
from ivr.storage import open_store


@click.command(
    help=f"""Do something in the talk of the agent with this staff number: {KNOWN}.

    It is done by `ivr worker` within a second. Reads the settings of the web server. Exit code 0: it is wished; 2: it cannot be, and
    nothing was changed.

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
            do(Talks(store, utc_now), Moves(store, compile_folder(config.menus, DECLARATIONS), utc_now), staff, words)
    except IVRError as error:
        click.echo(str(error), err=True)
        raise SystemExit(2) from None
