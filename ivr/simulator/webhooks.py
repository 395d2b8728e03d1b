"""One leg's requests to the application, as the driver makes them: documents, sounds, and notices a little later."""

import io
import wave
from collections.abc import Callable, Mapping

from ivr.simulator import events
from ivr.simulator.client import Asking, Client
from ivr.simulator.clock import Clock
from ivr.simulator.document import AUDIO_TYPES, content_type
from ivr.simulator.effects import Failure, Notice, Reply
from ivr.simulator.wire import Wire, ask

MOST_HOPS = 100
# How long a sound file lasts when it does not say so.
USUAL_MEDIA_SECONDS = 10.0


class Webhooks:
    """Ask and tell one application; `waiting` counts the notices still on their way."""

    def __init__(self, wire: Wire, clock: Clock, token: str, tell: Callable[[events.What], None]) -> None:
        self._wire, self._clock, self._tell = wire, clock, tell
        self._client = Client(token, tell)
        self._hops, self._hop_at = 0, -1.0
        self.waiting = 0

    def document(self, url: str, method: str, params: Mapping[str, str]) -> Reply | Failure:
        """Get a document, unless documents lead to one another with no time between."""
        self._hops = self._hops + 1 if self._hop_at == self._clock.elapsed else 1
        self._hop_at = self._clock.elapsed
        if self._hops > MOST_HOPS:
            return Failure(11215, f"{MOST_HOPS} documents in a row with no time between; the next is {url}", url, final=True)
        return self._now(self._client.request(url, method, params))

    def media_seconds(self, url: str) -> float | Failure:
        """Get a sound file that the line reaches and tell its length; others are taken to be there."""
        if not self._wire.reaches(url):
            return USUAL_MEDIA_SECONDS
        reply = self._now(self._client.request(url, "GET", {}))
        if isinstance(reply, Failure):
            return reply
        if content_type(reply) not in AUDIO_TYPES:
            return Failure(13420, f"{url} is {content_type(reply) or 'of no type'}; it should be a sound", url)
        return _wave_seconds(reply.body)

    def notify(self, notice: Notice) -> None:
        """Send a notice later; that it fails never affects the call."""
        self.waiting += 1

        def post() -> None:
            self.waiting -= 1
            answer = self._now(self._client.request(notice.url, notice.method, notice.params))
            if isinstance(answer, Failure):
                self._tell(events.Error(answer.code, "warning", answer.message))

        self._clock.after(notice.delay, post)

    def _now(self, asking: Asking) -> Reply | Failure:
        answers: list[Reply | Failure] = []
        ask(self._wire, asking, answers.append)
        return answers[0]


def _wave_seconds(body: bytes) -> float:
    try:
        with wave.open(io.BytesIO(body)) as sound:
            return float(round(sound.getnframes() / sound.getframerate(), 2))
    except (wave.Error, EOFError):
        return USUAL_MEDIA_SECONDS
