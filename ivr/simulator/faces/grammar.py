"""Reads `.call` files, with the line of every slip."""

import re
from dataclasses import replace
from datetime import datetime

from ivr.simulator.faces.deeds import read_deed
from ivr.simulator.faces.transcript import RING_SECONDS, Calls, Does, Given, Goes, Hears, Line, Manner, Part, Rung, Script
from ivr.simulator.office.carrier import Carrier, read_given

ENDERS = ("app", "caller", "document", "error")
ENDED = f"ended by {' | '.join(ENDERS)}"
PLACES = f"queue NAME, dial NUMBER, play FILE, room, room NAME, talk, talk with NAME, text to NUMBER WORDS, or {ENDED}"
NUMBER = re.compile(r"\+?\d+|anonymous|\w+:\S+")
WHO = re.compile(
    rf"(?:(?P<name>(?!at\s)[^\W\d]\w*)\s+)?(?:at\s+)?(?P<number>{NUMBER.pattern})"
    rf"(?:\s+(?:calls\s+(?P<called>\S+)|(?P<manner>{'|'.join(Manner)})))?"
    r"(?:\s+after\s+(?P<after>\d+(?:\.\d+)?)(?:\s+to\s+(?P<latest>\d+(?:\.\d+)?))?)?"
)
WHO_CALLS = "caller +15550001111, or caller Li +1555... calls +1555... after 12, or agent Ana at +1555... answers after 3"
HEADING = re.compile(r"([^\W\d]\w*):(?:\s+(.*))?")


class BadTranscript(ValueError):
    """A file that cannot be played; the message has one line for each slip."""


def read_transcript(text: str, file: str) -> Script:
    """Read a `.call` file; raises BadTranscript with every slip in it."""
    reader = _Reader(file)
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            reader.take(number, line.strip())
    return reader.script()


class _Reader:
    """Takes lines one by one, noting every slip."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._slips: list[str] = []
        self._time: datetime | None = None
        self._givens: list[Given] = []
        self._carrier = Carrier()
        self._parts: list[Part] = []
        self._lines: list[list[Line]] = []
        # Whose lines are being read: the part named last.
        self._at = -1

    def take(self, number: int, line: str) -> None:
        try:
            self._take(number, line)
        except ValueError as slip:
            self._slips.append(f"{self._file}:{number}: {slip}")

    def script(self) -> Script:
        if not self._parts and not self._slips:
            self._slips.append(f"{self._file}:1: nobody calls; add a line such as: caller +15550001111")
        if self._slips:
            raise BadTranscript("\n".join(self._slips))
        parts = (replace(part, lines=tuple(lines)) for part, lines in zip(self._parts, self._lines, strict=True))
        return Script(self._file, tuple(parts), self._time, tuple(self._givens), self._carrier)

    def _take(self, number: int, line: str) -> None:
        word, _, rest = line.partition(" ")
        match word:
            case "given":
                self._given(number, rest.strip())
            case "caller" | "agent":
                self._begin(number, word, rest.strip())
            case "<" | ">" | "=":
                if not self._parts:
                    raise ValueError("this stands before the call; put a line such as: caller +15550001111 above it")
                self._lines[self._at].append(_line(number, word, rest.strip()))
            case _ if heading := HEADING.fullmatch(line):
                self._turn_to(heading[1])
                if heading[2]:
                    self._take(number, heading[2])
            case _:
                raise ValueError(f"{word!r} begins no line; a line begins with given, caller, agent, NAME:, <, >, = or #")

    def _given(self, number: int, rest: str) -> None:
        if self._parts:
            raise ValueError("this is given too late; put it above all callers and agents")
        word, _, value = rest.partition(" ")
        if not rest:
            raise ValueError("what is given? write for example: given time 2026-03-02 10:00")
        if carrier := read_given(" ".join(rest.split()), self._carrier):
            self._carrier = carrier
            return
        if word != "time":
            self._givens.append(Given(rest, number))
            return
        try:
            self._time = datetime.fromisoformat(value.strip())
        except ValueError:
            raise ValueError(f"{value!r} is no time; write for example: given time 2026-03-02 10:00") from None
        if self._time.tzinfo is not None:
            raise ValueError("the time is the hotline's; leave the zone out")

    def _begin(self, number: int, role: str, rest: str) -> None:
        part = _part(number, role, rest)
        if any(not other.name for other in (*self._parts, part)) and self._parts:
            raise ValueError(f"more than one leg: give each a name, such as: {role} Li +1555...")
        self._parts.append(part)
        self._lines.append([])
        self._at = -1

    def _turn_to(self, name: str) -> None:
        found = [at for at, part in enumerate(self._parts) if part.name == name]
        if not found:
            raise ValueError(f"nobody is called {name} yet; put a line above such as: caller {name} +1555...")
        self._at = found[-1]


def _part(number: int, role: str, rest: str) -> Part:
    found = WHO.fullmatch(rest)
    if found is None:
        raise ValueError(f"who calls, or is called? write for example: {WHO_CALLS}")
    after = float(found["after"]) if found["after"] else None
    begins: Calls | Rung = Calls(found["called"], after or 0.0)
    if found["manner"] or (role == "agent" and not found["called"]):
        latest = float(found["latest"]) if found["latest"] else None
        if after is not None and latest is not None and latest < after:
            raise ValueError(f"after {after:g} to {latest:g}: put the smaller number first")
        begins = Rung(Manner(found["manner"] or "answers"), RING_SECONDS if after is None else after, latest)
    elif found["latest"]:
        raise ValueError("a caller rings at one time: write after, and how many seconds")
    return Part(found["number"], (), begins, role, found["name"] or "", number)


def _line(number: int, word: str, rest: str) -> Line:
    if not rest:
        raise ValueError(f"nothing stands after {word}")
    if word == "<":
        return Hears(rest, number)
    if word == ">":
        return Does(read_deed(rest), number)
    match rest.split():
        case ["queue" | "dial" | "play", _, *_] | ["room" | "talk"] | ["room", _] | ["talk", "with", _] | ["text", "to", _, _, *_]:
            return Goes(" ".join(rest.split()), number)
        case ["ended", "by", ender] if ender in ENDERS:
            return Goes(" ".join(rest.split()), number)
    raise ValueError(f"{rest!r} is nowhere to go; write {PLACES}")
