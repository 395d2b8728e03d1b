"""`ivr call`: ring a hotline from the terminal, ours in-process or any TwiML application at a URL."""

import json
import logging
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click
from click.core import ParameterSource
from rich.console import Console

from ivr.cli.options import CALLED, Telephone, WebAddress, hint
from ivr.cli.texts import ShownTexts, Tell
from ivr.compiler.compile import compile_folder
from ivr.errors import IVRError
from ivr.flow.graph import Flow
from ivr.logs import configure_logs
from ivr.service.actions import DECLARATIONS
from ivr.simulator.clock import Clock
from ivr.simulator.events import Event
from ivr.simulator.faces.grammar import BadTranscript, read_transcript
from ivr.simulator.faces.phone import Phone
from ivr.simulator.faces.recorder import Recorder
from ivr.simulator.faces.script import BadInput, Inputs, read_inputs
from ivr.simulator.faces.terminal import Terminal, ask_at_terminal
from ivr.simulator.faces.transcript import Script, write_transcript
from ivr.simulator.office.number import Number
from ivr.simulator.people.person import Person
from ivr.simulator.unsure import BadUnsure, Unsure, read_unsure
from ivr.simulator.web.http import HttpLine
from ivr.simulator.web.line import Line
from ivr.trial.given import check
from ivr.trial.number import NUMBER
from ivr.trial.stage import begins, in_process, set_up

MENUS = Path("menus")
CALLER = "+15550001111"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What was typed, under the names of click's parameters."""

    url: str | None
    inputs: str | None
    script_file: Path | None
    as_json: bool
    caller: str | None
    called: str | None
    at: str | None
    token: str
    method: str
    fallback: str | None
    status: str | None
    texts: str | None
    patience: float
    record: Path | None
    menus: Path | None
    unsure: Unsure
    seed: int | None

    def check(self) -> None:
        """Refuse what does not go together."""
        if self.script_file is not None:
            for name, given in (("--inputs", self.inputs), ("--from", self.caller), ("--record", self.record)):
                if given is not None:
                    raise click.UsageError(f"{name} cannot be used with --script: a script says who calls and what they do.")
        if self.url is not None:
            for name, given in (("--at", self.at), ("--menus", self.menus)):
                if given is not None:
                    raise click.UsageError(f"{name} cannot be used with a URL: it is of menus that are rung in-process.")
        else:
            source = click.get_current_context().get_parameter_source
            for name in ("token", "method", "texts"):
                if source(name) is ParameterSource.COMMANDLINE:
                    raise click.UsageError(f"--{name} goes with a URL: the menus here need none.")


@dataclass(frozen=True, slots=True)
class Ringable:
    """A line to ring and how to let go of it, the clock it lives by, and what the carrier has been told of the number.

    An application that is here shows its texts.
    """

    line: Line
    clock: Clock
    token: str
    number: Number
    close: Callable[[], None] = lambda: None
    texts: ShownTexts | None = None


def _unsure(context: click.Context, option: click.Parameter, choice: str) -> Unsure:
    try:
        return read_unsure(choice)
    except BadUnsure as error:
        raise click.BadParameter(str(error)) from None


@click.command()
@click.argument("url", required=False, type=WebAddress())
@click.option("--inputs", help="What the caller does, comma separated: keys (1, *0, 2#), ~ silence, say:退款, rec:4, hangup.")
@click.option("--script", "script_file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Play a .call file.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each thing that happens.")
@click.option("--from", "caller", type=Telephone(), help=f"The number that rings.  [default: {CALLER}]")
@click.option("--to", "called", type=Telephone(), help=f"The number that is rung; with --script, where none is named.  [default: {CALLED}]")
@click.option("--at", help="When the call begins, in the hotline's time zone, such as 2026-03-02T10:00.")
@click.option("--token", default="", envvar="TWILIO_AUTH_TOKEN", show_envvar=True, help="The auth token that signs requests to URL.")
@click.option("--method", default="POST", type=click.Choice(["GET", "POST"]), help="How URL is asked for.")
@click.option("--fallback", help="Asked when URL fails.")
@click.option("--status", help="Told when the call has ended.")
@click.option("--texts", help="Asked about texts to the number. One to the caller, such as a code, is read in the telephone of ivr serve.")
@click.option(
    "--patience",
    type=click.FloatRange(min=0),
    default=30.0,
    show_default=True,
    help="Seconds without new words before the caller hangs up.",
)
@click.option("--record", "record", type=click.Path(dir_okay=False, path_type=Path), help="Write the call to a .call file.")
@click.option(
    "--menus", type=click.Path(exists=True, file_okay=False, path_type=Path), help=f"Menus to ring in-process.  [default: {MENUS}]"
)
@click.option(
    "--unsure",
    callback=_unsure,
    default="default",
    show_default=True,
    help="What the carrier does where Twilio's way is not known: default, flip:N,… or seed:N.",
)
@click.option("--seed", type=int, help="Decides all chance, so that a call can be made again just so.  [default: another each time]")
def call(**given: Any) -> None:
    """Ring the hotline. Without URL the menus here are rung in-process, in virtual time; with one, any TwiML application.

    Exit code 0: the call ended; 1: it broke, or left its script; 2: it could not be made.

    \b
    Examples:
      ivr call                                      be the caller yourself
      ivr call --inputs "1,4,1" --json              press 1, 4 and 1, then listen
      ivr call --at 2026-03-02T22:30 --inputs "2,say:agent"
      ivr call --script menus/tests/welcome-zh.call  check a written call
      ivr call https://example.com/voice --token …
    """
    options = Options(**given)
    options.check()
    script = _script(options.script_file, bool(options.url)) if options.script_file else None
    ringable = _there(options) if options.url else _here(options, script)
    with closing(ringable):
        code = _play(options, script, ringable) if script else _ring(options, ringable)
    raise SystemExit(code)


