"""`ivr test`: every written call beside the menus is played, and told of when it goes another way."""

import logging
import sys
import time
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from ivr.app import configure_logs
from ivr.errors import MenuError
from ivr.trial import junit
from ivr.trial.suite import Verdict, attempt_all, find

COLUMNS = (BarColumn(), MofNCompleteColumn(), TextColumn("[red]{task.description}"), TimeElapsedColumn())


@click.command()
@click.argument("paths", type=click.Path(exists=True, path_type=Path), nargs=-1)
@click.option("--junit", "report", type=click.Path(dir_okay=False, path_type=Path), help="Write a report for build servers: JUnit XML.")
@click.option("--jobs", type=click.IntRange(min=1), default=None, help="Processes to play in.  [default: one for each core]")
def test(paths: tuple[Path, ...], report: Path | None, jobs: int | None) -> None:
    """Play the written calls in PATHS (default: menus), files or folders. Each rings the menus of the folder it stands in or under.

    Exit code 0: all went as written; 1: some did not; 2: nothing could be played.

    \b
    Examples:
      ivr test                                      all calls of menus/tests
      ivr test menus/tests/refund-howto-en.call     one of them
      ivr test --junit calls.xml                    for a build server
    """
    files = find(paths or [Path("menus")])
    if not files:
        raise click.UsageError("there are no .call files in or under a folder of menus here: name a folder that holds some.")
    configure_logs(logging.CRITICAL, sys.stderr)
    began = time.monotonic()
    try:
        verdicts = _watched(files, jobs or 0)
    except MenuError as error:
        click.echo(str(error), err=True)
        raise SystemExit(2) from None
    slips = [each.slip for each in verdicts if each.slip]
    for slip in slips:
        click.echo(f"{slip}\n")
    if report:
        junit.write(verdicts, report)
    went = f"{len(slips)} went another way" if slips else "all went as written"
    click.echo(f"{len(files)} call{'s' * (len(files) != 1)}, {went}, in {time.monotonic() - began:.1f} s.", err=True)
    raise SystemExit(1 if slips else 0)


def _watched(files: list[Path], jobs: int) -> list[Verdict]:
    """Play them, with a bar where somebody looks on; no thread draws it, since processes are begun meanwhile."""
    verdicts: list[Verdict] = []
    with Progress(*COLUMNS, console=Console(stderr=True), transient=True, auto_refresh=False) as progress:
        task = progress.add_task("", total=len(files))
        for verdict in attempt_all(files, jobs):
            verdicts.append(verdict)
            slips = sum(bool(each.slip) for each in verdicts)
            progress.update(task, advance=1, description=f"{slips} another way" if slips else "", refresh=True)
    return verdicts
