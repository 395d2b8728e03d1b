"""One structured line a turn. Numbers are masked; what the caller keyed or said is never logged."""

import structlog

from ivr.service.one_turn import Request, Taken
from ivr.twiml.request import masked

log = structlog.get_logger()


def log_turn(asked: Request, taken: Taken, seconds: float) -> None:
    """Tell which turn was taken, by what kind of event, where the call is now and how long it took."""
    log.info(
        "turn",
        call=asked.sid,
        caller=masked(asked.caller),
        n=asked.n,
        event_kind=type(taken.event).__name__,
        turn=taken.turn,
        node=taken.node,
        replayed=taken.replayed,
        ms=round(seconds * 1000, 2),
    )
