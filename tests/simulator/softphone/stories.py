"""What the carrier tells a page in the course of calls."""

from collections.abc import Callable
from typing import Any

Message = dict[str, Any]
Open = Callable[..., Any]
MENU = "For your balance, press 1. For a person, press 0."
FORM = {"CallSid": "CA1", "From": "+15550002222", "To": "+15559990000"}
TWIML = f'<Response><Gather input="dtmf speech" numDigits="1"><Say>{MENU}</Say></Gather></Response>'


def happened(at: float, event: str, **details: Any) -> Message:
    return {"at": at, "leg": "CA1", "event": event} | details


def asked(at: float, input: str = "dtmf speech", num_digits: int | None = 1) -> list[Message]:
    return [
        happened(at, "gather", input=input, timeout=5, finish_on_key="#", num_digits=num_digits, language="en-US"),
        happened(at, "say", text=MENU, language="en-US", voice=""),
        {"event": "sound", "wav": None, "ms": 60_000, "text": MENU},
    ]


REQUEST = happened(0.2, "request", method="POST", url="http://127.0.0.1:8000/voice?n=1", status=200, ms=12, params=FORM, twiml=TWIML)
RINGS = [happened(0.1, "ringing")]
ASKS = [*RINGS, REQUEST, happened(0.3, "answered"), *asked(0.3)]
QUEUE = [*ASKS, {"event": "stop"}, happened(5.0, "digits", keys="0"), happened(5.1, "enqueue", queue="wallet")]
TALK = [*QUEUE, happened(20.0, "talk", **{"with": "+15550003333"})]
ROOM = [*TALK, happened(21.0, "joined", room="Room 7")]
BROKE = [
    *ASKS,
    happened(9.0, "remark", text="the same question three times"),
    happened(9.1, "error", code=12100, severity="error", message="Document parse failure"),
    happened(9.2, "ended", by="error", reason="a document that cannot be read", seconds=9.2),
]
INCOMING = [{"event": "incoming", "from": "+15550003333"}]
STATES: dict[str, tuple[list[Message], str, str]] = {
    "ringing": (RINGS, "Ringing…", "正在响铃…"),
    "asked": (ASKS, "Connected", "通话中"),
    "queue": (QUEUE, "Waiting in the queue wallet", "正在排队（wallet）"),
    "talk": (TALK, "Talking with +15550003333", "正在与 +15550003333 通话"),
    "room": (ROOM, "In the room Room 7", "在会议室 Room 7 中"),
    "broke": (BROKE, "Call ended by a fault", "通话因故障结束"),
    "incoming": (INCOMING, "Incoming call", "来电"),
}
