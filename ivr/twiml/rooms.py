"""Documents of the legs that come to a room: an agent's telephone, and a caller taken out of the line."""

from urllib.parse import quote

from ivr.twiml.document import FOOT, HEAD, address, go, play
from ivr.twiml.markup import content

KEY_SECONDS = 5
MOST_IN_ROOM = 6
"""The caller, the agent, and who may be asked in."""


def key_document(words: str, path: str) -> str:
    """Say something to whom we called, and wait for a key; an answering machine presses none."""
    action = address(path)
    gather = f'<Gather action="{action}" method="POST" input="dtmf" numDigits="1" finishOnKey="" timeout="{KEY_SECONDS}">{words}</Gather>'
    return f"{HEAD}{gather}<Hangup/>{FOOT}"


def agent_room(offer: str, opener: str, room: str, label: str) -> str:
    """Bring an agent into the room that an offer opened. It ends with its owner; who only listens is not heard, and does not begin it."""
    return f"{HEAD}{_dial(_path('/voice/agent/left', offer), opener, room, label, wait='')}{FOOT}"


def caller_room(words: str, opener: str, room: str, turn: int) -> str:
    """Say something to a caller on the way, and bring them into the room; when it ends the call goes on with its turn."""
    dial = _dial(f"{_path('/voice/turn', opener)}&n={turn}", opener, room, "caller", wait=address("/voice/room/wait"))
    return f"{HEAD}{words}{dial}{FOOT}"


def room_wait(music: str) -> str:
    """Play music to one who is alone in a room. The carrier would fall silent after it."""
    return f"{HEAD}{play(music)}{go('/voice/room/wait')}{FOOT}"


def news_document(words: str) -> str:
    """Say something to one in a room, who then hears the room again."""
    return f"{HEAD}{words}{FOOT}"


def hold_music(music: str, offer: str) -> str:
    """Play music to one who is held. The carrier would fall silent after it."""
    return f'{HEAD}{play(music)}<Redirect method="GET">{address(_path("/voice/hold", offer))}</Redirect>{FOOT}'


def _dial(action: str, opener: str, room: str, label: str, *, wait: str) -> str:
    """Write the Dial. What the carrier takes from the first leg in the room alone is the same for all."""
    told, kept = address(_path("/voice/room", opener)), address(_path("/voice/recording", opener))
    ends = str(label == "owner").lower()
    ear = ' muted="true" startConferenceOnEnter="false"' if label.startswith("ear-") else ""
    return (
        f'<Dial action="{address(action)}" method="POST"><Conference participantLabel="{label}" endConferenceOnExit="{ends}"{ear}'
        f' waitUrl="{wait}" waitMethod="POST" beep="false" maxParticipants="{MOST_IN_ROOM}" jitterBufferSize="small"'
        f' record="record-from-start" recordingStatusCallback="{kept}" recordingStatusCallbackMethod="POST"'
        ' recordingStatusCallbackEvent="completed absent"'
        f' statusCallback="{told}" statusCallbackMethod="POST" statusCallbackEvent="join leave">'
        f"{content(room)}</Conference></Dial>"
    )


def _path(path: str, offer: str) -> str:
    return f"{path}?o={quote(offer, safe='')}"
