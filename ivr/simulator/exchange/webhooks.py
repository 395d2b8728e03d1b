"""One leg's requests to the application: documents, sounds, and what is told beside them."""

import io
import wave
from collections.abc import Callable
from dataclasses import dataclass

from ivr.simulator import events
from ivr.simulator.clock import Clock
from ivr.simulator.effects import Aside, Failure, Fetch, Media, Notice, Reply
from ivr.simulator.exchange import samples
from ivr.simulator.twiml.document import AUDIO_TYPES, content_type
from ivr.simulator.unsure import Unsure
from ivr.simulator.web.client import Client
from ivr.simulator.web.cookies import Jar
from ivr.simulator.web.wire import Wire, ask

MOST_HOPS, MORE_HOPS = 100, 1000
OK = 200
# How long a sound file lasts when it does not say so.
USUAL_MEDIA_SECONDS = 10.0


@dataclass(slots=True)
class Pending:
    """How much is still to happen that no live leg waits for."""

    count: int = 0


class Webhooks:
    """Ask and tell applications for one leg, or for what belongs to none."""

    def __init__(
        self,
        wire: Wire,
        clock: Clock,
        token: str,
        jar: Jar,
        tell: Callable[[events.What], None],
        pending: Pending,
        unsure: Unsure,
        new_sid: Callable[[str], str],
    ) -> None:
        self._wire, self._clock, self._tell, self._pending = wire, clock, tell, pending
        self._client = Client(token, tell, jar, lambda: new_sid(""), unsure)
        self._apart: Callable[[Jar | None], Webhooks] = lambda other: Webhooks(
            wire, clock, token, other or jar, tell, pending, unsure, new_sid
        )
        self._unsure = unsure
        self._hops, self._hop_at = 0, -1.0
        self._samples = set[str]()
        # The last document, when it was a sound itself.
        self._sound: Reply | None = None

    def document(self, fetch: Fetch, then: Callable[[Reply | Failure], None], wanted: Callable[[], bool] = lambda: True) -> None:
        """Get a document, tried again only while it is wanted, unless documents lead to one another with no time between."""
        self._hops = self._hops + 1 if self._hop_at == self._clock.elapsed else 1
        most = MOST_HOPS if self._hops <= MOST_HOPS or self._unsure.stops_after_100_documents else MORE_HOPS
        if self._hops > most:
            message = f"{most} documents in a row with no time between; the next is {fetch.url}"
            then(Failure(11215, message, fetch.url, final=True))
            return

        def heard(answer: Reply | Failure) -> None:
            self._hop_at = self._clock.elapsed
            reply = self._taken(answer)
            self._sound = reply if isinstance(reply, Reply) and content_type(reply) in AUDIO_TYPES else None
            then(reply)

        if music := samples.hold_music(fetch.url):
            self._own(fetch.url)
            heard(music)
        else:
            ask(self._wire, self._client.request(fetch.url, fetch.method, fetch.params), heard, wanted)

    def _own(self, url: str) -> None:
        """Say once that something is the carrier's own music."""
        if url not in self._samples:
            self._samples.add(url)
            self._tell(events.Remark(f"{url} is a sample of Twilio's: nobody is asked for it, and the carrier's own music plays"))

    def apart(self, jar: Jar | None) -> "Webhooks":
        """Ask as this one does, but count documents anew, with other cookies or the same."""
        return self._apart(jar)

    def _taken(self, answer: Reply | Failure) -> Reply | Failure:
        if isinstance(answer, Reply) and answer.status != OK and not self._unsure.any_2xx_is_an_answer:
            return Failure(11200, f"{answer.url} answered {answer.status}; a document comes with 200", answer.url)
        return answer

    def media(self, media: Media, then: Callable[[float | Failure], None]) -> None:
        """Get a sound file that the wire reaches and tell its length in seconds; others are taken to be there."""
        if samples.is_music(media.url):
            self._own(media.url)
            then(samples.SECONDS)
            return
        if not self._wire.reaches(media.url):
            then(USUAL_MEDIA_SECONDS)
            return

        def length(reply: Reply | Failure) -> None:
            if isinstance(reply, Failure):
                then(reply)
            elif content_type(reply) not in AUDIO_TYPES:
                then(Failure(13420, f"{media.url} is {content_type(reply) or 'of no type'}; it should be a sound", media.url))
            else:
                then(_wave_seconds(reply.body))

        if self._sound and self._sound.url == media.url:
            length(self._sound)
        else:
            ask(self._wire, self._client.request(media.url, "GET", {}), length)

    def tell(self, notice: Notice | Aside) -> None:
        """Send something now or later; that it fails never affects the call."""
        self._pending.count += 1

        def heard(answer: Reply | Failure) -> None:
            self._pending.count -= 1
            if isinstance(answer, Failure):
                self._tell(events.Error(answer.code, "warning", answer.message))

        def post() -> None:
            ask(self._wire, self._client.request(notice.url, notice.method, notice.params), heard)

        if isinstance(notice, Aside):
            post()
        else:
            self._clock.after(notice.delay, post)


def _wave_seconds(body: bytes) -> float:
    try:
        with wave.open(io.BytesIO(body)) as sound:
            return float(round(sound.getnframes() / sound.getframerate(), 2))
    except (wave.Error, EOFError, ZeroDivisionError):
        return USUAL_MEDIA_SECONDS
