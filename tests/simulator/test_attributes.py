"""Attributes: whatever stands in them, a verb is read or refused, and each finding has a code."""

import sys
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.simulator import verbs
from ivr.simulator.twiml import conference, messaging, nouns
from ivr.simulator.twiml.attributes import Table
from ivr.simulator.unsure import Unsure
from tests.simulator.tables import names, read, wire


def tables(table: type[Table] = Table) -> Iterator[type[Table]]:
    yield table
    for each in table.__subclasses__():
        yield from tables(each)


def is_used(table: type[Table]) -> bool:
    """A dataclass with slots is a second class, which stands in the place of the first."""
    return getattr(sys.modules[table.__module__], table.__name__, None) is table


TABLES = sorted(filter(is_used, tables()), key=lambda table: (table.__module__, table.__name__))
VALUES = st.text() | st.sampled_from(["", "0", "-1", "9" * 5000, "٣", "true", "http://[", "auto", "#", "a b", "\x00", "\ud800"])


def test_each_verb_and_noun_that_has_attributes_has_a_table():
    modules = {table.__module__.rpartition(".")[2] for table in TABLES}
    without = {"hangup", "leave"}
    assert {name.lower() for name in verbs.VERBS} - without - {"sms"} <= modules
    assert {module.__name__.rpartition(".")[2] for module in (conference, messaging, nouns)} <= modules


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
@settings(max_examples=20)
@given(data=st.data(), lenient=st.booleans())
def test_any_value_is_read_or_refused_with_a_code(table, data, lenient):
    known = [wire(name) for name in names(table)]
    given_ = data.draw(st.dictionaries(st.sampled_from([*known, "colour"]), VALUES, max_size=6))
    values, told = read(table, given_, Unsure(bad_values_mean_defaults=lenient))
    assert all((each.code == 11100 or 12000 <= each.code < 17000) and each.message for each in told)
    assert len(told) <= len(given_)
    is_spoilt = any(each.severity == "error" or not lenient for each in told if "has no attribute" not in each.message)
    assert (values is None) is is_spoilt
