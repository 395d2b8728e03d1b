"""Every bad menu in err/ gives exactly the advice beside it; `pytest --update` writes it anew."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from ivr.compiler.compile import compile_texts
from ivr.errors import MenuError
from ivr.flow.actions import Actions

CASES = sorted((Path(__file__).parent / "err").glob("*.yaml"))
SECTION = re.compile(r"^=== (\S+)(?: instead of: (.+))?\n", re.MULTILINE)


def files_of(case: str, good: Mapping[str, str]) -> dict[str, str]:
    """Read a case: a menu called trial, or sections, each a file or what stands instead of one line of a good file."""
    files = dict(good)
    if not case.startswith("=== "):
        return files | {"trial.yaml": case}
    _, *sections = SECTION.split(case)
    for name, line, text in zip(sections[::3], sections[1::3], sections[2::3], strict=True):
        files[name] = text if line is None else instead(files[name], line, text)
    return files


def instead(text: str, begins: str, other: str) -> str:
    lines = text.splitlines(keepends=True)
    (place,) = (n for n, line in enumerate(lines) if line.strip().startswith(begins))
    return "".join((*lines[:place], other, *lines[place + 1 :]))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_bad_menu_gets_this_advice(case: Path, good: Mapping[str, str], actions: Actions, update: bool) -> None:
    with pytest.raises(MenuError) as raised:
        compile_texts(files_of(case.read_text(), good), actions)
    said = f"{raised.value}\n"
    expected = case.with_suffix(".out")
    if update:
        expected.write_text(said)
    assert said == expected.read_text()


def test_no_advice_is_left_without_its_menu() -> None:
    assert {case.stem for case in CASES} == {out.stem for out in (Path(__file__).parent / "err").glob("*.out")}
