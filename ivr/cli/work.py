"""`ivr worker`: what runs beside the web server."""

import signal
import threading
import time

import click

from ivr.app import build, configure_logs, utc_now
from ivr.config import Config, read
from ivr.errors import ConfigError, IVRError, StorageError
from ivr.outside.carrier import TwilioCarrier, open_carrier
from ivr.storage.base import Store

PAUSE_SECONDS = 0.2
"""A caller who rings is looked up within this time: the language menu lasts longer."""
SWEEP_SECONDS = 30.0


@click.command()
@click.option("--parked", is_flag=True, help="List the jobs that have failed for hours and are not tried any more.")
@click.option("--again", is_flag=True, help="Have all parked jobs tried again.")
def worker(parked: bool, again: bool) -> None:
    """Do what calls leave to be done: close them after hang-up, look up who rings, send texts.

    Reads the same settings as the web server. Any number of workers may run; Ctrl-C or SIGTERM ends one after its job.
    """
    configure_logs()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    try:
        config = read()
        application = build(config, carrier=carrier_of(config))
    except IVRError as error:
        click.echo(f"Cannot start: {error}", err=True)
        raise SystemExit(2) from None
    swept = -SWEEP_SECONDS
    if parked or again:
        tell_parked(application.store, again)
        return
    while not stop.is_set():
        try:
            if time.monotonic() - swept >= SWEEP_SECONDS:
                swept = time.monotonic()
                application.sweep()
            taken = application.worker.work()
        except StorageError as error:
            click.echo(f"The store failed, trying again: {error}", err=True)
            taken = 0
        if not taken:
            stop.wait(PAUSE_SECONDS)


def tell_parked(store: Store, again: bool) -> None:
    """List what is parked, or have it tried again."""
    with store.unit() as unit:
        if again:
            click.echo(f"{unit.unpark_jobs(utc_now())} jobs are tried again.")
            return
        for job, why in unit.parked_jobs():
            click.echo(f"{job.kind} {job.key}: {why} ({job.attempts} attempts)")


def carrier_of(config: Config) -> TwilioCarrier | None:
    """Give the carrier of the settings; None, said loudly, when they name no account."""
    if not config.twilio_account_sid:
        click.echo("TWILIO_ACCOUNT_SID is not set: texts stay queued, and are not sent.", err=True)
        return None
    if not config.texts_from:
        raise ConfigError("TEXTS_FROM is missing: it is the number, name or messaging service that texts come from.")
    token = config.twilio_auth_token.get_secret_value()
    return open_carrier(config.twilio_account_sid, token, config.texts_from, config.twilio_api_base)
