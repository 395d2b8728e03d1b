"""A number found in a forum or on a display is checked here, against the facts of the hotline (R24, R26)."""

import pytest

from ivr.compiler.compile import compile_texts
from ivr.service.actions import DECLARATIONS
from ivr.simulator.person import Press

CHECK = (Press("1"), Press("3"), Press("3"), Press("1"))
OURS, NOT_OURS = "这是我们公布的官方号码", "这个号码不是我们的官方号码"


def heard(line, keyed: str) -> str:
    return line.call(*CHECK, Press(f"{keyed}#")).after(5)


@pytest.mark.parametrize(
    ("keyed", "words"),
    [
        ("4000000000", OURS),
        ("864000000000", OURS),
        ("00864000000000", OURS),
        ("106900000000", OURS),
        ("4000000001", NOT_OURS),
        ("400000000", NOT_OURS),
        ("860", NOT_OURS),
        ("96110", NOT_OURS),
    ],
)
def test_a_number_is_ours_or_not(hotline, keyed, words):
    assert words in heard(hotline(), keyed)


def test_a_number_that_is_given_up_is_ours_no_more(hotline, menus):
    files = {file.name: file.read_text(encoding="utf-8") for file in menus.glob("*.yaml")}
    files["hotline.yaml"] = files["hotline.yaml"].replace('other_numbers: "106900000000"', 'other_numbers: "106911111111 95599"')
    line = hotline(compile_texts(files, DECLARATIONS))
    assert NOT_OURS in heard(line, "106900000000")
    assert all(OURS in heard(line, keyed) for keyed in ("106911111111", "95599", "4000000000"))
