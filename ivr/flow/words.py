"""What can be said: texts with typed holes, prepared once per language, and the parts of a prompt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ivr.flow.conditions import Condition


@dataclass(frozen=True, slots=True)
class Hole:
    """A typed placeholder: `{order.at:time}`; with `?` it may be unfilled and is then silent."""

    path: tuple[str, ...]
    kind: str
    optional: bool = False


Piece = str | Hole


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """A sentence or two in one language, cut into literals and holes. Compared by identity: renderers cache it.

    `pieces` are as they are spoken; `written` as the author wrote them, where `say_as` makes that another thing.
    `stopped` tells of each hole whether a full stop follows it, so that "ten a.m." does not end in two.
    """

    pieces: tuple[Piece, ...]
    language: str
    written: tuple[Piece, ...] = ()
    holes: tuple[Hole, ...] = field(init=False)
    stopped: tuple[bool, ...] = field(init=False)

    def __post_init__(self) -> None:
        followed = zip(self.pieces, (*self.pieces[1:], ""), strict=False)
        found = [(piece, str(after).startswith(".")) for piece, after in followed if isinstance(piece, Hole)]
        object.__setattr__(self, "holes", tuple(hole for hole, _ in found))
        object.__setattr__(self, "stopped", tuple(stopped for _, stopped in found))


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One part of a prompt: a text per language, or a recording held in a slot (`play`).

    `texts` maps the caller's language to what is said (a part marked `in: en` maps every language to its
    English text); `audio` maps a language to a recorded file that is played instead. `notice` parts cannot be interrupted.
    """

    id: str
    texts: Mapping[str, Text] = field(default_factory=dict)
    when: Condition = ()
    play: Hole | None = None
    audio: Mapping[str, str] = field(default_factory=dict)
    notice: bool = False


Prompt = tuple[Part, ...]


def plain(text: Text, values: Sequence[str]) -> str:
    """Join a text, as it is written, with its holes' words into plain characters."""
    filled = iter(values)
    return "".join(piece if isinstance(piece, str) else next(filled) for piece in text.written or text.pieces)
