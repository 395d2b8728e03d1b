"""`.call` files as data: what everybody on the line should hear and does; and written back. `grammar.py` reads them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from ivr.simulator.faces.deeds import Deed, written_deed
from ivr.simulator.office.carrier import Carrier, written_givens

# How long a telephone rings before somebody does something about it.
RING_SECONDS = 2.0


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
    """What is done at the next moment the phone listens, or of one's own accord."""

    deed: Deed
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Goes:
    """Where the call goes, or what comes of it: `queue NAME`, `dial TARGET`, `play FILE`, `ended by WHOM` and others."""

    where: str
    line: int = field(default=0, compare=False)


Line = Hears | Does | Goes


@dataclass(frozen=True, slots=True)
class Calls:
    """Rings `called`, or the number that is tried, so many seconds after the beginning."""

    called: str | None = None
    after: float = 0.0


class Manner(StrEnum):
    """What is done when a number is rung."""

    ANSWERS = "answers"
    REFUSES = "refuses"
    IGNORES = "ignores"
    BUSY = "busy"
    UNREACHABLE = "unreachable"
    VOICEMAIL = "voicemail"


@dataclass(frozen=True, slots=True)
class Rung:
    """What is done when this number is rung, and after how many seconds of ringing: `after`, or by chance up to `latest`."""

    manner: Manner = Manner.ANSWERS
    after: float = RING_SECONDS
    latest: float | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One leg: who is on it, at which number, how the call comes about, and the lines. `role` is `caller` or `agent`."""

    number: str
    lines: tuple[Line, ...] = ()
    begins: Calls | Rung = Calls()
    role: str = "caller"
    name: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Script:
    """One transcript. Parts stand in the order in which they begin in the file."""

    file: str = field(compare=False)
    parts: tuple[Part, ...]
    time: datetime | None = None
    givens: tuple[Given, ...] = ()
    carrier: Carrier = Carrier()


def write_transcript(script: Script) -> str:
    """Write the text that reads back as this script."""
    time = [f"given time {script.time:%Y-%m-%d %H:%M}"] if script.time else []
    givens = [*written_givens(script.carrier), *(given.text for given in script.givens)]
    head = [*time, *(f"given {given}" for given in givens)]
    return "\n".join([*head, *(line for part in script.parts for line in _part(part))]) + "\n"


def _part(part: Part) -> Iterator[str]:
    who = " ".join(filter(None, [part.role, part.name, part.number]))
    match part.begins:
        case Calls(called, after):
            yield who + (f" calls {called}" if called else "") + (f" after {after:g}" if after else "")
        case Rung(manner, after, latest):
            yield f"{who} {manner} after {after:g}" + ("" if latest is None else f" to {latest:g}")
    yield from map(_line, part.lines)


def _line(line: Line) -> str:
    match line:
        case Hears(words):
            return f"< {words}"
        case Does(deed):
            return f"> {written_deed(deed)}"
        case Goes(where):
            return f"= {where}"
