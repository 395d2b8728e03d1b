"""How people are in a room: asked of the carrier as it is wished when it is asked, so asking again does no harm."""

from collections.abc import Callable

from ivr.errors import CarrierError
from ivr.service.lines import Lines
from ivr.service.offers import COACH, EAR
from ivr.service.rooms import CALLER, room_of
from ivr.storage.floor_records import OfferRow

GONE = frozenset({404, 20404, 21220})
"""Not in the room, or not on the line, any more: https://www.twilio.com/docs/api/errors/21220"""


def hold(lines: Lines, owner: OfferRow) -> None:
    """Let the caller hear music, or the talk."""
    lines.hold(_conference(lines, owner), CALLER, f"/voice/hold?o={owner.id}" if owner.is_held else "")


def pause(lines: Lines, owner: OfferRow) -> None:
    """Have the talk recorded, or silence."""
    lines.pause(_conference(lines, owner), owner.is_paused)


def speak(lines: Lines, offer: OfferRow, owner: OfferRow) -> None:
    """Let one who does not own the room be heard by all, by the owner alone, or by nobody."""
    coached = owner.leg if offer.role == COACH else ""
    lines.seat(_conference(lines, owner), offer.leg, muted=offer.role == EAR, coached=coached)


def tell(lines: Lines, owner: OfferRow, what: str) -> None:
    """Let who owns the room hear some news, and nobody else. Asked again they hear it again."""
    lines.tell(_conference(lines, owner), owner.leg, f"/voice/agent/news?o={owner.id}&what={what}")


def hand_over(lines: Lines, before: OfferRow, owner: OfferRow | None) -> None:
    """Let a room end with another, and who owned it go. After each step there is somebody with whom it ends.

    Who was to own it and is gone already leaves it to end with who did.
    """
    if owner is not None:
        conference = _conference(lines, owner)
        if _is_there(lambda: lines.seat(conference, owner.leg, ends=True, muted=False, coached="")):
            _is_there(lambda: lines.seat(conference, before.leg, ends=False))
            _is_there(lambda: hold(lines, owner))
    _is_there(lambda: lines.end(before.leg))


def _conference(lines: Lines, owner: OfferRow) -> str:
    return owner.conference or lines.conference(room_of(owner.opener))


def _is_there(ask: Callable[[], None]) -> bool:
    try:
        ask()
    except CarrierError as error:
        if error.code not in GONE:
            raise
        return False
    return True
