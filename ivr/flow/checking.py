"""Asking an action about an entry before the call goes on, and where its answer leads."""

from collections.abc import Mapping
from typing import Any

from ivr.flow.decisions import Decision, GoTo, Miss, Perform
from ivr.flow.events import ActionDone
from ivr.flow.fields import AGAIN, Check
from ivr.flow.scene import Scene
from ivr.flow.slots import Secret
from ivr.flow.words import Prompt


def ask_about(scene: Scene, check: Check, value: str | int, *, secret: bool) -> Perform:
    """Want the action done with the entry; one that is no secret is noted until the answer comes."""
    entered = Secret(str(value)) if secret else value
    return Perform(check.action, scene.arguments(check.args, entered), memo={} if secret else {"entered": value})


def answered(scene: Scene, check: Check, done: ActionDone, kept: Mapping[str, Any], again: Prompt) -> Decision:
    """Go on by the answer with what is `kept` of the entry; `again` is one error, with these words."""
    fill = {**kept, check.into: done.data or None} if check.into else dict(kept)
    jump = check.outcomes[done.outcome]
    if jump.goto != AGAIN:
        return GoTo(jump, fill=fill, by="entry", key="#")
    fill.update((name, scene.given(value)) for name, value in jump.set.items())
    return Miss("again", again, memo={}, fill=fill)
