"""Applications written as strangers would, from Twilio's pages alone and each in its own manner, go as they would at Twilio's.

Each folder here is one, with the calls that are made to it; what stands at the head of a call is what it shows.
"""

import ast
import sys
from pathlib import Path

import pytest

from tests.applications.strangers import NUMBERS, rung

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("*/*.call"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_a_call_to_a_stranger_goes_as_written(file: Path) -> None:
    played = rung(file.parent.name, file)
    assert played.mismatch is None, played.mismatch
    assert played.asked == played.expected
    assert played.codes == played.expected_codes


@pytest.mark.parametrize("name", NUMBERS)
def test_every_stranger_is_rung_and_knows_nothing_of_us(name: str) -> None:
    assert name in {file.parent.name for file in FILES}
    tree = ast.parse((HERE / name / "app.py").read_text(encoding="utf-8"))
    roots = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    roots |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {root.partition(".")[0] for root in roots} <= sys.stdlib_module_names | {"flask", "werkzeug", "twilio"}
