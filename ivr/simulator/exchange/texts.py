"""Texts: from the account to handsets, and from handsets to what answers the account's numbers."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from ivr.simulator import events
from ivr.simulator.clock import Clock
from ivr.simulator.effects import Failure, Fetch, Notice, Progress, Reply
from ivr.simulator.exchange.webhooks import Webhooks
from ivr.simulator.office.number import Number
from ivr.simulator.office.segments import segments
from ivr.simulator.outcomes import Fatal, Goto
from ivr.simulator.twiml.messaging import read_answer
from ivr.simulator.unsure import Unsure
from ivr.simulator.web.cookies import Jar

# How long a text takes to leave the carrier, and then to reach a handset.
SENT_SECONDS, DELIVERED_SECONDS = 0.5, 1.0
MOST_LETTERS = 1600
# https://www.twilio.com/docs/messaging/tutorials/how-to-use-cookies: how long the cookies of two ends are kept
SESSION_SECONDS = 4 * 3600.0
# https://www.twilio.com/docs/api/errors/30003
UNREACHABLE = 30003


@dataclass(slots=True, eq=False)
class Text:
    """One text. `error` is Twilio's code for why it did not arrive; `progress` is what hears of its status."""

    sid: str
    sender: str
    to: str
    body: str
    direction: str
    status: str
    created: datetime
    updated: datetime
    sent: datetime | None = None
    error: int | None = None
    progress: Progress | None = None


class Texts:
    """All texts, by SID. `reach` shows a text to a handset, if it can."""

    def __init__(
        self,
        clock: Clock,
        account: str,
        numbers: Mapping[str, Number],
        new_sid: Callable[[str], str],
        webhooks: Webhooks,
        unsure: Unsure,
        tell: Callable[[events.What], None],
        reach: Callable[[Text], bool],
    ) -> None:
        self._clock, self._account, self._numbers, self._new_sid = clock, account, numbers, new_sid
        self._webhooks, self._unsure, self._tell, self._reach = webhooks, unsure, tell, reach
        self.by_sid: dict[str, Text] = {}
        # What two ends have in cookies, and until when.
        self._sessions: dict[tuple[str, str], tuple[float, Jar]] = {}
        # How many are on their way.
        self.moving = 0

    def __iter__(self) -> Iterator[Text]:
        return iter(self.by_sid.values())

    def send(self, sender: str, to: str, body: str, progress: Progress | None = None, direction: str = "outbound-api") -> Text:
        """Send a text; it is on its way a moment later, and its status is told at each step."""
        text = self._kept(sender, to, body, direction, "queued")
        text.progress = progress
        self._told(text)
        self._later(SENT_SECONDS, lambda: self._leave(text))
        return text

    def receive(self, sender: str, to: str, body: str) -> Text:
        """Take a text from a handset to one of the account's numbers, and ask what answers the number."""
        text = self._kept(sender, to, body, "inbound", "received")
        text.sent = self._clock.now()
        number = self._numbers.get(to)
        if number and number.texts:
            self._ask(text, Goto(number.texts), self._webhooks.apart(self._session(text)))
        else:
            self._tell(events.Remark(f"a text to {to} reaches no application: no URL is to be asked about texts to this number"))
        return text

    def bring(self, sender: str, to: str, body: str) -> None:
        """Bring a handset a text of the carrier's own, of which the account keeps no record."""
        now = self._clock.now()
        text = Text(self._new_sid("SM"), sender, to, body, "outbound-api", "sent", now, now, now)
        self._later(DELIVERED_SECONDS, lambda: self._arrive(text))

    def delete(self, text: Text) -> None:
        """Forget a text."""
        del self.by_sid[text.sid]

    def _kept(self, sender: str, to: str, body: str, direction: str, status: str) -> Text:
        now = self._clock.now()
        text = Text(self._new_sid("SM"), sender, to, body, direction, status, now, now)
        self.by_sid[text.sid] = text
        return text

    def _later(self, seconds: float, act: Callable[[], None]) -> None:
        self.moving += 1

        def move() -> None:
            self.moving -= 1
            act()

        self._clock.after(seconds, move)

    def _leave(self, text: Text) -> None:
        text.sent = self._clock.now()
        self._become(text, "sent")
        self._later(DELIVERED_SECONDS, lambda: self._arrive(text))

    def _arrive(self, text: Text) -> None:
        if text.to in self._numbers:
            self.receive(text.sender, text.to, text.body)
        else:
            text.error = None if self._reach(text) else UNREACHABLE
        self._become(text, "undelivered" if text.error else "delivered")

    def _session(self, text: Text) -> Jar | None:
        """Give the cookies of the two ends of a text; none of their own where the account has one jar."""
        if not self._unsure.cookies_per_call:
            return None
        now, ends = self._clock.elapsed, (text.sender, text.to)
        until, jar = self._sessions.get(ends, (now, Jar(self._clock.now)))
        self._sessions[ends] = now + SESSION_SECONDS, jar if now < until else Jar(self._clock.now)
        return self._sessions[ends][1]

    def _ask(self, text: Text, goto: Goto, webhooks: Webhooks) -> None:
        """Ask for the answer to a text, which may be texts and another place to ask."""
        fetch = Fetch(goto.url, goto.method, self._received(text))
        self._later(0, lambda: webhooks.document(fetch, lambda reply: self._answer(text, reply, webhooks)))

    def _answer(self, text: Text, reply: Reply | Failure, webhooks: Webhooks) -> None:
        if isinstance(reply, Failure):
            self._tell(events.Error(reply.code, "error", reply.message))
            return
        try:
            answer = read_answer(reply, text.sender, text.to, self._unsure)
        except Fatal as fatal:
            self._tell(events.Error(fatal.code, "error", fatal.message))
            return
        for slip in answer.slips:
            self._tell(slip)
        for message in answer.messages:
            progress = Progress(message.callback, message.method) if message.callback else None
            self.send(message.sender, message.to, message.body, progress, "outbound-reply")
        if answer.then:
            self._ask(text, answer.then, webhooks)

    def _become(self, text: Text, status: str) -> None:
        text.status, text.updated = status, self._clock.now()
        self._told(text)

    def _told(self, text: Text) -> None:
        if text.progress:
            error = {"ErrorCode": str(text.error)} if text.error else {}
            told = self._named(text) | {"MessageStatus": text.status, "SmsStatus": text.status} | error
            self._webhooks.tell(Notice(text.progress.url, text.progress.method, told, 0.1))

    def _received(self, text: Text) -> dict[str, str]:
        about = {"SmsMessageSid": text.sid, "SmsStatus": "received", "Body": text.body}
        return self._named(text) | about | {"NumMedia": "0", "NumSegments": str(segments(text.body))}

    def _named(self, text: Text) -> dict[str, str]:
        sids = {"MessageSid": text.sid, "SmsSid": text.sid, "AccountSid": self._account}
        return sids | {"From": text.sender, "To": text.to, "ApiVersion": "2010-04-01"}
