"""Documents of the legs that come to a room: an agent's telephone, and a caller taken out of the line."""

from urllib.parse import quote

from ivr.twiml.document import FOOT, HEAD, address, go, play
from ivr.twiml.markup import content

KEY_SECONDS = 5
MOST_IN_ROOM = 6
"""The caller, the agent, and who may be asked in."""


def key_document(words: str, path: str, offer: str) -> str:
    """Say something to whom we called, and wait for a key; an answering machine presses none."""
    action = address(_path(path, offer))
    gather = f'<Gather action="{action}" method="POST" input="dtmf" numDigits="1" finishOnKey="" timeout="{KEY_SECONDS}">{words}</Gather>'
    return f"{HEAD}{gather}<Hangup/>{FOOT}"


def agent_room(offer: str, room: str) -> str:
    """Bring an agent into the room, which ends with them."""
    return f"{HEAD}{_dial(_path('/voice/agent/left', offer), offer, room, 'owner', ends=True, wait='')}{FOOT}"


def caller_room(words: str, offer: str, room: str, turn: int) -> str:
    """Say something to a caller on the way, and bring them into the room; when it ends the call goes on with its turn."""
    dial = _dial(f"{_path('/voice/turn', offer)}&n={turn}", offer, room, "caller", ends=False, wait=address("/voice/room/wait"))
    return f"{HEAD}{words}{dial}{FOOT}"


def room_wait(music: str) -> str:
    """Play music to one who is alone in a room. The carrier would fall silent after it."""
    return f"{HEAD}{play(music)}{go('/voice/room/wait')}{FOOT}"


def hold_music(music: str) -> str:
    """Play music to one who is held. The carrier would fall silent after it."""
    return f'{HEAD}{play(music)}<Redirect method="GET">{address("/voice/hold")}</Redirect>{FOOT}'


def _dial(action: str, offer: str, room: str, label: str, *, ends: bool, wait: str) -> str:
    """Write the Dial. What the carrier takes from the first leg in the room alone is the same for all."""
    told, kept = address(_path("/voice/room", offer)), address(_path("/voice/recording", offer))
    return (
        f'<Dial action="{address(action)}" method="POST"><Conference participantLabel="{label}" endConferenceOnExit="{str(ends).lower()}"'
        f' waitUrl="{wait}" waitMethod="POST" beep="false" maxParticipants="{MOST_IN_ROOM}" jitterBufferSize="small"'
        f' record="record-from-start" recordingStatusCallback="{kept}" recordingStatusCallbackMethod="POST"'
        ' recordingStatusCallbackEvent="completed absent"'
        f' statusCallback="{told}" statusCallbackMethod="POST" statusCallbackEvent="join leave">'
        f"{content(room)}</Conference></Dial>"
    )


def _path(path: str, offer: str) -> str:
    return f"{path}?o={quote(offer, safe='')}"
