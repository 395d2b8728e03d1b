"""`ivr incident`: tell callers at once what is wrong, close a queue, announce something. Always with an end."""

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from zoneinfo import ZoneInfo

import click

from ivr.app import utc_now
from ivr.cli.local import settings
from ivr.cli.options import BY
from ivr.compiler.compile import compile_folder
from ivr.errors import IVRError, SwitchError
from ivr.flow.graph import Flow
from ivr.service.actions import DECLARATIONS
from ivr.service.switches import FRESH
from ivr.service.switching import Staff
from ivr.storage import open_store, read_url
from ivr.storage.base import Unit
from ivr.storage.records import Switch

ALL = "all"


@click.group(invoke_without_command=True)
@click.pass_context
def incident(context: click.Context) -> None:
    """Tell callers at once what is out of order, close a queue in an emergency, or announce something.

    Without a command, lists what is on. Everything has an end, in the hotline's time: 18:00 today, or 2026-03-02T12:00, at
    most a week away. Turned on again with the same words it gets the new end. Reads the settings of the web server,
    and tells which database they name. Exit code 0: done; 2: it cannot be done, and nothing was changed.

    \b
    Examples:
      ivr incident on zh=转账 en=transfers --until 18:00
      ivr incident close refund --until 2026-03-02T12:00
      ivr incident announce zh="今晚零点系统升级。" en="We upgrade our systems at midnight." --until 23:59
      ivr incident off 3
    """
    if context.invoked_subcommand is None:
        with _at_switches():
            pass  # only the list


_words = click.argument("words", nargs=-1, metavar="LANGUAGE=WORDS...")
_queues = click.argument("queues", nargs=-1, metavar="QUEUE...")
_until = click.option("--until", metavar="TIME", help="When it ends by itself: 18:00 today, or 2026-03-02T12:00.")


@incident.command()
@_words
@_until
@BY
def on(words: tuple[str, ...], until: str | None, by: str) -> None:
    """Say before the main menu that a service is out of order.

    WORDS name the service as it is spoken in the sentence "We're having a problem with … right now".

    \b
    Example:  ivr incident on zh=转账 en=transfers --until 18:00
    """
    with _at_switches(by) as (staff, unit):
        staff.turn_on(unit, staff.incident(words, _end(until)))


@incident.command()
@_words
@_until
@BY
def announce(words: tuple[str, ...], until: str | None, by: str) -> None:
    """Say a sentence of yours before the main menu.

    \b
    Example:  ivr incident announce zh="今晚零点系统升级。" en="We upgrade our systems at midnight." --until 23:59
    """
    with _at_switches(by) as (staff, unit):
        staff.turn_on(unit, staff.announcement(words, _end(until)))


@incident.command()
@_queues
@_until
@BY
def close(queues: tuple[str, ...], until: str | None, by: str) -> None:
    """Close queues: callers hear when they open again, and can book a callback or leave a message.

    \b
    Example:  ivr incident close refund payment --until 18:00
    """
    with _at_switches(by) as (staff, unit):
        if not queues:
            raise SwitchError(f"which queue? There are: {', '.join(staff.flow.queues)}.")
        for queue in queues:
            staff.turn_on(unit, staff.closure(queue, _end(until)))


@incident.command()
@click.argument("which", metavar="NUMBER|all")
@BY
def off(which: str, by: str) -> None:
    """End one, by the number in the list, or all of them, before their time.

    \b
    Example:  ivr incident off 3
    """
    with _at_switches(by) as (staff, unit):
        ended = [each for each in unit.switches(staff.now) if which in (ALL, str(each.id))]
        if not ended and which != ALL:
            raise SwitchError(f'nothing is on under "{which}". `ivr incident` lists what is.')
        for switch in ended:
            staff.turn_off(unit, switch)


@contextmanager
def _at_switches(by: str = "") -> Iterator[tuple[Staff, Unit]]:
    """Open the store of these settings for one change, then list what is on. What cannot be done is said and changes nothing."""
    try:
        config = settings()
        staff = Staff(compile_folder(config.menus, DECLARATIONS), utc_now(), by)
        with closing(open_store(config.database_url, config.secret_key.get_secret_value())) as store:
            store.ready()
            with store.unit() as unit:
                yield staff, unit
                _show(staff, unit)
            click.echo(f"The database is {read_url(config.database_url).render_as_string()}", err=True)
    except IVRError as error:
        click.echo(str(error), err=True)
        raise SystemExit(2) from None


def _end(until: str | None) -> str:
    if until is None:
        raise SwitchError("nothing is switched on without an end. Add for example: --until 18:00")
    return until


def _show(staff: Staff, unit: Unit) -> None:
    """List what is on."""
    on = unit.switches(staff.now)
    click.echo("\n".join(_line(staff.flow, each) for each in on) or "Nothing is switched on.")
    if staff.name:
        click.echo(f"Callers who ring from now on hear it so within {FRESH.seconds} seconds.", err=True)


def _line(flow: Flow, switch: Switch) -> str:
    zone = ZoneInfo(flow.peaks.timezone)
    since, until = switch.begun_at.astimezone(zone), switch.until.astimezone(zone)
    what = switch.queue or "  ".join(f"{language}={text}" for language, text in json.loads(switch.words).items())
    return f"{switch.id:>3}  {switch.kind:<12}  until {until:%Y-%m-%d %H:%M}  {what}  ({switch.begun_by}, {since:%m-%d %H:%M})"
