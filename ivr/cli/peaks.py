"""`ivr peaks`: when it is busy, as the menus have it."""

from contextlib import closing
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import click

from ivr.app import utc_now
from ivr.cli.local import settings
from ivr.errors import IVRError
from ivr.in_force import load_menus
from ivr.service.peaks import MOST_WAITING, find_peaks
from ivr.storage import open_store


@click.command()
@click.option("--weeks", type=click.IntRange(min=1), default=8, show_default=True, help="How many weeks up to yesterday are looked at.")
def peaks(weeks: int) -> None:
    """Reckon busy times from the calls of the last weeks, and print them as `hotline.yaml` takes them.

    Callers are told on the way into a line that it is a busy time, and a callback at a quiet time is outside of it. Reads the database that
    the settings of the web server name, and changes nothing. Exit code 0: told; 2: it cannot be.

    \b
    Examples:
      ivr peaks
      ivr peaks --weeks 4
    """
    try:
        config = settings()
        zone = ZoneInfo(load_menus(config.menus, utc_now().date()).peaks.timezone)
        today = utc_now().astimezone(zone).date()
        first, last = today - timedelta(weeks=weeks), today - timedelta(days=1)
        since, until = (datetime.combine(day, time(), zone).astimezone(UTC) for day in (first, today))
        with closing(open_store(config.database_url, config.secret_key.get_secret_value())) as store:
            store.ready()
            found = find_peaks(store.calls_between(since, until), first, last, zone)
    except IVRError as error:
        click.echo(f"Cannot tell: {error}", err=True)
        raise SystemExit(2) from None
    if found is None:
        click.echo(f"Cannot tell: nobody talked to an agent from {first} to {last}.", err=True)
        raise SystemExit(2)
    click.echo(f"# {first} to {last}: {found.calls} calls in line, {found.held:.0f} s of an agent each. A half hour is busy when more")
    click.echo(f"# than {MOST_WAITING:.0%} would find nobody free, by Erlang C of the calls that came and the agents who talked.")
    days = ", ".join(f'{days}: "{times}"' for days, times in found.open.items())
    click.echo(f"peaks: {{timezone: {zone.key}, open: {{{days}}}}}" if days else "# No half hour was.")
