"""Every bad menu in err/ gives exactly the advice beside it; `pytest --update` writes it anew."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from ivr.compiler.compile import compile_texts
from ivr.errors import MenuError
from ivr.flow.actions import Actions
from tests.compiler.cases import files_of

CASES = sorted((Path(__file__).parent / "err").glob("*.yaml"))


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
