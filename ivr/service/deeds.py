"""What an agent does in a talk, as it is typed: for `ivr talk` and written calls. The desk calls `Talks` and `Moves` itself."""

from collections.abc import Sequence

from ivr.errors import AgentError
from ivr.service.moves import Moves
from ivr.service.talks import Talks

KNOWN = "hold, unhold, pause, record, transfer QUEUE, end"


def do(talks: Talks, moves: Moves, agent: str, words: Sequence[str]) -> None:
    """Do what the words say, as an agent. Raises AgentError, and then nothing was changed."""
    match words:
        case ["hold"]:
            talks.hold(agent)
        case ["unhold"]:
            talks.unhold(agent)
        case ["pause"]:
            talks.pause(agent)
        case ["record"]:
            talks.record(agent)
        case ["transfer", queue]:
            moves.transfer(agent, queue)
        case ["end"]:
            talks.end(agent)
        case _:
            raise AgentError(f'"{" ".join(words)}" is nothing an agent does in a talk. Write one of: {KNOWN}.')
