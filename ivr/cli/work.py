"""`ivr worker`: what runs beside the web server."""

import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

import click

from ivr.app import Application, build, utc_now
from ivr.config import Config, read
from ivr.errors import ConfigError, IVRError, StorageError
from ivr.logs import configure_logs
from ivr.outside.carrier import TwilioCarrier, open_carrier
from ivr.outside.lines import TwilioLines, open_lines
from ivr.outside.recordings import TwilioArchive, open_archive
from ivr.service.jobs import LEASE_SECONDS
from ivr.service.reconcile import EVERY_SECONDS
from ivr.storage.base import Store
from ivr.twiml.document import url

PAUSE_SECONDS = 0.2
"""A caller who rings is looked up within this time: the language menu lasts longer."""
SWEEP_SECONDS = 30.0
HOUR_SECONDS = 3600.0
REST_SECONDS = 0.1
"""Between two deletions: turns come first."""


@click.command()
@click.option("--parked", is_flag=True, help="List the jobs that have failed for hours and are not tried any more.")
@click.option("--again", is_flag=True, help="Have all parked jobs tried again.")
@click.option("--lease", default=LEASE_SECONDS, show_default=True, help="Seconds until a job of a worker that died is another's.")
def worker(parked: bool, again: bool, lease: int) -> None:
    """Do what calls leave to be done: close them after hang-up, look up who rings, send texts, fetch recordings, delete what is
    kept no longer.

    Reads the same settings as the web server. Any number of workers may run; Ctrl-C or SIGTERM ends one after its job.
    """
    configure_logs()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    try:
        config = read()
        application = build(config, carrier=carrier_of(config), archive=archive_of(config), lines=lines_of(config))
    except IVRError as error:
        click.echo(f"Cannot start: {error}", err=True)
        raise SystemExit(2) from None
    if parked or again:
        tell_parked(application.store, again)
    else:
        work(replace(application, worker=replace(application.worker, lease_seconds=lease)), stop)


def work(application: Application, stop: threading.Event) -> None:
    """Do each kind of job in a thread of its own, so that what hangs holds up its own kind alone. When one breaks, all end."""
    if application.floor:
        application.floor.intents.begin()
    kinds = [replace(application.worker, doers={kind: doer}) for kind, doer in application.worker.doers.items()]
    with ThreadPoolExecutor(len(kinds) + 5) as threads:
        loops = [threads.submit(_keep, kind.work, PAUSE_SECONDS, stop) for kind in kinds]
        loops.append(threads.submit(_keep, application.sweep, SWEEP_SECONDS, stop))
        loops.append(threads.submit(_keep, application.look_back, HOUR_SECONDS, stop))
        loops.append(threads.submit(_keep, partial(_rest_between, application.purge, stop), HOUR_SECONDS, stop))
        if application.floor:
            loops.append(threads.submit(_keep, application.floor.work, PAUSE_SECONDS, stop))
            loops.append(threads.submit(_keep, application.floor.reconciler.work, EVERY_SECONDS, stop))
    for loop in loops:
        loop.result()


def _keep(act: Callable[[], object], pause_seconds: float, stop: threading.Event) -> None:
    """Act again and again, with a pause when nothing was done, until all are to stop."""
    try:
        while not stop.is_set():
            try:
                done = act()
            except StorageError as error:
                click.echo(f"The store failed, trying again: {error}", err=True)
                done = None
            if not done:
                stop.wait(pause_seconds)
    finally:
        stop.set()


def _rest_between(steps: Callable[[], Iterator[object]], stop: threading.Event) -> None:
    """Take all steps, with a rest after each, unless all are to stop."""
    for _ in steps():
        if stop.wait(REST_SECONDS):
            return


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


def archive_of(config: Config) -> TwilioArchive | None:
    """Give the recordings of the account of the settings; None when they name none."""
    if not config.twilio_account_sid:
        return None
    return open_archive(config.twilio_account_sid, config.twilio_auth_token.get_secret_value(), config.twilio_api_base)


def lines_of(config: Config) -> TwilioLines | None:
    """Give what rings agents; None, said loudly, when the settings name no account or no number to ring from."""
    if not config.twilio_account_sid or not config.callback_from:
        click.echo("TWILIO_ACCOUNT_SID or CALLBACK_FROM is not set: no agent is rung, and callers wait.", err=True)
        return None
    token = config.twilio_auth_token.get_secret_value()
    return open_lines(config.twilio_account_sid, token, config.callback_from, config.twilio_api_base, partial(url, config.base_url))
