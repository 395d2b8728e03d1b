"""The recording of a talk rests while a caller says what nobody is to hear again. Tones of keys are in it all the same."""

from datetime import datetime, timedelta

from ivr.errors import AgentError
from ivr.service.offers import PAUSE
from ivr.storage.base import Unit
from ivr.storage.floor_records import Intent, OfferRow

PAUSED_FOR = timedelta(seconds=120)
"""Then it goes on by itself, unless it is paused once more: who asked may have forgotten it."""


def pause(unit: Unit, talk: OfferRow, now: datetime) -> None:
    """Wish that a talk is not recorded for a while. Raises AgentError when the talk is not theirs who asks."""
    _wish(unit, talk, now, is_paused=True)


def record_again(unit: Unit, talk: OfferRow, now: datetime) -> None:
    """Wish that a talk is recorded again. Raises AgentError when the talk is not theirs who asks."""
    _wish(unit, talk, now, is_paused=False)


def _wish(unit: Unit, talk: OfferRow, now: datetime, *, is_paused: bool) -> None:
    if not unit.wish_paused(talk.id, is_paused):
        raise AgentError(f"agent {talk.agent} does not own the talk: only who does may pause its recording.")
    unit.plan_again(Intent(PAUSE, talk.id, now))


def is_paused(unit: Unit, talk: OfferRow) -> bool | None:
    """Tell whether the recording of a talk rests; None while the carrier has not said so."""
    asked = unit.intent(talk.id, PAUSE)
    if asked is None:
        return False
    return talk.is_paused if asked.state in ("done", "refused") else None
