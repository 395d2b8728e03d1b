"""The calls of the bench: what their callers do, the forms the carrier sends for it, and what must come back."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, urldefrag, urlsplit
from xml.etree import ElementTree

INCOMING = "/voice/incoming"
BARE = "/voice/turn?n=1"
Form = Mapping[str, str]


class WrongAnswer(Exception):
    """An answer that is not the turn that was asked for."""


@dataclass(frozen=True, slots=True)
class Call:
    """What a caller does, as in `ivr call --inputs` but with # behind a whole entry, and words of the last answer."""

    inputs: str
    hears: str = ""

    @property
    def steps(self) -> list[str]:
        return ["", *self.inputs.split(",")]


# No call depends on the hour, or fills a queue: once three callers wait, the next are asked whether they want to.
CALLS = (
    Call("1,5,1,1,2026070388881234#,1,12*5#,2", "请输入涉及的金额"),
    Call("2,5,1,1,2026070388881234#,1,12*5#,2", "Enter the amount"),
    Call("1,say:查退款,*,1,5,1,#,~,4", "您的问题解决了吗"),
    Call("2,say:refund status,*,1,5,1,#,~,4", "Did that solve it"),
    Call("1,3,2,*,5,1,0,say:我的钱被人转走了，怎么办"),
    Call("2,0,say:I paid for my order on Monday and it has not arrived"),
)
KINDS = ("a call begins", "menu key", "number entry", "speech", "silence")


def shares() -> dict[str, float]:
    """Tell which share of the turns is of which kind."""
    steps = [_kind(step) for call in CALLS for step in call.steps]
    counts = Counter(steps)
    return {kind: counts[kind] / len(steps) for kind in KINDS}


def _kind(step: str) -> str:
    if not step:
        return "a call begins"
    if step == "~":
        return "silence"
    if step.startswith("say:"):
        return "speech"
    return "number entry" if len(step) > 1 else "menu key"


def form(sid: str, step: str) -> Form:
    """Give the form of one request: what the carrier sends of every call, and what this step adds."""
    number = _number(sid)
    said = {"CallSid": sid, "CallStatus": "in-progress" if step else "ringing", "From": number, "Caller": number}
    return {**_STANDING, **said, **_told(step)}


def _number(sid: str) -> str:
    """Give each call a caller of its own: one who has called before is greeted in the language of that time."""
    return f"+861{int(sid.removeprefix('CA'), 16) % 10**10:010}"


def _told(step: str) -> Form:
    match _kind(step):
        case "a call begins":
            return {}
        case "speech":
            return {"SpeechResult": step.removeprefix("say:"), "Confidence": "0.91"}
        case "number entry":
            return {"Digits": step.removesuffix("#"), "FinishedOnKey": "#", "msg": "Gather End"}
        case _:
            return {"Digits": step.replace("~", ""), "FinishedOnKey": "", "msg": "Gather End"}


def turns(call: Call) -> list[str]:
    """Give the paths of a whole call: each turn's question leads to the next turn."""
    return [INCOMING, *(f"/voice/turn?n={turn}" for turn in range(1, len(call.steps)))]


def bare(call: Call) -> list[str]:
    """Give the bare route as often as the call has turns."""
    return [BARE for _ in call.steps]


def check_turns(call: Call, answers: list[bytes]) -> None:
    """Read what a call was answered: every document is the next turn's, and the last says what it should."""
    for turn, (step, answer) in enumerate(zip(call.steps, answers, strict=True), start=1):
        path = next_path(answer)
        if parse_qs(urlsplit(path).query).get("n") != [str(turn)]:
            raise WrongAnswer(f"after {step!r} of {call.inputs}: turn {turn} was asked for, {path} came")
    if call.hears not in answers[-1].decode():
        raise WrongAnswer(f"{call.inputs} ended without {call.hears!r}: {answers[-1].decode()}")


def check_bare(call: Call, answers: list[bytes]) -> None:
    """Read what the bare route answered."""
    for answer in answers:
        next_path(answer)


def next_path(answer: bytes) -> str:
    """Read a document and give where its question or its queue leads."""
    for verb in ElementTree.fromstring(answer):  # noqa: S314 - our own server wrote it
        if verb.tag in ("Gather", "Enqueue"):
            return urldefrag(verb.get("action", "")).url
    raise WrongAnswer(f"neither asks nor waits: {answer.decode()}")


_PLACE = {"City": "HANGZHOU", "State": "ZHEJIANG", "Zip": "", "Country": "CN"}
_STANDING = {
    "AccountSid": "AC" + "5" * 32,
    "ApiVersion": "2010-04-01",
    "Direction": "inbound",
    "To": "+864000000000",
    "Called": "+864000000000",
    "CallToken": "%7B%22parentCallInfoToken%22%3A%22" + "eyJhbGciOiJFUzI1NiJ9" * 8 + "%22%7D",
    **{side + name: value for side in ("From", "To", "Caller", "Called") for name, value in _PLACE.items()},
}
