"""docs/editing.md, followed line by line: each edit is made, each command typed, and what it prints is what the page shows.

… stands for what is left out; of a call, only some lines are shown.
"""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from ivr.cli import main

ROOT = Path(__file__).parent.parent
FENCE = re.compile(r"^```(console|diff|yaml)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)
NEW_FILE = re.compile(r"^# .*\nmenu: (\w+)\n")
WALK, *SLIPS = re.split(r"^\*\*\d+\. ", (ROOT / "docs" / "editing.md").read_text(encoding="utf-8"), flags=re.MULTILINE)


@pytest.fixture
def menus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The menus of a reader's own folder, in which the commands are typed."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "menus", tmp_path / "menus")
    return tmp_path / "menus"


def edit(menus: Path, kind: str, block: str) -> None:
    """Write a new file, or change the one place that a diff shows."""
    if kind == "yaml":
        found = NEW_FILE.match(block)
        assert found, block
        (menus / f"{found[1]}.yaml").write_text(block, encoding="utf-8")
        return
    gone, come = ("".join(line[1:] for line in block.splitlines(keepends=True) if line[0] in signs) for signs in (" -", " +"))
    [file] = [file for file in menus.glob("*.yaml") if gone in file.read_text(encoding="utf-8")]
    before, after = file.read_text(encoding="utf-8").split(gone)
    file.write_text(before + come + after, encoding="utf-8")


def follow(menus: Path, section: str) -> None:
    """Do what a section says."""
    for kind, block in FENCE.findall(section):
        if kind != "console":
            edit(menus, kind, block)
            continue
        for line, shown in COMMAND.findall(block):
            told = type_in(line)
            some = f"…{shown}".replace("\n", "…") if line.startswith("ivr call") else shown
            assert re.fullmatch(".*".join(map(re.escape, some.split("…"))), told, re.DOTALL), f"{line} prints\n{told}"


def type_in(line: str) -> str:
    """Give all that a command prints."""
    name, *words = shlex.split(line)
    assert name == "ivr", line
    return CliRunner().invoke(main, words).output


def test_the_option_and_its_menu_are_heard_as_shown(menus: Path) -> None:
    follow(menus, WALK)


@pytest.mark.parametrize("number", range(1, len(SLIPS) + 1))
def test_a_slip_is_told_as_shown(number: int, menus: Path) -> None:
    for kind, block in FENCE.findall(WALK):
        if kind != "console":
            edit(menus, kind, block)
    follow(menus, SLIPS[number - 1])


def test_there_are_ten_slips() -> None:
    assert len(SLIPS) == 10
