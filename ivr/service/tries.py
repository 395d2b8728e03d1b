"""How often a caller is called back, and when: each try is counted before it is made, and what is not known of it counts as made."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from ivr.compiler.library import Library
from ivr.flow.state import CallState
from ivr.service import offers
from ivr.service.texts import text_number
from ivr.storage.base import Store, Unit
from ivr.storage.records import Callback, Ticket
from ivr.storage.reference import reference

GIVE_UP = "give_up_callback"
TEXT = "not_reached"
"""The hotline's text; one that has none tells nobody."""
PAUSES = (timedelta(minutes=15), timedelta(hours=2))
"""After each try that did not reach anybody: who is in a meeting or on the way is there soon, or at another time of the day. The third
try is the last: who has not answered until then knows from their telephone that we called."""
RINGS_OUT = timedelta(minutes=2)
"""Longer than a call rings and its words last: the last try has come to nothing by then."""
UNKNOWN_FOR = timedelta(seconds=60)
"""A call that we may have made is not in the carrier's list by then: it counts as made, and nobody is reached by it."""


def try_of(callback: Callback) -> str:
    """Name the last try of a callback."""
    return f"{callback.number}.{callback.tries}"


def callback_of(made: str) -> str:
    """Give the number of the callback that a try is of."""
    return made.partition(".")[0]


def begin_try(unit: Unit, callback: Callback, now: datetime) -> bool:
    """Count the try that is about to be made, and say when the next may be; False when none is to be made now.

    No telephone rings for two lines at once, nor again before the first pause is over.
    """
    is_last = callback.tries >= len(PAUSES)
    if not unit.try_callback(callback, now, None if is_last else now + PAUSES[callback.tries]):
        return False
    unit.put_off(callback.caller_hash, now + PAUSES[0])
    if is_last:
        unit.add_job(GIVE_UP, callback.number, json.dumps({"entry": callback.entry}), now + RINGS_OUT)
    return True


def begin_later(unit: Unit, callback: Callback, now: datetime) -> None:
    """The carrier, which had too much to do when the try was begun, is asked once more: the pause counts from now."""
    unit.put_off(callback.caller_hash, now + PAUSES[0])


def goes_on(callback: Callback, now: datetime) -> bool:
    """Tell whether the last try may still reach somebody."""
    return callback.is_ringing and callback.rung_at is not None and now < callback.rung_at + UNKNOWN_FOR


def keep_leg(unit: Unit, made: str, leg: str) -> None:
    """Keep which call a try is, if it is the last: a notice may come after the next was begun."""
    callback = unit.callback(callback_of(made))
    if callback is not None and try_of(callback) == made:
        unit.keep_callback_leg(callback, leg)


def end_try(unit: Unit, made: str, now: datetime) -> None:
    """A try is over; when nobody was reached by it, an agent who waited for them waits no longer."""
    callback = unit.callback(callback_of(made))
    if callback is None or try_of(callback) != made:
        return
    unit.end_try(callback.number)
    offer = unit.offer_of(callback.entry) if callback.state == "booked" else None
    if offer is not None and callback.rung_at is not None and offer.offered_at <= callback.rung_at:
        offers.without_caller(unit, offer, now)


def give_up(store: Store, library: Library, clock: Callable[[], datetime], draw: Callable[[int], int], data: Mapping[str, Any]) -> None:
    """Call no more whom the last try has not reached either; a ticket tells people of it, and a text whoever rang."""
    with store.unit() as unit:
        callback, entry = unit.open_callback(data["entry"]), unit.entry(data["entry"])
    call = store.read_call(callback.call_sid) if callback is not None else None
    if callback is None or entry is None or call is None:
        return
    key, now, flow = f"{callback.number}:given_up", clock(), library.current
    told = CallState(entry.language, slots={"callback": {"number": callback.number}})
    with store.unit() as unit:
        if not unit.settle_callback(entry.id, "given_up"):
            return
        unit.leave_home(entry.id)
        ticket = Ticket(
            kind="follow_up",
            category=callback.queue,
            call_sid=callback.call_sid,
            caller_hash=callback.caller_hash,
            text=f"callback {callback.number}: not reached in {callback.tries} tries",
            language=entry.language,
            opened_at=now,
            key=key,
        )
        unit.open_ticket(ticket, lambda: reference(draw))
        text_number(unit, flow, TEXT, told, call, key, now)
