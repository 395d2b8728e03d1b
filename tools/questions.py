"""Nine things Twilio's pages do not say, each asked of the carrier by one to three calls.

A question is documents and deeds. The documents answer the carrier's requests. The deeds are a generator: it calls REST, and yields what it
waits for: a number of seconds, or the name of a document, and is then sent the form with which that was asked for. It returns its answers:
the name of a point of `ivr.simulator.unsure` and whether it is so, or some other words and what was seen.
"""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field

from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

Form = Mapping[str, str]
Answers = dict[str, bool | str]
Deeds = Generator[float | str, Form, Answers]
NEVER = float("inf")
BRIEFLY, LONG_ENOUGH = 2.0, 10.0
"""Seconds: until what was said has been done; until what has not come will not come."""
AT_ONCE, HOLD_SECONDS = 5.0, 20
"""Seconds: what is soon, where the other possibility is the end of the hold sound."""
LOOKS_APART = 1.5
"""Seconds at most between two looks at a list, so that what is seen later than that was not there at once."""
IS_OVER = 21220


@dataclass(frozen=True)
class Line:
    """Two numbers of an account, the address at which the carrier asks for documents, and a clock in seconds."""

    client: Client
    caller: str
    called: str
    public: str
    now: Callable[[], float]


@dataclass
class Scene:
    """One question being asked: the legs placed for it, and what the carrier has asked for since."""

    line: Line
    number: int
    legs: list[str] = field(default_factory=list)
    heard: list[tuple[float, str, Form]] = field(default_factory=list)
    seen: int = 0

    @property
    def client(self) -> Client:
        return self.line.client

    def url(self, document: str) -> str:
        """Give a document's address."""
        return f"{self.line.public}/{self.number}/{document}"

    def place(self, document: str) -> str:
        """Call the other number; the leg begins with this document. Gives its SID."""
        line = self.line
        call = line.client.calls.create(
            to=line.called, from_=line.caller, url=self.url(document), fallback_url=self.url("fallback"), timeout=30
        )
        self.legs.append(str(call.sid))
        return self.legs[-1]

    def hang_up(self, leg: str) -> None:
        """End a leg; nothing is wrong when it has ended."""
        try:
            self.client.calls(leg).update(status="completed")
        except TwilioRestException as refused:
            if refused.code != IS_OVER:
                raise

    def next_form(self, document: str) -> Form | None:
        """Give the form with which a document was asked for next, after the last one given."""
        for place, (_, name, form) in enumerate(self.heard[self.seen :], self.seen + 1):
            if name == document:
                self.seen = place
                return form
        return None

    def when(self, document: str) -> float:
        """Give when a document was first asked for."""
        return next((at for at, name, _ in self.heard if name == document), NEVER)

    def order(self, document: str) -> float:
        """Give how many documents were asked for before this one."""
        return next((place for place, (_, name, _) in enumerate(self.heard) if name == document), NEVER)


@dataclass(frozen=True)
class Question:
    """What is asked, the deeds, and the documents by name; one that is not among them is empty."""

    number: int
    asks: str
    ask: Callable[[Scene], Deeds]
    documents: Mapping[str, str]
    callee: str = ""
    """What the other side does once it has taken the call, before it merely stays on."""


def room(name: str, attributes: str = "") -> str:
    """Write a way into a room; every leg names the same callback, for only the first one's counts."""
    told = f'statusCallback="room" statusCallbackEvent="start end join leave" beep="false" waitUrl="" {attributes}'
    return f"<Conference {told}>{name}</Conference>"


QUEUE = '<Enqueue action="left" waitUrl="wait">ask-twilio</Enqueue>'
WAIT = '<Pause length="60"/>'


def move_out_of_a_queue(scene: Scene) -> Deeds:
    scene.place("caller")
    waiting = yield "wait"
    scene.client.queues(waiting["QueueSid"]).members(waiting["CallSid"]).update(url=scene.url("moved"))
    yield LONG_ENOUGH
    return {
        "action_before_move": scene.order("left") < scene.order("moved"),
        "obeys_redirected": scene.order("obeyed") < NEVER,
    }


def leave_before_the_start(scene: Scene) -> Deeds:
    owner = scene.place("owner")
    yield "room"
    scene.place("caller")
    yield "caller"
    yield BRIEFLY
    scene.hang_up(owner)
    yield LONG_ENOUGH
    return {"unstarted_room_ends": scene.order("caller_out") < NEVER}


def leave_a_room(scene: Scene) -> Deeds:
    scene.place("hanging_up")
    callee = yield "callee"
    yield "room"
    moved = scene.place("moved")
    yield "moved"
    yield BRIEFLY
    scene.client.calls(moved).update(url=scene.url("elsewhere"))
    yield "elsewhere"
    scene.hang_up(callee["CallSid"])
    yield LONG_ENOUGH
    return {
        "dial_action_when_moved": scene.order("moved_out") < NEVER,
        "dial_action_on_hangup": scene.order("hanging_up_out") < NEVER,
    }


def end_the_room_of_one_held(scene: Scene) -> Deeds:
    held = scene.place("caller")
    first = yield "room"
    owner = scene.place("owner")
    yield "owner"
    yield BRIEFLY
    scene.client.conferences(first["ConferenceSid"]).participants(held).update(hold=True, hold_url=scene.url("hold"))
    yield "hold"
    yield BRIEFLY
    ended = scene.line.now()
    scene.hang_up(owner)
    yield HOLD_SECONDS + LONG_ENOUGH
    return {"held_leg_goes_on": scene.when("caller_out") < ended + AT_ONCE}


