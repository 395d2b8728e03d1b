"""identity.text_code: a new one-time code, texted to the phone on file and kept as a keyed hash."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.flow.scene import Scene
from ivr.flow.words import plain
from ivr.service.actions.context import Context
from ivr.service.guesses import ask, watched_in_codes
from ivr.service.texts import VERIFY, post
from ivr.storage.records import Code, Message

TEXT, HOLE = "otp", "code"
"""The hotline's text, and what it says that nothing else may."""
DIGITS = 6
MINUTES = "code_minutes"
"""The hotline's fact: how long a code is of use."""

DECLARATION = Action(
    "identity.text_code",
    "inside",
    takes={"account": "record"},
    data={"minutes": "number"},
    outcomes={"queued": {}, "too_many": {"minutes": 30}},
)


def perform(context: Context, args: Mapping[str, Any]) -> ActionDone:
    """Draw a code in place of an older one. It is written out in the sealed text alone, which is wiped when it has been sent."""
    code = f"{context.draw(10**DIGITS):0{DIGITS}}"
    return _queue(context, args["account"]["id"], hash_of(context, code), "sms", _words(context, code))


def by_verify(context: Context, args: Mapping[str, Any]) -> ActionDone:
    """Have Verify draw a code and text it: nobody here ever knows it."""
    return _queue(context, args["account"]["id"], "", VERIFY, "")


def _queue(context: Context, account: str, code_hash: str, kind: str, body: str) -> ActionDone:
    stands = ask(context.unit, watched_in_codes(context.hash, account), context.sid, context.now, counted=True)
    if stands.minutes:
        return ActionDone("too_many", {"minutes": stands.minutes})
    context.unit.keep_code(Code(context.hash(account), code_hash, context.sid, context.now))
    post(
        context.unit,
        Message(
            key=context.key,
            kind=kind,
            to_hash="",
            to_sealed="",
            account=account,
            body=body,
            language=context.state.language,
            call_sid=context.sid,
            queued_at=context.now,
            until=context.now + lasts(context),
        ),
    )
    return ActionDone("queued")


def lasts(context: Context) -> timedelta:
    """Give how long a code is of use."""
    return timedelta(minutes=context.fact(MINUTES) or 5)


def hash_of(context: Context, code: str) -> str:
    """Give how a code is kept: of use in this call alone."""
    return context.hash(f"code {context.sid} {code}")


def _words(context: Context, code: str) -> str:
    state = context.state
    text = context.flow.texts[TEXT].texts[state.language]
    return plain(text, Scene(context.flow, state.but(slots={**state.slots, HOLE: code}), context.world).fill(text))
