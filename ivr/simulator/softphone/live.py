"""The exchange in real time, with the voices of its legs: who speaks is heard by others, and in recordings."""

import asyncio
from collections.abc import Callable, Iterable
from typing import TypeVar

from ivr.simulator.exchange.exchange import Exchange
from ivr.simulator.office.leg import Leg
from ivr.simulator.office.recordings import Recording
from ivr.simulator.people.person import Speak, language_of, sounds
from ivr.simulator.softphone.voices import Voices
from ivr.simulator.sound import wav
from ivr.simulator.sound.mixer import mix
from ivr.simulator.sound.speech import Speech
from ivr.simulator.sound.wav import FRAME_SECONDS
from ivr.simulator.web.realtime import RealTime

T = TypeVar("T")
MOST_JITTER = 0.1


class Live:
    """What pages share."""

    def __init__(self, exchange: Exchange, time: RealTime, speech: Speech) -> None:
        self.exchange, self.speech = exchange, speech
        self.voices = Voices()
        self._time = time
        # Whose typed words are being spoken, by call SID.
        self._speaking: dict[str, asyncio.Task[None]] = {}

    def do(self, act: Callable[[], T]) -> T:
        """Act at the exchange's present time."""
        return self._time.do(act)

    def say(self, leg: Leg, text: str) -> None:
        """Let words that were typed be heard: by a machine that listens, or by people, who read them too."""
        if self.talks(leg):
            self.exchange.say(leg, text)
        else:
            for _, words in sounds(Speak(text)):
                self.exchange.sound(leg, words)
        if self.speech.is_here and not leg.is_over:
            task = self._speaking[leg.sid] = asyncio.get_running_loop().create_task(self._speak(leg, text))
            task.add_done_callback(lambda task: self._speaking.pop(leg.sid, None))

    def speaks(self, leg: Leg) -> bool:
        """Tell whether typed words of a leg are still being made into sound: one sentence at a time is."""
        return leg.sid in self._speaking

    def forget(self, leg: Leg) -> None:
        """Let go of a leg that has ended: what it would still have said is not spoken."""
        self.voices.forget(leg.sid)
        if leg.sid in self._speaking:
            self._speaking[leg.sid].cancel()

    def talks(self, leg: Leg) -> bool:
        """Tell whether a leg hears somebody."""
        return bool(self.exchange.hears(leg.sid))

    def turn(self, legs: Iterable[str]) -> dict[str, bytes]:
        """Give what each of these legs hears in the next 20 ms, and let the recordings that run have their part."""
        said, heard = self.voices.turn({sid: self.exchange.hears(sid) for sid in legs})
        if said:
            self.do(lambda: self._record(said))
        return heard

    def _record(self, said: dict[str, bytes]) -> None:
        for recording in self.exchange.office.recordings.by_sid.values():
            if recording.status == "in-progress" and (frames := [said[sid] for sid in self._sources(recording) if sid in said]):
                recording.sounds.append((self._place(recording), mix(frames)))

    def _place(self, recording: Recording) -> float:
        """Tell where in a recording the present frame lies: right behind the last, though the loop comes a little early or late."""
        now = recording.seconds(self.exchange.clock.elapsed)
        end = recording.sounds[-1][0] + FRAME_SECONDS if recording.sounds else 0.0
        return end if abs(now - end) < MOST_JITTER else now

    def _sources(self, recording: Recording) -> frozenset[str]:
        """Tell whose voices are recorded: those who can be heard in a room, or a leg and whom it talks with."""
        if recording.call:
            return self.exchange.hears(recording.call) | {recording.call}
        room = self.exchange.office.rooms.by_sid[str(recording.room)]
        return frozenset(each.sid for each in room.participants if each.hears == "talk" and not each.muted and not each.coaching)

    async def _speak(self, leg: Leg, text: str) -> None:
        spoken = await self.speech.say(text, language_of(text))
        if spoken:
            sound = await asyncio.to_thread(wav.telephone, spoken.file)
            if not leg.is_over:
                self.voices.say(leg.sid, sound)
