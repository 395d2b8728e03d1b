"""`python -m bench`: what a turn costs, whether it stays so as menus and journal grow, and whether memory stays flat."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

import click

from bench import decisions, growth, steady
from bench.carrier import carrier
from bench.cost import POSTGRESQL, SQLITE, cost
from bench.profile import profile

FLOOR = (click.Choice((SQLITE, POSTGRESQL)), float)


@click.command()
@click.option("--rounds", default=7, show_default=True, help="Rounds; each loads both sides of a comparison.")
@click.option("--calls", default=4, show_default=True, help="How often each connection makes every call in a slice of a round.")
@click.option("--floor", "floors", type=FLOOR, multiple=True, help="Measure this database's share alone; fail when it is less.")
@click.option("--profile", "only_profile", is_flag=True, help="Print where the time of a turn goes instead.")
def main(rounds: int, calls: int, floors: tuple[tuple[str, float], ...], only_profile: bool) -> None:
    """Measure complete turns, in CPU of the server's processes, against a bare Flask route under the same gunicorn."""
    if only_profile:
        click.echo(profile(rounds=50, lines=25))
        return
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        if floors:
            _check(folder, dict(floors), rounds, calls)
            return
        for database in (SQLITE, POSTGRESQL):
            cost(folder, database, rounds, calls)
        carrier(rounds)
        decisions.decide()
        growth.nodes(folder, rounds, calls)
        growth.rows(folder, rounds, calls)
        steady.pace(folder)
        steady.memory(folder)


def _check(folder: Path, floors: Mapping[str, float], rounds: int, calls: int) -> None:
    shares = {database: cost(folder, database, rounds, calls) for database in floors}
    slow = [f"{database}: {share:.2f} is under {floors[database]:.2f}" for database, share in shares.items() if share < floors[database]]
    if slow:
        raise SystemExit(f"A turn costs too much on {'; '.join(slow)}.")


main()
