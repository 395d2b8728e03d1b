"""What a transcript gives of the application: switches that are on before the call."""

import shlex

from ivr.app import Application
from ivr.errors import SwitchError
from ivr.service.switching import Staff
from ivr.simulator.faces.grammar import BadTranscript
from ivr.simulator.faces.transcript import Script
from ivr.storage.records import Switch

KNOWN = "given time, given queue, given recording, given incident, given announcement and given closed"


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
    raise ValueError(f'nobody knows "given {text}"; known are {KNOWN}')
