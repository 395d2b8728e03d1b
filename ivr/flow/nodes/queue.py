"""Queue: wait for people, talk to one, and what follows."""

from dataclasses import dataclass, field, replace

from ivr.flow.commands import Enqueue
from ivr.flow.decisions import Ask, Call, Decision, GoTo, Perform, Wait
from ivr.flow.events import ActionDone, Event, LeftQueue
from ivr.flow.fields import Jump, Outcomes, QueueName
from ivr.flow.question import AnyNode
from ivr.flow.scene import LEVELS, Scene
from ivr.flow.words import Prompt

TRANSFER, CALL_BACK, CHECK = "transfer", "call-back", "check"
"""An agent's wishes about a caller, with a colon and what is wished: people of another queue, now or calling back, a level of identity."""
CALLBACK = "callback"
"""What wishes call a callback."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue(AnyNode):
    """Join a queue, wait and talk.

        type: queue
        queue: refund
        prompt: {zh: 正在为您转接退款客服。, en: You're in line for refunds.}
        bridged: survey.intro
        closed: closed
        full: full
        failed: sorry
        wishes: {callback: callback.number, voicemail: voicemail.record, freeze: freeze.explain}

    `bridged` follows a talk; `wishes` are what each key of the wait asks for. The place in line is kept while the call is
    away, so coming back here does not lose it. Out of a talk a caller
    may be transferred to any queue, or asked who they are, as hotline.yaml says;
    or the wish `callback` leads on for the people of another queue.

    排队等人工客服，接通后通话。
    """

    queue: QueueName
    """The queue of people that is joined.
    进入哪个人工队列。"""
    prompt: Prompt = ()
    """Said to who joins the queue.
    进入队列时说的话。"""
    bridged: Jump
    """Where a call goes after a talk with an agent.
    与客服通话结束后去哪里。"""
    closed: Jump
    """Where a call goes when nobody is there.
    没有人上班时去哪里。"""
    full: Jump
    """Where a call goes when too many wait already.
    排队的人太多时去哪里。"""
    failed: Jump
    """Where a call goes when it could not be connected.
    无法接通时去哪里。"""
    wishes: Outcomes = field(default_factory=dict)
    """Where each wish leads that the queue's keys make.
    排队时按键提出的每种要求各去哪里。"""

    def enter(self, scene: Scene) -> Decision:
        return Perform("queues.join", {"queue": self.queue}, memo={})

    def ask(self, scene: Scene) -> Decision:
        """Join again, which an entry that was away needs in order to wait; the memo tells that it has waited before."""
        return Perform("queues.join", {"queue": self.queue})

    def handle(self, scene: Scene, event: Event) -> Decision:
        match event:
            case ActionDone("joined", data) if scene.state.memo.get("entry") == data["entry"]:
                return Wait(Enqueue(self.queue, data["entry"]), question=False)
            case ActionDone("joined", data):
                return Wait(Enqueue(self.queue, data["entry"]), says=self.prompt, memo={"entry": data["entry"]}, question=False)
            case ActionDone("closed"):
                return GoTo(self.closed)
            case ActionDone("full") | LeftQueue("full"):
                return GoTo(self.full)
            case LeftQueue("bridged"):
                return GoTo(self.bridged)
            case LeftQueue("wish", str(wish)) if wish in self.wishes:
                return GoTo(self.wishes[wish], by="key", key=wish)
            case LeftQueue("wish", str(wish)):
                return self._by_agent(scene, *wish.partition(":")[::2])
            case LeftQueue("failed"):
                return GoTo(self.failed)
        return Ask()

    @property
    def otherwise(self) -> Jump:
        """Where a caller goes who gives up in the check that an agent wished: back here."""
        return Jump(self.name)

    def _by_agent(self, scene: Scene, kind: str, what: str) -> Decision:
        """Carry out an agent's wish: the way to another queue, or to a callback by its people; or the check of who is calling, after which
        the call comes back."""
        flow = scene.flow
        if kind in (TRANSFER, CALL_BACK) and what in flow.queues and (jump := flow.queues[what].transfer) is not None:
            callback = self.wishes.get(CALLBACK) if kind == CALL_BACK else None
            return GoTo(replace(callback, set={**jump.set, **callback.set}) if callback else jump)
        if kind == CHECK and what in LEVELS and flow.identity is not None and not scene.reaches(what):
            return Call(flow.identity, {"need": what}, gate=True)
        return Ask()
