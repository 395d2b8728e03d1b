"""A menu: one key or phrase of its options."""

from dataclasses import dataclass, field, replace
from typing import ClassVar

from ivr.flow.asking import decide, find, listen, option_words
from ivr.flow.commands import Words
from ivr.flow.decisions import Decision, GoTo, Wait
from ivr.flow.events import Event, SpeechHeard
from ivr.flow.fields import Flag, From, Jump, KeptSpeech, Option, Options, Universal
from ivr.flow.question import Question, without_text
from ivr.flow.scene import Scene
from ivr.flow.words import Hole


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu(Question):
    """Offer options and wait for one key or phrase.

        type: menu
        prompt: {zh: 请选择。, en: Please choose.}
        options:
          1: {label: {zh: 查询退款, en: For refund status}, goto: order}
          2: {label: {zh: 其他, en: For anything else}, goto: agent.topic}

    `from` makes up to three options (keys 1 to 3) out of a list slot; `speech` keeps a sentence, also one that names an option;
    `tail: no` leaves out the sentence that names 0, star and pound.

    念出各个选项，等来电人按键或说话。
    """

    is_menu: ClassVar[bool] = True
    options: Options = field(default_factory=dict)
    """The options by their keys, 1 to 9.
    各个选项，按键从 1 到 9。"""
    from_: From | None = field(default=None, metadata={"key": "from"})
    """Up to three options made from a list slot.
    由列表槽位生成的选项，最多三个。"""
    speech: KeptSpeech | None = None
    """Where words that match no option are kept.
    说的话不符合任何选项时，保存在哪里。"""
    tail: Flag = Flag(True)
    """Whether the sentence that names 0, star and pound is said.
    是否念说明 0、星号键和井号键的那句话。"""

    def offer(self, scene: Scene) -> tuple[Option, ...]:
        fixed = without_text(tuple(self.options.values()), scene.can_text(self.sms))
        return (*self._picks(scene), *fixed)

    def put(self, scene: Scene) -> Decision:
        options = self.offer(scene)
        words = (*scene.words(self.prompt), *self._lines(scene), *option_words(scene, options))
        return Wait(listen(scene, options, timeout=self.timeout), words, memo={}, tail=bool(self.tail))

    def handle(self, scene: Scene, event: Event) -> Decision:
        if self.speech is not None and isinstance(event, SpeechHeard) and "doubt" not in scene.state.memo:
            return self._hear(scene, event, self.speech)
        return Question.handle(self, scene, event)

    def _hear(self, scene: Scene, event: SpeechHeard, kept: KeptSpeech) -> Decision:
        """Keep a sentence that is no listed phrase, whatever it chooses; one that chooses nothing for sure is not doubted."""
        hit = find(scene, self.offer(scene), event)
        if hit is None or (isinstance(hit.choice, Universal) and hit.how == "contained" and not hit.sure):
            return GoTo(kept.goto, fill={kept.into: event.text}, by="speech")
        decision = decide(scene, hit)
        if hit.how == "exact" or not isinstance(decision, GoTo):
            return decision
        return replace(decision, fill={kept.into: event.text})

    def _items(self, scene: Scene) -> list[object]:
        items = scene.value((self.from_.list,)) if self.from_ else None
        return items[: len(self.from_.lines)] if self.from_ and isinstance(items, list) else []

    def _picks(self, scene: Scene) -> tuple[Option, ...]:
        if self.from_ is None:
            return ()
        source = self.from_
        return tuple(self._pick(source, place) for place in range(len(self._items(scene))))

    def _pick(self, source: From, place: int) -> Option:
        item = Hole((source.list, str(place)), "text")
        jump = Jump(source.goto.goto, set={**source.goto.set, source.into: item})
        return Option(str(place + 1), jump, words=source.words.get(str(place + 1), {}))

    def _lines(self, scene: Scene) -> tuple[Words, ...]:
        lines = self.from_.lines if self.from_ else ()
        picks = zip(self._items(scene), lines, strict=False)
        here = (scene.with_item(item, place).words((line,)) for place, (item, line) in enumerate(picks) if isinstance(item, dict))
        return tuple(words for line in here for words in line)
