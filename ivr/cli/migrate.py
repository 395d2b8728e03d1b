"""`ivr migrate`: what runs before the web server and the worker."""

import click

from ivr.config import read
from ivr.errors import IVRError
from ivr.storage.schema import migrate


@click.command("migrate")
def migrate_command() -> None:
    """Bring the database to this program's tables. Safe to run again.

    Reads the same settings as the web server, and wants all that are required, though it uses DATABASE_URL alone.
    """
    try:
        migrate(read().database_url)
    except IVRError as error:
        click.echo(f"Cannot migrate: {error}", err=True)
        raise SystemExit(2) from None
    click.echo("The database is ready.", err=True)
