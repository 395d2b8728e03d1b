"""How the state of a call, and what a turn tells of it, are written in its row."""

import json

from ivr.flow.journal import Fact
from ivr.flow.state import CallState

encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""Write plain values, as short as they are."""


def as_json(state: CallState) -> str:
    """Write a state as it is kept."""
    return encode(state.to_json())


def facts_json(facts: list[Fact]) -> str:
    """Write facts as a list of lists, each with its kind first."""
    return encode([[type(fact).__name__, *(getattr(fact, name) for name in fact.__slots__)] for fact in facts])
