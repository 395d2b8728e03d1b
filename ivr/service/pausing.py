"""The recording of a talk rests while a caller says what nobody is to hear again. Tones of keys are in it all the same."""

from datetime import datetime, timedelta

from ivr.service.offers import PAUSE
from ivr.storage.base import Unit
from ivr.storage.floor_records import Intent, OfferRow

PAUSED_FOR = timedelta(seconds=120)
"""Then it goes on by itself, unless it is paused once more: who asked may have forgotten it."""


def wish_paused(unit: Unit, talk: OfferRow, now: datetime, *, is_paused: bool) -> None:
    """Wish that a talk is not recorded for a while, or is again. Nothing is asked for one that is over, or has another owner by now."""
    if unit.wish_paused(talk.id, is_paused):
        unit.plan_again(Intent(PAUSE, talk.id, now))


def is_paused(unit: Unit, talk: OfferRow) -> bool | None:
    """Tell whether the recording of a talk rests; None while the carrier has not said so."""
    asked = unit.intent(talk.id, PAUSE)
    if asked is None:
        return False
    return talk.is_paused if asked.state in ("done", "refused") else None
