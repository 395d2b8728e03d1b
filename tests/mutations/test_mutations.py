"""Whatever harms callers is stopped before any hears it, and nobody is kept from an edit that harms nobody.

The seeds are others than the 1 to 10 with which rules and operators were made. `make soak` tries many more of them.
"""

import os
import shutil
from pathlib import Path

import pytest

from ivr.trial.suite import attempt_all, find
from tests.mutations.edits import shipped
from tests.mutations.harmful import HARMFUL, LET_THROUGH, Edit
from tests.mutations.harmless import HARMLESS
from tests.mutations.trial import edited, stopped_by

SOAK = os.environ.get("HYPOTHESIS_PROFILE") == "soak"
SEEDS = range(101, 111) if SOAK else (101,)
CORES = 2
MOST_REFUSED = 0.05
SHIPPED = Path(__file__).parents[2] / "menus"


def name(edit: Edit) -> str:
    return edit.__name__


def test_the_shipped_menus_themselves_are_not_stopped() -> None:
    assert stopped_by(shipped()) is None


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("edit", HARMFUL, ids=name)
def test_an_edit_that_harms_callers_is_stopped(edit: Edit, seed: int) -> None:
    menus = edited(edit, seed)
    assert menus != shipped()
    assert stopped_by(menus) or (edit, seed) in LET_THROUGH, HARMFUL[edit]


@pytest.mark.parametrize(("edit", "seed"), [each for each in LET_THROUGH if SOAK or each[1] == 109])
def test_what_is_let_through_makes_a_written_call_go_another_way(edit: Edit, seed: int, tmp_path: Path) -> None:
    for name, text in edited(edit, seed).files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    shutil.copytree(SHIPPED / "tests", tmp_path / "tests")
    assert any(verdict.slip for verdict in attempt_all(find([tmp_path]), CORES)), LET_THROUGH[edit, seed]


def test_edits_that_harm_nobody_are_hardly_ever_refused() -> None:
    refused = [f"{name(edit)} {seed}: {why}" for edit in HARMLESS for seed in SEEDS if (why := stopped_by(edited(edit, seed)))]
    assert len(refused) <= MOST_REFUSED * len(HARMLESS) * len(SEEDS), refused
