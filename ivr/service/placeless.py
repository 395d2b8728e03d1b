"""Callbacks that the program before this one booked: it kept no place for them, and nobody would be called."""

from collections.abc import Callable
from dataclasses import replace

from ivr.flow.graph import Flow
from ivr.service import offers
from ivr.service.queueing import opaque
from ivr.storage.base import Store, Unit
from ivr.storage.records import Callback, Entry


def give_places(store: Store, flow: Flow, draw: Callable[[int], int]) -> None:
    """Let who was promised a call wait at home for it, at the place of its booking and not before their window.

    Of several for one number and line the newest is made. They are told of in the language in which they like to be spoken to.
    """
    with store.unit() as unit:
        for callback in unit.placeless_callbacks():
            if callback.queue not in flow.queues:
                continue
            if (newer := _newer(unit, callback)) is not None:
                unit.place_callback(replace(callback, entry=newer.entry, state="moved"))
                continue
            profile = unit.profile(callback.caller_hash)
            language = profile.language if profile and profile.language in flow.languages else next(iter(flow.languages))
            name, at = f"{callback.queue}.{language}.{flow.version}.{opaque(draw)}", callback.booked_at
            entry = Entry(name, callback.call_sid, callback.queue, at, at, language, "{}", state=offers.AT_HOME)
            if unit.place_callback(replace(callback, entry=entry.id, next_at=callback.window_from)):
                unit.join_queue(entry)


def _newer(unit: Unit, callback: Callback) -> Callback | None:
    """Find the callback that its number has a place for in the same line."""
    booked = (each for each in unit.callbacks_of(callback.caller_hash) if each.state == "booked" and each.queue == callback.queue)
    return next((each for each in booked if each.entry), None)
