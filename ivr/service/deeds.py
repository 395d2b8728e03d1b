"""What an agent does in a talk, as it is typed: for `ivr talk` and written calls. The desk calls `Talks` and `Moves` itself."""

from collections.abc import Callable, Mapping, Sequence

from ivr.compiler.problems import nearest
from ivr.errors import AgentError
from ivr.service.moves import Moves
from ivr.service.staffing import LEVELS
from ivr.service.talks import Talks

ALONE: Mapping[str, Callable[[Talks, str], None]] = {
    "hold": Talks.hold,
    "unhold": Talks.unhold,
    "pause": Talks.pause,
    "record": Talks.record,
    "back": Talks.back,
    "hand-over": Talks.hand_over,
    "mute": Talks.mute,
    "whisper": Talks.whisper,
    "barge": Talks.barge,
    "take-over": Talks.take_over,
    "end": Talks.end,
}
WITH: Mapping[str, str] = {
    "consult": f"STAFF_NUMBER (or {', '.join(LEVELS)}, NAME)",
    "listen": "STAFF_NUMBER",
    "transfer": "QUEUE",
    "call-back": "QUEUE",
    "check": "LEVEL",
}
"""What is done with a word more, and which."""
KNOWN = ", ".join([*ALONE, *map(" ".join, WITH.items())])


def do(talks: Talks, moves: Moves, agent: str, words: Sequence[str]) -> str:
    """Do what the words say, as an agent, and give what they are to know of it, if anything. Raises AgentError, and then nothing was
    changed."""
    match words:
        case [name] if name in ALONE:
            ALONE[name](talks, agent)
        case ["consult", whom]:
            return talks.consult(agent, whom)
        case ["listen", other]:
            talks.listen(agent, other)
        case ["transfer", queue]:
            return moves.transfer(agent, queue)
        case ["call-back", queue]:
            return moves.call_back(agent, queue)
        case ["check", level]:
            moves.check(agent, level)
        case [name, *_] if name in ALONE or name in WITH:
            raise AgentError(f"write it so: {' '.join((name, WITH.get(name, ''))).strip()}.")
        case _:
            near = nearest(words[0], [*ALONE, *WITH]) if words else None
            what_now = f'Did you mean "{near}"?' if near else f"Write one of: {KNOWN}."
            raise AgentError(f'"{" ".join(words)}" is nothing an agent does in a talk. {what_now}')
    return ""
