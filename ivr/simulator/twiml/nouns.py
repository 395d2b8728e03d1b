"""The nouns of Dial that are rung, or that give a caller out of a queue. https://www.twilio.com/docs/voice/twiml/number"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ivr.simulator.effects import Steps, Target
from ivr.simulator.events import Error, Remark
from ivr.simulator.office.place import Place
from ivr.simulator.twiml.attributes import Refused, Table, address, http_method, like, some, text

STEPS = ("initiated", "ringing", "answered", "completed")
TONES = re.compile(r"[0-9A-D#*wW]+")
NUMBER = re.compile(r"\+?[0-9][0-9 ().-]{1,24}")
# https://www.twilio.com/docs/voice/twiml/queue
LONGEST_NAME = 64


@dataclass(frozen=True, slots=True)
class Party(Table):
    """What all parties that can be rung have: `url` is the document they hear before the legs are joined."""

    url: str = text()
    method: str = http_method(13221)
    status_callback: str | None = address(11100)
    status_callback_method: str = http_method(13221)
    status_callback_event: tuple[str, ...] = some("completed", 12200, *STEPS)


@dataclass(frozen=True, slots=True)
class Number(Party):
    """Number's attributes. Nobody hears sendDigits, and no machine answers: those are taken and change nothing."""

    send_digits: str = like("", 13222, TONES, "made of 0-9 A-D # * w W")
    byoc: str = text()
    machine_detection: str = text()
    machine_detection_timeout: str = text()
    machine_detection_speech_threshold: str = text()
    machine_detection_speech_end_threshold: str = text()
    machine_detection_silence_timeout: str = text()
    amd_status_callback: str = text()
    amd_status_callback_method: str = text()


@dataclass(frozen=True, slots=True)
class Sip(Party):
    """Sip's attributes."""

    method: str = http_method(13241)
    username: str = text()
    password: str = text()


@dataclass(frozen=True, slots=True)
class Queue(Table):
    """Queue's attributes: `url` is the document the caller hears before the legs are joined."""

    url: str | None = address(14211, "error")
    method: str = http_method(14210, "error")
    reservation_sid: str = text()
    post_work_activity_sid: str = text()


RUNG: Mapping[str, type[Party]] = {"Number": Number, "Client": Party, "Sip": Sip, "Sim": Party, "WhatsApp": Number}
NOUNS = frozenset({*RUNG, "Conference", "Queue", "Application"})


def called(noun: Element) -> str:
    """Give whom a noun names; a Client may do so in an element of its own."""
    identity = noun.find("Identity")
    return ((noun if identity is None else identity).text or "").strip()


def read_party(noun: Element, place: Place) -> Steps[Target]:
    """Read whom to ring; raises Refused where there is nobody to be rung."""
    if noun.tag == "Application":
        yield Remark("<Application> is passed over: this carrier does not simulate that one TwiML application dials another")
        raise Refused
    asked = yield from RUNG[noun.tag].read(noun, place.unsure)
    name = called(noun)
    yield from _checked(noun.tag, name)
    progress = place.progress(asked.status_callback, asked.status_callback_method, asked.status_callback_event)
    parameters = {each.get("name", ""): each.get("value", "") for each in noun.iter("Parameter")} if noun.tag == "Client" else {}
    return Target(noun.tag, name, place.address(asked.url) if asked.url else None, asked.method, progress, parameters)


def read_number(text: str, place: Place) -> Steps[Target]:
    """Read the number that stands in a Dial by itself; raises Refused."""
    yield from _checked("Number", text.strip())
    return Target("Number", text.strip())


def _checked(kind: str, name: str) -> Steps[None]:
    if kind in ("Number", "Sim", "WhatsApp") and not NUMBER.fullmatch(name.removeprefix("whatsapp:")):
        yield Error(13223, "warning", f"{name!r} is no telephone number; it cannot be rung")
        raise Refused
    if not name:
        yield Error(12200, "warning", f"<{kind}> names nobody; it cannot be rung")
        raise Refused


def read_queue(noun: Element, place: Place) -> Steps[tuple[str, Queue]]:
    """Read the name of a queue, and how its callers are told; raises Refused."""
    asked = yield from Queue.read(noun, place.unsure)
    name = (noun.text or "").strip()
    if asked.reservation_sid or asked.post_work_activity_sid:
        yield Remark("TaskRouter is not simulated: the next caller in line is taken, whatever the reservation says")
    if not 0 < len(name) <= LONGEST_NAME:
        yield Error(14213 if name else 14212, "error", f"a queue's name has 1 to {LONGEST_NAME} characters")
        raise Refused
    return name, asked
