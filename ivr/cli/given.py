"""What a transcript gives of the application: switches that are on before the call."""

import shlex

from ivr.app import Application
from ivr.errors import SwitchError
from ivr.service.switching import Staff
from ivr.simulator.faces.grammar import BadTranscript
from ivr.simulator.faces.transcript import Script
from ivr.simulator.office.carrier import GIVENS
from ivr.storage.records import Switch

NOT_OF_A_URL = "is of menus that are rung in-process, not of a URL"
OURS = ("time", "incident", "announcement", "closed")
KNOWN = (
    f"time 2026-03-02 10:00, {GIVENS}, incident zh=WORDS en=WORDS until 12:00, announcement zh=WORDS en=WORDS until 12:00, "
    "closed QUEUE until 12:00"
)


def check(script: Script, by_url: bool) -> None:
    """Refuse what would be given in vain. Raises BadTranscript."""
    slips = []
    if script.carrier.rest_faults:
        fault = script.carrier.rest_faults[0]
        slips.append(f'{script.file}: "given rest {fault}": `ivr call` has no REST API that an application could ask; leave it out')
    if by_url and script.time:
        slips.append(f'{script.file}: "given time {script.time:%Y-%m-%d %H:%M}" {NOT_OF_A_URL}')
    for given in script.givens if by_url else ():
        why = f'"given {given.text}" {NOT_OF_A_URL}' if given.text.split()[0] in OURS else _unknown(given.text)
        slips.append(f"{script.file}:{given.line}: {why}")
    if slips:
        raise BadTranscript("\n".join(slips))


def give(script: Script, application: Application) -> None:
    """Bring about what is given. Raises BadTranscript with every given that is not known or cannot be."""
    staff = Staff(application.services.flow, application.services.clock(), "transcript")
    slips = []
    with application.store.unit() as unit:
        for given in script.givens:
            try:
                staff.turn_on(unit, _read(staff, given.text))
            except (SwitchError, ValueError) as slip:
                slips.append(f"{script.file}:{given.line}: {slip}")
    if slips:
        raise BadTranscript("\n".join(slips))


def _read(staff: Staff, text: str) -> Switch:
    match shlex.split(text):
        case ["incident", *words, "until", until]:
            return staff.incident(words, until)
        case ["announcement", *words, "until", until]:
            return staff.announcement(words, until)
        case ["closed", queue, "until", until]:
            return staff.closure(queue, until)
    raise ValueError(_unknown(text))


def _unknown(text: str) -> str:
    return f'nobody knows "given {text}"; what can be given is {KNOWN}'
