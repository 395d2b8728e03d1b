"""What a turn costs against a bare Flask route: rounds in which both are loaded in turns, under the same gunicorn."""

import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from functools import reduce
from pathlib import Path

import click

from bench.calls import shares
from bench.load import BARE, CONNECTIONS, TURNS, Cell, Script, measure
from bench.server import WORKERS, Server, cpu_seconds, environment, hotline, serve
from tools.postgres import Postgres

SQLITE, POSTGRESQL = "sqlite", "postgresql"
SLICES = 4
"""Turns about within a round: what else the machine does then falls on both alike."""
WARM_UP = 2


def cost(folder: Path, database: str, rounds: int, calls: int) -> float:
    """Measure and print the bare route's share of a complete turn; its median over the rounds is given."""
    click.echo(f"\nA complete turn on {database} against a bare route: {rounds} rounds of {SLICES * CONNECTIONS * calls * TURNS.requests}")
    click.echo(f"requests each way; {WORKERS} workers, {CONNECTIONS} connections.")
    click.echo("Turns, half of them in each language: " + ", ".join(f"{share:.0%} {kind}" for kind, share in shares().items()) + ".\n")
    with _database(database) as (url, pid), hotline(folder / database, url) as turns, _bare(folder) as bare:
        cold, before = measure(turns, TURNS, 1, connections=1), _cpu_seconds(pid)
        middle = interleaved((bare, BARE, "bare route"), (turns, TURNS, "complete turn"), rounds, calls)
        beside = (_cpu_seconds(pid) - before) / (CONNECTIONS * TURNS.requests * (WARM_UP + rounds * SLICES * calls)) * 1e6
    click.echo(f"\nThe first turn of a cold server took {cold.latencies[0] * 1000:.0f} ms.")
    if pid:
        click.echo(f"The database server itself needs {beside:.0f} µs a turn; they are not in the figures above.")
    return middle


def interleaved(one: tuple[Server, Script, str], other: tuple[Server, Script, str], rounds: int, calls: int) -> float:
    """Load two servers in turns and print what a request costs each; the median of one's share of the other is given."""
    measure(one[0], one[1], WARM_UP)
    measure(other[0], other[1], WARM_UP)
    click.echo(f"       {one[2]:<30} {other[2]}")
    click.echo("round   CPU µs    /s  p50 ms p99 ms     CPU µs    /s  p50 ms p99 ms   ratio")
    ratios = []
    for number in range(1, rounds + 1):
        pairs = [(measure(*one[:2], calls), measure(*other[:2], calls)) for _ in range(SLICES)]
        base, turn = (reduce(Cell.__add__, cells) for cells in zip(*pairs, strict=True))
        ratios.append(base.cpu_micros / turn.cpu_micros)
        click.echo(f"{number:>5}  {_row(base)}    {_row(turn)}    {ratios[-1]:.2f}")
    middle = statistics.median(ratios)
    click.echo(f"\nOne costs {middle:.2f} of the other ({min(ratios):.2f} to {max(ratios):.2f}).")
    return middle


@contextmanager
def _database(kind: str) -> Iterator[tuple[str, int | None]]:
    """Give a new database's address, and the process that serves it if there is one."""
    if kind == SQLITE:
        yield "", None
        return
    server = Postgres()
    try:
        yield server.url(), server.pid
    finally:
        server.close()


@contextmanager
def _bare(folder: Path) -> Iterator[Server]:
    with serve("bench.bare:app", folder, environment(folder)) as server:
        yield server


def _cpu_seconds(pid: int | None) -> float:
    return cpu_seconds(pid) if pid else 0.0


def _row(cell: Cell) -> str:
    return f"{cell.cpu_micros:7.0f} {cell.per_second:5.0f} {cell.millis(50):7.1f} {cell.millis(99):6.1f}"
