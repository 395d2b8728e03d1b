"""calls.text: send the caller one of the hotline's texts, as a row of the turn's own commit."""

from collections.abc import Mapping
from typing import Any

from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.flow.scene import Scene
from ivr.flow.words import plain
from ivr.service.actions.context import Context
from ivr.service.clock import ServiceWorld
from ivr.service.texts import post
from ivr.storage.records import Message

DECLARATION = Action("calls.text", "inside", takes={"text": "word"}, outcomes={"queued": {}, "no_number": {}})


def perform(context: Context, args: Mapping[str, Any]) -> ActionDone:
    """Queue the text in the caller's language, to the number on file once it is known who calls; without any number there is none."""
    account = context.account
    if not context.caller.hash and not account:
        return ActionDone("no_number")
    text = context.flow.texts[args["text"]].texts[context.state.language]
    scene = Scene(context.flow, context.state, ServiceWorld(context.flow, context.now))
    post(
        context.unit,
        Message(
            key=context.key,
            kind="sms",
            to_hash="" if account else context.caller.hash,
            to_sealed="" if account else context.caller.sealed,
            account=account,
            body=plain(text, scene.fill(text)),
            language=context.state.language,
            call_sid=context.sid,
            queued_at=context.now,
        ),
    )
    return ActionDone("queued")
