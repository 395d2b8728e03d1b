"""`ivr test`: every written call beside the menus is played, and told of when it goes another way; what no call covers is listed."""

import logging
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from ivr.cli.progress import counting
from ivr.errors import MenuError
from ivr.logs import configure_logs
from ivr.proof.explore import explore
from ivr.trial import junit
from ivr.trial.coverage import Coverage, Covering
from ivr.trial.items import KINDS, PROMISED, Item
from ivr.trial.suite import HOTLINE, Verdict, attempt_all, compiled, find, menus_of
from ivr.trial.tours import Tours
from ivr.trial.writing import PROVED, keep, missing_calls, ready

COLUMNS = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
A_FEW = 5
"""Of what is missing in a language so many are told with a ready call."""


@click.command()
@click.argument("paths", type=click.Path(exists=True, path_type=Path), nargs=-1)
@click.option("--junit", "report", type=click.Path(dir_okay=False, path_type=Path), help="Write a report for build servers: JUnit XML.")
@click.option("--jobs", type=click.IntRange(min=1), default=None, help="Processes to play in.  [default: one for each core]")
@click.option("--coverage", is_flag=True, help="Print what the calls cover of the menus, and ready calls for what they do not.")
@click.option("--write-missing", is_flag=True, help=f"Write calls for what is not covered to tests/{PROVED}.")
@click.option("--kind", "kinds", type=click.Choice(KINDS), multiple=True, default=PROMISED, show_default=True, help="What may be missing.")
def test(
    *, paths: tuple[Path, ...], report: Path | None, jobs: int | None, coverage: bool, write_missing: bool, kinds: Sequence[str]
) -> None:
    """Play the written calls in PATHS (default: menus), files or folders. Each rings the menus of the folder it stands in or under.

    Exit code 0: all went as written; 1: some did not, or something is still missing; 2: nothing could be played.

    \b
    Examples:
      ivr test                                      all calls of menus/tests
      ivr test menus/tests/refund-howto-en.call     one of them
      ivr test --junit calls.xml                    for a build server
      ivr test --write-missing                      write the calls that nobody wrote by hand
    """
    places = paths or (Path("menus"),)
    files = find(places)
    menus = _menus(places, files)
    if not files and not write_missing:
        raise click.UsageError("there are no .call files in or under a folder of menus here: name a folder that holds some.")
    configure_logs(logging.CRITICAL, sys.stderr)
    began = time.monotonic()
    try:
        verdicts = _played(files, jobs or 0)
        seconds = time.monotonic() - began
        if write_missing:
            verdicts = _renewed(verdicts)
        slips = _told(verdicts, seconds, report)
        missing = _covered(verdicts, _one(menus), kinds, write=write_missing) if coverage or write_missing else set()
    except MenuError as error:
        click.echo(str(error), err=True)
        raise SystemExit(2) from None
    raise SystemExit(1 if slips or missing else 0)


def _menus(places: Sequence[Path], files: Sequence[Path]) -> set[Path]:
    """Give the menus that are rung, also those beside which no call stands yet."""
    found = {menus for file in files if (menus := menus_of(file))}
    return found | {place.absolute() for place in places if (place / HOTLINE).is_file()}


def _one(menus: set[Path]) -> Path:
    if len(menus) != 1:
        raise click.UsageError("what is covered is told of one folder of menus: name it, or calls beside it.")
    return next(iter(menus))


@contextmanager
def _bar(what: str, total: int) -> Iterator[tuple[Progress, TaskID]]:
    """Draw a bar where somebody looks on, and say elsewhere what is done; no thread draws it, since processes are begun meanwhile."""
    console = Console(stderr=True)
    if not console.is_terminal:
        click.echo(f"{what}: {total} ...", err=True)
    columns = (TextColumn(what), *COLUMNS)
    with Progress(*columns, console=console, transient=True, auto_refresh=False, disable=not console.is_terminal) as progress:
        yield progress, progress.add_task("", total=total)


def _played(files: list[Path], jobs: int) -> list[Verdict]:
    verdicts: list[Verdict] = []
    with _bar("Playing calls", len(files)) as (progress, task):
        for verdict in attempt_all(files, jobs):
            verdicts.append(verdict)
            slips = sum(bool(each.slip) for each in verdicts)
            progress.update(task, advance=1, description=f"{slips} another way" if slips else "", refresh=True)
    return verdicts


def _renewed(verdicts: list[Verdict]) -> list[Verdict]:
    """Leave out calls that nobody wrote by hand and that go another way by now: they are written anew."""
    stale = [each for each in verdicts if each.slip and each.file.parent.name == PROVED]
    for each in stale:
        each.file.unlink()
    return [each for each in verdicts if each not in stale]


def _told(verdicts: list[Verdict], seconds: float, report: Path | None) -> int:
    """Tell how the calls went, and give how many went another way."""
    slips = [each.slip for each in verdicts if each.slip]
    for slip in slips:
        click.echo(f"{slip}\n")
    if report:
        junit.write(verdicts, report)
    went = f"{len(slips)} went another way" if slips else "all went as written"
    click.echo(f"{len(verdicts)} call{'s' * (len(verdicts) != 1)}, {went}, in {seconds:.1f} s.", err=True)
    return len(slips)


def _covered(verdicts: list[Verdict], menus: Path, kinds: Sequence[str], *, write: bool) -> set[Item]:
    """Tell what the calls cover, and write those that are missing if they are wanted; give what is missing still."""
    flow = compiled(menus)
    with counting("Finding all that calls can cover", "states") as said:
        covering = Covering(explore(flow, said))
        told = Coverage(covering.coverable, frozenset[Item]().union(*(each.covered for each in verdicts)))
    missing = {item for item in told.missing if item.kind in kinds}
    tours = Tours(covering)
    if missing and write:
        told = Coverage(told.coverable, told.covered | _written(tours, missing, menus))
    table = Table("", *flow.languages, box=None)
    for kind in KINDS:
        table.add_row(kind, *(f"{got} of {of}" for got, of in (told.count(kind, language) for language in flow.languages)))
    Console().print(table)
    if missing:
        _list(tours, missing, menus)
    return missing


def _written(tours: Tours, missing: set[Item], menus: Path) -> frozenset[Item]:
    began, covered = time.monotonic(), frozenset[Item]()
    files, most = 0, len(missing)
    with _bar("Writing calls for what is missing", most) as (progress, task):
        for written in keep(menus, missing_calls(tours, missing, menus)):
            covered |= written.covered
            files += 1
            progress.update(task, completed=most - len(missing), refresh=True)
    click.echo(f"{files} calls written to {menus / 'tests' / PROVED}, in {time.monotonic() - began:.1f} s.", err=True)
    return covered


def _list(tours: Tours, missing: set[Item], menus: Path) -> None:
    """List what is missing, with a ready call for each of the first few in each language."""
    places = Counter[str]()
    first, others = list[Item](), list[Item]()
    for item in sorted(missing):
        (first if places[item.language] < A_FEW else others).append(item)
        places[item.language] += 1
    with _bar("Finding calls for what is missing", len(first)) as (progress, task):
        calls = {}
        for item in first:
            calls[item] = ready(tours, item, menus) or "No call is found for it."
            progress.update(task, advance=1, refresh=True)
    for item, call in calls.items():
        click.echo(f"\nmissing: {item.kind} {item}\n{call}")
    if others:
        click.echo(f"\nmissing too, {len(others)}; `ivr test --write-missing` writes calls for them, as far as any are found:")
        click.echo("\n".join(f"  {item.kind} {item}" for item in others))
