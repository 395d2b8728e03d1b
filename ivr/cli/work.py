"""`ivr worker` and `ivr migrate`: what runs beside the web server, and before it."""

import signal
import threading

import click

from ivr.app import build, configure_logs
from ivr.config import read
from ivr.errors import IVRError, StorageError
from ivr.storage.schema import migrate

PAUSE_SECONDS = 1.0


@click.command()
def worker() -> None:
    """Do what calls leave to be done: close them after hang-up, and later send and fetch.

    Reads the same settings as the web server. Any number of workers may run; Ctrl-C or SIGTERM ends one after its job.
    """
    configure_logs()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    try:
        application = build(read())
    except IVRError as error:
        click.echo(f"Cannot start: {error}", err=True)
        raise SystemExit(2) from None
    while not stop.is_set():
        try:
            taken = application.worker.work()
        except StorageError as error:
            click.echo(f"The store failed, trying again: {error}", err=True)
            taken = 0
        if not taken:
            stop.wait(PAUSE_SECONDS)


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
