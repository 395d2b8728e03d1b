"""Dial: ring somebody, or take a caller out of a queue, or enter a room. https://www.twilio.com/docs/voice/twiml/dial"""

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ivr.simulator import events
from ivr.simulator.effects import Steps, Target
from ivr.simulator.office.place import Place
from ivr.simulator.outcomes import Goto, HungUp, Meet, Outcome
from ivr.simulator.twiml.attributes import Refused, Table, address, choice, flag, http_method, like, some, text, whole
from ivr.simulator.twiml.conference import read_room
from ivr.simulator.twiml.dialling import Ask, Result, from_queue, ring
from ivr.simulator.twiml.nouns import NOUNS, called, read_number, read_party, read_queue

RECORDS = ("record-from-answer", "record-from-ringing", "record-from-answer-dual", "record-from-ringing-dual", "true")
# Twilio rings about this much longer than asked.
RING_MARGIN = 5
LONGEST = 14400
MOST_TARGETS = 10
CALLER_ID = re.compile(r"\+?[0-9]{3,15}|(client|sip):.{1,200}|[a-z]+")
COUNTRY = re.compile(r"[a-z]{2}")
REASON = re.compile(r".{0,50}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Dial(Table):
    """Dial's attributes, seconds in whole numbers; nobody hears ringTone, callReason or a REFER."""

    action: str = text()
    method: str = http_method(13210)
    timeout: int = whole(30, 13212, least=5, most=600)
    time_limit: int = whole(LONGEST, 13216, least=1, most=LONGEST)
    hangup_on_star: bool = flag(False, 13213)
    caller_id: str = like("", 13214, CALLER_ID, "a telephone number, or client: and a name")
    answer_on_bridge: bool = flag(False, 13219)
    record: str = choice("do-not-record", 13217, "do-not-record", "false", *RECORDS)
    recording_status_callback: str | None = address(13256)
    recording_status_callback_method: str = http_method(13210)
    recording_status_callback_event: tuple[str, ...] = some("completed", 13621, "in-progress", "completed", "absent", severity="error")
    recording_track: str = choice("both", 13622, "inbound", "outbound", "both")
    trim: str = choice("do-not-trim", 13699, "trim-silence", "do-not-trim")
    ring_tone: str = like("", 13220, COUNTRY, "a country such as cn or us")
    sequential: bool = flag(False, 13218)
    refer_url: str = text()
    refer_method: str = http_method(13210)
    call_reason: str = like("", 12200, REASON, "at most 50 characters")
    recording_configuration_id: str = text()


def dial(element: Element, place: Place) -> Steps[Outcome | None]:
    """Ring the targets and talk; then go to the action, or without one to the next verb."""
    asked = yield from Dial.read(element, place.unsure)
    nouns = [child for child in element if child.tag in NOUNS]
    for child in element:
        if child.tag not in NOUNS:
            yield events.Error(13215, "warning", f"<{child.tag}> may not stand in <Dial>")
    yield events.Dial(tuple(map(called, nouns)) or (called(element),))
    action = place.address(asked.action) if asked.action.strip() else None
    try:
        outcome = yield from _noun(element, nouns, asked, place, action)
    except Refused:
        outcome = Result("failed")
    except HungUp as hung:
        outcome = Result("completed", gone=hung)
    if isinstance(outcome, Meet):
        return outcome
    if outcome.gone and not (action and place.unsure.dial_action_on_hangup):
        raise outcome.gone
    return Goto(action, asked.method, _told(outcome), outcome.gone) if action else None


def _noun(element: Element, nouns: list[Element], asked: Dial, place: Place, action: str | None) -> Steps[Result | Meet]:
    """Do what the nouns ask for; raises Refused where one of them cannot be."""
    kinds = {noun.tag for noun in nouns}
    if kinds & {"Conference", "Queue"} and len(nouns) > 1:
        yield events.Error(13000, "warning", "<Conference> and <Queue> stand alone in a <Dial>; nobody is dialled")
        raise Refused
    if "Conference" in kinds:
        room, wish = yield from read_room(nouns[0], place)
        return Meet(room, action, asked.method, asked.time_limit, wish, asked.hangup_on_star)
    ask = _ask(asked, place)
    if "Queue" in kinds:
        name, queue = yield from read_queue(nouns[0], place)
        return (yield from from_queue(name, queue, ask, place))
    targets = (yield from _targets(nouns, place)) if nouns else [(yield from read_number(element.text or "", place))]
    result = Result("failed")
    for together in [[target] for target in targets] if asked.sequential else [targets]:
        result = yield from ring(tuple(together), ask, place)
        if result.talked:
            break
    return result


def _targets(nouns: list[Element], place: Place) -> Steps[list[Target]]:
    targets = []
    for noun in nouns:
        try:
            targets.append((yield from read_party(noun, place)))
        except Refused:
            continue
    if len(targets) > MOST_TARGETS:
        yield events.Error(13250, "warning", f"{len(targets)} parties: only {MOST_TARGETS} are rung")
    if not targets:
        raise Refused
    return targets[:MOST_TARGETS]


def _ask(asked: Dial, place: Place) -> Ask:
    recording = place.progress(
        asked.recording_status_callback, asked.recording_status_callback_method, asked.recording_status_callback_event
    )
    channels = 2 if asked.record.endswith("-dual") else 1
    records = asked.record in RECORDS
    ringing = asked.timeout + RING_MARGIN
    return Ask(ringing, asked.time_limit, asked.hangup_on_star, asked.caller_id or None, records, recording, channels)


def _told(result: Result) -> dict[str, str]:
    talked = result.talked
    told = {"DialCallStatus": result.status, "DialBridged": str(talked is not None).lower()} | dict(result.more)
    if result.sid:
        told["DialCallSid"] = result.sid
    if talked is None or talked.by != "moved":
        told["DialCallDuration"] = str(round(talked.seconds if talked else 0))
    return told
