"""`.call` files: what a caller should hear and does, read with the line of every slip, and written back."""

from dataclasses import dataclass, field
from datetime import datetime

from ivr.simulator.carrier import Carrier, read_given, written_givens
from ivr.simulator.person import HangUp, Leave, Move, Press, Silence, Speak
from ivr.simulator.script import KEYS, BadInput, read_item

MOVES = "keys such as 1 or *0, !1 at once, ~ for silence, say WORDS, rec SECONDS, hang up"
ENDERS = ("app", "caller", "document", "error")


@dataclass(frozen=True, slots=True)
class Given:
    """Something that holds before the call; what it means is the application's business."""

    text: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Hears:
    """Words that must be heard next."""

    words: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Does:
    """What the caller does at the next moment the phone listens."""

    move: Move
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Goes:
    """Where the call goes: `queue NAME`, `dial TARGET` or `ended by WHOM`."""

    where: str
    line: int = field(default=0, compare=False)


Line = Hears | Does | Goes


@dataclass(frozen=True, slots=True)
class Script:
    """One transcript."""

    file: str = field(compare=False)
    caller: str
    lines: tuple[Line, ...]
    called: str | None = None
    time: datetime | None = None
    givens: tuple[Given, ...] = ()
    carrier: Carrier = Carrier()


class BadTranscript(ValueError):
    """A file that cannot be played; the message has one line for each slip."""


def read_transcript(text: str, file: str) -> Script:
    """Read a `.call` file; raises BadTranscript with every slip in it."""
    reader = _Reader(file)
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            reader.take(number, line.strip())
    return reader.script()


def write_transcript(script: Script) -> str:
    """Write the text that reads back as this script."""
    time = [f"given time {script.time:%Y-%m-%d %H:%M}"] if script.time else []
    called = f" calls {script.called}" if script.called else ""
    givens = [*written_givens(script.carrier), *(given.text for given in script.givens)]
    head = [*time, *(f"given {given}" for given in givens), f"caller {script.caller}{called}"]
    return "\n".join([*head, *map(_written, script.lines)]) + "\n"


def _written(line: Line) -> str:
    match line:
        case Hears(words):
            return f"< {words}"
        case Does(move):
            return f"> {written_move(move)}"
        case Goes(where):
            return f"= {where}"


def written_move(move: Move) -> str:
    """Write a move as a transcript has it."""
    match move:
        case Press(keys, at_once):
            return f"!{keys}" if at_once else keys
        case Speak(text):
            return f"say {text}"
        case Leave(seconds):
            return f"rec {seconds:g}"
        case Silence():
            return "~"
        case HangUp():
            return "hang up"


def read_move(text: str) -> Move:
    """Read a move as a transcript has it; raises BadInput."""
    word, _, rest = text.partition(" ")
    match word:
        case "say" | "rec" if rest.strip():
            return read_item(f"{word}:{rest.strip()}")
        case "hang" if rest.strip() == "up":
            return HangUp()
        case _ if text == "~" or KEYS.fullmatch(text):
            return read_item(text)
    raise BadInput(f"{text!r} is nothing a caller can do; write {MOVES}")


class _Reader:
    """Takes lines one by one, noting every slip."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._slips: list[str] = []
        self._caller: tuple[str, str | None] | None = None
        self._time: datetime | None = None
        self._givens: list[Given] = []
        self._carrier = Carrier()
        self._lines: list[Line] = []

    def take(self, number: int, line: str) -> None:
        word, _, rest = line.partition(" ")
        try:
            self._take(number, word, rest.strip())
        except ValueError as slip:
            self._slips.append(f"{self._file}:{number}: {slip}")

    def script(self) -> Script:
        if self._caller is None and not self._slips:
            self._slips.append(f"{self._file}:1: nobody calls; add a line such as: caller +15550001111")
        if self._slips or self._caller is None:
            raise BadTranscript("\n".join(self._slips))
        caller, called = self._caller
        return Script(self._file, caller, tuple(self._lines), called, self._time, tuple(self._givens), self._carrier)

    def _take(self, number: int, word: str, rest: str) -> None:
        match word:
            case "given":
                self._given(number, rest)
            case "caller":
                self._call(rest)
            case "agent":
                raise ValueError("agents are not simulated yet; end the file where the caller joins the queue")
            case "<" | ">" | "=":
                if self._caller is None:
                    raise ValueError("this stands before the call; put a line such as: caller +15550001111 above it")
                self._lines.append(_line(number, word, rest))
            case _:
                raise ValueError(f"{word!r} begins no line; a line begins with given, caller, <, >, = or #")

    def _given(self, number: int, rest: str) -> None:
        if self._caller is not None:
            raise ValueError("this is given too late; put it above the caller line")
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

    def _call(self, rest: str) -> None:
        if self._caller is not None:
            raise ValueError("a second caller; one file holds one call")
        match rest.split():
            case [caller]:
                self._caller = caller, None
            case [caller, "calls", called]:
                self._caller = caller, called
            case _:
                raise ValueError("who calls? write for example: caller +15550001111, or caller +1555... calls +1555...")


def _line(number: int, word: str, rest: str) -> Line:
    if not rest:
        raise ValueError(f"nothing stands after {word}")
    match word, rest.split():
        case "<", _:
            return Hears(rest, number)
        case ">", _:
            return Does(read_move(rest), number)
        case _, ["queue" | "dial", _, *_] | ["ended", "by", "app" | "caller" | "document" | "error"]:
            return Goes(" ".join(rest.split()), number)
    raise ValueError(f"{rest!r} is nowhere to go; write queue NAME, dial NUMBER, or ended by {' | '.join(ENDERS)}")
