"""A number found in a forum or on a display is checked here, against the facts of the hotline (R24, R26)."""

import pytest

from ivr.compiler.compile import compile_texts
from ivr.service.actions import DECLARATIONS
from ivr.simulator.people.person import Press

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


WRITTEN = ("400-111-2222", "+861069000001", "+86-21-5555-0000", "+4930123456")
KEYED = (
    "4001112222", "864001112222", "00861069000001", "1069000001", "02155550000", "2155550000", "00862155550000", "4930123456",
    "004930123456", "4000000007", "864000000007",
)  # fmt: skip


def test_a_number_is_ours_however_the_facts_or_the_caller_write_it_and_when_the_hotline_is_rung_at_it(hotline, menus):
    files = {file.name: file.read_text(encoding="utf-8") for file in menus.glob("*.yaml")}
    text = files["hotline.yaml"].replace('other_numbers: "106900000000"', f'other_numbers: "{" ".join(WRITTEN)}"')
    files["hotline.yaml"] = text.replace("\nlanguages:\n", '\nnumbers: {"+86 400-000-0007": {goto: welcome.notice}}\nlanguages:\n')
    line = hotline(compile_texts(files, DECLARATIONS))
    assert [keyed for keyed in KEYED if OURS not in heard(line, keyed)] == []
    assert NOT_OURS in heard(line, "4000000008")
