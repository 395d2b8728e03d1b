"""Whether a turn costs the same however many nodes the menus have, and however many calls have been before."""

from pathlib import Path

import click
from sqlalchemy import insert

from bench.calls import Call, check_turns, turns
from bench.cost import interleaved
from bench.load import TURNS, Script
from bench.server import ROOT, environment, hotline, migrate
from ivr.app import utc_now
from ivr.storage import open_database, read_url
from ivr.storage.tables import calls, journal

FEW, MANY = 10, 10_000
ROWS = 1_000_000
TURNS_A_CALL = 10
FILES = 10
BASE = ROOT / "tests" / "service" / "menus"
"""Small menus, among which the tree is planted."""
NODE = """\
  n{0}:
    type: menu
    prompt: {{zh: "这是第{0}号菜单。", en: "This is menu {0}."}}
    options:
      1: {{label: {{zh: 左边, en: For the left}}, goto: {1}, words: {{zh: [左边], en: [left]}}}}
      2: {{label: {{zh: 右边, en: For the right}}, goto: {2}, words: {{zh: [右边], en: [right]}}}}
"""
WALKS = Script(turns, check_turns, [Call(keys) for keys in ("1,2,1,2,2,1,1", "2,2,1,1,2,1,2", "1,1,2,2,1,2,1", "2,1,1,2,1,1,2")])


def nodes(folder: Path, rounds: int, calls: int) -> float:
    """Compare a turn among few nodes and among many."""
    click.echo(f"\nA turn in menus of {FEW} nodes and of {MANY:,}. The large ones are compiled first.\n")
    few, many = (plant(folder / f"menus-{size}", size) for size in (FEW, MANY))
    with hotline(folder / "few", menus=few) as one, hotline(folder / "many", menus=many) as other:
        return interleaved((one, WALKS, f"{FEW} nodes"), (other, WALKS, f"{MANY:,} nodes"), rounds, calls * 2)


def rows(folder: Path, rounds: int, calls: int) -> float:
    """Compare a turn in an empty database and in one that has kept many calls."""
    click.echo(f"\nA turn on an empty journal and on one of {ROWS:,} rows, which are written first.\n")
    (folder / "full").mkdir()
    settings = environment(folder / "full")
    migrate(settings)
    _fill(settings["DATABASE_URL"])
    with hotline(folder / "empty") as one, hotline(folder / "full") as other:
        return interleaved((one, TURNS, "empty"), (other, TURNS, f"{ROWS:,} rows"), rounds, calls)


def plant(folder: Path, size: int) -> Path:
    """Write menus in which each node leads to two others, mostly of other files, and every one is reached."""
    folder.mkdir()
    for file in BASE.glob("*.yaml"):
        (folder / file.name).write_text(file.read_text().replace("start: main.main", f"start: {_name(0)}"))
    for part in range(FILES):
        tree = (NODE.format(here, _name((2 * here + 1) % size), _name((2 * here + 2) % size)) for here in range(part, size, FILES))
        (folder / f"tree{part}.yaml").write_text(f"menu: tree{part}\nnodes:\n" + "".join(tree))
    return folder


def _name(node: int) -> str:
    return f"tree{node % FILES}.n{node}"


def _fill(url: str) -> None:
    """Write calls that are over."""
    now = utc_now()
    over = {"version": "0" * 12, "state": "", "answer": "", "caller_hash": "0" * 64, "caller_sealed": "", "called": "", "ending": "solved"}
    facts = '[["Chose","welcome.main","1","key"],["Entered","refund.menu"]]'
    with open_database(read_url(url), durable=False).migration() as connection:
        for first in range(0, ROWS // TURNS_A_CALL, 1000):
            sids = [f"CA{number * 2654435761 % 2**32:032x}" for number in range(first, first + 1000)]
            moments = {"started_at": now, "hung_up_at": now, "closed_at": now}
            connection.execute(insert(calls), [{"sid": sid, "turn": TURNS_A_CALL, **over, **moments} for sid in sids])
            kept = [{"sid": sid, "turn": turn, "facts": facts} for sid in sids for turn in range(TURNS_A_CALL)]
            connection.execute(insert(journal), kept)
