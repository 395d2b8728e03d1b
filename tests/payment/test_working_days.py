"""Refunds are promised in working days, and what staff write of single days in holidays.yaml is so for them too."""

from pathlib import Path

import pytest

from ivr.compiler.compile import compile_texts
from ivr.flow.graph import Flow
from ivr.service.actions import DECLARATIONS
from tests.payment.test_refunds import LATE, REFUNDS, refund

MENUS = Path(__file__).parents[2] / "menus"
ON_ITS_LAST_DAY, A_DAY_LATE = 4, 5
"""Refunds to a card, as they stand on an ordinary Monday."""


@pytest.fixture(scope="module", params=["2026-02-27: closed", "2026-03-01: open"])
def written(request: pytest.FixtureRequest) -> str:
    """What staff write of the Friday, or of the Sunday, before that Monday."""
    return str(request.param)


@pytest.fixture(scope="module")
def flow(written: str) -> Flow:
    texts = {file.name: file.read_text(encoding="utf-8") for file in MENUS.glob("*.yaml")}
    return compile_texts(texts | {"holidays.yaml": f"all: {{{written}}}"}, DECLARATIONS)


def test_a_day_off_gives_the_bank_a_day_more_and_a_sunday_worked_a_day_less(hotline, written):
    late = [nth for nth in (ON_ITS_LAST_DAY, A_DAY_LATE) if LATE in hotline.ring(REFUNDS, *refund(nth))]
    assert late == ([] if "closed" in written else [ON_ITS_LAST_DAY, A_DAY_LATE])
