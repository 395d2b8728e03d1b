"""`python -m bench`: interleaved rounds of a bare Flask route and of complete turns, under the same gunicorn."""

import statistics
import subprocess
import sys
import tempfile
from functools import reduce
from pathlib import Path

import click

from bench.calls import CALLS, shares
from bench.load import BARE, CONNECTIONS, TURNS, Cell, measure
from bench.profile import profile
from bench.server import ROOT, WORKERS, Server, environment, serve

WARM_UP = 2
SLICES = 4
"""Turns about within a round: what else the machine does then falls on both alike."""


@click.command()
@click.option("--rounds", default=7, show_default=True, help="Rounds; each loads the bare route and the hotline once.")
@click.option("--calls", default=4, show_default=True, help="How often each connection makes every call in a slice of a round.")
@click.option("--at-least", type=float, help="Fail when the bare route costs less than this share of a turn.")
@click.option("--profile", "only_profile", is_flag=True, help="Print where the time of a turn goes instead.")
def main(rounds: int, calls: int, at_least: float | None, only_profile: bool) -> None:
    """Measure what a complete turn costs, in CPU of the server's processes, against a bare Flask route."""
    if only_profile:
        click.echo(profile(rounds=50, lines=25))
        return
    _describe(rounds, calls)
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        settings = environment(folder)
        subprocess.run([sys.executable, "-m", "ivr", "migrate"], cwd=ROOT, env=settings, check=True, capture_output=True)
        with serve("bench.bare:app", folder, settings) as bare, serve("wsgi:app", folder, settings) as hotline:
            ratio = _rounds(bare, hotline, rounds, calls)
    if at_least is not None and ratio < at_least:
        click.echo(f"A turn costs too much: {ratio:.2f} is under {at_least:.2f}.", err=True)
        raise SystemExit(1)


def _describe(rounds: int, calls: int) -> None:
    turns = ", ".join(f"{share:.0%} {kind}" for kind, share in shares().items())
    requests = SLICES * CONNECTIONS * calls * sum(len(call.steps) for call in CALLS)
    click.echo(f"{rounds} rounds of {requests} requests each way; {WORKERS} workers, {CONNECTIONS} connections.")
    click.echo(f"Turns, half of them in each language: {turns}.\n")
    click.echo("             bare route                       complete turn")
    click.echo("round   CPU µs    /s  p50 ms p99 ms     CPU µs    /s  p50 ms p99 ms   ratio")


def _rounds(bare: Server, hotline: Server, rounds: int, calls: int) -> float:
    first = measure(hotline, TURNS, WARM_UP)
    measure(bare, BARE, WARM_UP)
    ratios = []
    for number in range(1, rounds + 1):
        base, turn = _round(bare, hotline, calls)
        ratios.append(base.cpu_micros / turn.cpu_micros)
        click.echo(f"{number:>5}  {_row(base)}    {_row(turn)}    {ratios[-1]:.2f}")
    middle = statistics.median(ratios)
    click.echo(f"\nThe bare route costs {middle:.2f} of a complete turn ({min(ratios):.2f} to {max(ratios):.2f}).")
    click.echo(f"The slowest request of a cold server took {max(first.latencies) * 1000:.0f} ms.")
    return middle


def _round(bare: Server, hotline: Server, calls: int) -> tuple[Cell, Cell]:
    pairs = [(measure(bare, BARE, calls), measure(hotline, TURNS, calls)) for _ in range(SLICES)]
    return reduce(Cell.__add__, [base for base, _ in pairs]), reduce(Cell.__add__, [turn for _, turn in pairs])


def _row(cell: Cell) -> str:
    return f"{cell.cpu_micros:7.0f} {cell.per_second:5.0f} {cell.millis(50):7.1f} {cell.millis(99):6.1f}"


main()
