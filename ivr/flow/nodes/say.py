"""Say: an answer, and what may be done after it."""

from dataclasses import dataclass

from ivr.flow.asking import listen, option_words
from ivr.flow.decisions import Decision, GoTo, Perform, Wait
from ivr.flow.events import ActionDone, Event
from ivr.flow.fields import EndingName, Jump, Option
from ivr.flow.question import Question, without_text
from ivr.flow.scene import Scene


@dataclass(frozen=True, slots=True, kw_only=True)
class Say(Question):
    """Speak, then go on; or offer a shared ending.

        type: say
        prompt: {zh: 密码只能在应用里重设。, en: Passwords can only be reset in the app.}
        sms: login_steps
        ending: info

    With `goto` the `sms` is sent at once; with `ending` it is sent when the caller asks for it. Without `sms` the ending's
    `do: text` is neither said nor alive, and the other options keep their keys, so that a key means the same after every answer.

    说一段话，然后去下一处，或者提供共用的结尾选项。
    """

    goto: Jump | None = None
    """Where the call goes on by itself.
    说完自动去哪里。"""
    ending: EndingName | None = None
    """The shared ending whose options are offered.
    说完提供哪一组共用的结尾选项。"""

    def offer(self, scene: Scene) -> tuple[Option, ...]:
        options = scene.flow.endings[self.ending] if self.ending else ()
        return without_text(options, scene.can_text(self.sms))

    def enter(self, scene: Scene) -> Decision:
        says = (*self.notice, *self.prompt)
        if self.goto is None:
            options = self.offer(scene)
            return Wait(listen(scene, options, timeout=self.timeout), option_words(scene, options), says, memo={})
        if scene.can_text(self.sms):
            return Perform("calls.text", {"text": self.sms}, says)
        return GoTo(self.goto, says)

    def put(self, scene: Scene) -> Decision:
        if self.goto is not None:
            return GoTo(self.goto)
        options = self.offer(scene)
        return Wait(listen(scene, options, timeout=self.timeout), option_words(scene, options), memo={})

    def other(self, scene: Scene, event: Event) -> Decision:
        if isinstance(event, ActionDone) and self.goto is not None:
            return GoTo(self.goto)
        return Question.other(self, scene, event)
