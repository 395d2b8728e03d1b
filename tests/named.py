"""Tests that a page names: whether they exist, and ran."""

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

TESTS = Path(__file__).parent


def stem_of(test: str) -> str:
    """Give how the ids of a named test begin. Written calls and case files are run by one test each, under their own name."""
    path = Path(test)
    match path.suffix:
        case ".call" if path.parent.name == "floor":
            return f"tests/floor/test_floor.py::test_a_written_call_goes_as_written[{path.stem}]"
        case ".call":
            return f"tests/calls/test_calls.py::test_a_written_call_goes_as_written[{path.parent.parent.name}/{path.stem}]"
        case ".yaml":
            return f"tests/flow/test_cases.py::test_a_call_goes_as_its_case_tells[{path.parent.name}/{path.stem}: "
    return test


def is_run(test: str, ids: Iterable[str]) -> bool:
    stem = stem_of(test)
    return any(node == stem or node.startswith((f"{stem}[", stem) if stem.endswith(": ") else f"{stem}[") for node in ids)


def not_run(named: set[str], session: pytest.Session) -> list[str]:
    """List those of the named tests that are not in this run; when it was not of all tests, those that do not exist."""
    ids = [item.nodeid for item in session.items]
    missing = {test for test in named if not is_run(test, ids)}
    if missing and _is_partial(session.items, session.config):
        found = _collected({stem_of(test).partition("::")[0] for test in missing})
        missing = {test for test in missing if not is_run(test, found)}
    return sorted(missing)


def _is_partial(items: Iterable[pytest.Item], config: pytest.Config) -> bool:
    files = {item.path for item in items}
    chosen = any(config.getoption(option, None) for option in ("keyword", "markexpr", "deselect", "lf"))
    return chosen or not set(TESTS.rglob("test_*.py")) <= files


def _collected(files: Iterable[str]) -> list[str]:
    """Ask pytest what is in those of the files that exist, without running it."""
    there = [file for file in sorted(files) if (TESTS.parent / file).exists()]
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", *there]
    return subprocess.run(command, cwd=TESTS.parent, capture_output=True, text=True, check=False).stdout.splitlines()
