"""What an agent does in a talk, as it is typed: for `ivr talk` and written calls. The desk calls `Talks` and `Moves` itself."""

from collections.abc import Callable, Mapping, Sequence

from ivr.errors import AgentError
from ivr.service.moves import Moves
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
WITH: Mapping[str, Callable[[Talks, str, str], None]] = {"consult": Talks.consult, "listen": Talks.listen}
_ASK_IN = "consult STAFF_NUMBER (or supervisor, review, NAME)"
KNOWN = ", ".join([*ALONE, _ASK_IN, "listen STAFF_NUMBER", "transfer QUEUE", "call-back QUEUE", "check LEVEL"])


def do(talks: Talks, moves: Moves, agent: str, words: Sequence[str]) -> str:
    """Do what the words say, as an agent, and give what they are to know of it, if anything. Raises AgentError, and then nothing was
    changed."""
    match words:
        case [name] if name in ALONE:
            ALONE[name](talks, agent)
        case [name, other] if name in WITH:
            WITH[name](talks, agent, other)
        case ["transfer", queue]:
            return moves.transfer(agent, queue)
        case ["call-back", queue]:
            moves.call_back(agent, queue)
        case ["check", level]:
            moves.check(agent, level)
        case _:
            raise AgentError(f'"{" ".join(words)}" is nothing an agent does in a talk. Write one of: {KNOWN}.')
    return ""
