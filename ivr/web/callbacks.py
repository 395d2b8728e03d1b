"""What the carrier asks and tells of calls that we make: to callers who wait at home to be called back."""

from collections.abc import Mapping
from urllib.parse import quote

from ivr.errors import TurnTaken
from ivr.service.callbacks import LATER, TALK
from ivr.twiml.document import hangup
from ivr.twiml.rooms import key_document
from ivr.web import faults, voice
from ivr.web.door import Answer, Knock, View, answer, noted
from ivr.web.rooms import ENDED


def answered(knock: Knock) -> Answer:
    """Somebody, or a machine, answers."""
    return answer(faults.carry(knock, lambda: _greeted(knock), _path("answered", knock)))


def keyed(knock: Knock) -> Answer:
    """Somebody is there: their call begins, and goes to the agent who waits for them, or to its place in line."""
    return answer(faults.carry(knock, lambda: _reached(knock), _path("answered", knock)))


def status(knock: Knock) -> Answer:
    """The carrier tells how such a call is getting on."""
    back = knock.services.callbacks
    if knock.form.get("CallStatus") in ENDED and not faults.keep(knock, lambda: back.ended(_try_of(knock), knock.leg.sid)):
        return noted(kept=False)
    return voice.status(knock)


def _greeted(knock: Knock) -> str:
    words = knock.services.callbacks.greet(_try_of(knock), knock.leg.sid)
    if words is None:
        return voice.kept_answer(knock) or hangup()
    spoken = knock.services.renderer(words.flow, words.pace).words(words.says)
    return key_document(spoken, _path("key", knock))


def _reached(knock: Knock) -> str:
    digits, leg = knock.form.get("Digits", ""), knock.leg
    if digits not in (TALK, LATER):
        return _greeted(knock)
    try:
        is_reached = knock.services.callbacks.reached(_try_of(knock), leg.sid, leg.called, leg.caller, digits)
    except TurnTaken:  # another call has reached them
        return hangup()
    return (voice.kept_answer(knock) or hangup()) if is_reached else _greeted(knock)


def _try_of(knock: Knock) -> str:
    return knock.form.get("t", "")[:64]


def _path(what: str, knock: Knock) -> str:
    return f"/voice/callback/{what}?t={quote(_try_of(knock), safe='')}"


CALLBACKS: Mapping[str, View] = {
    "/voice/callback/answered": answered,
    "/voice/callback/key": keyed,
    "/voice/callback/status": status,
}
