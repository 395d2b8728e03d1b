"""What the answer to a text asks to be sent. https://www.twilio.com/docs/messaging/twiml"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar
from xml.etree.ElementTree import Element

from ivr.simulator.effects import Reply, Steps
from ivr.simulator.events import Error, Remark
from ivr.simulator.office.place import joined
from ivr.simulator.outcomes import Fatal, Goto
from ivr.simulator.twiml import document
from ivr.simulator.twiml.attributes import Refused, Table, address, http_method, like
from ivr.simulator.unsure import Unsure

MOST_LETTERS = 1600
# https://www.twilio.com/docs/api/errors/14109
MOST_REPLIES = 10
NUMBER = re.compile(r"\+?[0-9]{3,15}")
SENDER = re.compile(r"\+?[0-9]{3,15}|[A-Za-z0-9 ]{1,11}")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Redirect(Table):
    """The attribute of a Redirect that answers a text."""

    method: str = http_method(13710)


@dataclass(frozen=True, slots=True)
class Message:
    """A text to send; its status is told to `callback`, if there is one."""

    sender: str
    to: str
    body: str
    callback: str | None = None
    method: str = "POST"


@dataclass(frozen=True, slots=True)
class Answer:
    """What to send, where to ask for more, and what Twilio would find fault with."""

    messages: tuple[Message, ...]
    then: Goto | None = None
    slips: tuple[Error | Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class MessageTable(Table):
    """The attributes of Message, and of Sms in a call; without `to` and `from` it answers whom the application talks with."""

    to: str = like("", 14101, NUMBER, "a telephone number", "error")
    from_: str = like("", 14102, SENDER, "a telephone number, or a name of 1 to 11 letters and digits", "error")
    action: str | None = address(14105)
    method: str = http_method(14104)
    status_callback: str | None = address(14105)


def read_answer(reply: Reply, sender: str, number: str, unsure: Unsure) -> Answer:
    """Read what a number answers to a text of `sender`: TwiML, or plain text to send back; nothing is an answer too. Raises Fatal."""
    if not reply.body.strip():
        return Answer(())
    if document.content_type(reply) == "text/plain":
        return Answer((Message(number, sender, reply.body.decode("utf-8", "replace").strip()[:MOST_LETTERS]),))
    messages: list[Message] = []
    slips: list[Error | Remark] = []
    for element in document.read(reply).verbs:
        try:
            match element.tag:
                case "Message" | "Sms" if len(messages) == MOST_REPLIES:
                    slips.append(Error(14109, "warning", f"one text is answered by at most {MOST_REPLIES}"))
                case "Message" | "Sms":
                    messages.append(_message(*_done(read_message(element, unsure), slips), reply.url, number, sender))
                case "Redirect":
                    asked = _done(Redirect.read(element, unsure), slips)
                    goto = Goto(joined(reply.url, (element.text or "").strip()), asked.method)
                    return Answer(tuple(messages), goto, tuple(slips))
                case tag:
                    slips.append(Error(14110, "warning", f"<{tag}> answers no text; <Message> and <Redirect> do"))
        except Refused:
            continue
        except Fatal as fatal:
            slips.append(Error(fatal.code, "error", fatal.message))
            break
    return Answer(tuple(messages), None, tuple(slips))


def read_message(element: Element, unsure: Unsure) -> Steps[tuple[MessageTable, str]]:
    """Read the attributes and words of a Message, or of a call's Sms; raises Refused."""
    asked = yield from MessageTable.read(element, unsure)
    body = "".join(_words(element)).strip()
    has_media = element.find("Media") is not None
    if has_media:
        yield Remark("<Media> reaches nobody: this carrier sends words alone")
    if len(body) > MOST_LETTERS or not (body or has_media):
        yield Error(14103, "warning", f"<{element.tag}> has {len(body)} letters, and is not sent; a text has 1 to {MOST_LETTERS}")
        raise Refused
    return asked, body


def _words(element: Element) -> Iterator[str]:
    """Give the words of a message: its own, and those of its <Body>."""
    yield element.text or ""
    for child in element:
        yield from child.itertext() if child.tag == "Body" else ()
        yield child.tail or ""


def _message(asked: MessageTable, body: str, base: str, sender: str, to: str) -> Message:
    callback = asked.status_callback or asked.action
    return Message(asked.from_ or sender, asked.to or to, body, joined(base, callback) if callback else None, asked.method)


def _done(steps: Steps[T], slips: list[Error | Remark]) -> T:
    """Run steps that only find fault."""
    while True:
        try:
            found = next(steps)
        except StopIteration as stop:
            return stop.value  # type: ignore[no-any-return]
        if isinstance(found, (Error, Remark)):
            slips.append(found)
