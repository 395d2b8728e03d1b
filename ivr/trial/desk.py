"""What agents of a written call do at their desks, told apart by their telephones: `> desk hold`. By name, `> desk listen 1024 by 2001`."""

from ivr.errors import AgentError
from ivr.service.deeds import do
from ivr.service.moves import Moves
from ivr.service.talks import Talks
from ivr.simulator.faces.grammar import BadTranscript
from ivr.simulator.faces.transcript import Script


class Desk:
    """Does what is written, as whoever has the telephone."""

    def __init__(self, talks: Talks, moves: Moves, script: Script) -> None:
        self._talks, self._moves, self._file = talks, moves, script.file
        given = [each.text.split() for each in script.givens]
        self._staff = {words[3]: words[1] for words in given if words[0] == "agent" and words[2:3] == ["at"]}

    def do(self, number: str, words: str) -> None:
        """Do it. Raises BadTranscript when it cannot be done."""
        agent = self._staff.get(number)
        try:
            if agent is None:
                raise AgentError(f"{number} is nobody's; give for example: given agent 1024 at {number} for ...")
            does, _, by = words.partition(" by ")
            do(self._talks, self._moves, by or agent, does.split())
        except AgentError as error:
            raise BadTranscript(f"{self._file}: desk {words}: {error}") from None
