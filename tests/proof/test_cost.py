"""What calls cost, reckoned by hand on a small hotline: 14 English letters a second, and a second a press."""

from pathlib import Path

import pytest

from ivr.compiler.compile import compile_folder
from ivr.proof.cost import Cost, Costs, costs
from ivr.proof.explore import explore
from ivr.service.actions import DECLARATIONS

WELCOME = "Welcome."
OPTIONS = [
    "For an order, press 1.",
    "For a refund, press 2.",
    "To leave a message, press 3.",
    "For a report, press 4.",
    "For a complaint, press 5.",
    "If that's all, press 6.",
]


def taken(*said: str, presses: int, more: float = 0) -> Cost:
    return Cost(round(len("".join(said)) / 14 + presses + more, 1), presses)


ENDINGS = {
    "person": taken(WELCOME, *OPTIONS[:2], presses=1),
    "report": taken(WELCOME, *OPTIONS[:4], presses=1),
    "goodbye": taken(WELCOME, *OPTIONS, "Goodbye.", presses=1, more=1),
    # a line that is closed leads straight to a message, and 2 is named before 3
    "voicemail": taken(WELCOME, *OPTIONS[:2], "After the tone, leave your message.", presses=1, more=1 + 4),
    "complaint": taken(WELCOME, *OPTIONS[:5], "Enter six digits.", "To submit, press 1.", presses=1 + 7 + 1),
}


@pytest.fixture(scope="module")
def small() -> Costs:
    return costs(explore(compile_folder(Path(__file__).parent.parent / "service" / "menus", DECLARATIONS)))


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_ending_costs_what_is_heard_up_to_its_keys_and_the_presses(small: Costs, ending: str) -> None:
    assert small.endings[ending, "en"] == ENDINGS[ending]


def test_a_node_costs_what_it_takes_to_come_to_it(small: Costs) -> None:
    assert small.nodes["main.main", "en"] == Cost(0, 0)
    assert small.nodes["main.order", "en"] == taken(WELCOME, OPTIONS[0], presses=1)


def test_what_cannot_be_cut_short_is_the_longest_that_must_be_listened_to(small: Costs) -> None:
    assert small.forced["main", "en"] == 0
    assert small.forced["people", "en"] == round(len("Let me find someone.You're in line.") / 14, 1)
