"""One leg's whole life: rung, answered, documents one after the other, the fallback when they break, the end."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC
from email.utils import format_datetime
from urllib.parse import urldefrag

from ivr.simulator import events
from ivr.simulator.effects import (
    CALL,
    Date,
    Failure,
    Fetch,
    Joined,
    Lost,
    Notice,
    Now,
    Ready,
    Refused,
    Reply,
    Signal,
    Sound,
    Steps,
    Taken,
    Target,
    Utter,
    Wait,
)
from ivr.simulator.exchange.meeting import meet
from ivr.simulator.exchange.nesting import nested
from ivr.simulator.exchange.waiting import wait
from ivr.simulator.office.leg import Leg
from ivr.simulator.office.office import Office
from ivr.simulator.office.place import Place
from ivr.simulator.outcomes import End, Fatal, Goto, HungUp, Meet, Moved, Outcome, Park
from ivr.simulator.twiml import document
from ivr.simulator.twiml.document import Document
from ivr.simulator.twiml.talking import LONGEST_TALK, talk
from ivr.simulator.verbs import perform

APOLOGY, SHORT_APOLOGY = "We're sorry, an application error has occurred. Goodbye.", "We're sorry, an application error has occurred."
# Verbs that leave a ringing call ringing.
UNANSWERING = frozenset({"Pause", "Redirect", "Reject", "Start", "Stop"})
WHISPERS = frozenset({"Play", "Say", "Gather", "Hangup"})
# How an ending of a leg that was never answered is told.
UNANSWERED = frozenset({"busy", "no-answer", "failed", "canceled"})


@dataclass(slots=True)
class Call:
    """Runs one leg."""

    leg: Leg
    office: Office

    def inbound(self, first: Goto) -> Steps[events.Ended]:
        """Run a call that somebody makes to an application's number."""
        self.leg.status = "ringing"
        return (yield from self._to_the_end(first))

    def outbound(self, first: Goto, ring_seconds: float) -> Steps[events.Ended]:
        """Run a call that the application makes: its first document is asked for when it is answered."""
        try:
            ended = yield from self._rung(ring_seconds)
        except HungUp as hung:
            self.leg.status = "canceled"
            ended = events.Ended(hung.by, hung.reason)
        if ended:
            return (yield from self._over(ended))
        return (yield from self._to_the_end(first))

    def dialled(self, target: Target, ring_seconds: float) -> Steps[events.Ended]:
        """Run the leg of a party that a Dial rings; it talks with its parent, or goes elsewhere when REST sends it."""
        try:
            ended = (yield from self._rung(ring_seconds)) or (yield from self._with_parent(target))
        except HungUp as hung:
            self.leg.status = self.leg.status if self.leg.answered is not None else "canceled"
            ended = events.Ended(hung.by, hung.reason)
        except Moved as moved:
            self._lost("completed")
            return (yield from self._to_the_end(moved.goto))
        self._lost(self.leg.status if self.leg.status in UNANSWERED else "completed")
        return (yield from self._over(ended))

    def _lost(self, status: str) -> None:
        self.office.post(str(self.leg.parent), Lost(self.leg.sid, status))

    # Ringing

    def _rung(self, ring_seconds: float) -> Steps[events.Ended | None]:
        """Ring until the party answers, or tell how it did not."""
        self.leg.status = "initiated"
        yield from self._progress("initiated")
        self.leg.status = "ringing"
        yield events.Ringing(self.leg.called)
        yield from self._progress("ringing")
        signal: Signal | None = yield Wait(ring_seconds, Sound.LISTENING, CALL)
        match signal:
            case Taken():
                yield from self._answered()
                return None
            case Refused(status):
                self.leg.status = status
                return events.Ended("caller", status)
        self.leg.status = "no-answer"
        return events.Ended("caller", "no-answer")

    def _answered(self) -> Steps[None]:
        if self.leg.answered is None:
            self.leg.status, self.leg.answered = "in-progress", (yield Now())
            if self.leg.records:
                self.office.recordings.start("OutboundAPI", self.leg.account, self.leg.records, call=self.leg.sid)
            yield events.Answered()
            yield from self._progress("answered")

    def _with_parent(self, target: Target) -> Steps[events.Ended]:
        if target.url and (refused := (yield from self._whisper(Goto(target.url, target.method)))):
            return refused
        parent = str(self.leg.parent)
        self.office.post(parent, Ready(self.leg.sid))
        signal: Signal | None = None
        while not (isinstance(signal, Joined) and signal.sid == parent):
            signal = yield Wait(LONGEST_TALK, Sound.LISTENING, CALL)
        talked = yield from talk(Place("", self.leg, self.office), parent)
        return events.Ended("app", "limit" if talked.by == "limit" else "the other party is gone")

    def _whisper(self, todo: Goto) -> Steps[events.Ended | None]:
        """Run the document that the party hears before it is joined; what ends the call there refuses it."""
        outcome: Outcome | None = todo
        try:
            while isinstance(outcome, Goto):
                loaded, place = yield from self._load(outcome)
                if any(each.tag == "Dial" for each in loaded.verbs):
                    raise Fatal(13201, "<Dial> may not stand in a document heard before the legs are joined")
                for element in loaded.verbs:
                    if element.tag not in WHISPERS:
                        passed_over = f"<{element.tag}> may not be heard before the legs are joined; it is passed over"
                        yield events.Error(12200, "warning", passed_over)
                heard = Document(loaded.url, tuple(each for each in loaded.verbs if each.tag in WHISPERS))
                outcome = yield from nested(heard, place, WHISPERS, "a document heard before the legs are joined")
        except Fatal as fatal:
            yield events.Error(fatal.code, "error", fatal.message)
            return events.Ended("error", fatal.message)
        return events.Ended(outcome.by, outcome.reason) if isinstance(outcome, End) else None

    # Documents

    def _to_the_end(self, first: Goto) -> Steps[events.Ended]:
        todo: Goto | End = first
        while isinstance(todo, Goto):
            try:
                todo = yield from self._safely(todo)
            except HungUp as hung:
                return (yield from self._over(events.Ended(hung.by, hung.reason)))
            except Moved as moved:
                todo = moved.goto
        self.leg.status = todo.status
        return (yield from self._over(events.Ended(todo.by, todo.reason)))

    def _over(self, ended: events.Ended) -> Steps[events.Ended]:
        """Tell that the leg is over, and give its length in whole seconds."""
        leg = self.leg
        leg.ended = yield Now()
        leg.status = leg.status if leg.status in UNANSWERED else "completed"
        yield from self._progress("completed", {"CallDuration": str(leg.length)})
        began = leg.began if leg.direction == "inbound" else leg.answered
        return replace(ended, seconds=round(leg.ended - (leg.ended if began is None else began)))

    def _progress(self, event: str, more: Mapping[str, str] | None = None) -> Steps[None]:
        """Send a status callback, if it is wished for."""
        progress = self.leg.progress
        if progress is None or event not in progress.events:
            return
        stamp = format_datetime((yield Date()).astimezone(UTC), usegmt=True)
        told = {"CallbackSource": "call-progress-events", "SequenceNumber": str(self.leg.told), "Timestamp": stamp}
        self.leg.told += 1
        yield Notice(progress.url, progress.method, {**self.leg.params(), **(more or {}), **told}, delay=0.5)

    def _safely(self, goto: Goto) -> Steps[Goto | End]:
        """Run one document; what Twilio cannot go on after leads to the fallback, once."""
        try:
            return (yield from self._turn(goto))
        except Fatal as fatal:
            yield events.Error(fatal.code, "error", fatal.message)
            rescue = self._rescue(fatal, goto)
            return rescue or (yield from self._apologise(fatal))

    def _turn(self, goto: Goto) -> Steps[Goto | End]:
        if goto.after:
            redirected = yield from self._last_request(goto)
            return redirected or End(goto.after.by, goto.after.reason)
        loaded, place = yield from self._load(goto)
        for element in loaded.verbs:
            if element.tag not in UNANSWERING and not (element.tag == "Dial" and element.get("answerOnBridge") == "true"):
                yield from self._answered()
            outcome: Outcome | None = yield from perform(element, place)
            if isinstance(outcome, Park):
                outcome = yield from wait(outcome, place, self._load)
            elif isinstance(outcome, Meet):
                outcome = yield from meet(outcome, place, self._load)
            if isinstance(outcome, (Goto, End)):
                return outcome
        return End("document", "the document ended")

    def _load(self, goto: Goto) -> Steps[tuple[Document, Place]]:
        if goto.twiml is not None:
            loaded = Document("", document.parse(Reply(200, "the TwiML given", {}, goto.twiml.encode())))
        else:
            loaded = document.read((yield from self._ask(goto)))
        return loaded, Place(loaded.url, self.leg, self.office)

    def _ask(self, goto: Goto) -> Steps[Reply]:
        answer: Reply | Failure = yield Fetch(goto.url, goto.method, {**self.leg.params(), **goto.params})
        if isinstance(answer, Failure):
            raise Fatal(answer.code, answer.message, answer.final)
        return answer

    def _last_request(self, goto: Goto) -> Steps[Goto | None]:
        """Make the action request of a caller who is gone; its answer can reach nobody, but a Redirect may be followed."""
        self.leg.status = "completed"
        try:
            reply = yield from self._ask(goto)
            if not (self.office.unsure.obeys_after_hangup and reply.body.strip()):
                return None
            for element in document.read(reply).verbs[:1]:
                if element.tag == "Redirect":
                    then = yield from perform(element, Place(reply.url, self.leg, self.office))
                    return replace(then, after=goto.after) if isinstance(then, Goto) else None
        except Fatal as fatal:
            yield events.Error(fatal.code, "error", fatal.message)
        return None

    def _rescue(self, fatal: Fatal, failed: Goto) -> Goto | None:
        if not self.leg.fallback or failed.is_rescue or fatal.final:
            return None
        params = {"ErrorCode": str(fatal.code), "ErrorUrl": urldefrag(failed.url).url}
        return Goto(self.leg.fallback, self.leg.fallback_method, params, is_rescue=True)

    def _apologise(self, fatal: Fatal) -> Steps[End]:
        words = APOLOGY if self.office.unsure.apology_says_goodbye else SHORT_APOLOGY
        yield events.Say(words, "en-US", "man")
        yield Wait((yield Utter(words, "en-US")), Sound.AUDIO)
        return End("error", fatal.message)
