"""The mix file: kinds of callers, how many of each, and what they do."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from random import Random
from typing import Any, get_type_hints

import yaml

from ivr.simulator.faces.script import BadInput, read_inputs
from ivr.simulator.office.carrier import GIVENS, Carrier, read_given
from ivr.simulator.people.person import Move


class BadMix(ValueError):
    """A mix file that nobody can ring by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """Callers of one kind.

    Each does `inputs`, as of `ivr call --inputs`, then so many `random` moves, mostly keys, and listens on until `patience`
    seconds bring no new words. Whenever the phone listens, the caller hangs up with the chance `hangs_up`.
    """

    weight: float = 1.0
    inputs: str = ""
    random: int = 0
    patience: float = 30.0
    hangs_up: float = 0.0

    @property
    def moves(self) -> tuple[Move, ...]:
        """Give what is done first. Raises BadInput."""
        return read_inputs(self.inputs)


@dataclass(frozen=True, slots=True)
class Mix:
    """Kinds of callers by name, and what is given of queues, recordings and faults as in a `.call` file."""

    callers: Mapping[str, Kind]
    carrier: Carrier = Carrier()

    def choose(self, random: Random) -> Kind:
        """Choose who rings next."""
        [kind] = random.choices(list(self.callers.values()), [kind.weight for kind in self.callers.values()])
        return kind


def read_mix(text: str) -> Mix:
    """Read a mix file. Raises BadMix, which names the place and what to do."""
    try:
        content = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 1}: " if error.problem_mark else ""
        raise BadMix(f"{line}this is not YAML: {error.problem}") from None
    except yaml.YAMLError as error:
        raise BadMix(f"this is not YAML: {error}") from None
    if not isinstance(content, dict) or not isinstance(content.get("callers"), dict) or not content["callers"]:
        raise BadMix('write "callers:" and below it, by name, at least one kind of caller')
    _check_names(content, ("callers", "given"), "the file")
    kinds = {str(name): _kind(str(name), given) for name, given in content["callers"].items()}
    if not any(kind.weight for kind in kinds.values()):
        raise BadMix("every weight is 0; who is to ring?")
    return Mix(kinds, _carrier(content.get("given", [])))


def _kind(name: str, given: Any) -> Kind:
    given = {} if given is None else given
    if not isinstance(given, dict):
        raise BadMix(f'"{name}" should have names with values below it, such as "inputs: 1,2"')
    _check_names(given, tuple(field.name for field in fields(Kind)), f'"{name}"')
    kind = Kind(**{key: _value(name, key, value) for key, value in given.items()})
    if kind.hangs_up > 1:
        raise BadMix(f'"{name}": hangs_up is a chance from 0 to 1, not {kind.hangs_up:g}')
    try:
        kind.moves  # noqa: B018 - read once, to find slips before anybody rings
    except BadInput as error:
        raise BadMix(f'"{name}": inputs: {error}') from None
    return kind


def _value(name: str, key: str, value: Any) -> Any:
    wanted = get_type_hints(Kind)[key]
    if wanted is str and isinstance(value, (str, int)) and not isinstance(value, bool):
        return str(value)
    if wanted is not str and isinstance(value, (wanted, int)) and not isinstance(value, bool) and value >= 0:
        return value
    what = {str: "an --inputs list; put it in quotation marks", int: "a whole number from 0", float: "a number from 0"}[wanted]
    raise BadMix(f'"{name}": {key} should be {what}, not {value!r}')


def _check_names(given: Mapping[Any, Any], known: tuple[str, ...], where: str) -> None:
    for name in given:
        if name not in known:
            raise BadMix(f'{where}: "{name}" is not known; known are {", ".join(known)}')


def _carrier(givens: Any) -> Carrier:
    carrier = Carrier()
    if not isinstance(givens, list):
        raise BadMix('"given" should be a list, such as "- queue support answered after 20 talks 30"')
    for given in givens:
        try:
            more = read_given(str(given), carrier)
        except ValueError as error:
            raise BadMix(f'"given {given}": {error}') from None
        if more is None:
            raise BadMix(f'nobody knows "given {given}"; known are {GIVENS}')
        if more.rest_faults:
            raise BadMix(f'"given {given}": callers of a load have no REST API that the application could ask; leave it out')
        carrier = more
    return carrier
