"""`ivr test` and the pytest plugin: written calls beside menus are played, and told of when they go another way."""

import shutil
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from ivr.cli import main

SMALL = Path(__file__).parents[1] / "service" / "menus"
CALLS = {
    "good.call": "caller +15550001111\n< Welcome.\n> 6\n< Goodbye.\n> hang up\n",
    "untrue.call": "caller +15550001111\n< Welcome.\n> 6\n< See you.\n",
    "unread.call": "given tickets.open = closed\ncaller +15550001111\n",
    "broken.call": "given fault corrupt /voice/turn\ncaller +15550001111\n> 6\n",
}
UNTRUE = "untrue.call:4: expected to hear:\n    See you.\nwhat was heard after line 3:\n    Goodbye.\n"
UNREAD = 'unread.call:1: "tickets.open" never answers "closed". There are: joined, opened.\n'
BROKEN = "broken.call: the application broke: error "


@pytest.fixture
def menus(tmp_path: Path) -> Path:
    """A folder of menus with calls beside it, of which one goes as written."""
    shutil.copytree(SMALL, tmp_path / "menus")
    (tmp_path / "menus" / "tests").mkdir()
    for name, text in CALLS.items():
        (tmp_path / "menus" / "tests" / name).write_text(text)
    return tmp_path / "menus"


def run(*words: object) -> Result:
    return CliRunner().invoke(main, ["test", *map(str, words)])


@pytest.mark.parametrize("jobs", [1, 2])
def test_calls_that_go_another_way_are_told_as_ivr_call_tells_them(menus: Path, jobs: int) -> None:
    told = run(menus, "--jobs", jobs)
    assert told.exit_code == 1
    for said in (UNTRUE, UNREAD, BROKEN):
        assert f"{menus}/tests/{said}" in told.stdout
    assert "good.call" not in told.stdout
    assert "4 calls, 3 went another way, in " in told.stderr


def test_one_call_is_played_alone(menus: Path) -> None:
    told = run(menus / "tests" / "good.call")
    assert (told.exit_code, told.stdout) == (0, "")
    assert "1 call, all went as written, in " in told.stderr


def test_the_time_told_is_the_time_that_went_by_however_many_processes_play(menus: Path) -> None:
    for number in range(40):
        shutil.copy(menus / "tests" / "good.call", menus / "tests" / f"good-{number}.call")
    began = time.monotonic()
    told = run(menus, "--jobs", 4)
    _, _, seconds = told.stderr.partition("3 went another way, in ")
    assert float(seconds.split()[0]) <= time.monotonic() - began + 0.05


def test_a_build_server_reads_which_calls_went_another_way(menus: Path) -> None:
    run(menus, "--junit", menus / "calls.xml")
    [suite] = ElementTree.parse(menus / "calls.xml").getroot()
    assert (suite.get("tests"), suite.get("failures")) == ("4", "3")
    slips = {case.get("name"): case.findtext("failure") for case in suite}
    assert slips["good"] is None
    assert slips["untrue"] == f"{menus}/tests/{UNTRUE}"[:-1]
    assert {case.get("classname") for case in suite} == {f"{menus}/tests"}


def test_menus_that_do_not_compile_are_told_of_first(menus: Path) -> None:
    (menus / "main.yaml").write_text((menus / "main.yaml").read_text().replace("goto: bye", "goto: by"))
    told = run(menus)
    assert told.exit_code == 2
    assert '"by" is not a node in this menu. Did you mean "bye"?' in told.stderr


def test_a_call_away_from_all_menus_is_not_played(tmp_path: Path) -> None:
    (tmp_path / "good.call").write_text(CALLS["good.call"])
    told = run(tmp_path)
    assert told.exit_code == 2
    assert "there are no .call files in or under a folder of menus here" in told.stderr


def test_pytest_takes_calls_beside_menus_for_tests(menus: Path) -> None:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:randomly", "--color=no", "menus"]
    told = subprocess.run(command, cwd=menus.parent, capture_output=True, text=True, check=False)
    assert "3 failed, 1 passed" in told.stdout
    assert f"\n{menus}/tests/{UNTRUE}" in told.stdout
    assert "Traceback" not in told.stdout
