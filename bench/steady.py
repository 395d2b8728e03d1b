"""How a server stands it: its memory over very many turns, and its answers' time under a load it should carry."""

from pathlib import Path

import click

from bench.load import CONNECTIONS, TURNS, measure
from bench.server import hotline

TURNS_OF_MEMORY = 100_000
STRETCHES = 10
PER_SECOND = 200
"""Turns: with one every seven seconds of a call, 1,400 calls at the same time."""
SECONDS = 30


def memory(folder: Path) -> None:
    """Print what the server's processes hold, warm and after each tenth of the turns."""
    rounds = TURNS_OF_MEMORY // STRETCHES // (CONNECTIONS * TURNS.requests) + 1
    click.echo(f"\nMemory of the server's processes over {TURNS_OF_MEMORY:,} turns.\n")
    with hotline(folder / "memory") as server:
        for stretch in range(STRETCHES + 1):
            turns = stretch * rounds * CONNECTIONS * TURNS.requests
            click.echo(f"{turns:>9,} turns  {server.megabytes():7.1f} MiB")
            if stretch < STRETCHES:
                measure(server, TURNS, rounds)


def pace(folder: Path) -> None:
    """Print how long turns take that come at a steady rate."""
    rounds = PER_SECOND * SECONDS // (CONNECTIONS * TURNS.requests) + 1
    with hotline(folder / "pace") as server:
        measure(server, TURNS, 2)
        cell = measure(server, TURNS, rounds, per_second=PER_SECOND)
    times = ", ".join(f"{percent} % within {cell.millis(percent):.1f} ms" for percent in (50, 90, 99))
    slowest = max(cell.latencies) * 1000
    click.echo(f"\nAt {PER_SECOND} turns a second, over {cell.seconds:.0f} s: {times}; the slowest took {slowest:.0f} ms.")
