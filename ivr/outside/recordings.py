"""The recordings of an account, at the carrier. Imported by the worker alone: the library is large."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

import httpx2
from requests import RequestException
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.rest import Client

from ivr.errors import CarrierError
from ivr.outside.carrier import client, told
from ivr.outside.trust import trusted

FETCH_SECONDS = 50.0
"""From the first byte to the last: less than a job is one worker's."""
SILENT_SECONDS = 8.0
MOST_BYTES = 256 * 1024 * 1024
"""More than four hours, which is the longest call, of one voice at 8 kHz and 16 bits."""
SOME_BYTES = 64 * 1024
GONE = 404
PAGE = 1000


def open_archive(account: str, token: str, base: str) -> "TwilioArchive":
    """Prepare to ask for an account's recordings; nothing is connected before it is needed."""
    return TwilioArchive(client(account, token, base), Media(account, token, base))


class Media:
    """Sound files of an account, by the names of their recordings: no address that somebody tells us is asked with our token."""

    def __init__(
        self,
        account: str,
        token: str,
        base: str,
        transport: httpx2.BaseTransport | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        url = f"{base.rstrip('/')}/2010-04-01/Accounts/{account}/Recordings/"
        made = partial(httpx2.Client, base_url=url, auth=(account, token), transport=transport, verify=trusted(), trust_env=False)
        # the carrier may send us on to where it stores files; the token does not go there
        self._client = partial(made, follow_redirects=True, timeout=SILENT_SECONDS)
        self._clock = clock

    def fetch(self, recording: str) -> Iterator[bytes]:
        """Give a WAV file as it comes. Raises CarrierError, also in the midst of it."""
        until, length = self._clock() + FETCH_SECONDS, 0
        try:
            with self._client() as asking, asking.stream("GET", f"{recording}.wav") as reply:
                if not reply.is_success:
                    raise CarrierError(f"the carrier does not give the recording: it answered {reply.status_code}", reply.status_code)
                for some in reply.iter_bytes(SOME_BYTES):
                    length += len(some)
                    if length > MOST_BYTES or self._clock() > until:
                        raise CarrierError(f"the recording had not ended after {length} bytes")
                    yield some
        except httpx2.HTTPError as error:
            raise CarrierError(f"the carrier did not give the recording: {type(error).__name__}") from None


class TwilioArchive:
    """The recordings of an account. All methods raise CarrierError."""

    def __init__(self, twilio: Client, media: Media) -> None:
        self._twilio, self._media = twilio, media

    def fetch(self, recording: str) -> Iterator[bytes]:
        """Give the sound of a recording, a WAV file, as it comes."""
        return self._media.fetch(recording)

    def told(self, since: datetime) -> Iterator[dict[str, str]]:
        """List the recordings since then, each in the words in which the carrier tells of it."""
        try:
            for each in self._twilio.recordings.stream(date_created_after=since, page_size=PAGE):
                yield {
                    "RecordingSid": str(each.sid),
                    "CallSid": each.call_sid or "",
                    "ConferenceSid": each.conference_sid or "",
                    "RecordingStatus": str(each.status),
                    "RecordingDuration": each.duration or "",
                    "RecordingUrl": each.media_url or "",
                }
        except (TwilioException, RequestException) as error:
            raise told(error, "to list recordings") from None

    def room(self, conference: str) -> str:
        """Give our name for a room of which the carrier tells its own; an empty text for one that it does not know any more."""
        try:
            return str(self._twilio.conferences(conference).fetch().friendly_name)
        except (TwilioException, RequestException) as error:
            if _is_gone(error):
                return ""
            raise told(error, "to name a room") from None

    def erase(self, recording: str) -> None:
        """Delete a recording; one that is gone already is no failure."""
        try:
            self._twilio.recordings(recording).delete()
        except (TwilioException, RequestException) as error:
            if not _is_gone(error):
                raise told(error, "to delete a recording") from None


def _is_gone(error: Exception) -> bool:
    return isinstance(error, TwilioRestException) and error.status == GONE
