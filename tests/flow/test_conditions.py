"""The one condition form: how it is read, and what it says of a value."""

import pytest

from ivr.flow.conditions import Test as Claim
from ivr.flow.conditions import holds, read_condition

UNKNOWN = None


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("X is known", (Claim(("X",), "known"),)),
        ("X is not known", (Claim(("X",), "unknown"),)),
        ("order.state is paid", (Claim(("order", "state"), "is", ("paid",)),)),
        ("X is a, b,c", (Claim(("X",), "is", ("a", "b", "c")),)),
        ("X is not a, b", (Claim(("X",), "is not", ("a", "b")),)),
        ("X over 5", (Claim(("X",), "over", ("5",)),)),
        ("X under 5.5", (Claim(("X",), "under", ("5.5",)),)),
        ("X is a and Y is known", (Claim(("X",), "is", ("a",)), Claim(("Y",), "known"))),
        ("hours.desk is open", (Claim(("hours", "desk"), "is", ("open",)),)),
    ],
)
def test_a_condition_is_read(written: str, read: object) -> None:
    assert read_condition(written) == read


@pytest.mark.parametrize("written", ["", "X", "X is", "X = 5", "X over", "X over many", "X over 5 and", "X has a", "is known"])
def test_what_is_no_condition_says_what_is_wrong(written: str) -> None:
    with pytest.raises(ValueError, match="is not a"):
        read_condition(written)


@pytest.mark.parametrize(
    ("condition", "value", "expected"),
    [
        ("X is known", "a", True),
        ("X is known", 0, True),
        ("X is known", "", True),
        ("X is known", [], True),
        ("X is known", UNKNOWN, False),
        ("X is not known", UNKNOWN, True),
        ("X is not known", "a", False),
        ("X is a", "a", True),
        ("X is a", "b", False),
        ("X is a", UNKNOWN, False),
        ("X is None", UNKNOWN, False),
        ("X is a, b", "b", True),
        ("X is 3", 3, True),
        ("X is not a", "a", False),
        ("X is not a", "b", True),
        ("X is not a", UNKNOWN, True),
        ("X is not None", UNKNOWN, True),
        ("X is not a, b", "b", False),
        ("X over 5", 6, True),
        ("X over 5", 5, False),
        ("X over 5", 5.5, True),
        ("X over 5", "6", False),
        ("X over 5", UNKNOWN, False),
        ("X over -1", 0, True),
        ("X under 5", 4, True),
        ("X under 5", 5, False),
        ("X under 5", UNKNOWN, False),
        ("X under 5", "4", False),
        ("X over 1 and X under 3", 2, True),
        ("X over 1 and X under 3", 3, False),
    ],
)
def test_a_condition_holds(condition: str, value: object, expected: bool) -> None:
    assert holds(read_condition(condition), lambda path: value if path == ("X",) else None) is expected


def test_no_condition_always_holds() -> None:
    assert holds((), lambda path: None)
