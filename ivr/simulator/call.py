"""One leg running documents: fetch, run verbs in order, go where they say, fall back when it breaks, end."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC
from email.utils import format_datetime
from urllib.parse import urldefrag

from ivr.simulator import document, events
from ivr.simulator.document import Document
from ivr.simulator.effects import (
    Date,
    End,
    Failure,
    Fatal,
    Fetch,
    Goto,
    HungUp,
    Notice,
    Now,
    Outcome,
    Park,
    Place,
    Reply,
    Sound,
    Steps,
    Wait,
)
from ivr.simulator.unsure import Unsure
from ivr.simulator.verbs import perform
from ivr.simulator.verbs.redirect import redirect
from ivr.simulator.verbs.say import seconds
from ivr.simulator.waiting import wait

APOLOGY = "We're sorry, an application error has occurred. Goodbye."
# Verbs that leave a ringing call ringing.
UNANSWERING = frozenset({"Pause", "Redirect", "Reject"})


@dataclass(frozen=True, slots=True)
class Number:
    """What the carrier has been told about the number that is rung."""

    url: str
    method: str = "POST"
    fallback: str | None = None
    status: str | None = None


@dataclass(slots=True)
class Leg:
    """One party's side of a call. `identity` is what every request carries."""

    number: Number
    identity: Mapping[str, str]
    unsure: Unsure
    status: str = "ringing"

    def run(self) -> Steps[events.Ended]:
        """Run the call from the first request to the last notice."""
        ended = yield from self._live()
        seconds = round((yield Now()))
        self.status = self.status if self.status in ("busy", "no-answer", "failed") else "completed"
        if self.number.status:
            yield Notice(self.number.status, "POST", (yield from self._completed(seconds)), delay=0.5)
        return replace(ended, seconds=seconds)

    def _completed(self, seconds: int) -> Steps[dict[str, str]]:
        stamp = format_datetime((yield Date()).astimezone(UTC), usegmt=True)
        progress = {"CallbackSource": "call-progress-events", "SequenceNumber": "0", "Timestamp": stamp}
        return {**self.params(), "CallDuration": str(seconds), **progress}

    def params(self) -> dict[str, str]:
        """Give the standard parameters as they are now."""
        return {**self.identity, "CallStatus": self.status}

    def _live(self) -> Steps[events.Ended]:
        todo: Goto | End = Goto(self.number.url, self.number.method)
        try:
            while isinstance(todo, Goto):
                todo = yield from self._safely(todo)
        except HungUp as hung:
            return events.Ended(hung.by, hung.reason)
        self.status = todo.status
        return events.Ended(todo.by, todo.reason)

    def _safely(self, goto: Goto) -> Steps[Goto | End]:
        """Run one document; what Twilio cannot go on after leads to the fallback, once."""
        try:
            return (yield from self._turn(goto))
        except Fatal as fatal:
            yield events.Error(fatal.code, "error", fatal.message)
            rescue = self._rescue(fatal, goto)
            return rescue or (yield from _apologise(fatal))

    def _turn(self, goto: Goto) -> Steps[Goto | End]:
        if goto.after:
            redirected = yield from self._last_request(goto)
            return redirected or End(goto.after.by, goto.after.reason)
        loaded, place = yield from self._load(goto)
        for element in loaded.verbs:
            if element.tag not in UNANSWERING:
                self.status = "in-progress"
            outcome: Outcome | None = yield from perform(element, replace(place, params=self.params()))
            if isinstance(outcome, Park):
                outcome = yield from wait(outcome, self._load_waiting)
            if isinstance(outcome, (Goto, End)):
                return outcome
        return End("document", "the document ended")

    def _load(self, goto: Goto) -> Steps[tuple[Document, Place]]:
        reply = yield from self._ask(goto)
        loaded = document.read(reply)
        return loaded, Place(loaded.url, self.params(), self.unsure)

    def _load_waiting(self, goto: Goto) -> Steps[tuple[Document, Place]]:
        loaded, place = yield from self._load(goto)
        return loaded, replace(place, waiting=True)

    def _ask(self, goto: Goto) -> Steps[Reply]:
        answer: Reply | Failure = yield Fetch(goto.url, goto.method, {**self.params(), **goto.params})
        if isinstance(answer, Failure):
            raise Fatal(answer.code, answer.message, answer.final)
        return answer

    def _last_request(self, goto: Goto) -> Steps[Goto | None]:
        """Make the action request of a caller who is gone; its answer can reach nobody, but a Redirect may be followed."""
        self.status = "completed"
        try:
            reply = yield from self._ask(goto)
            if not (self.unsure.obeys_after_hangup and reply.body.strip()):
                return None
            for element in document.read(reply).verbs[:1]:
                if element.tag == "Redirect":
                    then = yield from redirect(element, Place(reply.url, self.params(), self.unsure))
                    return replace(then, after=goto.after)
        except Fatal as fatal:
            yield events.Error(fatal.code, "error", fatal.message)
        return None

    def _rescue(self, fatal: Fatal, failed: Goto) -> Goto | None:
        if not self.number.fallback or failed.is_rescue or fatal.final:
            return None
        params = {"ErrorCode": str(fatal.code), "ErrorUrl": urldefrag(failed.url).url}
        return Goto(self.number.fallback, "POST", params, is_rescue=True)


def _apologise(fatal: Fatal) -> Steps[End]:
    yield events.Say(APOLOGY, "en-US", "man")
    yield Wait(seconds(APOLOGY, "en-US"), Sound.AUDIO)
    return End("error", fatal.message)
