"""`ivr floor`: a day of a floor that is thought of, through the routing that the real one has."""

import sys
from pathlib import Path
from random import Random
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from ivr.agents.day import FEWEST, HOURS, Day
from ivr.agents.figures import Call, Rules, of_line, of_promises
from ivr.agents.floor import Floor, Sample
from ivr.agents.model import HOUR, MINUTE, SECOND
from ivr.cli.shown import format_option, shown
from ivr.picture.day import picture

POSITIVE = click.FloatRange(min=0, min_open=True)


@click.command()
@click.option(
    "--agents", type=click.IntRange(min=FEWEST), default=200, show_default=True, help="How many agents the busiest hour asks for."
)
@click.option("--calls-per-hour", type=POSITIVE, help="Calls of the busiest hour.  [default: what keeps agents busy 90 % of the time]")
@click.option("--talk", type=POSITIVE, default=300, show_default=True, help="How long a talk takes on average, in seconds.")
@click.option("--wrap-up", type=POSITIVE, default=45, show_default=True, help="How long an agent writes afterwards, in seconds.")
@click.option("--patience", type=POSITIVE, default=300, show_default=True, help="How long a caller waits at most, on average, in seconds.")
@click.option(
    "--callbacks",
    type=click.FloatRange(0, 1),
    default=0.2,
    show_default=True,
    help="Which part of those who find nobody free would rather be called back.",
)
@click.option("--within", type=POSITIVE, default=20, show_default=True, help="The seconds of the service level.")
@click.option("--seed", type=int, default=0, show_default=True, help="Decides every chance: the same seed plays the same day.")
@format_option
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Draw waits, staff and service level into this SVG file."
)
def floor(*, within: float, seed: int, form: str, output: Path | None, **given: Any) -> None:
    """Play a day of a floor, and tell what callers and agents would have had of it.

    Callers come by chance, more before noon than at night; agents come for shifts and have habits: a few calls they refuse or let
    ring. Who takes whom is decided as on the real floor, and callers are told the estimates of the real one. Nothing is rung and no
    database is asked. Use it to see what one agent fewer, longer talks or another day's calls would do.

    \b
    Examples:
      ivr floor -o day.svg
      ivr floor --agents 12 --calls-per-hour 60 --talk 420
      ivr floor --agents 11 --calls-per-hour 60 --talk 420 --format json
    """
    day = Day(**given)
    rules = Rules(answer_within=round(within * SECOND))
    calls, samples = _play(day, seed)
    lines = {line.name: [call for call in calls if call.queue == line.name] for line in day.lines()}
    groups = {"all lines": calls, **lines}
    click.echo(shown({name: [*of_line(some, rules), *of_promises(some)] for name, some in groups.items()}, form))
    if output:
        output.write_text(picture(f"A day of {day.agents} agents, {len(calls):,} calls", calls, samples, rules), encoding="utf-8")
        click.echo(f"The day is drawn in {output}.", err=True)


def _play(day: Day, seed: int) -> tuple[list[Call], list[Sample]]:
    """Play a day, with a bar on a terminal."""
    played = Floor(day.lines(), day.seats(), Random(seed).random, HOURS * HOUR)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[state]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    samples = []
    with Progress(*columns, console=Console(file=sys.stderr), transient=True, disable=not sys.stderr.isatty()) as progress:
        bar = progress.add_task("playing", total=HOURS * HOUR // MINUTE, state="")
        for sample in played.run():
            samples.append(sample)
            clock = f"{sample.at // HOUR:02}:{sample.at % HOUR // MINUTE:02}"
            progress.update(
                bar, advance=1, state=f"{clock}, {len(played.calls):,} calls, {sample.waiting:,} waiting, {sample.staff:,} agents"
            )
    return list(played.calls.values()), samples
