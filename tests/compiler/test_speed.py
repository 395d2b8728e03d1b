"""However large a hotline is, its menus are checked in the time that a YAML library takes to read them a few times."""

import gc
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from ivr.compiler.compile import compile_texts
from ivr.service.actions import DECLARATIONS

MENUS = Path(__file__).parent.parent.parent / "menus"
NODES = 10_000
MOST = 3


@pytest.mark.alone
def test_ten_thousand_nodes_are_checked_in_little_more_than_reading_takes() -> None:
    files = copies(NODES)
    reading = seconds(lambda: [yaml.load(text, yaml.CSafeLoader) for text in files.values()])
    checking = seconds(lambda: compile_texts(files, DECLARATIONS))
    assert checking <= MOST * reading


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