def end_a_room(scene: Scene) -> Deeds:
    scene.place("caller")
    yield "room"
    owner = scene.place("owner")
    yield "owner"
    yield BRIEFLY
    scene.hang_up(owner)
    out = yield "caller_out"
    return {"DialCallStatus when the owner has ended the room": out.get("DialCallStatus", "none")}


def break_after_a_move(scene: Scene) -> Deeds:
    scene.place("keys")
    with_key = yield "fallback"
    scene.place("caller")
    waiting = yield "wait"
    before = len(scene.heard)
    scene.client.queues(waiting["QueueSid"]).members(waiting["CallSid"]).update(url=scene.url("broken"))
    yield LONG_ENOUGH
    return {
        "number_fallback_after_dequeue": any(name == "fallback" for _, name, _ in scene.heard[before:]),
        "Digits on the fallback of a Gather's action": with_key.get("Digits", "none"),
    }


def finish_with_a_key(scene: Scene) -> Deeds:
    scene.place("keys")
    finished = yield "finished"
    alone = yield "alone"
    silent = yield "silent"
    return {
        "finished_on_key": "FinishedOnKey" in finished,
        "digits_when_empty": "Digits" in silent,
        "FinishedOnKey after a finish key alone": alone.get("FinishedOnKey", "none"),
        "FinishedOnKey after silence": silent.get("FinishedOnKey", "none"),
    }


def look_for_a_room(scene: Scene) -> Deeds:
    scene.place("labelled")
    first = yield "room"
    conference = scene.client.conferences(first["ConferenceSid"])
    try:
        conference.participants("first").update(muted=True)
        label = "done"
    except TwilioRestException as refused:
        label = f"refused with {refused.code}"
    scene.place("second")
    yield "second"
    started, listed = scene.when("second"), NEVER
    while listed == NEVER and scene.line.now() < started + LONG_ENOUGH:
        rooms = scene.client.conferences.list(friendly_name="ask-8", status="in-progress")
        listed = scene.line.now() - started if rooms else NEVER
        yield 1.0
    return {
        "lists_lag": listed > LOOKS_APART,
        "seconds until a room is listed": f"{listed:.0f}" if listed < NEVER else f"more than {LONG_ENOUGH:.0f}",
        "an update by label before the room starts": label,
    }


def leave_by_a_key(scene: Scene) -> Deeds:
    scene.place("caller")
    key = yield "key"
    left = yield "left"
    return {
        "queue_parameters_in_gather": "QueueSid" in key,
        "QueueResult after Leave from a Gather's action": left.get("QueueResult", "none"),
    }


OWNER = '<Dial action="owner_out">' + "{}" + "</Dial>"
CALLER = '<Dial action="caller_out">' + "{}" + "</Dial>"
OWNS = 'endConferenceOnExit="true"'
NOT_YET = 'startConferenceOnEnter="false"'

QUESTIONS = (
    Question(
        1, "What comes first when REST moves a caller out of a queue, and is the answer to the action obeyed?", move_out_of_a_queue,
        {"caller": QUEUE, "wait": WAIT, "left": "<Redirect>obeyed</Redirect>", "moved": WAIT, "obeyed": WAIT},
    ),
    Question(
        2, "Does a room that has not started end when its owner leaves?", leave_before_the_start,
        {"owner": OWNER.format(room("ask-2", f"{OWNS} {NOT_YET}")), "caller": CALLER.format(room("ask-2", NOT_YET))},
    ),
    Question(
        3, "Is a Dial's action asked for when REST takes the leg out of a room, and when the other side hangs up?", leave_a_room,
        {
            "hanging_up": f'<Dial action="hanging_up_out">{room("ask-3")}</Dial>',
            "moved": f'<Dial action="moved_out">{room("ask-3")}</Dial>',
            "elsewhere": WAIT,
        },
    ),
    Question(
        4, "When does somebody held go on if the room ends?", end_the_room_of_one_held,
        {
            "owner": OWNER.format(room("ask-4", OWNS)),
            "caller": CALLER.format(room("ask-4")),
            "hold": f'<Pause length="{HOLD_SECONDS}"/>',
        },
    ),
    Question(
        5, "What is DialCallStatus when the owner has ended the room?", end_a_room,
        {"owner": OWNER.format(room("ask-5", OWNS)), "caller": CALLER.format(room("ask-5"))},
    ),
    Question(
        6, "Does the fallback hold after REST has moved a caller, and does it carry what was keyed?", break_after_a_move,
        {"caller": QUEUE, "wait": WAIT, "fallback": WAIT, "keys": '<Gather action="broken" numDigits="1" timeout="20"/>'},
        callee='<Pause length="4"/><Play digits="1"/>',
    ),
    Question(
        7, "What does a Gather say of the key that ended it?", finish_with_a_key,
        {
            "keys": '<Gather action="finished" timeout="20"/>',
            "finished": '<Gather action="alone" timeout="20" actionOnEmptyResult="true"/>',
            "alone": '<Gather action="silent" timeout="3" actionOnEmptyResult="true"/>',
        },
        callee='<Pause length="4"/><Play digits="1#"/><Pause length="6"/><Play digits="#"/>',
    ),
    Question(
        8, "How soon is a room listed, and can a label be used before it starts?", look_for_a_room,
        {
            "labelled": CALLER.format(room("ask-8", 'participantLabel="first"')),
            "second": CALLER.format(room("ask-8", 'participantLabel="second"')),
        },
    ),
    Question(
        9, "What does the action of a Gather in a wait document learn, and does Leave work in its answer?", leave_by_a_key,
        {"caller": QUEUE, "wait": '<Gather action="key" numDigits="1" timeout="20"/>', "key": "<Leave/>"},
        callee='<Pause length="4"/><Play digits="1"/>',
    ),
)  # fmt: skip
