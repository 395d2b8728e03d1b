"""`ivr purge`: delete now what is kept no longer; the worker does the same by itself."""

import time
from collections import Counter
from collections.abc import Mapping
from contextlib import closing

import click

from ivr.app import utc_now
from ivr.cli.local import settings
from ivr.cli.progress import counting
from ivr.cli.work import REST_SECONDS
from ivr.errors import ConfigError, IVRError
from ivr.in_force import load_menus
from ivr.service.retention import DAYS, Retention, retention
from ivr.storage import open_store


@click.command()
@click.option("--dry-run", is_flag=True, help="Count what would be deleted, and delete nothing.")
def purge(dry_run: bool) -> None:
    """Delete the calls whose days are over, with all that names them. The days are the facts days_call and days_complaint of the menus.

    What an open ticket needs stays. Recordings are deleted by the worker, here and at the carrier. May be broken off and run again.
    """
    try:
        config = settings()
        with closing(open_store(config.database_url, config.secret_key.get_secret_value())) as store:
            kept = retention(load_menus(config.menus, utc_now().date()), store, utc_now)
            if kept is None:
                raise ConfigError(f"the menus do not say how long calls are kept: write {DAYS} under facts in {config.menus}/hotline.yaml")
            tell("Would be deleted", count(kept)) if dry_run else tell("Deleted", delete(kept))
    except IVRError as error:
        click.echo(f"Cannot purge: {error}", err=True)
        raise SystemExit(2) from None


def count(kept: Retention) -> Mapping[str, int]:
    """Count by table what would be deleted."""
    with counting("Counting", "rows"):
        return kept.count()


def delete(kept: Retention) -> Mapping[str, int]:
    """Delete until nothing is over, and count by table."""
    gone = Counter[str]()
    with counting("Deleting", "rows") as told:
        for some in kept.purge():
            gone.update(some)
            told(gone.total())
            time.sleep(REST_SECONDS)
    return gone


def tell(what: str, counted: Mapping[str, int]) -> None:
    """Print how many rows of each table."""
    found = {name: count for name, count in counted.items() if count}
    click.echo(f"{what}:" if found else f"{what}: nothing.")
    for name, count in found.items():
        click.echo(f"{count:>10,} {name}")
