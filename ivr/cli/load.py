"""`ivr load`: very many virtual callers ring a real server."""

import asyncio
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from ivr.cli.options import CALLED, Telephone, WebAddress, hint
from ivr.simulator.load.mix import BadMix, Mix, read_mix
from ivr.simulator.load.report import Report
from ivr.simulator.load.run import Plan, run
from ivr.simulator.office.number import Number

SHIPPED = Path(__file__).parent / "mix.yaml"
A_FEW = 100


def _show_mix(context: click.Context, option: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo(SHIPPED.read_text(encoding="utf-8"), nl=False)
        context.exit()


@click.command()
@click.argument("url", type=WebAddress())
@click.option("--token", default="", envvar="TWILIO_AUTH_TOKEN", show_envvar=True, help="The auth token that signs requests.")
@click.option("--rate", type=click.FloatRange(min=0, min_open=True), default=1.0, show_default=True, help="Calls a second, on average.")
@click.option("--calls", type=click.IntRange(min=1), help=f"How many calls are made.  [default: {A_FEW}, or as --for says]")
@click.option("--for", "seconds", type=click.FloatRange(min=0), help="For how many seconds calls begin.")
@click.option("--mix", "mix_file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Who rings: a YAML file.")
@click.option("--show-mix", is_flag=True, expose_value=False, is_eager=True, callback=_show_mix, help="Print the shipped mix.")
@click.option(
    "--pace",
    type=click.FloatRange(0, 1),
    default=1.0,
    show_default=True,
    help="Callers listen and think for this part of the time it takes; 0: they act at once.",
)
@click.option("--to", "called", type=Telephone(), default=CALLED, show_default=True, help="The number that is rung.")
@click.option("--method", default="POST", type=click.Choice(["GET", "POST"]), help="How URL is asked for.")
@click.option("--fallback", help="Asked when URL fails.")
@click.option("--status", help="Told when a call has ended.")
@click.option("--seed", type=int, default=0, show_default=True, help="Decides who rings when, and every chance in a call.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as one JSON object.")
def load(*, mix_file: Path | None, calls: int | None, seconds: float | None, as_json: bool, **given: Any) -> None:
    """Ring the server at URL with very many virtual callers, and report how it stood it.

    Calls begin at random at the rate you ask for, whether or not the server keeps up, and a turn's time counts from the instant
    it was due. Every request is signed, and every caller has a number. What the callers do is a mix: kinds of callers with
    weights, written down in YAML. The shipped one rings the shipped hotline; begin yours with
    `ivr load --show-mix > mine.yaml`.

    Exit code 0: all calls went well; 1: some met an error; 2: it cannot run.

    \b
    Examples:
      ivr load http://127.0.0.1:8000/voice/incoming --token …
      ivr load URL --token … --rate 20 --calls 1000
      ivr load URL --token … --rate 50 --for 60 --pace 0 --json
      ivr load URL --mix mine.yaml --pace 0.1
    """
    mix = _mix(mix_file or SHIPPED)
    number = Number(given.pop("url"), given.pop("method"), given.pop("fallback"), given.pop("status"))
    plan = Plan(number=number, mix=mix, calls=A_FEW if calls is seconds is None else calls, seconds=seconds, **given)
    report = Report()
    with _progress(plan, report) as show:
        try:
            asyncio.run(run(plan, report, show))
        except KeyboardInterrupt:
            click.echo("Stopped; this is how far it came.", err=True)
    click.echo(json.dumps(report.as_json(), ensure_ascii=False) if as_json else report.as_text())
    hint(report.errors)
    raise SystemExit(1 if report.broke else 0)


def _mix(file: Path) -> Mix:
    try:
        return read_mix(file.read_text(encoding="utf-8"))
    except (BadMix, UnicodeDecodeError) as error:
        raise click.UsageError(f"{file}: {error}") from None


@contextmanager
def _progress(plan: Plan, report: Report) -> Iterator[Callable[[], None]]:
    """Show a bar on a terminal, and nothing elsewhere."""
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[state]}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(file=sys.stderr), transient=True, disable=not sys.stderr.isatty()) as progress:
        bar = progress.add_task("ringing", total=plan.calls or (plan.seconds or 0) * plan.rate, state="")

        def show() -> None:
            over = report.rung - report.open
            state = f"{over:,} over, {report.open:,} open, {len(report.latencies):,} turns, {sum(report.errors.values()):,} errors"
            progress.update(bar, completed=over, state=state)

        yield show
