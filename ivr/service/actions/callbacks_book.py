"""callbacks.book: promise to call back, in a window when the queue's people are there."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from ivr.calendar import DAYS_AHEAD, in_peak
from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.service import offers
from ivr.service.actions.context import Context
from ivr.service.clock import as_value
from ivr.service.queueing import ON_THE_LINE, new_entry, newest
from ivr.spoken import say
from ivr.storage.records import Callback


@dataclass(frozen=True, slots=True)
class Window:
    """When to call: `days` from today, between two times of day; spoken as `words`."""

    words: Mapping[str, str]
    days: int
    begins: time
    ends: time


AS_SOON_AS_POSSIBLE: Mapping[str, str] = {"zh": "尽快", "en": "as soon as possible"}
AFTER: Mapping[str, str] = {"mandarin": "{}以后", "english": "after {}"}
"""By whose manner a language says its values."""
QUIET = "quiet"
"""Asks for a time at which few people call."""
QUIET_LASTS, HALF_HOUR = timedelta(hours=2), timedelta(minutes=30)
WINDOWS = {
    "afternoon": Window({"zh": "今天下午", "en": "this afternoon"}, 0, time(13), time(18)),
    "evening": Window({"zh": "今天晚上", "en": "this evening"}, 0, time(18), time(21)),
    "tomorrow": Window({"zh": "明天上午", "en": "tomorrow morning"}, 1, time(9), time(12)),
}

DECLARATION = Action(
    "callbacks.book",
    "inside",
    takes={"queue": "word", "when": "word", "phone?": "phone"},
    data={"number": "digits", "window": "word", "moved": "word"},
    words={"moved": ("yes", "no")},
    outcomes={"booked": {"number": "4815162340", "window": {"zh": "今天下午", "en": "this afternoon"}, "moved": "no"}, "no_number": {}},
    changes=True,
)


def perform(context: Context, args: Mapping[str, Any]) -> ActionDone:
    """Book one callback to the caller's number, or to the one entered; one that is booked for the same line moves to the new time.

    The place in line is kept: of who waits in it, of the callback that moves, else the one a caller would take now. Who was called back
    and wants another time moves it too: it stays one of the call in which it was first booked.
    """
    target = context.seal(args["phone"]) if args.get("phone") else context.caller
    if not target.hash:
        return ActionDone("no_number")
    begins, ends, words = _window(context, args["queue"], args["when"])
    entry = _entry(context, args["queue"], target.hash)
    booked, _ = context.unit.book_callback(
        Callback(
            call_sid=context.unit.move_reached(entry) or context.sid,
            caller_hash=target.hash,
            number_sealed=target.sealed,
            queue=args["queue"],
            window_from=begins,
            window_until=ends,
            booked_at=context.now,
            key=context.key,
            entry=entry,
            next_at=begins,
        ),
        context.propose,
    )
    moved = args["when"] in WINDOWS and words != WINDOWS[args["when"]].words
    return ActionDone("booked", {"number": booked.number, "window": dict(words), "moved": "yes" if moved else "no"})


def _entry(context: Context, queue: str, caller_hash: str) -> str:
    """Send the entry of a callback home, and give it: this call's, or that of an earlier callback."""
    unit = context.unit
    places = unit.places_of(context.sid, caller_hash)
    if (waiting := newest(places, queue, *ON_THE_LINE)) is not None:
        offers.withdraw(unit, waiting.id, context.now)
        unit.turn_entry(waiting.id, waiting.state, offers.AT_HOME)
        return waiting.id
    if (earlier := newest(places, queue, offers.AT_HOME)) is not None:
        offers.withdraw(unit, earlier.id, context.now)
        unit.settle_callback(earlier.id, "moved")
        return earlier.id
    return unit.join_queue(replace(new_entry(context, context.flow.queues[queue], places), state=offers.AT_HOME)).id


def _window(context: Context, queue: str, when: str) -> tuple[datetime, datetime, Mapping[str, str]]:
    """Give the window asked for, or else the same on the next day of the week ahead on which the queue's people are there."""
    local = context.now.astimezone(ZoneInfo(context.flow.hours[context.flow.queues[queue].hours].timezone))
    if when == QUIET:
        begins = _quiet(context, queue, local)
        return begins, begins + QUIET_LASTS, _after(context, begins)
    if window := WINDOWS.get(when):
        day = local.date() + timedelta(days=window.days)
        for later in range(7):
            begins, ends = (datetime.combine(day + timedelta(days=later), at, local.tzinfo) for at in (window.begins, window.ends))
            if ends > local and context.world.is_staffed(queue, max(begins, local)):
                return max(begins, local), ends, window.words if later == 0 else _after(context, begins)
    elif context.world.is_staffed(queue, local):
        return local, local + timedelta(days=1), AS_SOON_AS_POSSIBLE
    opens = context.world.opens(queue, local) or local
    return opens, opens + timedelta(days=1), _after(context, opens.astimezone(local.tzinfo))


def _quiet(context: Context, queue: str, local: datetime) -> datetime:
    """Give the next half hour that is not busy and in which the queue's people are there; when all of theirs are busy, the next opening."""
    next_half = local.replace(minute=local.minute // 30 * 30, second=0, microsecond=0) + HALF_HOUR
    halves = (next_half + HALF_HOUR * nth for nth in range(timedelta(DAYS_AHEAD) // HALF_HOUR))
    quiet = (half for half in halves if context.world.is_staffed(queue, half) and not in_peak(context.flow.peaks, half))
    return next(quiet, None) or context.world.opens(queue, next_half) or local


def _after(context: Context, moment: datetime) -> Mapping[str, str]:
    """Say a window by when it begins."""
    at = as_value(moment)
    manners = {code: language.spoken for code, language in context.flow.languages.items()}
    return {code: AFTER.get(manner, AFTER["english"]).format(say("time", at, manner)) for code, manner in manners.items()}
