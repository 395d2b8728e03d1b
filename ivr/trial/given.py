"""What a transcript gives of the application: switches that are on before the call, and what actions answer in it."""

import shlex
from collections.abc import Sequence

from ivr.app import Application
from ivr.config import Config
from ivr.errors import AgentError, SwitchError
from ivr.flow.graph import Flow
from ivr.service.desk import identity_of
from ivr.service.staffing import READY, Staffing
from ivr.service.switching import Staff
from ivr.simulator.faces.grammar import BadTranscript
from ivr.simulator.faces.transcript import Given, Script
from ivr.simulator.office.carrier import GIVENS
from ivr.storage.base import Unit
from ivr.storage.records import Switch
from ivr.trial.answers import Answers, read_answers

NOT_OF_A_URL = "is of menus that are rung in-process, not of a URL"
CUSTOMER_FIRST = "callbacks customer first"
OURS = ("time", "incident", "announcement", "closed", "agent", "outside", "callbacks")
KNOWN = (
    f"time 2026-03-02 10:00, {GIVENS}, incident zh=WORDS en=WORDS until 12:00, announcement zh=WORDS en=WORDS until 12:00, "
    "closed QUEUE until 12:00, agent 1024 at +15550001111 for SKILL in LANGUAGE as supervisor, "
    f"{CUSTOMER_FIRST}, outside bank at +15550002222 in LANGUAGE, "
    "ACTION = OUTCOME {FIELD: VALUE}, OUTCOME"
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
        is_ours = given.text.split()[0] in OURS or _is_answer(given)
        why = f'"given {given.text}" {NOT_OF_A_URL}' if is_ours else _unknown(given.text)
        slips.append(f"{script.file}:{given.line}: {why}")
    if slips:
        raise BadTranscript("\n".join(slips))


def as_given(script: Script, config: Config) -> Config:
    """Give the settings that a transcript is played with."""
    is_first = any(given.text == CUSTOMER_FIRST for given in script.givens)
    return config.model_copy(update={"callback_first": "customer"}) if is_first else config


def give(script: Script, application: Application) -> None:
    """Turn on what is given as switched on. Raises BadTranscript with every given that is not known or cannot be."""
    staff = Staff(application.services.flow, application.services.clock(), "transcript")
    slips = []
    with application.store.unit() as unit:
        for given in script.givens:
            if _is_answer(given):
                continue
            try:
                match given.text.split():
                    case _ if given.text == CUSTOMER_FIRST:
                        _staffing(application)
                    case ["agent", number, "at", telephone, "for", *skills, "in", language]:
                        _put_on_floor(application, unit, number, telephone, skills, language)
                    case ["outside", name, "at", telephone, "in", language]:
                        _staffing(application).add_outside(unit, name, telephone, language)
                    case ["agent", number, "at", telephone, "for", *skills, "in", language, "as", level]:
                        _put_on_floor(application, unit, number, telephone, skills, language, level)
                    case _:
                        staff.turn_on(unit, _read(staff, given.text))
            except (AgentError, SwitchError, ValueError) as slip:
                slips.append(f"{script.file}:{given.line}: {slip}")
    if slips:
        raise BadTranscript("\n".join(slips))


def stand_ins(script: Script, flow: Flow) -> dict[str, Answers]:
    """Give what answers instead of each action that is given. Raises BadTranscript with every given that nothing could answer."""
    slips: list[str] = []
    instead: dict[str, Answers] = {}
    for given in filter(_is_answer, script.givens):
        try:
            name, answers = read_answers(given.text, flow.actions)
            if name in instead:
                raise ValueError(f'"{name}" is given twice; write all its answers in one line, with commas')
            instead[name] = answers
        except ValueError as slip:
            slips.append(f"{script.file}:{given.line}: {slip}")
    if slips:
        raise BadTranscript("\n".join(slips))
    return instead


def _is_answer(given: Given) -> bool:
    """Tell an answer from words that are switched on, `incident zh=...`."""
    return given.text.split()[1:2] == ["="]


def _put_on_floor(
    application: Application, unit: Unit, number: str, telephone: str, skills: Sequence[str], language: str, level: str = "agent"
) -> None:
    staffing = _staffing(application)
    by = "" if telephone == f"client:{identity_of(number)}" else telephone
    staffing.add(unit, number, by, skills, language.split(","), level)
    staffing.turn(unit, number, READY)


def _staffing(application: Application) -> Staffing:
    if application.floor is None:
        raise ValueError(
            "nobody can be rung here: only tests that hand in a carrier to ring over can give an agent, or who is called first"
        )
    services = application.services
    return Staffing(services.flow, services.turns.numbers, services.clock())


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
