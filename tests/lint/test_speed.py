"""However large a hotline is, `ivr lint` takes no more than three times what a YAML library takes to read its menus."""

import gc
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from ivr.cli.lint import lint

MENUS = Path(__file__).parent.parent.parent / "menus"
NODES = 10_000
MOST = 3
TRIES = 3
"""Whatever else the machine does may spoil one of them."""


@pytest.mark.alone
def test_ten_thousand_nodes_are_checked_in_little_more_than_reading_takes(tmp_path: Path) -> None:
    for name, text in copies(NODES).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert any(share(tmp_path) <= MOST for _ in range(TRIES))


def share(folder: Path) -> float:
    """Give how many times as long checking takes as reading."""
    texts = [file.read_text(encoding="utf-8") for file in folder.glob("*.yaml")]
    reading = seconds(lambda: [yaml.load(text, yaml.CSafeLoader) for text in texts])
    return seconds(lambda: CliRunner().invoke(lint, [str(folder)])) / reading


def copies(nodes: int) -> dict[str, str]:
    """Give the shipped menus again and again, each time reached by a number of its own."""
    files = {file.name: file.read_text(encoding="utf-8") for file in MENUS.glob("*.yaml")}
    common = {name: files.pop(name) for name in ("hotline.yaml", "holidays.yaml")}
    target = re.compile(rf"(?<![\w{{])(?<!when: )({'|'.join(name.removesuffix('.yaml') for name in files)})\.(?=[a-z])")
    size = sum(text.count("\n    type: ") for text in files.values())
    many = {**common, **files}
    many["hotline.yaml"] += "numbers:\n"
    for copy in range(1, nodes // size + 1):
        many["hotline.yaml"] += f'  "+8640{copy:010}": welcome{copy}.recall\n'
        for name, text in files.items():
            own = name.removesuffix(".yaml")
            many[f"{own}{copy}.yaml"] = target.sub(rf"\g<1>{copy}.", text).replace(f"menu: {own}\n", f"menu: {own}{copy}\n")
    return many


def seconds(work: Callable[[], object]) -> float:
    """Give the time of the processor that something takes."""
    gc.collect()
    before = time.process_time()
    work()
    return time.process_time() - before
