"""The voice of the exchange in real time: words last as long as their sound does."""

import asyncio
from collections.abc import Callable

from ivr.simulator.sound.speech import Speech
from ivr.simulator.verbs.say import seconds
from ivr.simulator.web.realtime import RealTime


class Speaker:
    """Let words be spoken while the loop goes on."""

    def __init__(self, speech: Speech, time: RealTime) -> None:
        self._speech, self._time = speech, time
        self._tasks: set[asyncio.Task[None]] = set()

    def utter(self, text: str, language: str, then: Callable[[float], None]) -> None:
        """Tell, when they have been spoken, how many seconds the words take."""
        task = asyncio.get_running_loop().create_task(self._utter(text, language, then))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _utter(self, text: str, language: str, then: Callable[[float], None]) -> None:
        spoken = await self._speech.say(text, language)
        self._time.do(lambda: then(spoken.seconds if spoken else seconds(text, language)))
