"""How the call begins of a caller whom we call back: where their queue is joined, with what is remembered of the call before."""

from collections.abc import Mapping
from typing import Any

from ivr.flow.events import CallStarted
from ivr.flow.graph import Flow
from ivr.flow.nodes.queue import Queue
from ivr.flow.state import CALLER

UNKNOWN = frozenset({"identity", "account", CALLER})
"""Remembered slots that it begins without: who picks up a telephone has not shown who they are."""


def call_back(flow: Flow, queue: str, known: Mapping[str, Any], language: str, pace: str = "") -> CallStarted:
    """Begin at the first node that joins the queue; where the hotline begins when none does any more."""
    node = next((name for name, node in flow.nodes.items() if isinstance(node, Queue) and node.queue == queue), "")
    kept = {name: known[name] for name in sorted(flow.remember - UNKNOWN) if name in known}
    return CallStarted({**kept, "language": language, "pace": pace}, at=node)
