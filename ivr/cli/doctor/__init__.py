"""`ivr doctor`: what is wrong with this installation, in plain words, with what to do."""

import logging
import sys
from collections.abc import Mapping

import click

from ivr.app import utc_now
from ivr.cli.doctor import database, machine, menus, people, server, settings
from ivr.cli.doctor.finding import Check, Finding, Installation, NotLooked
from ivr.cli.local import settings as read_settings
from ivr.errors import ConfigError, StorageError
from ivr.logs import configure_logs

CHECKS: Mapping[str, Check] = {
    "versions": machine.versions,
    "secrets": settings.secrets,
    "address": settings.address,
    "wallet": settings.wallet,
    "texts": settings.texts,
    "recordings": settings.recordings,
    "calls": people.calls,
    "browsers": people.browsers,
    "menus": menus.menus,
    "holidays": menus.holidays,
    "database": database.tables,
    "file": database.file,
    "key": database.key,
    "worker": database.worker,
    "server": server.answers,
    "signature": server.signature,
}


@click.command()
def doctor() -> None:
    """Say what is wrong with this installation, and what to do.

    Reads the settings of the web server, and asks the running one at BASE_URL. Nothing is changed. Exit code 0: nothing was
    found; 1: something was; 2: it cannot look, because the settings cannot be read.

    \b
    Example:  ivr doctor
    """
    configure_logs(logging.CRITICAL, sys.stderr)
    try:
        at = Installation(read_settings(), utc_now())
        raise SystemExit(1 if examine(at) else 0)
    except (ConfigError, StorageError) as error:
        click.echo(str(error), err=True)
        raise SystemExit(2) from None


def examine(at: Installation) -> int:
    """Print what each check finds, or why it could not look, and give how many things are wrong."""
    wrong = 0
    for name, check in CHECKS.items():
        found = list(check(at))
        for each in found:
            match each:
                case Finding(what, do):
                    wrong += 1
                    click.echo(f"✗ {name}: {what} {do}")
                case NotLooked(why):
                    click.echo(f"– {name}: not looked at, {why}.")
        if not found:
            click.echo(f"✓ {name}")
    return wrong