def _play(options: Options, script: Script, ringable: Ringable) -> int:
    """Play a script and give the exit code."""
    try:
        played = _phone(options, ringable).play(ringable.number, script, _teller(options.as_json, ringable))
    except BadTranscript as error:
        raise click.UsageError(str(error)) from None
    hint(error.message for error in played.errors)
    if played.mismatch:
        click.echo(played.mismatch, err=True)
    return 1 if played.broke or played.mismatch else 0


def _ring(options: Options, ringable: Ringable) -> int:
    """Make the call and give the exit code."""
    if options.record and not options.record.parent.is_dir():
        raise click.UsageError(f"--record: there is no folder {options.record.parent} to write to.")
    person = _person(options, ringable.clock)
    recorder = Recorder(person) if options.record else None
    by_hand = isinstance(person, Terminal)
    phone = replace(_phone(options, ringable), patience=None if by_hand else options.patience)
    began = ringable.clock.now()
    told = (lambda event: None) if by_hand else _teller(options.as_json, ringable)
    if ringable.texts and isinstance(person, Terminal):
        ringable.texts.tell = person.hears
    ending = phone.ring(ringable.number, recorder or person, told)
    if options.record and recorder:
        written = write_transcript(recorder.script(phone.caller, options.called, None if options.url else began))
        options.record.write_text(written, encoding="utf-8")
    hint(error.message for error in ending.errors)
    return 1 if ending.broke else 0


def _phone(options: Options, ringable: Ringable) -> Phone:
    phone = Phone(
        line=ringable.line,
        clock=ringable.clock,
        token=ringable.token,
        caller=options.caller or CALLER,
        called=options.called or CALLED,
        patience=options.patience,
        unsure=options.unsure,
    )
    return phone if options.seed is None else replace(phone, seed=options.seed)


def _here(options: Options, script: Script | None) -> Ringable:
    """Put the application together with a store of its own, on the simulator's clock. Only its warnings are shown."""
    menus = options.menus or MENUS
    if not menus.is_dir():
        raise click.UsageError(f'there is no folder "{menus}" here: give one with --menus, or a URL to ring.')
    configure_logs(logging.WARNING, sys.stderr)
    texts = ShownTexts()
    try:
        flow = compile_folder(menus, DECLARATIONS)
        stage = set_up(flow, in_process(menus), _start(flow, options.at, script), script, carrier=texts)
    except BadTranscript as error:
        raise click.UsageError(str(error)) from None
    except IVRError as error:
        click.echo(str(error), err=True)
        raise SystemExit(2) from None
    number = replace(NUMBER, fallback=options.fallback or NUMBER.fallback, status=options.status or NUMBER.status)
    texts.elapsed = lambda: stage.clock.elapsed
    return Ringable(stage.line, stage.clock, stage.token, number, stage.close, texts)


def _there(options: Options) -> Ringable:
    number = Number(str(options.url), options.method, options.fallback, options.status, options.texts)
    line = HttpLine()
    return Ringable(line, Clock(datetime.now(UTC)), options.token, number, line.close)


def _start(flow: Flow, at: str | None, script: Script | None) -> datetime:
    zone = ZoneInfo(flow.peaks.timezone)
    if at is not None:
        try:
            return datetime.fromisoformat(at).replace(tzinfo=zone)
        except ValueError:
            raise click.UsageError(f"--at {at!r} is not a time; write for example 2026-03-02T10:00.") from None
    return datetime.now(zone) if script is None else begins(script, flow)


def _script(file: Path, by_url: bool) -> Script:
    try:
        script = read_transcript(file.read_text(encoding="utf-8"), str(file))
        check(script, by_url)
        return script
    except BadTranscript as error:
        raise click.UsageError(str(error)) from None
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{file}: byte {error.start} is not UTF-8; save the file as UTF-8.") from None


def _person(options: Options, clock: Clock) -> Person:
    if options.inputs is None and not options.as_json:
        return Terminal(Console(), ask_at_terminal(), clock)
    try:
        return Inputs(read_inputs(options.inputs or ""))
    except BadInput as error:
        raise click.UsageError(f"--inputs: {error}") from None


def _teller(as_json: bool, ringable: Ringable) -> Tell:
    """Give what tells of a call, and of the texts of one that is made here."""
    tell = _print_json if as_json else Terminal(Console(), lambda words, place: "", ringable.clock).hears
    if ringable.texts:
        ringable.texts.tell = tell
    return tell


def _print_json(event: Event) -> None:
    click.echo(json.dumps(event.as_json(), ensure_ascii=False))
