"""calls.text: send the caller one of the hotline's texts, as a row of the turn's own commit."""

from collections.abc import Mapping
from typing import Any

from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.flow.scene import Scene
from ivr.flow.words import plain
from ivr.service.actions.context import Context
from ivr.service.clock import ServiceWorld
from ivr.storage.records import Message

DECLARATION = Action("calls.text", "inside", takes={"text": "word"}, outcomes={"queued": {}, "no_number": {}})


def perform(context: Context, args: Mapping[str, Any]) -> ActionDone:
    """Queue the text in the caller's language; a caller without a number gets none."""
    if not context.caller.hash:
        return ActionDone("no_number")
    text = context.flow.texts[args["text"]].texts[context.state.language]
    scene = Scene(context.flow, context.state, ServiceWorld(context.flow, context.now))
    context.unit.post(
        Message(
            key=context.key,
            kind="sms",
            to_hash=context.caller.hash,
            to_sealed=context.caller.sealed,
            body=plain(text, scene.fill(text)),
            language=context.state.language,
            call_sid=context.sid,
            queued_at=context.now,
        )
    )
    return ActionDone("queued")
