"""Record: the caller's own words, kept as sound."""

from dataclasses import dataclass

from ivr.flow.asking import lead_out, listen_in_passing
from ivr.flow.commands import Record as RecordCommand
from ivr.flow.decisions import Ask, Decision, GoTo, Miss, Wait
from ivr.flow.events import Event, NoInput, RecordingDone
from ivr.flow.fields import Jump, Option, Seconds, SlotName
from ivr.flow.question import Question
from ivr.flow.scene import Scene

HUNG_UP = "hangup"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record(Question):
    """Speak, beep and record; 0, star and pound end it.

        type: record
        most: 120
        prompt: {zh: 请在提示音后留言。, en: "After the tone, leave your message."}
        into: recording
        goto: keep

    The words before the beep are a question of their own, so that 0 and "agent" work in them; a silent recording is a
    no-input. A caller who hangs up while recording has finished.

    请来电人在提示音后留言。
    """

    most: Seconds = Seconds(120)
    """The longest recording, in seconds.
    录音最长多少秒。"""
    into: SlotName
    """The slot that takes the recording.
    录音放进这个槽位。"""
    goto: Jump
    """Where the call goes with the recording.
    录完去哪里。"""

    def offer(self, scene: Scene) -> tuple[Option, ...]:
        return ()

    def put(self, scene: Scene) -> Decision:
        if scene.state.memo.get("beep"):
            return Wait(RecordCommand(self.most), memo={"beep": True})
        return Wait(listen_in_passing(scene), scene.words(self.prompt), memo={})

    def handle(self, scene: Scene, event: Event) -> Decision:
        match event:
            case RecordingDone(key=key) if key in ("0", "*"):
                return lead_out(scene, key) or Ask(memo={})
            case RecordingDone(seconds=0):
                return self._silent(scene)
            case RecordingDone(sid, url, seconds):
                recording = {"sid": sid, "url": url, "seconds": seconds}
                return GoTo(self.goto, fill={self.into: recording}, by="entry", key="#")
            case NoInput() if not scene.state.memo:
                return Ask(memo={"beep": True})
            case NoInput() if scene.state.memo.get("beep"):
                return self._silent(scene)
        return Question.handle(self, scene, event)

    def _silent(self, scene: Scene) -> Miss:
        return Miss("no_input", (scene.flow.fragment("silent_recording"),), memo={})
